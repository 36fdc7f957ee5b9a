"""Words for the secretariat's, the network's and readers' pages of rounds."""

from html import escape
from math import prod
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from indicators import asking
from rounds import deadlines, desk_findings, desk_history, office_words
from rounds.desk_findings import Group, Report
from rounds.models import Participation, Round, RoundTable
from rounds.overview import Progress

register = template.Library()
_KNOWN_SOURCES = {"Pilot as planned in 2009": _("Pilot as planned in 2009")}


@register.filter
def deadline(round_: Round) -> str:
    """The round's, in its own zone, with the zone's name."""
    return deadlines.told(round_)


@register.filter
def until(row: Progress, round_: Round) -> str:
    """A country's own deadline."""
    return deadlines.told(round_, row.deadline)


@register.filter
def days_words(days: int) -> str:
    return office_words.days(days)


@register.filter
def state_words(state: str) -> str:
    return str(office_words.state(state))


@register.filter
def rule_words(rule: str) -> str:
    return desk_findings.name_of(rule)


@register.filter
def severity_words(severity: str) -> str:
    return str(office_words.SEVERITIES[severity])


@register.filter
def step_words(name: str) -> str:
    return str(office_words.STEPS[name])


@register.filter
def person(user: Any) -> str:
    """The account's name; nothing once it is erased."""
    return desk_history.named(user)


@register.filter
def breakdowns(table: RoundTable) -> str:
    """ "Sex, age": what varies in the table."""
    return capfirst(", ".join(str(asking.NAMES[name]) for name in table.vary))


@register.filter
def cells_asked(table: RoundTable) -> int:
    """How many cells a country fills, the own country among the origins counted too."""
    return prod(len(table.codes[name]) for name in table.vary) * len(table.round.periods(table.freq))


@register.filter
def of(mapping: dict[Any, Any], key: Any) -> Any:
    return mapping.get(key)


@register.filter
def source_words(fact: Participation) -> str:
    """The plan that ships is named in the reader's language; what people wrote stands as they wrote it."""
    return str(_KNOWN_SOURCES.get(fact.source, fact.source))


@register.filter
def paragraphs(text: str | None) -> SafeString:
    """Blank lines part paragraphs; lines that begin with "- " are a list, those with "## " headings. Everything is escaped."""
    made = []
    for block in (text or "").replace("\r\n", "\n").split("\n\n"):
        rows = [row.strip() for row in block.split("\n") if row.strip()]
        if not rows:
            continue
        if all(row.startswith("- ") for row in rows):
            made.append("<ul>" + "".join(f"<li>{escape(row[2:])}</li>" for row in rows) + "</ul>")
        elif len(rows) == 1 and rows[0].startswith("## "):
            made.append(f"<h3>{escape(rows[0][3:])}</h3>")
        else:
            made.append(_mixed(rows))
    return mark_safe("".join(made))


def _mixed(rows: list[str]) -> str:
    """A paragraph, and a list where its last lines are one."""
    words = [row for row in rows if not row.startswith("- ")]
    items = [row[2:] for row in rows if row.startswith("- ")]
    told = f"<p>{'<br>'.join(map(escape, words))}</p>"
    return told + ("<ul>" + "".join(f"<li>{escape(row)}</li>" for row in items) + "</ul>" if items else "")


@register.filter
def parts(report: Report) -> tuple[list[Group], list[Group]]:
    """Structure first, then content."""
    return report.structure, report.content
