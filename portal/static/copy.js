// Copies a text for pasting elsewhere. The pages work without it: the text stands there to be selected.
"use strict";

for (const button of document.querySelectorAll("button[data-copies]")) {
  const text = document.getElementById(button.dataset.copies);
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.value);
    } catch {
      // Over plain http, as within an office, browsers offer no clipboard: the old way takes a selection.
      text.closest("details").open = true;
      text.select();
      document.execCommand("copy");
    }
    button.textContent = button.dataset.done;
  });
}
