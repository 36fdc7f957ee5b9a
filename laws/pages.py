"""What the law page shows: everything the template needs, read in a dozen queries at most."""

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from laws import contents, particulars, policies, rendering, window
from laws.contents import Container, Line
from laws.models import Law, LawEvent, ProvisionText
from laws.naming import cited_label, kind_name, name_for_reader, name_of
from laws.states import Shown, State, VersionRow, state_of
from laws.window import PART_CHARS, Unit
from records.models import LANGUAGES
from records.texts import shown

_APART = frozenset({"annex", "schedule"})
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for. text, parallel: languages of the law; version: wording of the chosen provision;
    bad_date: a day that is none, as typed; whole: all of the text at once, not a part of it."""

    language: str
    provision: str = ""
    text: str = ""
    parallel: str = ""
    day: date | None = None
    version: str = ""
    bad_date: str = ""
    whole: bool = False


@dataclass(slots=True)
class Column:
    """A text in one language. `language` is empty when it is the page's own text language; `unlabelled` says what the
    unit is, in the reader's language, when its text has no label."""

    language: str
    language_name: str
    label: str
    unlabelled: str
    heading: str
    text: SafeString
    notes: list[str]
    history: str
    machine: bool


@dataclass(slots=True)
class Wording:
    """One stored wording in the list of a provision's wordings."""

    url: str
    row: VersionRow
    shown: bool


@dataclass(slots=True)
class Item:
    """One provision on the page."""

    slug: str
    url: str
    chosen: bool
    shown: Shown
    gone: bool
    columns: list[Column]
    wordings: list[Wording]
    containers: list[Container] = field(default_factory=list)


def wanted(query: Mapping[str, str], language: str, provision: str) -> Wanted:
    """Read the address; what is no value of its kind is ignored, a bad day is told."""
    typed = query.get("at", "").strip()
    day = None
    if _DAY.fullmatch(typed):
        try:
            day = date.fromisoformat(typed)
        except ValueError:
            day = None
    return Wanted(
        language=language, provision=provision, text=query.get("text", ""), parallel=query.get("parallel", ""),
        day=day, version=query.get("version", ""), bad_date=typed[:40] if typed and not day else "",
    )  # fmt: skip


def context(law: Law, ask: Wanted) -> dict[str, Any] | None:
    """The template's context; None when the law has no such provision."""
    today = particulars.today_in(law)
    units = window.load(law)
    window.choose_wordings(units, today, ask.day, law.date)
    chosen = next((unit for unit in units if unit.slug == ask.provision), None)
    if ask.provision and not chosen:
        return None
    older = _choose_version(chosen, ask.version) if chosen else None

    languages = window.languages_of(units)
    order = [code for code in (ask.text, ask.language, *languages) if code in languages]
    text = order[0] if order else ""
    parallel = ask.parallel if ask.parallel in languages and ask.parallel != text else ""
    page = _Page(law, units, chosen, list(dict.fromkeys(order)), parallel, ask)
    events = list(law.events.select_related("source"))
    sources = particulars.sources_of(law)
    source = particulars.source_in(sources, text)
    title, title_language = law.title_in(ask.language)
    standing = particulars.standing(law, events, sources, units, ask.day or today)
    return {
        "law": law, "record": law, "meaning": shown(law, "meaning", ask.language),
        "summary": shown(law, "summary", ask.language), "share_title": title, "share_text": shown(law, "summary", ask.language),
        "original_title": _original(law, title_language), "policies": policies.named(law, ask.language), "title": title, "title_language": title_language, "citation": law.citation,
        "standing": standing, "tally": particulars.tally(units) if ask.day else {},
        "events": [e for e in events if not e.is_claim and e.kind != LawEvent.Kind.STATUS_CLAIM],
        "names": particulars.names_of(law), "sources": sources, "source": source, "scans": [file for file in sources if file.is_scan],
        "topics": [(topic.slug, topic.label_in(ask.language)) for topic in law.topics.prefetch_related("labels")],
        "official_url": law.official_url or (source.url if source else ""),
        "text_language": text, "text_language_name": name_for_reader(text), "missing": bool(text) and ask.language not in languages,
        "reader_language_name": name_for_reader(ask.language),
        "ask": ask, "day": ask.day, "older": older, "chosen": chosen and page.name(chosen),
        "fragment": f"#{chosen.slug}" if chosen else "",
        "outline_language": source.language if source else text,
        **page.switches(languages), **page.build(source.outline if source else []),
    }  # fmt: skip


def _original(law: Law, shown_in: str) -> tuple[str, str] | None:
    """The official title and its language, where the page is headed by a translation of it."""
    code = law.original_language
    title = law.public_texts("title").get(code, "")
    return (title, code) if title and code != shown_in else None


def _choose_version(unit: Unit, version: str) -> VersionRow | None:
    """Show the wording the address names; returns it when it is not the one shown anyway."""
    row = next((row for row in unit.versions if str(row.number) == version), None)
    if row is None or row.pk == unit.shown.version.pk:
        return None
    state = state_of(row.status) if row.is_current else State.NO_LONGER
    unit.shown = Shown(row, state)
    return row


