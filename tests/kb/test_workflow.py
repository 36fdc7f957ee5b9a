"""What an editor submits is public when a reviewer has approved it, and not before."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page, Workflow

from kb import setting_up
from laws.models import Law
from tests.people import person, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def law(jurisdictions: Any) -> Law:
    Locale.objects.get_or_create(language_code="en")
    if Page.get_first_root_node() is None:
        Page.add_root(title="Root", slug="root")
    setting_up.editors()
    setting_up.review()
    return Law.objects.create(
        jurisdiction=jurisdictions["arg"], type="act", slug="bruma", title_es="Ley de Brumas", state_es="reviewed",
        state_en="draft",
    )  # fmt: skip


def form(law: Law, **changes: str) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "jurisdiction": law.jurisdiction_id,
        "type": law.type,
        "slug": law.slug,
        "title_es": law.title_es,
    }
    fields |= {f"state_{code}": getattr(law, f"state_{code}") for code in ("es", "en", "fr", "pt")}
    for name in ("aliases", "events"):
        fields |= {f"{name}-{part}_FORMS": number for part, number in (("TOTAL", 0), ("INITIAL", 0))}
    return fields | changes


def test_from_the_editor_over_the_reviewer_to_the_reader(law: Law) -> None:
    editor, reviewer = sign_in(person("eva", "editor")), sign_in(person("rui", "reviewer"))
    address = reverse("wagtailsnippets_laws_law:edit", args=[law.pk])
    changed = form(law, title_en="Mist Act", **{"action-submit": "1"})
    assert editor.post(address, changed).status_code == 302
    assert Law.objects.get().title_in("en") == ("Ley de Brumas", "es"), "submitted, not public"

    task = Law.objects.get().current_workflow_task_state
    act = reverse("wagtailsnippets_laws_law:workflow_action", args=[law.pk, "approve", task.pk])
    assert editor.post(act, {"comment": ""}).status_code in (302, 403)
    assert Law.objects.get().title_in("en")[1] == "es", "an editor cannot approve"

    page = reviewer.get(address).content.decode()
    assert "Mist Act" in page
    save = form(
        law,
        title_en="Mist Act",
        state_en="reviewed",
        **{"action-workflow-action": "true", "workflow-action-name": "approve"},
    )
    assert reviewer.post(address, save).status_code == 302
    assert Law.objects.get().title_in("en") == ("Mist Act", "en")


def test_what_blocks_publication_is_told_at_submission_and_the_draft_can_still_be_saved(law: Law) -> None:
    editor = sign_in(person("eva", "editor"))
    address = reverse("wagtailsnippets_laws_law:edit", args=[law.pk])
    Law.objects.update(state_es="draft")
    law.refresh_from_db()
    refused = editor.post(address, form(law, **{"action-submit": "1"}))
    assert refused.status_code == 200 and "No language is reviewed" in refused.content.decode()
    assert editor.post(address, form(law)).status_code == 302


def test_set_up_again_leaves_the_workflow_as_it_is(law: Law) -> None:
    Workflow.objects.filter(name=setting_up.REVIEW).update(active=False)
    setting_up.review()
    assert not Workflow.objects.get(name=setting_up.REVIEW).active


def test_a_stranger_sees_none_of_it(law: Law) -> None:
    assert Client().get(reverse("wagtailsnippets_laws_law:edit", args=[law.pk])).status_code == 302
