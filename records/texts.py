"""A record's text as a page shows it: with the language it is really in, and whether its original has changed since."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext

from records.models import LanguageState, Record


def labelled(name: object, text: object) -> str:
    """ "Name: text" in the active language; French has a blank before the colon."""
    return gettext("%(name)s: %(text)s") % {"name": name, "text": text}


@dataclass(frozen=True, slots=True)
class Shown:
    """language: what the text is in; foreign: not the reader's; outdated: reviewed before its original changed."""

    text: str
    language: str
    foreign: bool
    outdated: bool = False

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text

    @property
    def language_name(self) -> str:
        """The language by its own name."""
        return dict(settings.LANGUAGES).get(self.language, self.language)

    @property
    def lines(self) -> list[str]:
        """Items of a text that holds one a line."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]


def shown(record: Record, name: str, language: str) -> Shown:
    """One of the record's TEXTS for a reader of `language`; empty when nothing of it may be seen."""
    text, found = record.text_in(name, language)
    outdated = bool(text) and getattr(record, f"state_{found}") == LanguageState.OUTDATED
    return Shown(text, found, bool(text) and found != language, outdated)