class _Page:
    """The part of the text around the chosen provision, with its contents and neighbours."""

    def __init__(self, law: Law, units: list[Unit], chosen: Unit | None, order: list[str], parallel: str, ask: Wanted):
        self.base = law.get_absolute_url()
        self.units, self.chosen, self.order, self.parallel, self.ask = units, chosen, order, parallel, ask
        self.languages = [*order, *LANGUAGES]
        chars = sys.maxsize if ask.whole else PART_CHARS // 2 if parallel else PART_CHARS
        runs = window.parts(units, self.languages, chars)
        at = next((place for place, run in enumerate(runs) if chosen in run), 0) if chosen else 0
        self.run = runs[at]
        self.before = runs[at - 1] if at else None
        self.after = runs[at + 1] if at + 1 < len(runs) else None
        self.part, self.part_count = at + 1, len(runs)

    def query(self, **changes: str) -> str:
        """The address's own parameters with some changed; empty ones are left out."""
        day = self.ask.day.isoformat() if self.ask.day else ""
        text = self.order[0] if self.order and self.ask.text == self.order[0] else ""
        values = {"at": day, "text": text, "parallel": self.parallel, **changes}
        kept = {name: value for name, value in values.items() if value}
        return f"?{urlencode(kept)}" if kept else ""

    def url(self, unit: Unit, query: str) -> str:
        return f"{self.base}{unit.slug}/{query}#{unit.slug}"

    def name(self, unit: Unit) -> str:
        found = unit.text(self.languages)
        return cited_label(unit.kind, found[1].label if found else unit.slug)

    def switches(self, languages: Sequence[str]) -> dict[str, Any]:
        """Links to the text in its other languages, alone and side by side, and without the day."""
        path = f"{self.base}{self.chosen.slug}/" if self.chosen else self.base
        fragment = f"#{self.chosen.slug}" if self.chosen else ""

        def rows(changed: str) -> list[dict[str, Any]]:
            current = self.parallel if changed == "parallel" else self.order[0]
            other = {"parallel": ""} if changed == "text" else {}
            return [
                {"code": code, "name": name_of(code), "current": code == current,
                 "url": path + self.query(**other, **{changed: code}) + fragment}
                for code in languages if changed == "text" or code != self.order[0]
            ]  # fmt: skip

        several = len(languages) > 1
        return {
            "text_switch": rows("text") if several else [],
            "parallel_switch": rows("parallel") if several else [],
            "alone_url": path + self.query(parallel="") + fragment,
            "today_url": path + self.query(at="") + fragment,
            "newest_url": path + self.query() + fragment,
            "kept": [(name, value) for name, value in (("text", self.ask.text), ("parallel", self.parallel)) if value],
            "parallel": self.parallel,
        }

    def build(self, outline: Sequence[Sequence[Any]]) -> dict[str, Any]:
        """Items of this part, the contents, and the neighbouring parts."""
        query = self.query()
        headings = contents.containers(outline)
        near = {unit.slug for unit in self.run}
        lines = []
        for unit in self.units:
            found = unit.text(self.languages)
            label, heading = (found[1].label or kind_name(unit.kind), found[1].heading) if found else (unit.slug, "")
            here = unit.slug in near
            url = f"#{unit.slug}" if here else self.url(unit, query)
            lines.append(Line(unit.slug, url, label, heading, here, unit.kind in _APART))
        texts = self._texts()
        items = [self._item(unit, texts, headings, query) for unit in self.run]
        first = self.run[0].slug if self.run else ""
        return {
            "items": [item for item in items if item.columns],
            "contents": contents.render(lines, headings),
            "inside": contents.open_at(lines, headings, first) if first else [],
            "part": self.part, "part_count": self.part_count,
            "before": self._neighbour(self.before, query), "after": self._neighbour(self.after, query),
        }  # fmt: skip

    def _neighbour(self, run: list[Unit] | None, query: str) -> dict[str, str] | None:
        if not run:
            return None
        return {"url": self.url(run[0], query), "first": self.name(run[0]), "last": self.name(run[-1])}

    def _texts(self) -> dict[tuple[int, str], Any]:
        """The texts this part shows, one query."""
        pks = [unit.shown.version.pk for unit in self.run]
        languages = {found[0] for unit in self.run if (found := unit.text(self.languages))}
        languages |= {self.parallel} if self.parallel else set()
        rows = ProvisionText.objects.filter(version__in=pks, language__in=languages).values_list(
            "version_id", "language", "label", "heading", "blocks", "history", "standing"
        )
        return {(row[0], row[1]): row[2:] for row in rows}

    def _item(
        self, unit: Unit, texts: dict[tuple[int, str], Any], headings: dict[str, list[Container]], query: str
    ) -> Item:
        version = unit.shown.version
        found = unit.text(self.languages)
        columns = [self._column(unit, found[0], texts)] if found else []
        if self.parallel and found and found[0] != self.parallel and (version.pk, self.parallel) in texts:
            columns.append(self._column(unit, self.parallel, texts))
        path = f"{self.base}{unit.slug}/"
        wordings = [
            Wording(f"{path}{self.query(at='', version='' if row.is_current else str(row.number))}#{unit.slug}",
                    row, row.pk == version.pk)
            for row in reversed(unit.versions)
        ]  # fmt: skip
        gone = unit.shown.state is State.NO_LONGER and version.status != "repealed" and unit is not self.chosen
        return Item(
            slug=unit.slug, url=self.url(unit, query), chosen=unit is self.chosen, shown=unit.shown, gone=gone,
            columns=columns, wordings=wordings if len(wordings) > 1 else [], containers=headings.get(unit.slug, []),
        )  # fmt: skip

    def _column(self, unit: Unit, language: str, texts: dict[tuple[int, str], Any]) -> Column:
        label, heading, rows, history, standing = texts[unit.shown.version.pk, language]
        anchor = unit.slug if language != self.parallel else f"{unit.slug}.{language}"
        rendered = rendering.blocks(
            rows, anchor, gettext("Table in %(label)s") % {"label": cited_label(unit.kind, label)}
        )
        other = language if not self.order or language != self.order[0] else ""
        return Column(
            language=other, language_name=name_of(language), label=label,
            unlabelled="" if label else kind_name(unit.kind), heading=heading, text=rendered.text,
            notes=rendered.notes, history=history, machine=standing == ProvisionText.Standing.MACHINE,
        )  # fmt: skip
