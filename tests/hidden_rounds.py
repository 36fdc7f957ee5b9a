"""Figures, rounds and reports that nobody may see, beside some that everybody may.

Of texts tokens tell, as in tests/hidden.py; of figures numbers that occur nowhere else (`Hidden.number`).
"""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from countries.models import Country
from indicators import choosing, storing
from indicators.models import Code, Dataset, Indicator
from reports import making, measuring, workflow
from reports.models import Binding, Block, Chapter, Edit, Job, Report
from reports.models import Text as Paragraph
from rounds import models as own
from tests.hidden import Hidden
from tests.indicators.invented import frame

SLUG = "foreign-born-stock"
_CODES = {
    "area": ("ARG", "CAN", "BOL", "PER", "VEN"), "sex": ("_T",), "freq": ("A",), "unit": ("PS",), "measure": ("STOCK",),
    "basis": ("B",), "obs_status": ("A",), "conf_status": ("A", "S", "C", "F"),
}  # fmt: skip


def titles(name: str = "title", text: str = "Barcas") -> dict[str, str]:
    return {f"{name}_{code}": f"{text} {code}" for code in ("es", "en", "fr", "pt")}


def figures(hidden: Hidden) -> None:
    """Two vintages. A cell is hidden for each reason there is, one only in the first vintage and one only in the second."""
    # A test that is undone leaves numbers of vintages behind, by which a process remembers what there is.
    choosing._held.cache_clear()
    choosing._shape.cache_clear()
    for name, codes in _CODES.items():
        for place, code in enumerate(codes):
            Code.objects.create(list=name, code=code, position=place, **titles("label", code))
    Indicator.objects.create(
        slug=SLUG, section="stocks", measure="STOCK", unit="PS", breakdowns="COUNTERPART", **titles()
    )
    ours = _dataset("barge-count", "COUNTERPART")
    first = [("ARG", "CAN", "2015", 42000.0, "F"), ("ARG", "BOL", "2010", 55893.0, "F"), ("ARG", "PER", "2010", 61000.0, "F")]  # fmt: skip
    second = [("ARG", "CAN", "2015", 42500.0, "F"), ("ARG", "BOL", "2015", 56000.0, "F"), ("ARG", "CAN", "2020", 43000.0, "F"),
              ("CAN", "ARG", "2015", 1200.0, "F"), ("CAN", "BOL", "2020", 900.0, "F")]  # fmt: skip
    before, after = _number(hidden, "of the first vintage"), _number(hidden, "of the second vintage")
    for letter, origin in (("A", "BOL"), ("S", "PER"), ("C", "VEN")):
        second.append(("ARG", origin, "2020", _number(hidden, f"marked {letter}"), letter))
    second.append(("CAN", "ARG", "2020", _number(hidden, "between two countries"), "C"))
    total = sum(value for area, _, period, value, _ in second if (area, period) == ("ARG", "2020"))
    _also(hidden, "a total of all origins", total)
    for one, public in ((before, 57000.0), (after, 61000.0)):
        _also(hidden, "what a hidden figure changed by", abs(one - public))
    _store(ours, [*first, ("ARG", "BOL", "2015", before, "C")], "2019")
    _store(ours, [*(row for row in first if row[1] == "BOL"), ("ARG", "PER", "2010", after, "C"), *second], "2021")
    _store(_dataset("sicremi-arg", ""), [("ARG", "PER", "2020", _number(hidden, "of a country"), "C"),
                                        ("ARG", "BOL", "2020", 8800.0, "F")], "2025")  # fmt: skip


def _dataset(slug: str, sums: str) -> Dataset:
    return Dataset.objects.create(
        slug=slug, publisher="Office of Fords", edition="2019", licence="CC0", sums=sums, threshold=None, **titles()
    )


