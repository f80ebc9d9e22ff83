"""All tables, imported for their metadata."""

from models import evidence, notices, obligations, organizations, plans, quarters
from models.records import Record

__all__ = ["METADATA", "evidence", "notices", "obligations", "organizations", "plans", "quarters"]

METADATA = Record.metadata
