"""Every command that the guides name is there, with every option that they give it."""

import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import click
import pytest

from documents.catalogue import CATALOGUE
from documents.catalogue_entry import Format
from traimas.command_line import cli

ROOT = Path(__file__).parent.parent.parent
GUIDES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
# A command in a sentence may stand over a line's end.
SPAN = re.compile(r"(?<!`)`(traimas [^`]+)`(?!`)")


def named_in(guide: Path) -> Iterator[str]:
    """Give the commands of a guide: lines of its blocks, and what stands between back quotes."""
    text = guide.read_text(encoding="utf-8")
    for block in FENCE.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            if line.removeprefix("# ").startswith("traimas "):
                yield line.removeprefix("# ")
    yield from SPAN.findall(FENCE.sub("", text))


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_the_commands_of_a_guide_are_there(guide: Path) -> None:
    wrong = [line for line in named_in(guide) if not understood(shlex.split(line, comments=True)[1:])]
    assert wrong == []


def test_a_command_that_is_not_there_is_found_out() -> None:
    assert understood(["plan", "post", "--at", "website"])
    assert not understood(["plan", "publish"])
    assert not understood(["plan", "post", "--where", "website"])


def test_the_guide_of_documents_lists_the_catalogue_with_its_formats() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \|(.*)\|$", (ROOT / "docs" / "documents.md").read_text(encoding="utf-8"), re.M)
    told = [(key, [cell.strip() for cell in row.split("|")]) for key, row in rows]
    columns = (Format.PDF, Format.WORD, Format.EXCEL)
    assert [(key, cells[1], tuple(cells[2:5]), cells[5]) for key, cells in told] == [
        (
            document.key,
            document.about.value,
            tuple("●" if kind in document.formats else "" for kind in columns),
            ", ".join(kind.name for kind in document.formats if kind not in columns),
        )
        for document in CATALOGUE
    ]


def understood(words: list[str]) -> bool:
    """Tell whether the words name a command, or a group, and only options that it has."""
    context = click.Context(cli, info_name="traimas")
    command: click.Command = cli
    while words and isinstance(command, click.Group) and not words[0].startswith("-"):
        found = command.get_command(context, words.pop(0))
        if found is None:
            return False
        command, context = found, click.Context(found, context)
    known = {name for parameter in command.get_params(context) for name in parameter.opts} | {"--help"}
    keys = {word for option, word in pairwise(words) if option == "--only"}
    options = [word.partition("=")[0] for word in words if word.startswith("--")]
    return known.issuperset(options) and keys <= {document.key for document in CATALOGUE}
