"""Imports beside editors: what a person wrote is never overtaken, and what an import brought is never undone."""

from dataclasses import replace
from pathlib import Path

import pytest

from laws import sample
from laws.models import Law, LawAlias
from laws.parsed import Alias
from tests.factories import article, wording
from tests.laws.stories import ONE, TWO, load, story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jurisdictions")]


class TestEditors:
    """What a person wrote is never overtaken, and what an import brought is never undone."""

    def edited(self, publish: bool) -> Law:
        load(ONE, TWO, as_of="2015-01-01")
        law = Law.objects.get()
        law.title_es = "Ley de Brumas y Vados"
        revision = law.save_revision()
        if publish:
            revision.publish()
        return Law.objects.get()

    def test_a_law_with_a_pending_draft_keeps_its_fields_and_the_report_says_so(self) -> None:
        self.edited(publish=False)
        report = load(ONE, TWO, as_of="2018-01-01", aliases=[Alias("Ley del Vado", "short", "es")])
        assert "the law has an unpublished draft" in report.warnings[-1]["message"]
        assert not LawAlias.objects.exists()
        law = Law.objects.get()
        assert law.has_unpublished_changes and law.get_latest_revision_as_object().title_es == "Ley de Brumas y Vados"

    def test_text_goes_on_being_imported_under_a_pending_draft(self) -> None:
        self.edited(publish=False)
        load(ONE, replace(TWO, current=wording("Nadie cerrará los vados.")), as_of="2018-01-01")
        assert story("2")[-1][3] == "Nadie cerrará los vados."

    def test_what_an_import_added_survives_the_editors_next_publication(self) -> None:
        self.edited(publish=True)
        load(ONE, TWO, as_of="2018-01-01", aliases=[Alias("Ley del Vado", "short", "es")], language="es")
        load(article("Article 1", "La brume est à tous."), language="fr", title="Loi des brumes", as_of="2018-01-01")
        opened = Law.objects.get().get_latest_revision_as_object()
        opened.summary_es = "Sobre el paso de los vados."
        opened.save_revision().publish()
        law = Law.objects.get()
        assert (law.title_es, law.title_fr) == ("Ley de Brumas y Vados", "Loi des brumes")
        assert [alias.text for alias in law.aliases.all()] == ["Ley del Vado"]
        assert law.live and not law.has_unpublished_changes

    def test_an_unpublished_law_stays_unpublished(self) -> None:
        self.edited(publish=True).unpublish()
        load(ONE, TWO, as_of="2018-01-01", aliases=[Alias("Ley del Vado", "short", "es")])
        assert not Law.objects.get().live

    def test_popular_names_survive_the_editors_next_publication(self, tmp_path: Path) -> None:
        self.edited(publish=True)
        assert (sample.apply_aliases(names(tmp_path)), sample.apply_aliases(names(tmp_path))) == (1, 0)
        Law.objects.get().get_latest_revision_as_object().save_revision().publish()
        assert [alias.text for alias in LawAlias.objects.all()] == ["Ley Faro"]

    def test_popular_names_wait_for_a_pending_draft(self, tmp_path: Path) -> None:
        self.edited(publish=False)
        assert sample.apply_aliases(names(tmp_path)) == 0
        Law.objects.get().get_latest_revision_as_object().save_revision().publish()
        assert sample.apply_aliases(names(tmp_path)) == 1


def names(folder: Path) -> Path:
    """A list with one popular name for the invented act."""
    path = folder / "names.csv"
    row = "arg,act,90.001,,Ley Faro,popular,es"
    path.write_text(f"jurisdiction,type,number,title_match,alias,kind,language\n{row}\n", encoding="utf-8")
    return path
