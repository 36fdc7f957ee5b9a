"""A language goes out when all of it is reviewed; what is out never changes; what is not is nobody's to read."""

import re
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.translation import activate

from countries.models import Country, Jurisdiction
from indicators import storing
from indicators.models import Dataset
from reports import making, reading, workflow
from reports.models import FrozenChapter, Job, Report, Text
from rounds.models import Submission
from rounds.models import Text as Narrative
from tests import published
from tests.indicators import invented
from tests.reports import stories
from tests.rounds import cast

pytestmark = pytest.mark.django_db
PLACES = ("", "arg/", "report.pdf", "report.docx")


@pytest.fixture(autouse=True)
def region(settings, tmp_path) -> None:  # type: ignore[no-untyped-def]
    settings.DATA_DIR = tmp_path
    stories.region()
    activate("en")  # requests leave the language of their address behind


def test_a_draft_is_nobodys_to_read_in_any_format() -> None:
    report = stories.reviewed(stories.begun())
    job = workflow.file_order(report=report, language="es", format_="html", actor=None)
    assert making.work() == 1 and making.work() == 0
    job.refresh_from_db()
    assert job.state == Job.State.DONE, job.error
    for place in PLACES:
        assert Client().get(f"/es/reports/americas-2026/{place}").status_code == 404
    activate("en")
    assert b"Informe es" not in Client().get("/es/reports/").content
    for place in ("", "v1/", "v1/arg/es/", f"files/{job.pk}/"):
        assert Client().get(f"/es/reporting/office/reports/{place}").status_code in (302, 404)
    answer = stories.desk().get(f"/es/reporting/office/reports/files/{job.pk}/")
    assert answer.status_code == 200 and "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"].startswith("attachment")


def test_charts_go_out_in_two_widths_and_sources_are_those_that_are_named() -> None:
    unread = Dataset.objects.create(slug="unread", publisher="Nobody's Office", title_en="Never named", threshold=None)
    row = {"REF_AREA": "FRA", "MEASURE": "EMP_SHARE", "UNIT": "PT_EMP", "period": "2020", "value": 7.0}
    storing.store(unread, invented.frame({"INDICATOR": "migrants-by-sector", **row}))
    report = stories.out(stories.begun(), "es")
    assert "unread" in report.vintages, "the report took it all the same"
    release = report.releases.get()
    assert "Office of Fords" in str(release.sources) and "Nobody's Office" not in str(release.sources)

    page = Client().get("/es/reports/americas-2026/arg/").content.decode()
    assert "data:image" not in page, "a slow line loads a picture when it is reached, in one width"
    wide, narrow = re.search(r'src="([^"]+)"[^>]*loading="lazy"', page), re.search(r'srcset="([^"]+)"', page)
    assert wide and narrow and wide[1] != narrow[1]
    pictures = [Client().get(one[1]) for one in (wide, narrow)]
    assert all(one["Content-Type"] == "image/svg+xml" and b"</svg>" in one.content for one in pictures)
    assert pictures[0].content != pictures[1].content
    for wrong in ("chart-99.svg", "chart-0-narrow.svg", "chart-99999.svg"):
        assert Client().get(f"/es/reports/americas-2026/arg/{wrong}").status_code == 404
    assert Client().get(wide[1].replace("/es/", "/fr/")).status_code == 404, "French is not out"


def test_a_language_goes_out_when_all_of_it_is_reviewed() -> None:
    report = stories.begun()
    with stories.refused("wrong_state"):
        workflow.language_publish(report=report, language="es", actor=None)
    report = workflow.report_send(report=report, actor=None)
    with stories.refused("not_reviewed"):
        workflow.language_publish(report=report, language="fr", actor=None)
    stories.reviewed(workflow.report_back(report=report, actor=None), "fr")
    report.refresh_from_db()
    workflow.language_publish(report=report, language="fr", actor=None)
    french, english = Client().get("/fr/reports/americas-2026/"), Client().get("/en/reports/americas-2026/arg/")
    assert "Informe fr" in french.content.decode()
    assert "Informe fr" in english.content.decode() and "data value" not in english.content.decode()
    assert Client().get("/en/reports/americas-2026/report.pdf").status_code == 404
    assert set(Job.objects.values_list("format", "language")) == {("pdf", "fr"), ("docx", "fr")}


