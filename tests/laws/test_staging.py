"""From paths to parsed laws: found in order, read in the sandbox, refused with a reason."""

import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from laws import staging
from laws.staging import Hint, Staged, read_manifest, stage

HEAD = '---\ntitle: "Norma {number}"\njurisdiction: exa\ntype: act\nnative_type: Norma\nnumber: "{number}"\nlanguage: es\n---\n\n'


def write(
    path: Path, number: int = 1, body: str = "##### Artículo 1\n\nLa bruma es de todos.\n", head: str = HEAD
) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head.format(number=number) + body, encoding="utf-8")
    return path


def read(*paths: Path, **options: object) -> list[Staged]:
    return list(stage(list(paths), **options))  # type: ignore[arg-type]


def test_a_folder_is_read_whole_in_the_order_of_names(tmp_path: Path) -> None:
    for number, name in enumerate(("b/dos.md", "a/uno.md", "c.md", "b/aaa.md")):
        write(tmp_path / name, number)
    write(tmp_path / ".hidden.md")
    (tmp_path / "old.pyc").write_bytes(b"x")
    staged = read(tmp_path)
    assert [file.name for file in staged] == ["uno.md", "aaa.md", "dos.md", "c.md"]
    assert all(file.law and file.law.provisions and not file.refused for file in staged)


def test_one_bad_file_does_not_touch_the_others(tmp_path: Path) -> None:
    write(tmp_path / "1.md", 1)
    (tmp_path / "2.xml").write_text('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    (tmp_path / "3.bin").write_bytes(os.urandom(500))
    (tmp_path / "4.md").write_bytes(b"")
    write(tmp_path / "5.md", 5)
    staged = read(tmp_path)
    assert [bool(file.law) for file in staged] == [True, False, False, False, True]
    assert all(file.refused for file in staged[1:4])


def test_an_answer_of_another_shape_is_a_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Taken(staging.Sandbox):
        def run(self, data: bytes, name: str) -> Iterator[tuple[dict[str, Any], bytes]]:
            yield {}, data

    monkeypatch.setattr(staging, "Sandbox", Taken)
    for number, answer in enumerate((b"{}", b"[]", b"null", b"{", b'{"provisions": 3}', b"\xff")):
        (tmp_path / f"{number}.md").write_bytes(answer)
    assert {file.refused for file in read(tmp_path)} == {"the reader broke on it"}


def test_archives_and_files_come_in_the_order_of_names(tmp_path: Path) -> None:
    for pack in ("1.tar", "3.tar", "4.tar"):
        with tarfile.open(tmp_path / pack, "w") as archive:
            archive.add(write(tmp_path / "files" / "a.md"), "a.md")
            archive.add(write(tmp_path / "files" / "b.md"), "b.md")
    write(tmp_path / "2.md")
    (tmp_path / "5.zip").write_bytes(b"PK\x03\x04 no zip")
    staged = read(tmp_path / "1.tar", tmp_path / "2.md", tmp_path / "gone.tar", tmp_path / "3.tar", tmp_path)
    again = [
        "1.tar/a.md",
        "1.tar/b.md",
        "2.md",
        "3.tar/a.md",
        "3.tar/b.md",
        "4.tar/a.md",
        "4.tar/b.md",
        "5.zip",
        "a.md",
        "b.md",
    ]
    assert [file.name for file in staged] == [*again[:3], "gone.tar", *again[3:5], *again]
    assert [file.name for file in staged if file.refused] == ["gone.tar", "5.zip"]


def test_what_is_not_there_is_refused_by_name(tmp_path: Path) -> None:
    [only] = read(tmp_path / "nowhere.md")
    assert (only.name, only.refused) == ("nowhere.md", "there is no such file or folder")


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert read(tmp_path) == []


def test_a_file_that_is_too_large_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staging, "MAX_FILE_BYTES", 100)
    [only] = read(write(tmp_path / "1.md"))
    assert only.refused and "larger than" in only.refused and only.data == b""


