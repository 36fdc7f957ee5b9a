"""Findings as a table for spreadsheets; records/exports.py writes it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from indicators.wording import Words
from records.exports import Column
from rounds import finding_texts

_SEVERITIES = {"error": _("error"), "warning": _("warning"), "note": _("note")}


def columns(words: Words, titles: Mapping[str, str]) -> list[Column]:
    """Of findings, in the language of `words`. titles: what a reader calls each table, by its name."""
    return [
        Column(_("table"), lambda one, _: titles.get(one.table, one.table)),
        Column(_("severity"), lambda one, _: _severity(one.severity)),
        Column(_("rule"), lambda one, _: finding_texts.name(one.rule)),
        Column(_("cell"), lambda one, _: finding_texts.cell(one, words)),
        Column(_("line of the sheet"), lambda one, _: one.line or None),
        Column(_("finding"), lambda one, _: finding_texts.sentence(one, words)),
        Column(_("what to do"), lambda one, _: finding_texts.advice(one, words)),
    ]


def _severity(name: str) -> Any:
    return str(_SEVERITIES[name])
