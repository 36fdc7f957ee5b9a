"""The story of a law through imports: pairs, new consolidations, older ones, better files."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from laws import importing
from laws.digest import digest
from laws.models import Law, LawAlias, LawEvent, LawSource, Provision, ProvisionText, ProvisionVersion
from laws.parsed import Alias, Event, OutlineEntry
from laws.staging import Staged
from records.models import IndexEntry
from tests import factories
from tests.factories import article, staged, wording
from tests.laws.stories import ONE, THREE, TWO, day, figures, load, story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jurisdictions")]


def test_first_file_makes_a_law_with_one_version_of_each_article() -> None:
    report = load(
        ONE, TWO, aliases=[Alias("Ley del Vado", "short", "es")], outline=[OutlineEntry(1, "Título I", "Del vado", 1)]
    )
    law = Law.objects.get()
    assert (law.jurisdiction.code, law.slug, law.live, law.title_es) == ("arg", "ley-90001", True, "Ley de Brumas")
    assert report.as_dict() | {"file": "", "other_units": None} == {
        "file": "", "law": "arg/ley-90001", "language": "es", "provisions": 2, "new": 2, "changed": 0, "unchanged": 0,
        "other_units": None, "alternative": False, "warnings": [], "refused": None,
    }  # fmt: skip
    assert story("1") == [(None, None, True, "La bruma es de todos.")]
    assert LawAlias.objects.get().text == "Ley del Vado"
    assert LawSource.objects.get().outline == [[1, "Título I", "Del vado", "art-2"]]
    assert IndexEntry.objects.get(kind="law", record_id=law.pk).version > 0


def test_second_language_joins_the_versions_of_the_first() -> None:
    load(ONE, TWO)
    french = load(
        article("Article 1", "La brume est à tous."), article("Article 2", "Nul ne fermera le gué."), language="fr",
        title="Loi des brumes",
    )  # fmt: skip
    assert figures(french) == (2, 0, 0)
    assert Law.objects.count() == 1 and Provision.objects.count() == 2 and ProvisionVersion.objects.count() == 2
    assert story("2", "fr") == [(None, None, True, "Nul ne fermera le gué.")]
    law = Law.objects.get()
    assert (law.title_es, law.title_fr) == ("Ley de Brumas", "Loi des brumes")


def test_a_second_language_of_a_numbered_law_meets_it_whatever_its_title() -> None:
    load(ONE, number="", title="Ley de Brumas")
    other = load(ONE, number="", title="Loi des brumes", language="fr")
    assert Law.objects.count() == 2, "without a number only the name can bring two files together"
    assert other.law != "arg/ley-de-brumas"


def test_again_the_same_file_changes_nothing() -> None:
    law = factories.law(
        ONE, TWO, article("Artículo 4", "Quien cruza, paga.", earlier=[wording("Quien cruza, saluda.")])
    )
    first = importing.apply(staged(law))
    before, version = digest(), IndexEntry.objects.get().version
    again = importing.apply(staged(law))
    assert figures(first) == (3, 0, 0) and figures(again) == (0, 0, 3)
    assert digest() == before
    assert IndexEntry.objects.get().version == version, "nothing changed, so the index owes nothing"


def test_reading_every_file_anew_changes_nothing() -> None:
    laws = [
        factories.law(ONE, TWO, as_of="2015-01-01"),
        factories.law(article("Article 1", "La brume."), language="fr", title="Loi", as_of="2015-01-01"),
        factories.law(ONE, replace(TWO, current=wording("Nadie cerrará los vados.")), as_of="2018-01-01"),
        factories.law(article("Article 1", "La brume."), language="fr", title="Loi", as_of="2018-01-01"),
    ]
    for law in laws:
        importing.apply(staged(law))
    before = digest()
    assert [figures(importing.apply(staged(law)))[:2] for law in laws] == [(0, 0)] * 4
    assert digest() == before


def test_a_file_that_is_known_is_not_read_and_reports_as_before() -> None:
    file = staged(factories.law(ONE, TWO))
    importing.apply(file)
    assert (file.name, file.sha256) in importing.known()
    report = importing.apply(Staged(file.name, file.sha256, file.data, None))
    assert (report.law, report.language, figures(report)) == ("arg/ley-90001", "es", (0, 0, 2))


def test_newer_consolidation_makes_versions_only_of_what_changed() -> None:
    load(ONE, TWO, as_of="2015-01-01")
    changed = replace(TWO, current=wording("Nadie cerrará el vado, salvo crecida."))
    report = load(ONE, changed, THREE, as_of="2018-01-01")
    assert figures(report) == (1, 1, 1)
    assert story("1") == [(None, None, True, "La bruma es de todos.")]
    assert story("2") == [
        (None, day(2018), False, "Nadie cerrará el vado."),
        (day(2018), None, True, "Nadie cerrará el vado, salvo crecida."),
    ]
    assert ProvisionVersion.objects.get(provision__number="2", is_current=True).start_basis == "consolidation"
    assert story("3") == [(day(2018), None, True, "El faro alumbra de noche.")]


def test_a_stated_first_day_is_taken_before_the_day_of_the_consolidation() -> None:
    load(ONE, TWO, as_of="2015-01-01")
    changed = replace(TWO, current=wording("Nadie cerrará el vado, salvo crecida.", valid_from="2016-05-09"))
    load(ONE, changed, as_of="2018-01-01")
    assert story("2")[0][:2] == (None, date(2016, 5, 9))
    assert story("2")[1][:2] == (date(2016, 5, 9), None)
    assert ProvisionVersion.objects.get(provision__number="2", is_current=True).start_basis == "stated"


def test_same_stated_first_day_is_a_correction_and_no_amendment() -> None:
    dated = replace(TWO, current=wording("Nadie cerará el vado.", valid_from="2012-02-02"))
    load(dated, as_of="2015-01-01")
    report = load(replace(TWO, current=wording("Nadie cerrará el vado.", valid_from="2012-02-02")), as_of="2018-01-01")
    assert figures(report) == (0, 1, 0)
    assert story("2") == [(date(2012, 2, 2), None, True, "Nadie cerrará el vado.")]


def test_a_sister_language_that_was_confirmed_stands_on() -> None:
    french = article("Article 2", "Nul ne fermera le gué.")
    load(ONE, TWO, as_of="2015-01-01")
    load(french, language="fr", as_of="2015-01-01", title="Loi des brumes")
    load(french, language="fr", as_of="2018-01-01", title="Loi des brumes")
    load(ONE, replace(TWO, current=wording("Nadie cerrará los vados.")), as_of="2018-01-01")
    assert [row[3] for row in story("2")] == ["Nadie cerrará el vado.", "Nadie cerrará los vados."]
    assert [row[3] for row in story("2", "fr")] == ["Nul ne fermera le gué.", "Nul ne fermera le gué."]


def test_a_sister_language_that_is_not_in_yet_waits_for_its_file() -> None:
    load(ONE, TWO, as_of="2015-01-01")
    load(article("Article 2", "Nul ne fermera le gué."), language="fr", as_of="2015-01-01", title="Loi des brumes")
    load(ONE, replace(TWO, current=wording("Nadie cerrará los vados.")), as_of="2018-01-01")
    assert [row[3] for row in story("2", "fr")] == ["Nul ne fermera le gué.", None]
    report = load(
        article("Article 2", "Nul ne fermera les gués."), language="fr", as_of="2018-01-01", title="Loi des brumes"
    )
    assert [row[3] for row in story("2", "fr")] == ["Nul ne fermera le gué.", "Nul ne fermera les gués."]
    assert ProvisionVersion.objects.filter(provision__number="2").count() == 2 and figures(report)[0] == 1


def test_older_consolidation_goes_before_what_is_stored() -> None:
    load(ONE, replace(TWO, current=wording("Nadie cerrará los vados.")), as_of="2018-01-01")
    report = load(ONE, TWO, as_of="2015-01-01")
    assert figures(report) == (0, 1, 1)
    assert story("2") == [
        (None, day(2018), False, "Nadie cerrará el vado."),
        (day(2018), None, True, "Nadie cerrará los vados."),
    ]


def test_an_article_known_only_from_an_older_consolidation_is_not_current() -> None:
    load(ONE, as_of="2018-01-01")
    load(ONE, TWO, as_of="2015-01-01")
    [(start, end, current, text)] = story("2")
    assert (start, current, text) == (None, False, "Nadie cerrará el vado.")
    assert end == day(2018), "the next consolidation no longer has it"


def test_lower_ranked_file_of_the_same_day_is_kept_and_makes_no_versions() -> None:
    load(ONE, TWO, format="bcn")
    report = load(ONE, replace(TWO, current=wording("Nadie cerrara el vad0.")), format="plain-text")
    assert report.kept_as_alternative and figures(report) == (0, 0, 2)
    assert story("2") == [(None, None, True, "Nadie cerrará el vado.")]
    assert LawSource.objects.get(format="plain-text").is_alternative


def test_better_ranked_file_of_the_same_day_takes_over_in_place() -> None:
    load(ONE, replace(TWO, current=wording("Nadie cerrara el vad0.")), THREE, format="plain-text")
    report = load(ONE, TWO, format="bcn")
    assert story("2") == [(None, None, True, "Nadie cerrará el vado.")]
    assert not Provision.objects.filter(number="3").exists(), "the worse reading had seen an article that is none"
    assert LawSource.objects.get(format="plain-text").is_alternative
    assert not LawSource.objects.get(format="bcn").is_alternative
    assert figures(report) == (0, 2, 1)
    assert set(ProvisionText.objects.values_list("source__format", flat=True)) == {"bcn"}


def test_an_article_that_disappears_is_closed() -> None:
    load(ONE, TWO, as_of="2015-01-01")
    report = load(ONE, as_of="2018-01-01")
    assert figures(report) == (0, 1, 1) and report.counts.provisions == 1
    assert story("2") == [(None, day(2018), False, "Nadie cerrará el vado.")]


def test_an_article_that_comes_back_has_a_gap() -> None:
    load(ONE, TWO, as_of="2015-01-01")
    load(ONE, as_of="2018-01-01")
    load(ONE, TWO, as_of="2020-01-01")
    assert [row[:3] for row in story("2")] == [(None, day(2018), False), (day(2020), None, True)]


def test_earlier_wordings_of_a_file_are_versions() -> None:
    earlier = [wording("Paga quien cruza.", valid_from="2011-01-01"), wording("Saluda quien cruza.")]
    load(article("Artículo 4", "Cruza quien paga.", valid_from="2014-01-01", earlier=earlier))
    assert story("4") == [
        (None, None, False, "Saluda quien cruza."),
        (day(2011), day(2014), False, "Paga quien cruza."),
        (day(2014), None, True, "Cruza quien paga."),
    ]
    assert Provision.objects.count() == 1


def test_earlier_wordings_with_the_words_of_the_current_one_are_told_apart_by_status_and_day() -> None:
    repealed = article(
        "Artículo 4", "Cruza quien paga.", valid_from="2014-01-01", status="repealed",
        earlier=[wording("Cruza quien paga.", valid_from="2011-01-01")],
    )  # fmt: skip
    load(repealed)
    assert [row[:2] for row in story("4")] == [(day(2011), day(2014)), (day(2014), None)]
    before = digest()
    assert figures(load(repealed)) == (0, 0, 1) and digest() == before


def test_printed_wordings_give_way_to_the_consolidation_that_shows_them() -> None:
    four = article("Artículo 4", "Cruza quien paga.", earlier=[wording("Paga quien cruza.")])
    load(four, as_of="2018-01-01")
    load(article("Artículo 4", "Paga quien cruza."), as_of="2015-01-01")
    assert [row[3] for row in story("4")] == ["Paga quien cruza.", "Cruza quien paga."]
    before = digest()
    assert figures(load(four, as_of="2018-01-01"))[:2] == (0, 0) and digest() == before


def test_status_without_a_dated_consolidation_is_unknown() -> None:
    load(ONE, replace(TWO, current=wording("(Derogado)", status="repealed")), as_of=None)
    status = dict(ProvisionVersion.objects.values_list("provision__number", "status"))
    assert status == {"1": "unknown", "2": "repealed"}


def test_a_status_field_of_the_source_is_a_claim() -> None:
    load(
        ONE,
        claimed_status="in_force",
        events=[Event("status_claim", None, "vigente"), Event("repealed", "2014-03-01", "")],
    )
    assert dict(LawEvent.objects.values_list("kind", "is_claim")) == {"status_claim": True, "repealed": False}
    assert LawSource.objects.get().claimed_status == "in_force"


def test_dates_that_are_no_days_are_left_out() -> None:
    load(replace(ONE, current=wording("La bruma.", valid_from="2011-02-31")), date="0000-00-00", as_of="never")
    assert (Law.objects.get().date, story("1")[0][0]) == (None, None)


@pytest.mark.parametrize(
    ("law", "reason"),
    [
        (factories.law(ONE, ONE), "two provisions share one identity: main 1 1"),
        (factories.law(), "it holds no article or section"),
        (factories.law(ONE, title="  "), "no title was found"),
        (factories.law(ONE, type="poem"), "unknown type of law “poem”"),
        (factories.law(ONE, jurisdiction=""), "nothing in the file says whose law it is"),
        (factories.law(ONE, jurisdiction="zzz"), "the jurisdiction “zzz” is not known here"),
    ],
)
def test_what_is_no_law_is_refused_and_leaves_nothing(law: Any, reason: str) -> None:
    report = importing.apply(staged(law))
    assert report.refused and report.refused.startswith(reason)
    assert figures(report) == (0, 0, 0)
    assert not Law.objects.exists() and not LawSource.objects.exists() and not IndexEntry.objects.exists()


def test_a_repealed_shell_without_articles_is_taken() -> None:
    load(events=[Event("repealed", "2014-03-01", "")])
    assert Law.objects.count() == 1 and not Provision.objects.exists()


def test_a_refused_file_leaves_the_stored_law_whole() -> None:
    load(ONE, TWO)
    before = digest()
    importing.apply(staged(factories.law(ONE, TWO, TWO, as_of="2018-01-01")))
    assert digest() == before


def test_dry_run_says_all_and_leaves_nothing() -> None:
    file = staged(factories.law(ONE, TWO, url="https://example.org/dry"))
    report = importing.apply(file, dry_run=True)
    assert figures(report) == (2, 0, 0) and report.law == "arg/ley-90001"
    assert not Law.objects.exists() and not IndexEntry.objects.exists()
    assert not (Path(settings.RAW_DIR) / file.sha256[:2] / file.sha256).exists()


def test_the_raw_file_is_kept_by_its_hash_and_read_only() -> None:
    file = staged(factories.law(ONE))
    importing.apply(file)
    kept = Path(settings.RAW_DIR) / file.sha256[:2] / file.sha256
    assert kept.read_bytes() == file.data and kept.stat().st_mode & 0o222 == 0


def test_the_report_sums_up() -> None:
    reports = list(
        importing.apply_all([staged(factories.law(ONE, TWO)), staged(factories.law(ONE, ONE, number="7"), "bad.md")])
    )
    assert importing.totals(reports) == {
        "files": 2, "imported": 1, "refused": 1, "laws": 1, "provisions": 2, "new": 2, "changed": 0, "unchanged": 0,
        "other_new": 0, "other_changed": 0,
    }  # fmt: skip


def together(*laws: Any, **options: Any) -> list[Any]:
    """Files of one transaction, in this order."""
    return list(importing.apply_all([staged(law, f"{number}.md") for number, law in enumerate(laws)], **options))


def test_a_law_that_a_file_of_the_same_transaction_created_is_known_to_the_next() -> None:
    later = factories.law(ONE, replace(TWO, current=wording("Nadie cerrará los vados.")), as_of="2018-01-01")
    unnumbered = {"number": "", "title": "Pacto de Vados", "native_type": "Pacto"}
    pact, again = factories.law(ONE, **unnumbered), factories.law(ONE, language="pt", **unnumbered)
    reports = together(factories.law(ONE, TWO), later, pact, again)
    assert [report.law for report in reports] == ["arg/ley-90001"] * 2 + ["arg/pacto-de-vados"] * 2
    assert figures(reports[1]) == (0, 1, 1) and Law.objects.count() == 2
    assert IndexEntry.objects.count() == 2


def test_laws_of_one_transaction_that_want_one_address_get_two() -> None:
    reports = together(*(factories.law(ONE, number="7", date=f"{year}-03-01") for year in (2001, 2011, 2021)))
    assert [report.law for report in reports] == ["arg/ley-7", "arg/ley-7-2011", "arg/ley-7-2021"]


def test_files_of_one_transaction_that_are_not_kept_do_not_know_each_other() -> None:
    reports = together(factories.law(ONE), factories.law(ONE, ONE), factories.law(ONE), dry_run=True)
    assert [(report.law, figures(report)[0]) for report in reports if not report.refused] == [("arg/ley-90001", 1)] * 2
    reports = together(factories.law(ONE, ONE), factories.law(ONE))
    assert [bool(report.refused) for report in reports] == [True, False] and Law.objects.count() == 1


def test_a_law_of_more_articles_than_a_statement_takes() -> None:
    articles = [article(f"Artículo {number}", f"Bruma {number}.") for number in range(1, 701)]
    assert figures(load(*articles)) == (700, 0, 0)
    assert story("650") == [(None, None, True, "Bruma 650.")]
    assert figures(load(*articles)) == (0, 0, 700)
