"""Who sees what of a round: a country its own, an institution its tables, observers sums, everybody else nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts import erasure as accounts_erasure
from accounts.models import User
from records import erasure
from records.visibility import visible_to
from rounds import access, assessing, models, overview, workflow
from rounds.models import Cell, Delegation, Event, Material, Question, Round, RoundObserver, Submission, Text
from rounds.refusals import Refusal
from tests import people
from tests.rounds.cast import Cast, cast

pytestmark = pytest.mark.django_db
PRIVATE = (Submission, Cell, Text, Event, models.Filling, models.Assignment, models.FindingReason, models.Readiness,
           models.Institution, models.InstitutionUser, models.Authority, Delegation, models.Mailing)  # fmt: skip


@pytest.fixture
def story(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A submission of Argentina that was returned, with something in every table."""
    monkeypatch.setattr(assessing, "findings", lambda submission: [])
    made = cast()
    filled = made.filled()
    correspondent = made.correspondents["arg"]
    workflow.table_assign(
        submission=filled, table=made.tables["fords"], institution=made.institutions["interior"], actor=correspondent
    )
    section = made.round.sections.first()
    workflow.submission_write(
        submission=filled, section=section, text="Todavía no.", language="es", version=0, actor=correspondent
    )
    workflow.submission_explain(submission=filled, finding="jump/fords", reason="A port.", actor=correspondent)
    workflow.readiness_answer(
        round_=made.round, country=made.countries["arg"], roles=["origin"], actor=correspondent,
        answers={"labour_survey": {"answer": "yes", "remark": "Since 2010."}},
    )  # fmt: skip
    Delegation.objects.create(country=made.countries["arg"], user=correspondent, start="2020-01-01")
    return made


def seen(user: Any, model: Any) -> int:
    return visible_to(user, model._default_manager.all()).count()


def observer(story: Cast) -> User:
    user = people.person("observer", "participant")
    RoundObserver.objects.create(round=story.round, user=user, organisation="Union of Ferries")
    return user


def test_every_model_has_a_rule_and_readers_see_participation_alone(story: Cast) -> None:
    for reader in (AnonymousUser(), people.person("reader", "participant"), people.person("editor", "editor")):
        for model in apps.get_app_config("rounds").get_models():
            if model is not models.Participation:
                assert seen(reader, model) == 0, (reader, model)


def test_the_country_sees_all_of_its_own(story: Cast) -> None:
    user = story.correspondents["arg"]
    for model in (Submission, Cell, Text, Event, models.Filling, models.Assignment, models.FindingReason, models.Readiness,
                  models.Institution, models.Authority, Delegation, Round, models.RoundTable):  # fmt: skip
        assert seen(user, model) > 0, model
    assert seen(user, Cell) == Cell.objects.count()


def test_another_country_never_sees_a_submission(story: Cast) -> None:
    user = story.correspondents["can"]
    own = {models.Authority: 1}
    for model in PRIVATE:
        assert seen(user, model) == own.get(model, 0), model
    submission = Submission.objects.get()
    assert not access.may_file(user, submission) and access.tables_of(user, submission) == []
    assert seen(user, Round) == 1, "the round itself is theirs too"


def test_an_institution_sees_its_table_and_no_other(story: Cast) -> None:
    user, other = story.providers["interior"], story.providers["statistics"]
    tables = set(visible_to(user, Cell.objects.all()).values_list("table__name", flat=True))
    assert tables == {"fords"}
    assert [table.name for table in access.tables_of(user, Submission.objects.get())] == ["fords"]
    assert (
        seen(user, Text) == seen(user, Event) == seen(user, models.FindingReason) == seen(user, models.Readiness) == 0
    )
    assert [one.name for one in visible_to(user, models.Institution.objects.all())] == ["Office of interior"]
    assert seen(other, Cell) == seen(other, Submission) == 0
    user.memberships.all().delete()
    assert seen(user, Cell) == 0, "the entry without the role opens nothing"


