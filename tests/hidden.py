"""A site in which every value that is not public holds a token of its own, and some that are public hold others.

`fill` writes tokens into every text of a row, so that a column that is added later is watched without a word here.
"""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from wagtail.models import (
    Locale,
    ModelLogEntry,
    PageViewRestriction,
    Task,
    TaskState,
    Workflow,
    WorkflowState,
)  # fmt: skip

from accounts.models import Invitation, User
from countries.models import Country
from laws import importing, scans
from laws.models import Law, LawAlias, LawEvent, LawSource, Policy, Provision, ProvisionText, ProvisionVersion
from pages import loading
from pages.models import HomePage, Profile, ProsePage
from records.models import LANGUAGES, IndexEntry, Link, Problem, Source, Topic, TopicLabel, Upload
from tests import factories, published

# Of letters alone, so that the search takes it for a word that can be misspelt.
TOKEN = re.compile(r"kanari[a-j]{4}x")
SHOWN = re.compile(r"zorzal\d{2}x")
_LETTERS = str.maketrans("0123456789", "abcdefghij")
# A word that stands beside every token, so that a search for it finds all that it may find.
WORD = "arrecife"
Fields = dict[str, Any]


@dataclass(slots=True)
class Hidden:
    """tokens: what each stands in; numbers: figures of hidden cells, likewise; shown: tokens of public values; places: primary
    keys for addresses of rows."""

    tokens: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)
    places: dict[str, int] = field(default_factory=dict)

    def token(self, where: str) -> str:
        made = f"kanari{f'{len(self.tokens):04}'.translate(_LETTERS)}x"
        self.tokens[made] = where
        return made

    def number(self, where: str) -> int:
        """Nine digits that stand nowhere else, far from those of the others."""
        made = 731_908_264 + 1_357_913 * len(self.numbers)
        self.numbers[str(made)] = where
        return made

    def public(self, where: str) -> str:
        made = f"zorzal{len(self.shown):02}x"
        self.shown[made] = where
        return f"{made} {WORD}"

    def fill(self, model: type[models.Model], why: str, **given: Any) -> Fields:
        """Every text that is not given, with a token of its own; what has choices, slugs and keys are left alone."""
        self.labels.add(model._meta.label)
        found: Fields = {}
        for column in model._meta.concrete_fields:
            plain = not (column.choices or column.primary_key or column.remote_field or column.name in given)
            if plain and (value := self._value(column, f"{model._meta.label}.{column.name} of {why}")) is not None:
                found[column.name] = value
        return {**found, **given}

    def _value(self, column: Any, where: str) -> Any:
        if isinstance(column, models.SlugField) or column.name in (
            "timezone",
            "format",
            "language",
            "sequence",
            "kind",
        ):
            return None
        if isinstance(column, models.URLField):
            return f"https://{self.token(where)}.example/"
        if isinstance(column, models.EmailField):
            return f"{self.token(where)}@example.org"
        if isinstance(column, models.JSONField):
            return [self.token(where)]
        if isinstance(column, models.CharField | models.TextField):
            longest = column.max_length or 100
            if longest < 11:
                return None
            return f"{self.token(where)} {WORD}" if longest >= 30 else self.token(where)
        return None


def build(places: dict[str, Any]) -> Hidden:
    """Everything, in an empty database with these jurisdictions."""
    from tests import hidden_rounds

    hidden = Hidden()
    Country.objects.create(jurisdiction=places["arg"], iso2="AR", iso3="ARG", is_member=True, languages="es")
    Country.objects.create(jurisdiction=places["can"], iso2="CA", iso3="CAN", is_member=True, languages="en,fr")
    user = people(hidden, places)
    concept(hidden)
    law(hidden, places["arg"], user)
    withdrawn_laws(hidden, places)
    records(hidden, places, user)
    desk(hidden, user)
    prose(hidden, user)
    hidden_rounds.figures(hidden)
    hidden_rounds.rounds(hidden, places, user)
    hidden_rounds.reports(hidden, user)
    return hidden


