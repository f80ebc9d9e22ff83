"""The register of acts: every act of the procedure, as the command line, the Prefect UI and the tests offer it."""

from functools import lru_cache

from procedure.act import RegisteredAct
from procedure.acts import (
    announcing,
    changing,
    channel_accounts,
    choosing,
    collecting,
    committees,
    confirming,
    contacts,
    correcting,
    countersigning,
    deciding,
    drafting,
    editions,
    evaluating,
    evaluation_posting,
    extending,
    holidays,
    money,
    papers,
    posting,
    posting_evidence,
    posts,
    publishing,
    quarter_days,
    recomputing,
    reporting,
    resending,
    reviewing,
    rounds,
    sealing,
    telling,
    templates,
    year_end,
)

# In the order of the procedure; a new module of acts is one line here.
REGISTER: tuple[RegisteredAct, ...] = (
    *collecting.ACTS,
    *editions.ACTS,
    *changing.ACTS,
    *choosing.ACTS,
    *committees.ACTS,
    *drafting.ACTS,
    *deciding.ACTS,
    *countersigning.ACTS,
    *announcing.ACTS,
    *extending.ACTS,
    *posting.ACTS,
    *posting_evidence.ACTS,
    *correcting.ACTS,
    *quarter_days.ACTS,
    *rounds.ACTS,
    *reporting.ACTS,
    *reviewing.ACTS,
    *money.ACTS,
    *confirming.ACTS,
    *year_end.ACTS,
    *evaluating.ACTS,
    *evaluation_posting.ACTS,
    *publishing.ACTS,
    *posts.ACTS,
    *contacts.ACTS,
    *channel_accounts.ACTS,
    *holidays.ACTS,
    *templates.ACTS,
    *papers.ACTS,
    *recomputing.ACTS,
    *telling.ACTS,
    *resending.ACTS,
    *sealing.ACTS,
)


def registered(name: str) -> RegisteredAct:
    """Return an act by its name. Raises ``KeyError``."""
    return _by_name()[name]


@lru_cache(maxsize=1)
def _by_name() -> dict[str, RegisteredAct]:
    return {act.name: act for act in REGISTER}
