"""Archives that lie: refused whole, with a reason, before they can hurt."""

import io
import lzma
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from laws import staging
from records import archives
from records.archives import ArchiveRefused, looks_like_archive, unpack

TEXT = b"Articulo 1.- La bruma es de todos.\n"


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(entries: list[tuple[tarfile.TarInfo, bytes]], mode: str = "w:xz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for entry, data in entries:
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def entry(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


def names(data: bytes) -> list[str]:
    return [header["name"] for header, _ in unpack(data, "a")]


def reason(data: bytes) -> str:
    with pytest.raises(ArchiveRefused) as caught:
        list(unpack(data, "a"))
    return caught.value.reason


@pytest.mark.parametrize("mode", ["w:", "w:gz", "w:bz2", "w:xz"])
def test_every_kind_of_tar_opens(mode: str) -> None:
    data = tarred([(entry("uno.md"), TEXT), (entry("dos/tres.md"), TEXT)], mode)
    assert looks_like_archive(data[:512])
    assert [(header["name"], payload) for header, payload in unpack(data, "a")] == [
        ("uno.md", TEXT),
        ("dos/tres.md", TEXT),
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_every_kind_of_zip_opens(method: int) -> None:
    data = zipped({"uno.md": TEXT, "carpeta/": b"", "carpeta/dos.md": TEXT}, method)
    assert looks_like_archive(data[:512])
    assert names(data) == ["uno.md", "carpeta/dos.md"]


def test_texts_are_no_archives() -> None:
    assert not looks_like_archive(TEXT) and not looks_like_archive(b"") and not looks_like_archive(b"<?xml?>" * 100)


def test_a_zip_bomb_is_refused_by_its_ratio_while_inflating() -> None:
    assert "100 times its size" in reason(zipped({"bomb.txt": bytes(30 * 2**20)}))


def test_an_xz_bomb_is_refused_too() -> None:
    assert "100 times its size" in reason(tarred([(entry("bomb.txt"), bytes(60 * 2**20))]))


def test_many_small_bombs_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "INFLATED_BYTES", 10_000)
    monkeypatch.setattr(archives, "RATIO", 10_000)
    assert "inflates to more than" in reason(zipped({f"{number}.md": TEXT * 10 for number in range(100)}))


def test_more_members_than_allowed() -> None:
    whole = {f"{number}.md": b"x" for number in range(archives.MEMBERS)}
    assert len(names(zipped(whole))) == archives.MEMBERS
    assert reason(zipped({**whole, "one-more.md": b"x"})) == "the archive has more than 2,000 members"


def test_directories_and_links_count_as_members_too() -> None:
    links = [(entry(f"{number}", tarfile.SYMTYPE, "/etc/passwd"), b"") for number in range(2_001)]
    assert reason(tarred(links)) == "the archive has more than 2,000 members"


def test_sizes_that_lie_are_counted_not_believed() -> None:
    data = bytearray(zipped({"bomb.txt": bytes(30 * 2**20)}))
    # Both headers say that the member inflates to nine bytes.
    struct.pack_into("<I", data, data.index(b"PK\x03\x04") + 22, 9)
    struct.pack_into("<I", data, data.index(b"PK\x01\x02") + 24, 9)
    try:
        held = sum(len(payload) for _, payload in unpack(bytes(data), "a"))
    except ArchiveRefused:
        return
    assert held <= 9


def test_a_tar_member_longer_than_the_archive_is_refused() -> None:
    info = entry("uno.md")
    info.size = 10_000_000
    assert "damaged" in reason(info.tobuf() + TEXT)


def test_truncated_archives_are_refused() -> None:
    for data in (
        tarred([(entry("uno.md"), TEXT * 5000)]),
        zipped({"uno.md": TEXT * 5000}),
        tarred([(entry("a"), TEXT)], "w:gz"),
    ):
        assert "damaged" in reason(data[: len(data) // 2])


def test_damaged_bytes_inside_are_refused() -> None:
    data = bytearray(zipped({"uno.md": bytes(range(256)) * 400}))
    data[60:90] = b"\xff" * 30
    assert "damaged" in reason(bytes(data))
    data = bytearray(tarred([(entry("uno.md"), bytes(range(256)) * 400)]))
    data[60:90] = b"\xff" * 30
    assert "damaged" in reason(bytes(data))


def test_an_xz_of_something_else_is_refused() -> None:
    assert "damaged" in reason(lzma.compress(b"no tar at all" * 1000))


def test_an_encrypted_member_is_refused() -> None:
    data = bytearray(zipped({"uno.md": TEXT}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    assert "cannot be opened" in reason(bytes(data))


def test_links_and_devices_are_left_out() -> None:
    entries = [
        (entry("link.md", tarfile.SYMTYPE, "/etc/passwd"), b""),
        (entry("hard.md", tarfile.LNKTYPE, "uno.md"), b""),
        (entry("pipe", tarfile.FIFOTYPE), b""),
        (entry("null", tarfile.CHRTYPE), b""),
        (entry("uno.md"), TEXT),
    ]
    assert names(tarred(entries)) == ["uno.md"]


def test_names_that_climb_out_stay_in_the_report_and_touch_no_file(tmp_path: Path) -> None:
    members = {
        "../../fuera.md": TEXT,
        "/etc/dentro.md": TEXT,
        "..\\..\\ventana.md": TEXT,
        "C:\\x\\y.md": TEXT,
    }
    archive = tmp_path / "pack.zip"
    archive.write_bytes(zipped(members))
    spool = tmp_path / "deep" / "spool"
    spool.mkdir(parents=True)
    found = list(staging.find([archive], spool))
    assert {file.path.parent for file in found if isinstance(file, staging.Found)} == {spool}
    shown = sorted(file.name for file in found)
    assert not any(".." in name for name in shown) and "pack.zip/fuera.md" in shown
    assert {path.name for path in tmp_path.iterdir()} == {"pack.zip", "deep"}


def test_a_refused_archive_gives_none_of_its_members(tmp_path: Path) -> None:
    archive = tmp_path / "pack.tar.xz"
    archive.write_bytes(tarred([(entry("uno.md"), TEXT), (entry("bomb.txt"), bytes(60 * 2**20))]))
    [only] = list(staging.find([archive], tmp_path))
    assert isinstance(only, staging.Staged) and only.refused and "100 times" in only.refused


def test_an_archive_inside_an_archive_is_a_file_that_holds_no_law(tmp_path: Path) -> None:
    archive = tmp_path / "pack.zip"
    archive.write_bytes(zipped({"inner.zip": zipped({"uno.md": TEXT})}, zipfile.ZIP_STORED))
    [only] = list(staging.stage([archive]))
    assert only.name == "pack.zip/inner.zip" and only.refused and only.law is None
