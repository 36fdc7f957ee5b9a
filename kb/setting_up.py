"""The steps of `manage.py quickstart`. Each may be run again: it says what was already there."""

import secrets
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import (
    GroupApprovalTask,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from accounts import roles
from countries import example
from countries.loading import load_bodies, load_jurisdictions
from indicators import sample as indicator_sample
from indicators.loading import load_register
from kb import messages
from laws import sample
from laws.importing import totals
from pages.loading import load_pages
from records import rows, sheets
from records.loading import load_definitions, load_sheets, load_sources
from records.locks import Busy, writer_lock
from records.thesaurus import load_thesaurus
from rounds.loading import load_participation, load_training
from search import engine, writing
from search.backends import EngineDown

Progress = Callable[[int, int], None]
SAMPLE_FILES = (
    "members.csv",
    "demonyms.csv",
    "thesaurus.csv",
    "law_aliases.csv",
    "jurisdictions.csv",
    "body_statuses.csv",
    "indicators",
    "records",
    "pages",
    "model_act",
)
_WELCOME = "Welcome to your new Wagtail site!"
REVIEW = "Review"
LOCK_SECONDS = 30.0


class Stopped(Exception):
    """Setting up cannot go on; the message says what is missing and the command that mends it."""


def check_machine() -> str:
    """The data directory can be written and the sample data is there."""
    directory = Path(settings.DATA_DIR)
    try:
        directory.mkdir(parents=True, exist_ok=True)
        probe = directory / f".probe-{secrets.token_hex(4)}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Stopped(
            f"The data directory {directory} cannot be written ({error}): set DATA_DIR to one that can."
        ) from None
    absent = [name for name in SAMPLE_FILES if not (settings.SAMPLE_DIR / name).exists()]
    if absent:
        raise Stopped(f"Missing from {settings.SAMPLE_DIR}: {', '.join(absent)}. Bring them back: git checkout -- data")
    return f"data directory {directory}"


def migrate() -> str:
    """Tables of all apps."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not plan:
        return "database up to date"
    call_command("migrate", interactive=False, verbosity=0)
    return f"database ready, {len(plan)} migrations applied"


def compile_messages() -> str:
    """Catalogues of the four languages."""
    written = messages.compile_all()
    return f"{len(written)} message catalogues compiled" if written else "message catalogues up to date"


def collect_static() -> str:
    """Files that the web process serves by itself."""
    call_command("collectstatic", interactive=False, verbosity=0)
    return "static files collected"


def site() -> str:
    """Wagtail's locales, and a site where Wagtail's own default still stands."""
    added = [code for code, _ in settings.LANGUAGES if Locale.objects.get_or_create(language_code=code)[1]]
    changed = bool(added)
    default = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if default is None:
        root = Page.get_first_root_node()
        home = root.get_children().first() or root.add_child(
            instance=Page(title=settings.WAGTAIL_SITE_NAME, slug="home")
        )
        default = Site(hostname="localhost", port=80, root_page=home, is_default_site=True)
    if (default.hostname, default.port) == ("localhost", 80):
        default.port, default.site_name = 8000, settings.WAGTAIL_SITE_NAME
        default.save()
        changed = True
    # Wagtail's page of welcome is all that stands there: give it the site's own name.
    Page.objects.filter(pk=default.root_page_id, title=_WELCOME).update(
        title=settings.WAGTAIL_SITE_NAME, draft_title=settings.WAGTAIL_SITE_NAME
    )
    editors()
    review()
    return "site and languages set up" if changed else "site and languages already there"


def editors() -> None:
    """The rights of each role, and who has them."""
    roles.apply()


def review() -> None:
    """What editors submit, reviewers approve: one workflow for records and pages, in place of Wagtail's own."""
    workflow, made = Workflow.objects.get_or_create(name=REVIEW)
    if not made:
        return
    task = GroupApprovalTask.objects.create(name=REVIEW)
    task.groups.set(Group.objects.filter(name__in=("Reviewers", "Secretariat")))
    WorkflowTask.objects.create(workflow=workflow, task=task)
    for sheet in sheets.every():
        content_type = ContentType.objects.get_for_model(sheet.model)
        WorkflowContentType.objects.get_or_create(content_type=content_type, defaults={"workflow": workflow})
    root = Page.get_first_root_node()
    if root:
        WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})