def _store(dataset: Dataset, rows: list[tuple[str, str, str, float, str]], edition: str) -> None:
    names = ("REF_AREA", "COUNTERPART", "period", "value", "confidentiality")
    told = [{"INDICATOR": SLUG, **dict(zip(names, row, strict=True))} for row in rows]
    storing.store(dataset, frame(*told), edition=edition)


def _number(hidden: Hidden, why: str) -> float:
    return float(hidden.number(f"a figure {why}"))


def _also(hidden: Hidden, why: str, value: float) -> None:
    """A number that a hidden one could be worked out from."""
    hidden.numbers[str(int(value))] = why


def rounds(hidden: Hidden, places: dict[str, Any], user: Any) -> None:
    """A round that is open, in which one country has a draft and another got its submission back, and one in preparation."""
    known = {code: Country.objects.get(jurisdiction=places[code]) for code in ("arg", "can")}
    times = {"first": 2023, "last": 2024, "deadline": timezone.now() + timedelta(days=30), "timezone": "UTC"}
    open_ = own.Round.objects.create(
        slug="round-open", state="open", opened_at=timezone.now(), **times, **titles(text="Ronda")
    )
    draft = own.Round.objects.create(**hidden.fill(own.Round, "a round in preparation", slug="round-draft", **times))
    own.Participation.objects.create(country=known["arg"], event="joined", year=2011, source="Acta")
    own.Participation.objects.create(
        **hidden.fill(
            own.Participation,
            "a round in preparation",
            country=known["arg"],
            event="invited",
            year=2026,
            day=None,
            round=draft,
        )
    )
    for round_ in (open_, draft):
        _asked(hidden, round_, list(known.values()))
    _submission(hidden, open_, known["arg"], user, "draft")
    returned = _submission(hidden, open_, known["can"], user, "returned")
    own.Event.objects.create(**hidden.fill(own.Event, "a submission", round=open_, submission=returned, actor=user))
    _network(hidden, open_, known["arg"], user)


def _asked(hidden: Hidden, round_: own.Round, countries: list[Country]) -> None:
    why, open_ = f"a round that is {round_.state}", round_.state == "open"
    of_table = {
        "round": round_, "name": "stock", "indicator": Indicator.objects.get(slug=SLUG), "vary": ["COUNTERPART"],
        "codes": {"COUNTERPART": ["_T", "BOL"]}, "totals": ["COUNTERPART"], "fixed": {"BASIS": "B"}, "freq": "A",
    }  # fmt: skip
    of_section = {"round": round_, "key": "law"}
    if open_:
        own.RoundTable.objects.create(**of_table)
        own.Section.objects.create(**of_section, **titles(text="Ley"))
    else:
        own.RoundTable.objects.create(**hidden.fill(own.RoundTable, why, **of_table))
        own.Section.objects.create(**hidden.fill(own.Section, why, **of_section))
    for country in countries:
        own.RoundCountry.objects.create(**hidden.fill(own.RoundCountry, why, round=round_, country=country))


def _submission(hidden: Hidden, round_: own.Round, country: Country, user: Any, state: str) -> own.Submission:
    """With a row of everything that belongs to it, and who acts for the country."""
    why = f"a submission that is {state}"
    authority = own.Authority.objects.create(**hidden.fill(own.Authority, why, country=country, user=user))
    own.Delegation.objects.create(country=country, user=user, start=date(2020, 1, 1))
    institution = own.Institution.objects.create(**hidden.fill(own.Institution, why, country=country, language="es"))
    own.InstitutionUser.objects.create(institution=institution, user=user)
    hidden.places["institution"] = institution.pk
    made = own.Submission.objects.create(
        **hidden.fill(
            own.Submission,
            why,
            round=round_,
            country=country,
            state=state,
            signed_by=user,
            signatory=authority,
            signed_at=timezone.now(),
        )
    )
    table, section = round_.tables.get(), round_.sections.get()
    own.Filling.objects.create(submission=made, table=table, filled_by=user)
    own.Assignment.objects.create(submission=made, table=table, institution=institution)
    for period in ("2023", "2024"):
        for origin in ("_T", "BOL"):
            own.Cell.objects.create(
                **hidden.fill(
                    own.Cell, why, submission=made, table=table, codes={"COUNTERPART": origin}, key=origin, period=period,
                    value=_number(hidden, f"of {why}"), entered_by=user, institution=institution,
                )
            )  # fmt: skip
    link = {
        "kind": "law", "address": "/es/laws/arg/act-1/", "label": hidden.token(f"rounds.Text.links of {why}")
    }  # fmt: skip
    own.Text.objects.create(
        **hidden.fill(own.Text, why, submission=made, section=section, language="es", written_by=user, links=[link])
    )
    own.FindingReason.objects.create(**hidden.fill(own.FindingReason, why, submission=made, by=user))
    remark = {"labour_survey": {"answer": "yes", "remark": hidden.token(f"rounds.Readiness.answers of {why}")}}
    own.Readiness.objects.create(
        **hidden.fill(own.Readiness, why, round=round_, country=country, answers=remark, roles=[])
    )
    return made


