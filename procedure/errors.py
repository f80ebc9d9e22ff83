"""What a refused act says: a stable code, the clause, and a sentence in Thai and English."""


class ProcedureError(Exception):
    """An act that the procedure refuses; nothing of it is written.

    ``code`` is stable for programs; the messages tell a person what to do next. ``project_id`` is the project that
    the refusal is about, where it is about one.
    """

    def __init__(
        self,
        code: str,
        message_th: str,
        message_en: str,
        clause: str | None = None,
        project_id: int | None = None,
    ) -> None:
        super().__init__(f"{code}: {message_en}")
        self.code = code
        self.message_th = message_th
        self.message_en = message_en
        self.clause = clause
        self.project_id = project_id

    def __reduce__(self) -> tuple[type["ProcedureError"], tuple[str, str, str, str | None, int | None]]:
        return (ProcedureError, (self.code, self.message_th, self.message_en, self.clause, self.project_id))
