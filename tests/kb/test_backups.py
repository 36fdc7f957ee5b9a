"""A folder of backups: objects by their hash, manifests last, and nothing taken that was touched."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from kb import backups
from kb.backups import BadBackup, Folder, Manifest, Stored


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path / "backups")
    with folder.writing():
        pass
    return folder


def manifest(folder: Folder, made_at: str = "2026-01-02T03:04:05Z", **files: bytes) -> Manifest:
    database, _ = folder.store([b"data", b"base"])
    stored = [folder.store([content], path)[0] for path, content in files.items()]
    return Manifest("1", made_at, "sqlite", "3", database, 8, {"laws": ["0001_initial"]}, {"laws_law": 2}, stored)


def rewrite(path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """The manifest changed by somebody who also makes its checksum right."""
    whole = json.loads(path.read_text())
    change(whole["manifest"])
    whole["sha256"] = backups._checksum(whole["manifest"])
    path.write_text(json.dumps(whole))


class TestObjects:
    def test_the_same_content_is_kept_once(self, folder: Folder) -> None:
        first, new = folder.store([b"mist", b"s"], "raw/a")
        again, newer = folder.store([b"mists"], "raw/b")
        assert (new, newer) == (True, False)
        assert first.sha256 == again.sha256 == sha256(b"mists").hexdigest() and again.path == "raw/b"
        assert [path for path in (folder.path / "objects").rglob("*") if path.is_file()] == [
            folder.object(first.sha256)
        ]

    def test_a_file_that_is_held_is_only_read(self, folder: Folder, tmp_path: Path) -> None:
        source = tmp_path / "law.md"
        source.write_bytes(b"mist")
        assert folder.store_file(source, "raw/law.md")[1] is True
        inode = folder.object(sha256(b"mist").hexdigest()).stat().st_ino
        assert folder.store_file(source, "raw/law.md")[1] is False
        assert folder.object(sha256(b"mist").hexdigest()).stat().st_ino == inode

    def test_an_object_that_rotted_is_written_again(self, folder: Folder, tmp_path: Path) -> None:
        stored, _ = folder.store([b"mist"])
        folder.object(stored.sha256).write_bytes(b"must")
        source = tmp_path / "law.md"
        source.write_bytes(b"mist")
        assert folder.store_file(source, "raw/law.md")[1] is True
        folder.check(stored)

    @pytest.mark.parametrize("content", [b"mis", b"must", b"mistier", None])
    def test_what_is_missing_or_altered_is_found(self, folder: Folder, content: bytes | None) -> None:
        stored, _ = folder.store([b"mist"], "raw/a")
        path = folder.object(stored.sha256)
        path.unlink() if content is None else path.write_bytes(content)
        with pytest.raises(BadBackup, match="raw/a"):
            folder.check(stored)

    def test_a_source_that_breaks_off_leaves_nothing(self, folder: Folder) -> None:
        def chunks() -> Any:
            yield b"mist"
            raise OSError("no space left on device")

        with pytest.raises(OSError, match="no space"):
            folder.store(chunks())
        assert [path for path in (folder.path / "objects").rglob("*") if path.is_file()] == []

    def test_one_backup_at_a_time_and_leftovers_go(self, folder: Folder) -> None:
        left = folder.path / "objects" / "0123.part"
        left.write_bytes(b"half")
        with folder.writing():
            assert not left.exists()
            with pytest.raises(BlockingIOError), folder.writing():
                pass


class TestManifest:
    def test_it_reads_back_as_it_was_written(self, folder: Folder) -> None:
        written = manifest(folder, **{"raw/aa/aa": b"one", "media/x y.pdf": b"two"})
        written.erasures = [folder.store([b"key"], "k.key")[0]]
        path = folder.write(written)
        assert path.name == "kb-20260102T030405Z.json" and backups.read(path) == written
        assert folder.write(written).name == "kb-20260102T030405Z-2.json" and len(folder.manifests()) == 2
        assert folder.manifests()[0] == path, "the later one of a second comes later"

    def test_names_that_are_no_text_survive(self, folder: Folder) -> None:
        written = manifest(folder, **{"media/\udce9.txt": b"one"})
        assert backups.read(folder.write(written)).files[0].path == "media/\udce9.txt"

    @pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
    def test_a_truncated_one_is_refused(self, folder: Folder, share: float) -> None:
        path = folder.write(manifest(folder))
        text = path.read_text().rstrip()
        path.write_text(text[: int(share * len(text))])
        with pytest.raises(BadBackup, match="no whole manifest"):
            backups.read(path)

    def test_an_altered_one_is_refused(self, folder: Folder) -> None:
        path = folder.write(manifest(folder))
        path.write_text(path.read_text().replace('"laws_law": 2', '"laws_law": 3'))
        with pytest.raises(BadBackup, match="altered"):
            backups.read(path)

    @pytest.mark.parametrize(
        ("field", "value", "why"),
        [
            ("format", 2, "newer"),
            ("format", None, "format None"),
            ("product", "another", "another product"),
            ("files", [{"path": "raw/a"}], "no whole manifest"),
            ("surprise", 1, "no whole manifest"),
            ("database", {"path": "", "sha256": "../../secret", "bytes": 1}, "hash or size"),
            ("database", {"path": "", "sha256": "a" * 64, "bytes": -1}, "hash or size"),
        ],
    )
    def test_what_is_no_manifest_of_ours_is_refused(self, folder: Folder, field: str, value: Any, why: str) -> None:
        path = folder.write(manifest(folder))
        rewrite(path, lambda content: content.update({field: value}))
        with pytest.raises(BadBackup, match=why):
            backups.read(path)

    @pytest.mark.parametrize(
        "name",
        [
            "../escaped", "/etc/passwd", "raw/../../escaped", "raw//a", "raw/./a", "", ".", "..", "raw\\..\\a", "C:/a",
            "raw/a\x00b", "raw/a\nb", "secret-key", "index/live", "in-use.lock", "erasures/register.jsonl", "backups/x",
            "before-restore-1/kb.sqlite3", ".restoring-1/files", 7,
        ],
    )  # fmt: skip
    def test_a_path_that_leaves_the_folder_is_refused(self, folder: Folder, name: Any) -> None:
        path = folder.write(manifest(folder, **{"raw/a": b"x"}))
        rewrite(path, lambda content: content["files"][0].update(path=name))
        with pytest.raises(BadBackup, match="where none may be"):
            backups.read(path)

    def test_one_name_twice_is_refused(self, folder: Folder) -> None:
        path = folder.write(manifest(folder, **{"raw/a": b"x"}))
        rewrite(path, lambda content: content["files"].append(content["files"][0]))
        with pytest.raises(BadBackup, match="where none may be"):
            backups.read(path)


class TestPruning:
    def test_old_backups_go_with_what_only_they_needed(self, folder: Folder) -> None:
        for day in range(1, 5):
            folder.write(manifest(folder, f"2026-01-0{day}T00:00:00Z", **{"raw/a": b"same", "raw/b": b"%d" % day}))
        assert folder.prune(2) == (2, 2)
        left = folder.manifests()
        assert [path.stem for path in left] == ["kb-20260103T000000Z", "kb-20260104T000000Z"]
        for path in left:
            for item in backups.read(path).objects():
                folder.check(item)
        objects = [path for path in (folder.path / "objects").rglob("*") if path.is_file()]
        assert len(objects) == 4, "the database, what all share, and one of each that is left"

    def test_with_fewer_than_that_nothing_goes(self, folder: Folder) -> None:
        folder.write(manifest(folder))
        assert folder.prune(5) == (0, 0) and len(folder.manifests()) == 1

    def test_a_broken_manifest_stops_it_before_anything_goes(self, folder: Folder) -> None:
        for day in range(1, 4):
            folder.write(manifest(folder, f"2026-01-0{day}T00:00:00Z", **{"raw/b": b"%d" % day}))
        folder.manifests()[-1].write_text("{")
        with pytest.raises(BadBackup):
            folder.prune(1)
        assert len(folder.manifests()) == 3


def test_what_of_a_data_directory_is_kept(tmp_path: Path) -> None:
    kept = ["media/a/b.png", "raw/aa/aa", "uploads/sheet.xlsx", "notes.txt"]
    left_out = [
        "kb.sqlite3", "kb.sqlite3-wal", "kb.sqlite3-shm", "index/live/x", "static/x.css", "secret-key", "index.lock",
        "in-use.lock", "backups/kb-1.json", "erasures/a.key", "before-restore-1/raw/x", "raw/aa/bb.part", "x.part",
        ".probe-1", ".restoring-1/files/a", "last-backup.json", "restore-unfinished",
    ]  # fmt: skip
    for name in [*kept, *left_out]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    found = [path.relative_to(tmp_path).as_posix() for path in backups.contents(tmp_path, "kb.sqlite3")]
    assert sorted(found) == sorted(kept)
    assert list(backups.contents(tmp_path / "nowhere", "")) == []


def test_the_last_backup_is_told_with_its_age(tmp_path: Path) -> None:
    assert backups.last(tmp_path) is None
    backups.note_last(tmp_path, tmp_path / "kb-1.json", 5, backups.now())
    told = backups.last(tmp_path)
    assert told and told["bytes"] == 5 and 0 <= told["age_s"] < 60 and told["archive"].endswith("kb-1.json")
    (tmp_path / "last-backup.json").write_text("{")
    assert backups.last(tmp_path) is None


def test_an_object_is_counted_once(folder: Folder) -> None:
    written = manifest(folder, **{"raw/a": b"same", "raw/b": b"same"})
    assert len(written.objects()) == 2 and written.bytes == 12
    assert Stored("raw/b", written.files[0].sha256, 4) in written.files