def _network(hidden: Hidden, round_: own.Round, country: Country, user: Any) -> None:
    """What is said between those who take part."""
    asked = own.Question.objects.create(
        **hidden.fill(own.Question, "the network", table=round_.tables.get(), language="es", by=user, country=country)
    )
    own.Answer.objects.create(**hidden.fill(own.Answer, "the network", question=asked, language="es", by=user))
    own.Material.objects.create(**hidden.fill(own.Material, "the network", slug="ways", file=None))
    own.Mailing.objects.create(**hidden.fill(own.Mailing, "a mail"), kind="invited")
    own.RoundObserver.objects.create(**hidden.fill(own.RoundObserver, "the network", round=round_, user=user))
    adopted = own.MethodVersion.objects.create(
        number=1, state="adopted", review_from="2020-01-01", adopted_on="2020-02-01", **titles(), **titles("body")
    )
    review = own.MethodVersion.objects.create(
        **hidden.fill(own.MethodVersion, "one in review", number=2, state="review", review_from=date(2026, 1, 1), review_until=None, adopted_on=None)
    )  # fmt: skip
    own.MethodVersion.objects.create(**hidden.fill(own.MethodVersion, "one in preparation", number=3))
    for version in (adopted, review):
        said = own.MethodComment.objects.create(
            **hidden.fill(own.MethodComment, "the network", version=version, language="es", answer_language="es", by=user)
        )  # fmt: skip
        hidden.places["comment"] = said.pk


def reports(hidden: Hidden, user: Any) -> None:
    """A report that is out in Spanish alone, its correction, and one that is no further than its desk."""
    taken = measuring.taken_on(timezone.now().date() + timedelta(days=1))
    out = Report.objects.create(**_report("barges", 1), vintages=taken, title_es=hidden.public("a report's title"), **_waiting(hidden, "a language that is not out"))  # fmt: skip
    _chapter(hidden, out, "a language that is not out", hidden.public("a report's paragraph"))
    _figures_of(out)
    workflow.report_send(report=out, actor=user)
    out.refresh_from_db()
    workflow.language_publish(report=out, language="es", actor=user)
    while making.work():
        pass
    # Where Pango is missing there is no PDF; a test says so.
    assert Job.objects.get(format=Job.Format.DOCX).state == Job.State.DONE
    Edit.objects.create(**hidden.fill(Edit, "the trail", report=out, actor=user))
    for slug, version, why in (("barges", 2, "a correction that is not out"), ("rafts", 1, "a report that is a draft")):
        made = Report.objects.create(**hidden.fill(Report, why, **_report(slug, version), vintages=taken))
        _chapter(hidden, made, why, "")
        job = Job.objects.create(
            **hidden.fill(Job, why, report=made, language="es", format="html", state="done", laws=[], made_by=user)
        )
        hidden.places["report-job"] = job.pk


