"""From the rows of a report to its tree, in one language."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext, override, pgettext

from indicators import asking, charts
from indicators.choosing import Choice, NoFigures
from indicators.models import Vintage
from indicators.profile import STEPS, Profile, standard_table
from indicators.profile import Row as ProfileRow
from indicators.tables import Cell, Line, table
from indicators.tables import Table as Figures
from indicators.wording import Words
from laws.models import Law, Policy
from records.models import first_of
from records.texts import labelled
from records.visibility import NOBODY, visible_to
from reports import measuring, prose
from reports.measuring import Frozen
from reports.models import Binding, Block, Chapter, Report
from reports.rendering import tree
from reports.rendering.tree import Node, Span

_RECORDS: dict[str, Any] = {"law": Law, "policy": Policy}
Progress = Callable[[int, int], None]


class Number(str):
    """A figure in words that keeps what it was made of."""

    __slots__ = ("value",)
    value: float


class Keeping(Words):
    """Words whose figures keep their value, for tables that are made elsewhere."""

    def number(self, value: float, unit: str) -> str:
        made = Number(super().number(value, unit))
        made.value = value
        return made


class Builder:
    """Of one report in one language; figures are read from the vintages that the report took."""

    def __init__(self, report: Report, language: str, catalogue: Frozen | None = None):
        self.report = report
        self.language = language
        self.words = Keeping(language)
        self._catalogue = catalogue
        # By dataset, what the chapters made so far name.
        self._cites: dict[int, Vintage] = {}

    @cached_property
    def catalogue(self) -> Frozen:
        return self._catalogue or measuring.frozen(self.report)

    def document(self, progress: Progress | None = None) -> tree.Document:
        """The whole report as it stands, all states of texts alike."""
        rows = list(self.report.chapters.all())
        chapters = []
        for place, row in enumerate(rows, 1):
            chapters.append(self.chapter(row))
            if progress:
                progress(place, len(rows))
        return tree.Document(
            slug=self.report.slug, version=self.report.version, language=self.language, title=self.title, day="", draft=True,
            chapters=chapters, sources=self.sources(),
        )  # fmt: skip

    @property
    def title(self) -> str:
        return str(getattr(self.report, f"title_{self.language}") or self.report)

    def chapter(self, row: Chapter) -> tree.Chapter:
        """Everything is said in the language of the report, whatever the language of who asks."""
        with override(self.language):
            nodes = [node for block in _blocks(row) for node in self._nodes(block)]
            title = str(getattr(row, f"title_{self.language}") or row)
            return tree.Chapter(row.slug, title, nodes, row.kind == Chapter.Kind.NOTE)

    def _nodes(self, block: Block) -> Iterator[Node]:
        if heading := block.spec.get("heading"):
            yield tree.Heading(heading.get(self.language) or heading.get("en", ""))
        made: Node | None
        if block.kind == Block.Kind.PARAGRAPH:
            made = self.paragraph(block)
        elif block.kind == Block.Kind.TABLE:
            made = self._standard(block) if "standard" in block.spec else self._table(block)
        elif block.kind == Block.Kind.CHART:
            made = self._chart(block)
        else:
            made = self._laws(block)
        if made is not None:
            yield made
        if links := block.spec.get("links"):
            spans = [Span(one["label"], href=one["address"]) for one in links]
            joined = [span for pair in ((Span("; "), one) for one in spans) for span in pair][1:]
            yield tree.Paragraph(joined, block.original_language, quoted=True)

    # -- paragraphs

    def paragraph(self, block: Block, text: str | None = None) -> tree.Paragraph | None:
        """text: to be shown instead of what is stored. Without a text in the language there is no paragraph."""
        if text is None:
            held = next((one for one in block.texts.all() if one.language == self.language), None)
            text = held.text if held else ""
        if not text.strip():
            return None
        bound = {one.number: one for one in block.bindings.all()}
        spans, place = [], 0
        for match in prose.TOKEN.finditer(text):
            if before := text[place : match.start()]:
                spans.append(Span(before))
            place = match.end()
            if binding := bound.get(int(match[1])):
                spans.append(self.number(binding))
        if rest := text[place:]:
            spans.append(Span(rest))
        return tree.Paragraph(spans, self.language, quoted="submission" in block.spec)

    def number(self, binding: Binding) -> Span:
        """Shown as text, with what it counts and where it stands."""
        with override(self.language):
            choice = measuring.choice_of(binding)
            return Span(
                prose.number(binding, self.words), _plain(binding.value), self._about(choice, binding), self._address(choice)
            )  # fmt: skip

    def _about(self, choice: Choice, binding: Binding) -> str:
        indicator = self.catalogue.indicators.get(choice.indicator)
        codes = [
            self.words.code(name, codes[0])
            for name, codes in choice.codes.items() if len(codes) == 1 and name not in ("FREQ", "MEASURE", "UNIT")
        ]  # fmt: skip
        period = self.words.period(binding.period, binding.freq)
        if binding.form == Binding.Form.CHANGE:
            period = f"{self.words.period(binding.base['period'], binding.freq)}–{period}"
        form = "" if binding.form == Binding.Form.VALUE else str(Binding.Form(binding.form).label)
        parts = [str(indicator or choice.indicator), *codes, form, period]
        return f"{', '.join(part for part in parts if part)}. {self._vintages(choice)}"

    def _vintages(self, choice: Choice) -> str:
        """Of the tables that a choice reads: "undesa-stock-2024, vintage 1"."""
        return "; ".join(self._vintage(one) for one in self._read(choice))

    def _vintage(self, vintage: Vintage) -> str:
        dataset = self.catalogue.datasets[vintage.dataset_id]
        return gettext("%(dataset)s, vintage %(number)s") % {"dataset": dataset.slug, "number": vintage.number}

    def _read(self, choice: Choice) -> list[Vintage]:
        indicator = self.catalogue.indicators.get(choice.indicator)
        known = self.catalogue.tables(indicator) if indicator else {}
        name = choice.table or next(iter(known), "")
        read = self.catalogue.vintages(known[name][1], None) if name in known else {}
        self._cites |= read
        return list(read.values())

    def _address(self, choice: Choice) -> str:
        """The page of these figures in these vintages."""
        numbers = {one.number for one in self._read(choice)}
        pinned = replace(choice, as_of=numbers.pop() if len(numbers) == 1 else self.report.as_of)
        return f"{reverse('indicators:indicator', args=[choice.indicator])}?{asking.query(pinned)}"

    # -- tables

    def _cell(self, text: str, choice: Choice, period: str, freq: str, label: str = "") -> Span:
        if not isinstance(text, Number):
            return Span(text)
        indicator = self.catalogue.indicators.get(choice.indicator)
        about = ", ".join(filter(None, (str(indicator or ""), label, self.words.period(period, freq))))
        return Span(text, _plain(text.value), f"{about}. {self._vintages(choice)}", self._address(choice))

    def _standard(self, block: Block) -> tree.Table:
        """The standard table of a country, as its page has it."""
        area = block.spec["standard"]
        found = standard_table(area, self.words, catalogue=self.catalogue)
        self._cites |= self.catalogue.vintages([dataset for dataset, _number in found.sources], None)
        rows: list[tree.Row] = []
        for section in found.sections:
            if section.rows:
                rows.append(tree.Row(section.name, group=True))
                rows += [self._profile_row(row, area) for row in section.rows]
        head = [gettext("Indicator"), *found.steps, gettext("Latest"), gettext("Period")]
        title = _in(block.spec["title"], self.language)
        return tree.Table(block.number or 0, title, head, rows, [_none(), *_notes(found)], self._sources(found))

    def _profile_row(self, row: ProfileRow, area: str) -> tree.Row:
        label = f"{row.label or row.indicator.title}{f' ({row.flags})' if row.flags else ''}"
        if row.why or not row.cells:
            return tree.Row(label, part=bool(row.label), why=row.why)
        end = "COUNTERPART" if row.indicator.side == "origin" else "REF_AREA"
        choice = Choice(row.indicator.slug, codes={end: (area,)})
        cells = [
            self._cell(text, choice, step, "", row.label) if text else self._none()
            for step, text in zip(STEPS, row.cells, strict=True)
        ]  # fmt: skip
        period, text = row.latest
        about = f"{row.indicator.title}, {row.label + ', ' if row.label else ''}{period}. {self._vintages(choice)}"
        value = _plain(text.value) if isinstance(text, Number) else ""
        latest = Span(text, value, about, self._address(choice)) if value else Span(text)
        return tree.Row(label, [*cells, latest, Span(period)], part=bool(row.label), lang=row.lang)

    def _none(self) -> Span:
        return Span(tree.NONE, about=pgettext("of a figure", "no figure"))

    def _table(self, block: Block) -> tree.Table | None:
        """Lines by periods."""
        spec = block.spec
        choice = measuring.restored(spec["choice"])
        try:
            found = table(choice, self.catalogue)
        except NoFigures:
            return None
        shown = found.first(spec["lines"])
        corner = ", ".join([_flow()] * _is_flow(found) + [str(asking.NAMES[name]) for name in _others(found)])
        head = [capfirst(corner) or gettext("Series"), *(self.words.period(one, found.freq) for one in spec["periods"])]
        rows = [self._line(line, found, spec["periods"]) for line in shown.lines]
        notes = [_note(note) for note in found.notes]
        if found.left_out or shown.left_out:
            notes.insert(
                0, gettext("The lines with the highest figures; the others stand in the table of the indicator.")
            )
        notes.insert(0, _none())
        notes.insert(0, gettext("Unit: %(unit)s.") % {"unit": self.words.code("UNIT", found.unit)})
        source = gettext("Source: %(list)s.") % {"list": "; ".join(self._cited(one) for one in self._read(choice))}
        return tree.Table(block.number or 0, _in(spec["title"], self.language), head, rows, notes, source)

    def _line(self, line: Line, found: Figures, periods: list[str]) -> tree.Row:
        choice = measuring.exact(found, line)
        unit = line.codes.get("UNIT", found.unit)
        ends = ("COUNTERPART", "REF_AREA") if _is_flow(found) else ()
        flow = " → ".join(self.words.code(name, line.codes[name]) for name in ends)
        label = ", ".join(filter(None, [flow, self.words.line(line, _others(found))])) or str(found.indicator.title)
        lang = next((lang for name in found.varied if (lang := self.words.foreign(name, line.codes[name]))), "")
        cells = [self._figure(line.cells.get(one), unit, choice, one, found.freq, label) for one in periods]
        return tree.Row(label, cells, lang=lang)

    def _figure(self, cell: Cell | None, unit: str, choice: Choice, period: str, freq: str, label: str) -> Span:
        if cell is None:
            return self._none()
        text = self.words.cell(cell, unit)
        made = self._cell(text, choice, period, freq, label)
        return replace(made, about=f"{self.words.flag(cell)}. {made.about}") if self.words.flag(cell) else made

    # -- charts, laws, sources

    def _chart(self, block: Block) -> tree.Chart | None:
        choice, kind = measuring.restored(block.spec["choice"]), block.spec["kind"]
        try:
            made, narrow = (
                charts.chart(choice, kind, self.language, width, catalogue=self.catalogue)
                for width in ("wide", "narrow")
            )
        except NoFigures:
            return None
        self._read(choice)
        alt = charts.alternative(made, self.language)
        return tree.Chart(block.number or 0, made.title, made.svg, made.summary, alt, narrow=narrow.svg)

    def _laws(self, block: Block) -> tree.Laws | None:
        items = block.spec["items"]
        public = public_records({f"{one['kind']}:{one['pk']}" for one in items})
        groups: dict[str, list[tree.Record]] = {}
        single = len({one["code"] for one in items}) == 1
        for one in items:
            if f"{one['kind']}:{one['pk']}" in public:
                place = "" if single else _in(one["place"], self.language)
                groups.setdefault(place, []).append(self._record(one))
        return tree.Laws(sorted(groups.items())) if groups else None

    def _record(self, item: dict[str, Any]) -> tree.Record:
        title, language = first_of(item["titles"], self.language, item["original"])
        said = item["said"].get(language, "")
        label = (
            labelled(item["citation"], title)
            if item["citation"] not in ("", title) and title
            else title or item["citation"]
        )
        address = reverse("laws:law" if item["kind"] == "law" else "laws:policy", args=[item["code"], item["slug"]])
        lang = language if language != self.language else ""
        return tree.Record(item["kind"], item["pk"], label, address, item["day"], said, lang)

    def _cited(self, vintage: Vintage) -> str:
        dataset = self.catalogue.datasets[vintage.dataset_id]
        title = getattr(dataset, f"title_{self.language}") or str(dataset)
        values = {"publisher": dataset.publisher, "title": title, "number": vintage.number}
        return gettext("%(publisher)s, %(title)s, vintage %(number)s") % values

    def _sources(self, profile: Profile) -> str:
        publishers = dict.fromkeys(dataset.publisher for dataset, _number in profile.sources)
        return gettext("Sources: %(list)s. Titles and vintages stand at the end of the report.") % {
            "list": "; ".join(publishers)
        }

    def sources(self) -> list[str]:
        """Every vintage that the chapters made so far name, with its day and the licence."""
        with override(self.language):
            found = []
            for vintage in sorted(self._cites.values(), key=lambda one: self.catalogue.datasets[one.dataset_id].slug):
                dataset = self.catalogue.datasets[vintage.dataset_id]
                day = date_format(vintage.published, "DATE_FORMAT")
                licence = gettext("licence: %(name)s") % {"name": dataset.licence} if dataset.licence else ""
                edition = vintage.edition or dataset.edition
                parts = [self._cited(vintage), gettext("of %(day)s") % {"day": day}, edition, licence, dataset.url]
                found.append(", ".join(part for part in parts if part))
            return found


def _blocks(row: Chapter) -> Any:
    return row.blocks.prefetch_related("texts", "bindings")


def public_records(keys: set[str]) -> set[str]:
    """Of "law:5" and "policy:7", those that everybody may read now."""
    found = set()
    for kind, model in _RECORDS.items():
        pks = {int(key.partition(":")[2]) for key in keys if key.startswith(f"{kind}:")}
        rows = visible_to(NOBODY, model.objects.filter(pk__in=pks))
        found |= {f"{kind}:{pk}" for pk in rows.values_list("pk", flat=True)}
    return found


def _is_flow(found: Figures) -> bool:
    """Whether lines differ in both ends."""
    return {"REF_AREA", "COUNTERPART"} <= set(found.varied)


def _others(found: Figures) -> list[str]:
    flow = _is_flow(found)
    return [name for name in found.varied if not (flow and name in ("REF_AREA", "COUNTERPART"))]


def _flow() -> str:
    return gettext("origin → destination")


def _in(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


def _plain(value: float) -> str:
    return f"{round(value, 6):.15g}"


def _none() -> str:
    return gettext("%(sign)s no figure; that is no zero.") % {"sign": tree.NONE}


def _note(note: Any) -> str:
    when = f" ({note.start})" if note.start else ""
    return labelled(f"{note.get_kind_display()}{when}", note.text)


def _notes(profile: Profile) -> list[str]:
    return [_note(note) for note in profile.notes]
