"""All tables, imported for their metadata."""

from models import (
    committees,
    contacts,
    evaluations,
    evidence,
    money,
    notices,
    obligations,
    organizations,
    plans,
    quarters,
)
from models.records import Record

__all__ = [
    "METADATA",
    "committees",
    "contacts",
    "evaluations",
    "evidence",
    "money",
    "notices",
    "obligations",
    "organizations",
    "plans",
    "quarters",
]

METADATA = Record.metadata