def people(hidden: Hidden, places: dict[str, Any]) -> User:
    names = hidden.fill(User, "an account", password="!", last_login=None)
    user = User.objects.create(**{**names, "is_superuser": False})
    user.memberships.create(role="editor", jurisdiction=places["arg"])
    offer = hidden.fill(
        Invitation, "an invitation", role="editor", language="es", jurisdiction=places["arg"], invited_by=user
    )
    Invitation.objects.create(**offer)
    return user


def concept(hidden: Hidden) -> None:
    topic = published.topic("ferryman", es=hidden.public("a concept's label"))
    TopicLabel.objects.create(
        **hidden.fill(TopicLabel, "a hidden label", topic=topic, language="es", kind="hidden", country="")
    )
    topic.save()


def _partly(hidden: Hidden, model: Any, why: str, **given: Any) -> Fields:
    """Spanish reviewed, the other languages not: a draft, a machine's, and one whose state is missing."""
    spanish = {f"{name}_es": hidden.public(f"{model._meta.label}.{name}_es") for name in model.TEXTS}
    states = {"state_es": "reviewed", "state_en": "draft", "state_fr": "machine", "state_pt": "missing"}
    own = {"official_url": "https://example.org/o", **given}
    filled = hidden.fill(model, why, original_language="es", live_revision=None, **spanish, **states, **own)
    # The base columns are the active language's: not texts of their own.
    return {name: value for name, value in filled.items() if name not in model.TEXTS and not name.endswith("_key")}


def law(hidden: Hidden, place: Any, user: User) -> None:
    """Published, with text; of its languages only one may be seen, and a change of it waits."""
    text = factories.law(
        factories.article("Artículo 1", hidden.public("an article"), heading="Faroles"),
        factories.article("Artículo 2", "Otro texto."), number="", native_type="", title="Ley de Brumas", date="2010-03-01",
    )  # fmt: skip
    assert importing.apply(factories.staged(text)).refused is None
    found = Law.objects.get()
    texts = _partly(
        hidden, Law, "a live law in a language that nobody reviewed", slug="act-1", number="", native_type=""
    )
    for name, value in texts.items():
        if not name.startswith(("source_", "title", "summary", "meaning")) or name[-3:] in ("_es", "_en", "_fr", "_pt"):
            setattr(found, name, value)
    now = timezone.now()
    found.source, found.source_url, found.source_note, found.checked = published.source(), "", "", date(2026, 1, 1)
    found.first_published_at = found.last_published_at = now
    found.topics.set(_topics())
    found.locked_by, found.locked, found.locked_at = user, True, now
    found.save()
    LawSource.objects.update(
        warnings=[hidden.token("LawSource.warnings of a live law")], counts={hidden.token("LawSource.counts"): 1}
    )
    scan = b"%PDF-1.4 a public scan"
    importing.keep_raw(scan, sha256(scan).hexdigest())
    kept = LawSource.objects.create(
        law=found,
        format=scans.FORMAT,
        language="es",
        file_name="s.pdf",
        sha256=sha256(scan).hexdigest(),
        is_alternative=True,
    )
    hidden.places["scan"] = kept.pk
    pending(hidden, found, user)


def _topics() -> list[Any]:
    return list(Topic.objects.filter(slug="ferryman"))


def pending(hidden: Hidden, record: Any, user: User) -> None:
    """A draft of what is published: every text changed, not yet published."""
    draft = type(record).objects.get(pk=record.pk)
    for name in draft.TEXTS:
        for code in LANGUAGES:
            setattr(draft, f"{name}_{code}", hidden.token(f"{name}_{code} of a pending draft of {record._meta.label}"))
    for code in LANGUAGES:
        setattr(draft, f"state_{code}", "reviewed")
    draft.official_url = f"https://{hidden.token('official_url of a pending draft')}.example/"
    draft.save_revision(user=user)


