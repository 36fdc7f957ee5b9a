"""Steps as tests take them, and refusals of which nothing may be stored."""

from typing import Any

import pytest
from django.utils import translation

from rounds import workflow
from rounds.models import Assignment, Cell, Event, Round, Submission, Text
from rounds.refusals import Refusal
from tests.rounds.cast import Cast


def refused(key: str, function: Any, **given_: Any) -> Refusal:
    """The refusal of a step, of which nothing is stored."""
    before = stored()
    with pytest.raises(Refusal) as caught:
        function(**given_)
    assert caught.value.key == key
    assert stored() == before, "nothing of a refused step is stored"
    for code in ("es", "en", "fr", "pt"):
        with translation.override(code):
            assert caught.value.sentence and "%(" not in caught.value.sentence
    return caught.value


def stored() -> list[Any]:
    return [
        list(model._default_manager.order_by("pk").values())
        for model in (Submission, Cell, Text, Event, Assignment, Round)
    ]


def step(name: str, submission: Submission, story: Cast, **more: Any) -> Any:
    """One step by whoever may do it."""
    country = submission.country.iso3.lower()
    actor = story.ministers[country] if name in ("submit", "resubmit") else story.secretariat
    given_ = {"confirmed": True} if name in ("submit", "resubmit", "file_on_behalf") else {}
    if name in ("return", "file_on_behalf", "revise"):
        given_["comment"] = "Because."
    function = getattr(workflow, f"submission_{name}")
    return function(**{"submission": submission, "version": submission.version, "actor": actor, **given_, **more})