def _report(slug: str, version: int) -> dict[str, Any]:
    return {
        "slug": slug, "version": version, "original_language": "es", "first": 2023, "last": 2026, "as_of": date(2026, 1, 1)
    }  # fmt: skip


def _waiting(hidden: Hidden, why: str) -> dict[str, str]:
    return {f"title_{code}": hidden.token(f"reports title_{code} of {why}") for code in ("en", "fr", "pt")}


def _chapter(hidden: Hidden, report: Report, why: str, shown: str) -> None:
    """One paragraph with a number. shown: its Spanish text, where that may be read."""
    given = {"report": report, "position": 1, "slug": "water", "kind": "text"}
    if shown:
        chapter = Chapter.objects.create(**given, title_es="Agua", **_waiting(hidden, f"a chapter of {why}"))
    else:
        chapter = Chapter.objects.create(**hidden.fill(Chapter, why, **given))
    heading = {
        "heading": {
            code: hidden.token(f"reports.Block.spec in {code} of {why}") for code in ("en", "fr", "pt")[: bool(shown) * 3]
        }
    }  # fmt: skip
    heading["heading"]["es"] = "Barcas" if shown else hidden.token(f"reports.Block.spec of {why}")
    hidden.labels.add(Block._meta.label)
    block = Block.objects.create(chapter=chapter, position=1, original_language="es", spec=heading)
    bound = {
        "block": block, "number": 1, "form": "value", "indicator": SLUG, "table": "barge-count", "freq": "A", "period": "2020",
        "codes": {"REF_AREA": ["ARG"], "COUNTERPART": ["CAN"]}, "by": [], "base": {}, "unit": "PS",
    }  # fmt: skip
    value = 43000.0 if shown else _number(hidden, f"bound in {why}")
    Binding.objects.create(**hidden.fill(Binding, why, **bound, value=value))
    for code in ("es", "en", "fr", "pt"):
        state = "original" if code == "es" else "machine"
        own_text = {"text": f"{shown} {{{{fig:1}}}}"} if shown and code == "es" else {}
        found = hidden.fill(Paragraph, f"{why}, in {code}", block=block, language=code, state=state, **own_text)
        Paragraph.objects.create(**found)


def _figures_of(report: Report) -> None:
    """A table and a chart of an indicator of which cells are hidden."""
    choice = measuring.stored(
        choosing.Choice(SLUG, table="barge-count", codes={"REF_AREA": ("ARG",)}, by=("COUNTERPART",))
    )
    table = {"choice": choice, "periods": ["2010", "2015", "2020"], "lines": 9, "title": titles()}
    for place, (kind, spec) in enumerate((("table", table), ("chart", {"choice": choice, "kind": "line"})), 2):
        Block.objects.create(chapter=report.chapters.get(), position=place, kind=kind, number=1, spec=spec)


def remove() -> None:
    """As if it had never been there, but for what the databases refuse to forget: figures, steps and changes of reports."""
    drafts = Report.objects.filter(releases=None)
    Job.objects.filter(report__in=drafts).delete()
    for model, path in ((Binding, "block__chapter__report"), (Paragraph, "block__chapter__report"), (Block, "chapter__report"), (Chapter, "report")):  # fmt: skip
        model.objects.filter(**{f"{path}__in": drafts}).delete()
    drafts.delete()
    Paragraph.objects.exclude(language="es").delete()
    own.MethodComment.objects.all().delete()
    own.MethodVersion.objects.exclude(state="adopted").delete()
    own.Submission.objects.filter(events=None).delete()
    own.Participation.objects.exclude(round=None).delete()
    own.Round.objects.filter(state="draft").delete()
    own.RoundCountry.objects.update(threshold_note="")
    for model in (
        own.Cell, own.Text, own.FindingReason, own.Assignment, own.Filling, own.Readiness, own.Question, own.Material, own.Mailing,
        own.RoundObserver, own.Authority, own.Delegation, own.Institution,
    ):  # fmt: skip
        model.objects.all().delete()