def withdrawn_laws(hidden: Hidden, places: dict[str, Any]) -> None:
    """Laws that are drafts, expired, or wait for their day, each with all that belongs to it."""
    past, future = timezone.now() - timedelta(hours=1), timezone.now() + timedelta(days=1)
    states = {
        "draft": {"live": False},
        "expired": {"live": True, "expire_at": past},
        "scheduled": {"live": False, "go_live_at": future},
    }
    for why, state in states.items():
        source = Source.objects.create(
            **hidden.fill(Source, f"the source of a law that is {why}", slug=f"source-{why}")
        )
        filled = hidden.fill(
            Law, f"a law that is {why}", slug=f"law-{why}", type="act", jurisdiction=places["arg"], original_language="es",
            source=source, date=date(2001, 1, 1), first_published_at=past, last_published_at=past, **published.REVIEWED, **state,
        )  # fmt: skip
        found = Law.objects.create(**{name: value for name, value in filled.items() if name not in Law.TEXTS})
        found.topics.set(_topics())
        found.save()
        LawAlias.objects.create(**hidden.fill(LawAlias, f"a law that is {why}", law=found, kind="short", language="es"))
        LawEvent.objects.create(**hidden.fill(LawEvent, f"a law that is {why}", law=found, kind="amended"))
        scan = hidden.token(f"the scan of a law that is {why}").encode()
        importing.keep_raw(scan, sha256(scan).hexdigest())
        file = hidden.fill(
            LawSource, f"a law that is {why}", law=found, format=scans.FORMAT, language="es", file_name="s.pdf",
            sha256=sha256(scan).hexdigest(), is_alternative=True, counts={}, outline=[],
        )  # fmt: skip
        hidden.places[f"scan-{why}"] = LawSource.objects.create(**file).pk
        provision = Provision.objects.create(law=found, sequence="main", kind="article", number="1", slug="art-1")
        version = ProvisionVersion.objects.create(provision=provision, status="in_force")
        blocks = [["text", hidden.token(f"blocks of a law that is {why}")]]
        words = hidden.fill(ProvisionText, f"a law that is {why}", version=version, language="es", blocks=blocks)
        ProvisionText.objects.create(**words)


def records(hidden: Hidden, places: dict[str, Any], user: User) -> None:
    """Policies and profiles: published in one language with a draft waiting, and not published at all."""
    past = timezone.now() - timedelta(hours=1)
    dates = {"first_published_at": past, "last_published_at": past}
    shown = {
        "issuing_body": "Oficina",
        "institutions": "Oficina",
        "budget": "",
        "period_start": "2020",
        "period_end": "",
    }
    evidence = {"source_url": "", "source_note": ""}
    live = _partly(hidden, Policy, "a live policy in a language that nobody reviewed", slug="plan", **shown, **evidence)
    policy = Policy.objects.create(jurisdiction=places["arg"], live=True, **dates, **live)
    policy.legal_basis.set(Law.objects.all())
    policy.topics.set(_topics())
    policy.save()
    pending(hidden, policy, user)
    for why, state in {"draft": {"live": False}, "expired": {"live": True, "expire_at": past}}.items():
        filled = hidden.fill(
            Policy, f"a policy that is {why}", slug=f"plan-{why}", jurisdiction=places["arg"], original_language="es",
            period_start="2020", period_end="", successor=policy, **published.REVIEWED, **dates, **state,
        )  # fmt: skip
        made = Policy.objects.create(**{name: value for name, value in filled.items() if name not in Policy.TEXTS})
        made.legal_basis.set(Law.objects.all())
        made.topics.set(_topics())
        made.save()
    mine = _partly(
        hidden,
        Profile,
        "a live profile in a language that nobody reviewed",
        slug="arg",
        authority="Oficina",
        **evidence,
    )
    profile = Profile.objects.create(jurisdiction=places["arg"], live=True, **dates, **mine)
    pending(hidden, profile, user)
    other = hidden.fill(
        Profile,
        "a draft profile",
        slug="can",
        jurisdiction=places["can"],
        live=False,
        original_language="es",
        **published.REVIEWED,
    )
    Profile.objects.create(**{name: value for name, value in other.items() if name not in Profile.TEXTS})
    Source.objects.create(**hidden.fill(Source, "a source that no record names", slug="unnamed"))


