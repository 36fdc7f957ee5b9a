"""Accepted figures become vintages of the country's own dataset; what was published is never changed."""

import pytest

from indicators import storing
from indicators.models import Dataset, Note, Observation
from rounds import assessing, comparing, workflow
from rounds.asked import Entry
from rounds.models import RoundCountry, Submission
from tests.indicators.invented import dataset, frame
from tests.rounds.cast import Cast, accept, cast, fill, fords, open_round

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(assessing, "findings", lambda submission: [])
    return cast()


def ours(code: str = "arg") -> Dataset:
    return Dataset.objects.get(slug=f"sicremi-{code}")


def held(
    indicator: str = "fords", vintage: int | None = None, code: str = "arg"
) -> dict[str, tuple[float | None, str, str]]:
    """By period; of a table with one figure a period."""
    rows = Observation.objects.as_of(vintage).filter(series__dataset=ours(code), series__indicator__slug=indicator)
    return {row.period: (row.value, row.status, row.confidentiality) for row in rows}


def send(story: Cast, submission: Submission, entries: list[Entry], code: str = "arg") -> Submission:
    """Fill fords, sign, accept, publish."""
    fill(submission, story.tables["fords"], story.correspondents[code], entries)
    workflow.submission_submit(
        submission=submission, version=submission.version, actor=story.ministers[code], confirmed=True
    )
    accept(submission, story.secretariat)
    return workflow.submission_publish(submission=submission, version=submission.version, actor=story.secretariat)


def revise(story: Cast, made: Submission, entries: list[Entry]) -> Submission:
    row = workflow.submission_revise(
        submission=made, version=made.version, actor=story.correspondents["arg"], comment="Counted again."
    )
    return send(story, row, entries)


def test_figures_with_all_their_dimensions(story: Cast) -> None:
    made = story.published(value=1000)
    rows = Observation.objects.filter(series__dataset=ours(), series__indicator__slug="ferries")
    keys = {(row.series.key, row.period): row.value for row in rows}
    assert keys["A.ARG.VEN.STOCK.PS.B.F._T._T._T._T._T", "2024"] == 300
    assert keys["A.ARG.W.STOCK.PS.B._T._T._T._T._T._T", "2023"] == 1000, "the total of all origins is the world's"
    assert (made.vintage.number, made.vintage.edition, ours().edition) == (1, "round-2025", "round-2025")
    assert ours().title_es == "Cifras informadas al SICREMI: Argentina" and ours().threshold == 5
    assert storing.verify(ours()) == []


def test_the_four_states_stay_apart(story: Cast) -> None:
    entries = [Entry({}, "2023", 0.0, status="P"), Entry({}, "2024", None, "suppressed")]
    send(story, story.submission(), entries)
    assert held() == {"2023": (0.0, "P", "F"), "2024": (None, "A", "C")}
    made = Submission.objects.get()
    revise(story, made, [Entry({}, "2024", None, "not_collected")])
    assert held() == {"2024": (None, "L", "F")}, "2023 was not sent again: withdrawn"


def test_a_revision_is_a_new_vintage_and_the_old_one_reads_as_before(story: Cast) -> None:
    made = send(story, story.submission(), fords(55_893))
    again = revise(story, made, fords(33_080))
    assert (made.vintage.number, again.vintage.number) == (1, 2)
    assert held(vintage=1)["2024"][0] == 55_893 and held(vintage=2)["2024"][0] == held()["2024"][0] == 33_080
    assert storing.verify(ours()) == []


def test_a_later_round_adds_to_what_an_earlier_one_published(story: Cast) -> None:
    send(story, story.submission(), fords(100))
    later = open_round("round-2026", first=2024, last=2025)
    story.round, story.tables = later, {table.name: table for table in later.tables.all()}
    send(story, story.submission(), fords(222, ("2024", "2025")))
    assert {period: told[0] for period, told in held().items()} == {"2023": 100, "2024": 222, "2025": 222}


def test_a_revision_of_an_earlier_round_does_not_undo_a_later_one(story: Cast) -> None:
    made = send(story, story.submission(), fords(100))
    tables = story.tables
    later = open_round("round-2026", first=2024, last=2025)
    story.round, story.tables = later, {table.name: table for table in later.tables.all()}
    send(story, story.submission(), fords(222, ("2024", "2025")))
    story.tables = tables
    revise(story, Submission.objects.get(pk=made.pk), fords(101))
    assert {period: told[0] for period, told in held().items()} == {"2023": 101, "2024": 222, "2025": 222}


def test_footnotes_and_breaks_come_and_go_with_vintages(story: Cast) -> None:
    noted = [Entry({}, "2023", 100.0), Entry({}, "2024", 90.0, status="B", note="Registro nuevo.")]
    made = send(story, story.submission(), noted)
    note = Note.objects.get(dataset=ours())
    assert (note.kind, note.text_es, note.start, note.end, note.first, note.last) == (
        "break", "Registro nuevo.", "2024", "2024", 1, None,
    )  # fmt: skip
    assert note.codes["REF_AREA"] == "ARG" and note.indicator.slug == "fords"
    noted[1] = Entry({}, "2024", 90.0, status="B", note="Registro nuevo desde marzo.")
    again = revise(story, made, noted)
    told = list(Note.objects.filter(dataset=ours()).order_by("pk").values_list("text_es", "first", "last"))
    assert told == [("Registro nuevo.", 1, 1), ("Registro nuevo desde marzo.", 2, None)]
    assert again.vintage.number == 2, "a footnote alone makes a vintage too: what was published stays as it was"
    assert storing.verify(ours()) == []


def test_the_same_figures_again_make_no_vintage(story: Cast) -> None:
    made = send(story, story.submission(), fords(100))
    again = revise(story, made, fords(100))
    assert (again.state, again.vintage.number, ours().vintages.count()) == ("published", 1, 1)


def test_a_country_states_its_threshold(story: Cast) -> None:
    RoundCountry.objects.filter(country=story.countries["can"]).update(threshold=None)
    send(story, story.submission("can"), fords(3), "can")
    assert ours("can").threshold is None and held(code="can")["2024"][0] == 3


def test_nothing_is_left_of_a_publication_that_fails(story: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    made = story.accepted()

    def broken(*given: object, **named: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(Note.objects, "bulk_create", broken)
    with pytest.raises(RuntimeError):
        workflow.submission_publish(submission=made, version=made.version, actor=story.secretariat)
    assert Submission.objects.get(pk=made.pk).state == "accepted"
    assert not Dataset.objects.filter(slug="sicremi-arg").exists() and not Observation.objects.exists()


def test_what_is_published_is_there_to_compare_with(story: Cast) -> None:
    made = story.published(value=1000)
    tables = assessing.asked_tables(made)
    before = comparing.previous(made.country, tables)
    assert before["fords"] == {("", "2023"): 1000, ("", "2024"): 1000}
    assert before["ferries"]["F.VEN", "2024"] == 300 and before["ferries"]["_T._T", "2023"] == 1000
    nothing = {"ferries": {}, "fords": {}}
    assert comparing.mirror(made.country, tables) == nothing, "nobody else publishes this, and the own is no mirror"
    storing.store(
        dataset(), frame({"REF_AREA": "ARG", "COUNTERPART": "VEN", "SEX": "F", "period": "2024", "value": 290.0})
    )
    assert comparing.mirror(made.country, tables)["ferries"] == {("F.VEN", "2024"): 290}
    assert comparing.previous(story.countries["can"], assessing.asked_tables(story.submission("can")))["fords"] == {}
