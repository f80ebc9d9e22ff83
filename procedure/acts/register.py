"""The register of acts: every act of the procedure, as the command line, the Prefect UI and the tests offer it."""

from functools import lru_cache

from procedure.act import RegisteredAct
from procedure.acts import (
    choosing,
    collecting,
    correcting,
    deciding,
    evaluating,
    evaluation_posting,
    extending,
    holidays,
    posting,
    recomputing,
    reporting,
)

# In the order of the procedure; a new module of acts is one line here.
REGISTER: tuple[RegisteredAct, ...] = (
    *collecting.ACTS,
    *deciding.ACTS,
    *extending.ACTS,
    *choosing.ACTS,
    *posting.ACTS,
    *correcting.ACTS,
    *reporting.ACTS,
    *recomputing.ACTS,
    *evaluating.ACTS,
    *evaluation_posting.ACTS,
    *holidays.ACTS,
)


def registered(name: str) -> RegisteredAct:
    """Return an act by its name. Raises ``KeyError``."""
    return _by_name()[name]


@lru_cache(maxsize=1)
def _by_name() -> dict[str, RegisteredAct]:
    return {act.name: act for act in REGISTER}
