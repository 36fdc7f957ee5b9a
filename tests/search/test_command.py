"""The search as the command line gives it."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from laws import importing
from records.locks import writer_lock
from search import engine, writing
from tests import factories


@pytest.fixture
def site(jurisdictions: Any, settings: Any, tmp_path: Path) -> None:
    """One invented law, indexed."""
    settings.SEARCH = {**settings.SEARCH, "url": "", "directory": tmp_path / "index"}
    parsed = factories.law(factories.article("Artículo 7", "La niebla es de todos.", heading="Niebla"))
    importing.apply(factories.staged(parsed))
    with writer_lock(wait_seconds=10):
        writing.catch_up(engine.backend())


def test_json_has_hits_and_how_the_query_was_read(site: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("search", "art. 7 ley 90001", "--language", "es", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert (answer["step"], answer["understood"]["intent"]) == ("engine", "article")
    assert (answer["hits"][0]["citation"], answer["hits"][0]["label"]) == ("Ley 90.001", "Artículo 7")


def test_a_person_reads_place_title_and_address(site: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("search", "niebla", "--language", "es")
    shown = capsys.readouterr().out
    assert "Artículo 7 · Niebla" in shown and "/es/laws/arg/ley-90001/art-7/" in shown


def test_nothing_found_is_said(site: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("search", "xyzzyx", "--language", "es")
    assert "Nothing was found" in capsys.readouterr().out


def test_a_day_that_is_none_is_refused(site: None) -> None:
    with pytest.raises(CommandError, match="2015-06-01"):
        call_command("search", "niebla", "--at", "yesterday")


def test_without_an_index_the_database_answers(jurisdictions: Any, settings: Any, tmp_path: Path, capsys: Any) -> None:
    settings.SEARCH = {**settings.SEARCH, "url": "", "directory": tmp_path / "none"}
    importing.apply(factories.staged(factories.law(factories.article("Artículo 7", "La niebla es de todos."))))
    call_command("search", "niebla", "--language", "es", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert (answer["step"], len(answer["hits"])) == ("database", 1)