def test_a_changed_original_makes_what_was_reviewed_outdated() -> None:
    report = stories.reviewed(stories.begun(), "fr")
    text = stories.paragraph(report)
    workflow.text_change(text=text, version=text.version, new=f"Nuevo. {text.text}", actor=None)
    assert stories.paragraph(report, language="fr").state == Text.State.OUTDATED
    assert stories.paragraph(report, language="en").state == Text.State.DRAFT
    with stories.refused("not_reviewed"):
        workflow.language_publish(report=report, language="fr", actor=None)


def test_a_translation_with_other_numbers_is_not_reviewed() -> None:
    report = stories.begun()
    text = stories.paragraph(report)
    workflow.text_change(text=text, version=1, new=text.text.replace("{{fig:1}}", ""), actor=None, remove=True)
    french = stories.paragraph(report, language="fr")
    with stories.refused("not_equal"):
        workflow.text_review(text=french, version=french.version, actor=None)


def test_what_is_out_never_changes_and_a_correction_is_a_new_version() -> None:
    report = stories.out(stories.begun(), "es")
    page = Client().get("/es/reports/americas-2026/arg/").content
    for language in ("es", "fr"):
        text = stories.paragraph(report, language=language)
        if language == "es":
            with stories.refused("published"):
                workflow.text_change(text=text, version=text.version, new=f"Nuevo. {text.text}", actor=None)
        else:
            workflow.text_change(text=text, version=text.version, new=f"Nouveau. {text.text}", actor=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        FrozenChapter.objects.update(title="Otro")
    with pytest.raises(IntegrityError), transaction.atomic():
        FrozenChapter.objects.all().delete()
    fresh = workflow.correction_begin(report=report, actor=None)
    with stories.refused("open_version"):
        workflow.correction_begin(report=report, actor=None)
    text = stories.paragraph(fresh)
    workflow.text_change(text=text, version=text.version, new=f"Corregido. {text.text}", actor=None)
    assert Client().get("/es/reports/americas-2026/arg/").content == page
    stories.out(fresh, "es")
    assert "Corregido." in Client().get("/es/reports/americas-2026/arg/").content.decode()
    old = Client().get("/es/reports/americas-2026/arg/?version=1").content.decode()
    assert "Corregido." not in old and "?version=1" in old
    assert [one.report.version for one in reading.of("americas-2026")] == [2, 1]


def test_a_law_that_was_withdrawn_leaves_the_report_and_its_files() -> None:
    law = published.law(Jurisdiction.objects.get(code="arg"), date=date(2024, 3, 1))
    report = stories.out(stories.begun(), "es")
    assert "Act of the fords (es)" in Client().get("/es/reports/americas-2026/law/").content.decode()
    assert making.work() and making.work()
    docx = "/es/reports/americas-2026/report.docx"
    assert Client().get(docx).status_code == 200
    type(law).objects.filter(pk=law.pk).update(live=False)
    for place in ("law/", "arg/"):
        assert "Act of the fords (es)" not in Client().get(f"/es/reports/americas-2026/{place}").content.decode()
    assert Client().get(docx).status_code == 404
    assert making.renew() == 2
    assert making.work() and making.work()
    assert Client().get(docx).status_code == 200 and report.releases.count() == 1


def test_a_country_report_has_the_figures_that_the_country_reported() -> None:
    own = Dataset.objects.create(
        slug="sicremi-arg", publisher="SICREMI, Argentina", title_en="Reported", threshold=None
    )
    row = {"INDICATOR": "foreign-born-stock", "REF_AREA": "ARG", "period": "2024"}
    storing.store(own, invented.frame(
        {**row, "COUNTERPART": "W", "value": 3_100_000.0}, {**row, "COUNTERPART": "VEN", "value": 215_000.0}
    ))  # fmt: skip
    argentina = Country.objects.get(iso3="ARG")
    report = stories.begun(slug="arg-2026", kind=Report.Kind.COUNTRY, country=argentina)
    [block] = report.chapters.get(slug="reported-figures").blocks.all()
    assert block.kind == "table" and "según informó el país" in block.spec["title"]["es"]
    stories.out(report, "es")
    page = Client().get("/es/reports/arg-2026/reported-figures/").content.decode()
    assert "3,100,000" in page and "215,000" in page and "SICREMI, Argentina" in page
    assert "SICREMI, Argentina" in str(report.releases.get().sources)
    assert "3,100,000" not in Client().get("/es/reports/arg-2026/figures/").content.decode(), "two counts, never mixed"

    other = stories.begun(slug="can-2026", kind=Report.Kind.COUNTRY, country=Country.objects.get(iso3="CAN"))
    assert not other.chapters.filter(slug="reported-figures").exists()


def test_a_country_report_quotes_its_submission_once_that_is_published() -> None:
    player = cast.cast()
    submission = player.accepted("arg")
    section = submission.round.sections.order_by("position")[0]
    Narrative.objects.create(
        submission=submission, section=section, language="es", text="Dice el país: 12 mil.\n\nSegundo párrafo."
    )
    report = stories.begun(slug="arg-2026", kind=Report.Kind.COUNTRY, country=player.countries["arg"])
    texts = Text.objects.filter(block__chapter__report=report, text__startswith="Dice el país")
    assert [(one.language, one.state) for one in texts] == [("es", "original")]
    report = stories.reviewed(report)
    with stories.refused("not_public"):
        workflow.language_publish(report=report, language="es", actor=None)
    from rounds import workflow as steps

    held = Submission.objects.get(pk=submission.pk)
    steps.submission_publish(submission=held, version=held.version, actor=player.secretariat)
    workflow.language_publish(report=report, language="es", actor=None)
    assert "Segundo párrafo." in Client().get("/es/reports/arg-2026/section-1/").content.decode()
    with stories.refused("not_reviewed"):
        workflow.language_publish(report=report, language="pt", actor=None)


def test_the_desk_keeps_numbers_and_says_what_is_wrong() -> None:
    client = stories.desk()
    form = {
        "kind": "regional",
        "slug": "americas-2026",
        "original_language": "es",
        "first": 2023,
        "last": 2026,
        "as_of": "2020-01-01",
    }
    assert "No dataset had a vintage" in client.post("/en/reporting/office/reports/new/", form).content.decode()
    assert not Report.objects.exists()
    report = stories.begun()
    text = stories.paragraph(report)
    page = f"/en/reporting/office/reports/americas-2026/v1/{text.block.chapter.slug}/es/"
    sent = {"text_id": text.pk, "version": 1, "text": "Sin números."}
    refused = client.post(page, sent)
    assert refused.status_code == 400 and "{{fig:1}} was removed" in refused.content.decode()
    assert "Sin números." in refused.content.decode()
    saved = client.post(page, {**sent, "text": f"Con 17 barcas. {text.text}"}, follow=True).content.decode()
    assert "“17” was typed by hand" in saved
    assert client.post(page, {**sent, "text_id": "x"}).status_code == 404
    gone = client.post(page, {**sent, "text_id": text.pk + 1000})
    assert gone.status_code == 400 and "taken away meanwhile" in gone.content.decode()
    assert "Sin números." in gone.content.decode(), "nobody writes it twice"
    assert client.get(page.replace("/es/", "/xx/")).status_code == 404
    assert client.get("/en/reporting/office/reports/americas-2026/v1/").status_code == 200
    assert client.post("/en/reporting/office/reports/americas-2026/v1/step/", {"step": "boom"}).status_code == 404


def test_a_job_whose_worker_died_is_made_by_the_next_one(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    report = stories.begun()
    job = workflow.file_order(report=report, language="en", format_="html", actor=None)
    assert workflow.file_order(report=report, language="en", format_="html", actor=None) == job
    Job.objects.update(state=Job.State.RUNNING, beat=job.made_at - 2 * making.LOST)
    monkeypatch.setattr(making, "html", lambda document: 1 / 0)
    assert making.work() == 1
    job.refresh_from_db()
    assert (job.state, job.file) == (Job.State.FAILED, "") and "log" in job.error