def test_an_observer_reads_progress_in_sums_and_questions(story: Cast) -> None:
    user = observer(story)
    for model in PRIVATE:
        assert seen(user, model) == 0, model
    workflow.question_ask(
        table=story.tables["fords"], text="By birth?", language="en", actor=story.correspondents["can"],
        country=story.countries["can"],
    )  # fmt: skip
    Material.objects.create(slug="m", title_en="How a round runs")
    assert seen(user, Question) == seen(user, Round) == seen(user, Material) == 1
    told = overview.sums(story.round)
    assert (told["invited"], told["draft"], told["not_started"], told["filled"], told["tables"]) == (3, 1, 2, 2, 6)
    assert all(isinstance(value, int) for value in told.values())
    other = Round.objects.create(slug="other", first=2020, last=2021, deadline=timezone.now(), state="open")
    assert not access.may_observe(user, other)
    with pytest.raises(Refusal):
        workflow.question_ask(table=story.tables["fords"], text="?", language="en", actor=AnonymousUser())


def test_a_round_in_preparation_is_the_secretariats(story: Cast) -> None:
    Round.objects.update(state="draft")
    assert seen(story.correspondents["arg"], Round) == 0 and seen(story.secretariat, Round) == 1


def test_the_secretariat_sees_all(story: Cast) -> None:
    assert all(seen(story.secretariat, model) == model._default_manager.count() for model in PRIVATE)


class TestMandates:
    def test_the_role_for_all_countries_or_a_resting_account_is_nobodys(self, story: Cast) -> None:
        assert access.countries_of(people.person("everywhere", "correspondent")) == frozenset()
        user = story.correspondents["arg"]
        User.objects.filter(pk=user.pk).update(is_active=False)
        user.refresh_from_db()
        assert access.countries_of(user) == frozenset() and seen(user, Submission) == 0

    @pytest.mark.parametrize(
        ("first", "last", "acts"), [(-5, None, True), (-5, 1, True), (-5, 0, False), (1, None, False)]
    )
    def test_a_mandate_is_dated(self, story: Cast, first: int, last: int | None, acts: bool) -> None:
        user, country = story.ministers["arg"], story.countries["arg"]
        today = models.today_in(country)
        Delegation.objects.create(
            country=country, user=user, start=today + timedelta(days=first),
            end=None if last is None else today + timedelta(days=last),
        )  # fmt: skip
        assert access.acts_for(user, country) is acts
        assert (access.authority_of(user, country) is not None) is acts
        assert (seen(user, Submission) == 1) is acts

    def test_an_alternate_acts_within_the_days(self, story: Cast) -> None:
        submission, country = Submission.objects.get(), story.countries["arg"]
        stand_in = people.person("stand-in", "correspondent", jurisdiction=country.jurisdiction)
        today = models.today_in(country)
        given = {"submission": submission, "user": stand_in, "actor": story.correspondents["arg"]}
        workflow.alternate_name(start=today + timedelta(days=2), end=today + timedelta(days=4), **given)
        assert not access.acts_for(stand_in, country)
        workflow.alternate_name(start=today, end=today + timedelta(days=1), **given)
        assert access.acts_for(stand_in, country)
        with pytest.raises(Refusal) as caught:
            workflow.alternate_name(start=today, end=None, **{**given, "actor": story.correspondents["can"]})
        assert caught.value.key == "wrong_country"


class TestErasure:
    def test_who_signed_goes_nameless_and_the_office_stays(self, story: Cast) -> None:
        submission, minister = Submission.objects.get(), story.ministers["arg"]
        workflow.submission_submit(submission=submission, version=submission.version, actor=minister, confirmed=True)
        assert submission.signed_as == "Minister of arg, Ministry of Fords"
        assert accounts_erasure.erase(minister.pk)
        submission.refresh_from_db()
        assert (submission.state, submission.signed_as) == ("submitted", "Ministry of Fords")
        assert not models.Authority.objects.filter(name__contains="arg").exists()

    def test_a_user_can_be_deleted_and_the_trail_stays(self, story: Cast) -> None:
        before = Event.objects.count()
        story.correspondents["arg"].delete()
        assert Event.objects.count() == before and not Event.objects.exclude(actor=None).filter(action="open").exists()

    def test_an_institutions_addresses(self, story: Cast, settings: Any, tmp_path: Any) -> None:
        settings.DATA_DIR = tmp_path
        office = story.institutions["interior"]
        assert erasure.erase("institution", office.pk)
        office.refresh_from_db()
        assert (office.mails, office.name) == ("", "Office of interior")
        type(office).objects.filter(pk=office.pk).update(mails="back@example.org")
        assert erasure.reapply() == 1