def test_what_is_known_by_name_and_hash_is_not_read(tmp_path: Path) -> None:
    path = write(tmp_path / "1.md")
    [first] = read(path)
    [again] = read(path, known={(first.name, first.sha256)})
    assert (again.law, again.refused, again.sha256) == (None, None, first.sha256)
    [other] = read(write(tmp_path / "2.md", 1), known={(first.name, first.sha256)})
    assert other.law, "the same bytes under another name are another source"


def test_members_of_an_archive_bear_its_name(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "pack.tar.xz", "w:xz") as archive:
        for name in ("b.md", "a.md"):
            archive.add(write(tmp_path / "files" / name), f"deep/{name}")
    staged = read(tmp_path / "pack.tar.xz")
    assert [(file.name, bool(file.law)) for file in staged] == [
        ("pack.tar.xz/deep/a.md", True), ("pack.tar.xz/deep/b.md", True),
    ]  # fmt: skip


def test_the_spool_is_gone_afterwards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spool = tmp_path / "spool"
    spool.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(spool))
    with tarfile.open(tmp_path / "pack.tar", "w") as archive:
        archive.add(write(tmp_path / "a.md"), "a.md")
    reading = stage([tmp_path / "pack.tar"])
    assert next(reading).law and list(spool.iterdir())
    reading.close()
    assert not list(spool.iterdir())


def test_hints_fill_what_a_file_leaves_open(tmp_path: Path) -> None:
    silent = HEAD.replace("jurisdiction: exa\n", "")
    path = write(tmp_path / "1.md", head=silent)
    assert read(path)[0].law.jurisdiction == ""  # type: ignore[union-attr]
    assert read(path, jurisdiction="arg")[0].law.jurisdiction == "arg"  # type: ignore[union-attr]
    law = read(path, hints={"1.md": Hint("ury", "Ley de la Bruma", "99/2001")}, jurisdiction="arg")[0].law
    assert law and law.jurisdiction == "ury"
    assert [(alias.text, alias.kind) for alias in law.aliases][-2:] == [
        ("Ley de la Bruma", "short"),
        ("99/2001", "number"),
    ]


def test_a_stated_jurisdiction_is_not_overruled_by_the_option_for_silent_files(tmp_path: Path) -> None:
    assert read(write(tmp_path / "1.md"), jurisdiction="arg")[0].law.jurisdiction == "exa"  # type: ignore[union-attr]


def test_a_manifest_names_files_below_its_root(tmp_path: Path) -> None:
    table = tmp_path / "corpus.tsv"
    table.write_text(
        'a/1.md\tARG\tes\tLey "de" la Bruma\t1/2001\nbroken line\nb.md\tINT\ten\tPact\t\n', encoding="utf-8"
    )
    hints = read_manifest(table, tmp_path)
    assert hints == {
        str(tmp_path / "a/1.md"): Hint("arg", 'Ley "de" la Bruma', "1/2001"),
        str(tmp_path / "b.md"): Hint("int", "Pact", ""),
    }
    write(tmp_path / "a" / "1.md")
    assert read(tmp_path / "a", hints=hints)[0].law.jurisdiction == "arg"  # type: ignore[union-attr]


def test_the_fingerprint_is_of_the_reading_code_only(monkeypatch: pytest.MonkeyPatch) -> None:
    before = staging.parser_fingerprint()
    read_bytes = Path.read_bytes

    def changed(name: str) -> str:
        monkeypatch.setattr(Path, "read_bytes", lambda path: read_bytes(path) + (b"#" if path.name == name else b""))
        staging.parser_fingerprint.cache_clear()
        return staging.parser_fingerprint()

    try:
        for name in ("applying.py", "weaving.py", "importing.py", "pages.py"):
            assert changed(name) == before, "what writes and shows rows does not change what is read"
        for name in ("segmentation.py", "justice_canada.py", "labels.py", "digesting.py", "wire.py"):
            assert changed(name) != before
    finally:
        monkeypatch.undo()
        staging.parser_fingerprint.cache_clear()
