"""What editors do with records: drafts wait, translations go out of date, and what readers need blocks publication."""

from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.utils import timezone

from laws.models import Law
from records.models import Source, blocks, gaps
from records.visibility import NOBODY, visible_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def law(jurisdictions: Any) -> Law:
    return Law.objects.create(
        jurisdiction=jurisdictions["arg"], type="act", slug="bruma", original_language="es", title_es="Ley de Brumas",
        summary_es="Sobre la bruma.", state_es="reviewed", title_en="Mist Act", summary_en="On mist.", state_en="reviewed",
        title_fr="Loi des brumes", state_fr="draft", title_pt="", state_pt="missing",
    )  # fmt: skip


def test_readers_get_reviewed_languages_only(law: Law) -> None:
    assert law.title_in("fr") == ("Ley de Brumas", "es"), "a draft translation is not shown; the original is"
    assert law.title_in("en") == ("Mist Act", "en")
    assert law.public_texts("title") == {"es": "Ley de Brumas", "en": "Mist Act"}


def test_a_change_of_the_original_makes_reviewed_translations_outdated(law: Law) -> None:
    law.summary_es = "Sobre la bruma y la niebla."
    law.save_revision()
    draft = Law.objects.get().get_latest_revision_as_object()
    assert (draft.state_es, draft.state_en, draft.state_fr) == ("reviewed", "outdated", "draft")
    assert draft.title_in("en") == ("Mist Act", "en"), "outdated is still read, and said to be"


def test_a_translation_changed_together_with_the_original_stays_reviewed(law: Law) -> None:
    law.summary_es, law.summary_en = "Sobre la niebla.", "On fog."
    law.save_revision()
    assert Law.objects.get().get_latest_revision_as_object().state_en == "reviewed"


def test_a_change_of_a_translation_leaves_the_others(law: Law) -> None:
    law.summary_en = "On mists."
    law.save_revision()
    assert Law.objects.get().get_latest_revision_as_object().state_es == "reviewed"


def test_what_blocks_is_told_and_refused(law: Law) -> None:
    assert blocks(law) == []
    law.checked = date(2026, 1, 1)
    assert len(blocks(law)) == 1, "checked, but against what?"
    revision = law.save_revision()
    with pytest.raises(PermissionDenied):
        revision.publish()
    law.source = Source.objects.create(slug="s", publisher="P")
    law.state_es = law.state_en = "draft"
    assert len(blocks(law)) == 1, "no language is reviewed"


def test_at_its_hour_a_blocked_draft_stays_a_draft_and_the_clock_goes_on(law: Law) -> None:
    law.state_es = law.state_en = "draft"
    law.title_es = "Ley de Nieblas"
    law.go_live_at = timezone.now() - timedelta(minutes=1)
    revision = law.save_revision(approved_go_live_at=law.go_live_at)
    call_command("publish_scheduled", stdout=StringIO())
    revision.refresh_from_db()
    assert Law.objects.get().title_es == "Ley de Brumas" and revision.approved_go_live_at is None


def test_what_has_expired_is_gone_before_the_clock_strikes(law: Law) -> None:
    Law.objects.update(expire_at=timezone.now() - timedelta(seconds=1))
    assert Law.objects.get().live and not visible_to(NOBODY, Law.objects.all()).exists()


def test_gaps_say_what_is_missing(law: Law) -> None:
    told = " ".join(str(gap) for gap in gaps(law))
    assert "fr" in told and "pt" in told and "source" in told
