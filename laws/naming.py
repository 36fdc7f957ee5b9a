"""Words for provisions and languages, in the reader's language where they are ours."""

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import get_language, get_language_info, gettext


def name_of(language: str) -> str:
    """A language in its own words; its tag when nobody knows it."""
    own = dict(settings.LANGUAGES).get(language)
    return str(own or LANG_INFO.get(language.lower(), {}).get("name_local", language))


def name_for_reader(language: str) -> str:
    """A language in the reader's language, as it stands in a sentence: with a small letter in all but English."""
    try:
        name = str(get_language_info(language)["name_translated"])
    except KeyError:
        return name_of(language)
    return name if get_language() == "en" else name.lower()


def kind_name(kind: str) -> str:
    """What a unit without a label is called."""
    names = {"preamble": gettext("Preamble"), "annex": gettext("Annex"), "schedule": gettext("Annex")}
    return names.get(kind) or gettext("Text")


def cited_label(kind: str, label: str) -> str:
    """A label that can stand alone: a bare number gets its word."""
    if not label:
        return kind_name(kind)
    if label[:1].isdigit():
        word = gettext("Article %(number)s") if kind == "article" else gettext("Section %(number)s")
        return word % {"number": label}
    return label
