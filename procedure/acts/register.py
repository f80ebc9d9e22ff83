"""The register of acts: every act of the procedure, as the command line, the Prefect UI and the tests offer it."""

from functools import lru_cache

from procedure.act import RegisteredAct
from procedure.acts import (
    changing,
    collecting,
    confirming,
    deciding,
    editions,
    extending,
    money,
    posting,
    reporting,
    year_end,
)

# In the order of the procedure; a new module of acts is one line here.
REGISTER: tuple[RegisteredAct, ...] = (
    *collecting.ACTS,
    *editions.ACTS,
    *changing.ACTS,
    *deciding.ACTS,
    *extending.ACTS,
    *posting.ACTS,
    *reporting.ACTS,
    *money.ACTS,
    *confirming.ACTS,
    *year_end.ACTS,
)


def registered(name: str) -> RegisteredAct:
    """Return an act by its name. Raises ``KeyError``."""
    return _by_name()[name]


@lru_cache(maxsize=1)
def _by_name() -> dict[str, RegisteredAct]:
    return {act.name: act for act in REGISTER}