def reference_data() -> str:
    """Jurisdictions and the thesaurus."""
    jurisdictions = load_jurisdictions(settings.SAMPLE_DIR) + load_bodies(settings.SAMPLE_DIR)
    topics = load_thesaurus(settings.SAMPLE_DIR / "thesaurus.csv")
    load_definitions(settings.SAMPLE_DIR / "topic_definitions.csv")
    load_register(settings.SAMPLE_DIR / "indicators")
    load_participation(settings.SAMPLE_DIR / "indicators")
    load_training(settings.SAMPLE_DIR / "indicators")
    if not (jurisdictions or topics):
        return "jurisdictions and topics already there"
    return f"{jurisdictions} jurisdictions and statuses and {topics} topics added"


def figures() -> str:
    """Figures that ship: one vintage of each dataset that has none."""
    loaded = indicator_sample.load(settings.SAMPLE_DIR / "indicators")
    return f"figures of {loaded} datasets added" if loaded else "figures already there"


def records() -> str:
    """Laws, policies and country profiles that ship, through the same sheets that editors bring."""
    directory = settings.SAMPLE_DIR / "records"
    load_sources(sorted(directory.glob("sources-*.csv")))
    paths = [path for name in ("laws", "policies", "profiles") for path in sorted(directory.glob(f"{name}*.csv"))]
    plans, written = load_sheets(paths)
    refused = [
        f"{path.name}, line {change.line}: {' '.join(message for _, message in change.problems)}"
        for path, plan in zip(paths, plans, strict=True)
        for change in plan.changes
        if change.outcome == "refused"
    ] + [f"{path.name}: {plan.refused}" for path, plan in zip(paths, plans, strict=True) if plan.refused]
    if refused:
        raise Stopped("Records that ship were refused: " + "; ".join(refused[:5]))
    sample.apply_aliases(settings.SAMPLE_DIR / "law_aliases.csv")
    if written:
        rows.count()
    return f"{written} records of laws, policies and countries written" if written else "records already there"


def prose() -> str:
    """Home, about, methodology, coverage and help in four languages."""
    made = load_pages(settings.SAMPLE_DIR / "pages")
    return f"{made} pages of prose made" if made else "pages of prose already there"


def model_act() -> str:
    """The invented act, through the importers like every other law."""
    if example.removed():
        return "model act was taken away, and stays away"
    reports = sample.import_model_act(settings.SAMPLE_DIR)
    refused = [f"{report.file}: {report.refused}" for report in reports if report.refused]
    if refused:
        raise Stopped("The model act was refused: " + "; ".join(refused))
    sums = totals(reports)
    sample.apply_aliases(settings.SAMPLE_DIR / "law_aliases.csv")
    changed = sums["new"] + sums["changed"]
    return "model act imported in four languages" if changed else "model act already there"


def index(progress: Progress) -> str:
    """All that is due goes into the search index; an engine that is down gets it later from the worker."""
    try:
        with writer_lock(wait_seconds=LOCK_SECONDS):
            handled = writing.catch_up(engine.backend(), progress)
    except Busy:
        return "search index: another process is writing it just now"
    except EngineDown as error:
        return (
            f"search index: {engine.backend_name()} does not answer ({str(error)[:120]}). The site works without it, less "
            "well; the worker brings the index up when it answers"
        )
    return f"search index brought up ({engine.backend_name()})" if handled else "search index up to date"


def administrator() -> str | None:
    """Makes "admin" where there is no superuser yet; returns the password, to be shown once, or None."""
    users = get_user_model()
    if users._default_manager.filter(is_superuser=True).exists():
        return None
    password = secrets.token_urlsafe(12)
    name = "admin" if not users._default_manager.filter(username="admin").exists() else f"admin-{secrets.token_hex(2)}"
    users._default_manager.create_superuser(username=name, email="", password=password)
    return f"{name} / {password}"
