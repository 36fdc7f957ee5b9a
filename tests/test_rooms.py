"""The house keeps its order: arrows go down, files stay small, and every address says who may see it."""

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.needs import ROOMS, ROOT

NO_ROOMS = {"core", "common", "lib", "utils", "helpers", "base", "misc"}
RULES = {"public records", "no records", "staff"}
# Whose addresses have rules of their own, with the test or the reason for it.
FOREIGN = {
    "allauth": "login and second factor (tests/accounts); what it adds is listed by name in accounts/urls.py",
    "wagtail.admin": "asks for an account with access to the desk (tests/test_desk.py)",
    "wagtail.contrib": "part of the desk",
    "wagtail.images": "part of the desk",
    "wagtail.sites": "part of the desk",
    "wagtail.snippets": "part of the desk",
    "wagtail.users": "part of the desk",
    "wagtail.locales": "part of the desk",
    "django.contrib.staticfiles": "files of the product",
    "django.views": "Django's own",
}


def sources() -> list[Any]:
    return [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def test_arrows_go_down() -> None:
    command = [str(ROOT / ".venv/bin/lint-imports"), "--no-cache"]
    if not (ROOT / ".venv/bin/lint-imports").exists():
        command = [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as run; run()",
            "--no-cache",
        ]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-3000:]


def test_rooms_have_names_that_say_something() -> None:
    names = {path.name for path in ROOT.iterdir() if path.is_dir()}
    names |= {path.stem if path.is_file() else path.name for room in ROOMS for path in (ROOT / room).rglob("*")}
    settings = {"base"}  # kb/settings/base.py is Django's custom
    assert not names & (NO_ROOMS - settings)


def test_files_stay_under_four_hundred_lines() -> None:
    tests = sorted((ROOT / "tests").rglob("*.py"))
    lengths = {
        str(path.relative_to(ROOT)): path.read_text(encoding="utf-8").count("\n")
        for path in [*sources(), *tests]
        if "migrations" not in path.parts
    }
    assert {name: lines for name, lines in lengths.items() if lines > 400} == {}


def test_no_code_holds_a_path_of_one_machine() -> None:
    pattern = re.compile(r"[\"' ]/(?:work|root|home)/\w")
    tests = sorted((ROOT / "tests").rglob("*.py"))
    found = [path for path in [*sources(), *tests] if pattern.search(path.read_text(encoding="utf-8"))]
    assert found == []


def views(patterns: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every address with the function or class that answers it, unwrapped."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback


def undeclared() -> list[str]:
    """Addresses of ours that do not say their rule; foreign ones that no entry above exempts."""
    found = []
    for route, callback in views(get_resolver().url_patterns):
        module = getattr(callback, "__module__", type(callback).__module__)
        module = getattr(getattr(callback, "view_class", None), "__module__", module)
        rule = getattr(callback, "visibility", None)
        # What stands under admin/ is behind the desk's door, whoever wrote it; but views of ours declare all the same.
        ours = module.partition(".")[0] in ROOMS
        if ours and rule not in RULES:
            found.append(f"{route} → {module}: no rule")
        elif not ours and not any(module.startswith(name) for name in FOREIGN) and not route.startswith("admin/"):
            found.append(f"{route} → {module}: not listed")
    return found


def test_every_address_declares_who_may_see_what() -> None:
    assert undeclared() == []
    assert sum(1 for _ in views(get_resolver().url_patterns)) > 100, "the walk saw the whole site"


def test_an_address_without_a_rule_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def bare() -> None:
        """A view that declares nothing."""

    bare.__module__ = "laws.views"
    from django.urls import path

    monkeypatch.setattr(get_resolver(), "url_patterns", [path("secret/", bare)])
    assert undeclared() == ["secret/ → laws.views: no rule"]


def test_every_operation_of_the_api_is_among_the_addresses_with_its_rule() -> None:
    """Default deny: an operation is not mounted without a rule (tests/kb/test_api.py), and none is mounted elsewhere."""
    from kb import api

    mounted = {
        pattern.name: pattern.callback
        for resolver in get_resolver().url_patterns
        if isinstance(resolver, URLResolver) and str(resolver.pattern) == "api/"
        for pattern in resolver.url_patterns
    }
    functions = dict(api.operations())
    assert set(functions) == set(mounted) - {"home", "docs", "try", "openapi", None}
    for name, function in functions.items():
        assert mounted[name].visibility == function.visibility == "public records", name
    for name in ("home", "docs", "try", "openapi", None):
        assert mounted[name].visibility == "no records"


def test_the_languages_lead_every_public_address() -> None:
    own = {"", "live", "ready", "favicon.ico", "robots.txt"}
    for route, callback in views(get_resolver("kb.urls").url_patterns):
        module = getattr(callback, "__module__", "")
        if module.partition(".")[0] in ("laws", "search"):
            assert route.startswith(("en/", "es/", "fr/", "pt/", "api/", "admin/")), route
        elif module.startswith("kb."):
            assert route in own or route.startswith(("admin/", "api/", "accounts/")), route
