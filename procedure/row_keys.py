"""Keys of a plan's rows: what an exported workbook says in its column รหัส, so that an edited row is known again.

``69-P12`` is project 12 of the plan of 2569, in whatever edition; ``69-E3`` is equipment item 3 of its base plan,
``69-A1-E3`` of its first addition, ``69-M2-E3`` of its second amendment (equipment is numbered in each edition anew).
The year and the edition are in the key, so that a row copied from another year's file never names a row of this one.
"""

import re

from models.kinds import EditionKind
from procedure.calendar import arabic_digits

_KEY = re.compile(r"(?P<year>\d\d)-(?:P|(?:[AM]\d{1,4}-)?E)\d{1,6}")
_EDITIONS = {EditionKind.ADDITION: "A", EditionKind.AMENDMENT: "M"}


def project_key(fiscal_year: int, number: int) -> str:
    """Return the key of a project by its number in the plan."""
    return f"{fiscal_year % 100:02d}-P{number}"


def equipment_key(fiscal_year: int, kind: EditionKind, edition: int, number: int) -> str:
    """Return the key of an equipment item by its number in an edition of that kind and number."""
    of_edition = f"{_EDITIONS[kind]}{edition}-" if kind is not EditionKind.BASE else ""
    return f"{fiscal_year % 100:02d}-{of_edition}E{number}"


def read_key(text: str, fiscal_year: int) -> str:
    """Return the key that a cell says, in capitals and Arabic digits; nothing where it says none of this year's plan.

    What another system writes in a column of the same name is no key, nor is that of another year.
    """
    key = "".join(arabic_digits(text).split()).upper()
    match = _KEY.fullmatch(key)
    return key if match and int(match["year"]) == fiscal_year % 100 else ""
