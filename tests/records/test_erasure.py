"""The register of erased persons: entered first, keyed, merged, and done again after a restore."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from records import erasure

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[int, str]:
    """An invented room that holds persons by their key."""
    settings.DATA_DIR = tmp_path
    rows = {1: "Ana", 2: "Leo", 3: "Eva"}

    def identities() -> Iterator[tuple[int, str]]:
        return ((pk, f"row-{pk}") for pk in rows)

    def erase(pk: int) -> bool:
        changed = rows[pk] != ""
        rows[pk] = ""
        return changed

    monkeypatch.setattr(erasure, "_subjects", {})
    erasure.register(erasure.Subject("person", identities, erase))
    return rows


def register(path: Path) -> list[str]:
    return (path / "erasures" / "register.jsonl").read_text().splitlines()


def test_a_person_is_erased_and_entered(people: dict[int, str], tmp_path: Path) -> None:
    assert erasure.erase("person", 2) is True
    assert people == {1: "Ana", 2: "", 3: "Eva"}
    [line] = register(tmp_path)
    entry = json.loads(line)
    assert entry.keys() == {"at", "kind", "key", "hash"} and len(entry["hash"]) == 64
    assert "Leo" not in line and "row-2" not in line


def test_whoever_comes_back_is_erased_again(people: dict[int, str]) -> None:
    erasure.erase("person", 2)
    assert erasure.reapply() == 0, "nobody has come back"
    people[2] = "Leo"
    assert erasure.reapply() == 1
    assert people == {1: "Ana", 2: "", 3: "Eva"}


def test_an_erasure_that_was_broken_off_is_done_by_the_next_restore(people: dict[int, str]) -> None:
    subject = erasure._subjects["person"]

    def killed(pk: int) -> bool:
        raise KeyboardInterrupt

    erasure.register(erasure.Subject("person", subject.identities, killed))
    with pytest.raises(KeyboardInterrupt):
        erasure.erase("person", 3)
    assert people[3] == "Eva"
    erasure.register(subject)
    assert erasure.reapply() == 1 and people[3] == ""


def test_who_is_not_there_is_not_entered(people: dict[int, str], tmp_path: Path) -> None:
    assert erasure.erase("person", 9) is False
    assert not (tmp_path / "erasures" / "register.jsonl").exists()
    with pytest.raises(KeyError):
        erasure.erase("ghost", 1)


def test_a_register_of_another_key_is_merged(people: dict[int, str], settings: Any, tmp_path: Path) -> None:
    erasure.erase("person", 1)
    settings.DATA_DIR = tmp_path / "new machine"
    erasure.erase("person", 2)
    erasure.merge(tmp_path / "erasures")
    erasure.merge(tmp_path / "erasures")
    assert len(register(tmp_path / "new machine")) == 2, "merging again adds nothing"
    assert len(list((tmp_path / "new machine" / "erasures").glob("*.key"))) == 2
    people.update({1: "Ana", 2: "Leo"})
    assert erasure.reapply() == 2 and people == {1: "", 2: "", 3: "Eva"}


def test_a_line_cut_short_by_a_kill_harms_no_other(people: dict[int, str], tmp_path: Path) -> None:
    erasure.erase("person", 1)
    path = tmp_path / "erasures" / "register.jsonl"
    path.write_text(path.read_text() + '{"at": "2026-01-01", "ki')
    erasure.erase("person", 2)
    people.update({1: "Ana", 2: "Leo"})
    assert erasure.reapply() == 2 and people[3] == "Eva"


def test_the_key_is_readable_by_its_owner_only(people: dict[int, str], tmp_path: Path) -> None:
    erasure.erase("person", 1)
    [key] = (tmp_path / "erasures").glob("*.key")
    assert key.stat().st_mode & 0o077 == 0 and len(key.read_bytes()) == 64