def remove() -> None:
    """Whatever is not public, as if it had never been there."""
    from wagtail.models import Revision

    from tests import hidden_rounds

    hidden_rounds.remove()
    for model in (Law, Policy):
        model.objects.exclude(slug__in=("act-1", "plan")).delete()
    Profile.objects.filter(live=False).delete()
    for public in (*Law.objects.all(), *Policy.objects.all(), *Profile.objects.all()):
        texts = {f"{name}_{code}": "" for name in public.TEXTS for code in LANGUAGES if code != "es"}
        states = {f"state_{code}": "missing" for code in LANGUAGES if code != "es"}
        type(public).objects.filter(pk=public.pk).update(**texts, **states, has_unpublished_changes=False)
    ProsePage.objects.exclude(slug="open").delete()
    Source.objects.exclude(slug="gazette").delete()
    TopicLabel.objects.filter(kind="hidden").delete()
    for model in (Problem, Upload, Link, Invitation, Revision, ModelLogEntry, Workflow, Task):
        model.objects.all().delete()


def desk(hidden: Hidden, user: User) -> None:
    """What editors and the machine keep for themselves."""
    found = Law.objects.get(slug="act-1")
    Problem.objects.create(
        **hidden.fill(
            Problem, "a reader's report", about="wrong", language="es", kind="law", record_id=found.pk, handled_by=user
        )
    )
    Upload.objects.create(**hidden.fill(Upload, "an upload", sheet="laws", made_by=user))
    Link.objects.create(**hidden.fill(Link, "a link that was tried"))
    IndexEntry.objects.filter(kind="law", record_id=found.pk).update(error=hidden.token("IndexEntry.error"))
    hidden.labels.add(IndexEntry._meta.label)
    kind = ContentType.objects.get_for_model(Law)
    ModelLogEntry.objects.create(
        content_type=kind,
        object_id=str(found.pk),
        label=hidden.token("a log entry"),
        action="wagtail.edit",
        user=user,
        timestamp=timezone.now(),
    )
    workflow = Workflow.objects.create(name=hidden.token("a workflow's name"))
    task = Task.objects.create(name=hidden.token("a task's name"))
    state = WorkflowState.objects.create(
        content_type=kind, base_content_type=kind, object_id=str(found.pk), workflow=workflow, requested_by=user
    )
    TaskState.objects.create(
        workflow_state=state, revision=found.latest_revision, task=task, comment=hidden.token("a reviewer's comment")
    )


def prose(hidden: Hidden, user: User) -> None:
    """In each language: pages that are live, drafts, withdrawn, restricted to a group, and a draft of a live one."""
    loading.load_pages(loading.Path("nowhere"))
    group = Group.objects.create(name="Some")
    for code in LANGUAGES:
        home = HomePage.objects.get(locale=Locale.objects.get(language_code=code))
        _page(home, "open", hidden.public(f"a page ({code})"), intro="Todos")
        draft = ProsePage.objects.get(slug="open", locale=home.locale)
        draft.title, draft.intro = hidden.token(f"a pending title ({code})"), hidden.token(f"a pending intro ({code})")
        draft.save_revision(user=user)
        promise = HomePage.objects.get(pk=home.pk)
        promise.promise = hidden.token(f"the pending promise of the home page ({code})")
        promise.save_revision(user=user)
        for slug in ("draft", "restricted"):
            page = _page(home, slug, hidden.token(f"the title of a page that is {slug} ({code})"), live=slug != "draft",
                         intro=hidden.token(f"the intro of a page that is {slug} ({code})"))  # fmt: skip
            if slug == "restricted":
                PageViewRestriction.objects.create(page=page, restriction_type="groups").groups.set([group])
                _page(page, "below", hidden.token(f"a page below a restricted one ({code})"))
    hidden.labels |= {HomePage._meta.label, ProsePage._meta.label}


def _page(parent: Any, slug: str, title: str, **fields: Any) -> ProsePage:
    page = ProsePage(title=title, slug=slug, locale=parent.locale, **fields)
    parent.add_child(instance=page)
    return page
