"""The catalogue: every document that the house makes of a plan's record, in the order of the year's work.

The command line, the portal and the demo all go by it: a document added to one of the families is there for all.
"""

from collections.abc import Sequence

from documents.catalogue_entry import Document
from documents.changes_documents import CHANGES_DOCUMENTS
from documents.letter_documents import LETTER_DOCUMENTS
from documents.plan_documents import PLAN_DOCUMENTS
from documents.quarter_documents import QUARTER_DOCUMENTS
from documents.quarter_workbook_documents import QUARTER_WORKBOOK_DOCUMENTS
from documents.result_documents import RESULT_DOCUMENTS
from documents.workbook_documents import WORKBOOK_DOCUMENTS
from procedure.errors import ProcedureError

CATALOGUE: tuple[Document, ...] = (
    *WORKBOOK_DOCUMENTS,
    *LETTER_DOCUMENTS,
    *PLAN_DOCUMENTS,
    *CHANGES_DOCUMENTS,
    *QUARTER_WORKBOOK_DOCUMENTS,
    *QUARTER_DOCUMENTS,
    *RESULT_DOCUMENTS,
)


def documents_named(keys: Sequence[str]) -> list[Document]:
    """Return documents by their keys; all of them for no key. Raises ``ProcedureError`` ``unknown_document``."""
    known = {document.key: document for document in CATALOGUE}
    for key in keys:
        if key not in known:
            raise ProcedureError(
                "unknown_document",
                f"ไม่มีเอกสารชื่อ {key} มีแต่ {', '.join(known)}",
                f"There is no document '{key}'; there are {', '.join(known)}.",
            )
    return [known[key] for key in keys] if keys else list(CATALOGUE)
