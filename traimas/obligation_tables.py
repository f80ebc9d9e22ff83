"""``python -m traimas.obligation_tables``: the sample year's duties at six dates, written into docs/obligations.md."""

from datetime import date
from pathlib import Path

from procedure.calendar import last_instant, thai_date
from traimas.launcher import CHECKOUT

# Before the announcement, after it, in the first and the second quarter's round, at the year's end, and in December.
DATES = (
    date(2025, 10, 10),
    date(2025, 10, 31),
    date(2026, 1, 16),
    date(2026, 4, 21),
    date(2026, 10, 16),
    date(2026, 12, 31),
)
BEGIN, END = "<!-- tables begin -->", "<!-- tables end -->"


def tables() -> str:
    """Return the tables, one per date, of the one organization in the settings' data folder."""
    from traimas.office import STANDING_TH, OfficeDesk

    desk = OfficeDesk("")
    parts: list[str] = []
    for on in DATES:
        rows = desk.obligations(last_instant(on))
        lines = ["| duty | owed by | from | due | stands |", "|---|---|---|---|---|"]
        for row in rows:
            stands = STANDING_TH[str(row["standing"])]
            lines.append(f"| {row['rule']} | {row['owed_by']} | {row['started']} | {row['due']} | {stands} |")
        parts.append(f"### {on.isoformat()} · {thai_date(on)}\n\n" + "\n".join(lines if rows else ["(none)"]))
    return "\n\n".join(parts)


def write(path: Path) -> None:
    """Put the tables between their marks in a document."""
    text = path.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    _old, after = rest.split(END)
    path.write_text(f"{before}{BEGIN}\n\n{tables()}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    write(CHECKOUT / "docs" / "obligations.md")
