"""The words of messages, by language; Thai first."""

from models.kinds import Language
from notifications.words.english import English
from notifications.words.phrases import Phrases, Said
from notifications.words.thai import Thai
from procedure.words import OfficeWords

__all__ = ["Phrases", "Said", "phrases_in"]


def phrases_in(language: Language, office: OfficeWords) -> Phrases:
    """Return the phrases of a language, with what an office calls its own people; Thai but where English is asked."""
    return English() if language is Language.ENGLISH else Thai(office)
