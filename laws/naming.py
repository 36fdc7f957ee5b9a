"""Words for provisions and languages, in the reader's language where they are ours."""

import re

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import get_language, get_language_info, gettext

_RUN = re.compile(r"([a-z]+)(?:-(\d+))?")


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


def sequence_name(sequence: str) -> str:
    """Which run of numbers a provision stands in ("annex-2", "treaty-1-annex-1"), in words; "" for the main one."""
    return " · ".join(_run_name(*run) for run in _RUN.findall(sequence) if run[0] != "main")


def _run_name(name: str, number: str) -> str:
    names = {
        "transitory": gettext("Transitory provisions"),
        "final": gettext("Final provisions"),
        "annex": gettext("Annex"),
        "treaty": gettext("Treaty"),
    }
    return f"{names.get(name, name)} {number}".rstrip()


def cited_label(kind: str, label: str) -> str:
    """A label that can stand alone: a bare number gets its word."""
    if not label:
        return kind_name(kind)
    if label[:1].isdigit():
        word = gettext("Article %(number)s") if kind == "article" else gettext("Section %(number)s")
        return word % {"number": label}
    return label
