"""A problem in a workbook that we gave out to be filled in, in words for the person: which cell, what, what to do."""

from collections.abc import Mapping

from documents.workbook_reading import WorkbookProblem, shortened


def cell_problem(
    sayings: Mapping[str, tuple[str, str]],
    code: str,
    *,
    sheet: str | None = None,
    row: int | None = None,
    column: str | None = None,
    file_name: str = "",
    **facts: object,
) -> WorkbookProblem:
    """Make a problem with its place and its sentences; every one of them keeps the file from being taken.

    ``sayings`` are the Thai and English of each code; ``facts`` are what they quote, shortened.
    """
    thai, english = sayings[code]
    quoted = {name: shortened(str(fact)) for name, fact in facts.items()}
    cell = f"{column}{row}" if column and row else ""
    place_th = " ".join(
        part
        for part in (
            f"แฟ้ม {file_name}" if file_name else "",
            f"แผ่นงาน “{sheet}”" if sheet else "",
            f"ช่อง {cell}" if cell else "",
        )
        if part
    )
    place_en = ", ".join(
        part
        for part in (
            f"file {file_name}" if file_name else "",
            f"sheet “{sheet}”" if sheet else "",
            f"cell {cell}" if cell else "",
        )
        if part
    )
    return WorkbookProblem(
        sheet=sheet,
        row=row,
        column=column,
        code=code,
        severity="error",
        seen=quoted.get("seen", ""),
        message_th=(f"{place_th}: " if place_th else "") + thai.format(**quoted),
        message_en=(f"{place_en}: " if place_en else "") + english.format(**quoted),
    )
