"""From accepted cells to a vintage of the country's own dataset.

What a country's dataset holds follows from its published submissions alone, later rounds over earlier ones: so a figure that a
revision drops is withdrawn, and what another round published stays.
"""

from typing import Any

import pandas as pd
from django.utils import timezone

from countries.models import Country
from indicators import storing
from indicators.dimensions import DIMENSIONS
from indicators.models import Dataset, Indicator, Note, Vintage
from records.models import LANGUAGES
from rounds.models import Cell, RoundCountry, State, Submission

# SDMX: data exist but were not collected.
NOT_COLLECTED = "L"
SUPPRESSED = "C"
_TITLES = {
    "es": "Cifras informadas al SICREMI: {}", "en": "Figures reported to SICREMI: {}",
    "fr": "Chiffres communiqués au SICREMI : {}", "pt": "Números informados ao SICREMI: {}",
}  # fmt: skip


def dataset_slug(country: Country) -> str:
    return f"sicremi-{country.iso3.lower()}"


def publish(submission: Submission) -> Vintage:
    """Inside the caller's transaction, and before the submission's state changes. The vintage that its figures are in: a new
    one if anything differs from what is published."""
    dataset = _dataset(submission)
    held = _submissions(submission)
    done = storing.store(dataset, frame(held), edition=submission.round.slug)
    vintage = dataset.vintages.order_by("-number").first()
    fresh, gone = _notes(dataset, held)
    if (fresh or gone) and done.vintage is None:
        vintage = _same_figures(dataset, vintage, submission)
    if vintage is None:  # nothing but cells without a row: an empty dataset still has its first state
        vintage = _same_figures(dataset, None, submission)
    for note in fresh:
        note.first = vintage.number
    Note.objects.bulk_create(fresh)
    Note.objects.filter(pk__in=gone).update(last=vintage.number - 1)
    return vintage


def _dataset(submission: Submission) -> Dataset:
    country = submission.country
    names = {code: getattr(country.jurisdiction, f"name_{code}") or country.iso3 for code in LANGUAGES}
    stated = RoundCountry.objects.filter(round=submission.round, country=country).first()
    dataset, _ = Dataset.objects.get_or_create(
        slug=dataset_slug(country),
        defaults={
            "publisher": f"SICREMI, {names['en']}",
            **{f"title_{code}": _TITLES[code].format(names[code]) for code in LANGUAGES},
        },
    )
    dataset.source_kind = submission.source_kind
    dataset.edition = submission.round.slug
    if stated is not None:
        dataset.threshold = stated.threshold
    dataset.save()
    return dataset


def _submissions(submission: Submission) -> list[Submission]:
    """Those whose figures hold together with this one, the oldest round first."""
    others = Submission.objects.filter(country=submission.country, state=State.PUBLISHED).exclude(pk=submission.pk)
    found = [*others.select_related("round", "country"), submission]
    return sorted(found, key=lambda one: (one.round.last, one.round.pk, one.pk))


def frame(submissions: list[Submission]) -> pd.DataFrame:
    """One row a figure, as indicators.storing takes them; later submissions win."""
    rows: dict[tuple[str, ...], tuple[Any, ...]] = {}
    for submission in submissions:
        fixed = _fixed(submission)
        cells = Cell.objects.filter(submission=submission).values_list(
            "table_id", "codes", "period", "value", "state", "status"
        )
        for table, codes, period, value, state, status in cells.iterator(chunk_size=5_000):
            indicator, base = fixed[table]
            key = (indicator, *coded(base, codes), period)
            missing = {"suppressed": (None, status, SUPPRESSED), "not_collected": (None, NOT_COLLECTED, "F")}
            rows[key] = missing.get(state, (value, status, "F"))
    made = pd.DataFrame(
        [(*key, *told, line) for line, (key, told) in enumerate(rows.items(), 1)],
        columns=["INDICATOR", *DIMENSIONS, "period", "value", "status", "confidentiality", "line"],
    )
    for name in ("INDICATOR", "period", *DIMENSIONS):
        made[name] = made[name].astype("category")
    return made.astype({"value": "float64"})


def _fixed(submission: Submission) -> dict[int, tuple[str, dict[str, str]]]:
    """By table: its indicator, and the codes that do not vary."""
    found = {}
    for table in submission.round.tables.select_related("indicator", "round"):
        asked = table.asked(submission.country)
        found[table.pk] = (asked.indicator, asked.fixed)
    return found


def coded(fixed: dict[str, str], codes: dict[str, str]) -> tuple[str, ...]:
    """Codes of all dimensions, in order. The total of all origins is the world's, as in every other dataset."""
    given = {**fixed, **codes}
    if given["COUNTERPART"] == "_T":
        given["COUNTERPART"] = "W"
    return tuple(given[name] for name in DIMENSIONS)


def _notes(dataset: Dataset, submissions: list[Submission]) -> tuple[list[Note], list[int]]:
    """Footnotes that are new, and keys of those that hold no more."""
    wanted: dict[tuple[Any, ...], tuple[str, str, str]] = {}
    for submission in submissions:
        fixed = _fixed(submission)
        cells = Cell.objects.filter(submission=submission).values_list("table_id", "codes", "period", "status", "note")
        for table, codes, period, status, note in cells.iterator(chunk_size=5_000):
            indicator, base = fixed[table]
            place = (indicator, tuple(zip(DIMENSIONS, coded(base, codes), strict=True)), period)
            # A later submission's figure stands there with its own footnote, or with none.
            wanted.pop(place, None)
            if note:
                kind = Note.Kind.BREAK if status == "B" else Note.Kind.FOOTNOTE
                wanted[place] = (kind, note, submission.language)
    pks = dict(Indicator.objects.values_list("slug", "pk"))
    by_place: dict[tuple[Any, ...], tuple[str, str, str]] = {
        (pks[slug], codes, period): told for (slug, codes, period), told in wanted.items()
    }
    gone = []
    for row in Note.objects.filter(dataset=dataset, last=None).exclude(start=""):
        at = (row.indicator_id, tuple((name, row.codes.get(name, "")) for name in DIMENSIONS), row.start)
        told = by_place.get(at)
        if told and told[0] == row.kind and getattr(row, f"text_{told[2]}") == told[1]:
            by_place.pop(at)
        else:
            gone.append(row.pk)
    fresh = [
        Note(dataset=dataset, indicator_id=pk, kind=kind, codes=dict(codes), start=period, end=period,
             source=dataset.publisher, **{f"text_{language}": text})
        for (pk, codes, period), (kind, text, language) in by_place.items()
    ]  # fmt: skip
    return fresh, gone


def _same_figures(dataset: Dataset, before: Vintage | None, submission: Submission) -> Vintage:
    """A state that differs in its footnotes alone: the digest is chained over no line."""
    parent = before.digest if before else ""
    return Vintage.objects.create(
        dataset=dataset, number=before.number + 1 if before else 1, published=timezone.now(),
        edition=submission.round.slug, digest=storing.chained(parent, []), parent_digest=parent,
    )  # fmt: skip
