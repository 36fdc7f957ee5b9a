"""Archives of files, unpacked inside the sandbox with limits counted while inflating (reliability rule 10). No Django."""

import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

MEMBERS = 2_000
INFLATED_BYTES = 200 * 2**20
RATIO = 100
_CHUNK = 2**18
_DAMAGE = (
    tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError,
    NotImplementedError,
)  # fmt: skip


class ArchiveRefused(Exception):
    """`reason` is for a person to read."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def looks_like_archive(head: bytes) -> bool:
    """By content: zip, tar, or tar inside gzip, bzip2 or xz."""
    packed = head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"))
    return packed or head[257:262] == b"ustar"


class _Meter:
    """Counts what comes out, whatever the archive says of its sizes."""

    def __init__(self, packed: int):
        self.limit = min(INFLATED_BYTES, max(packed, 1024) * RATIO)
        self.inflated = self.members = 0

    def member(self) -> None:
        self.members += 1
        if self.members > MEMBERS:
            raise ArchiveRefused(f"the archive has more than {MEMBERS:,} members")

    def read(self, stream: IO[bytes]) -> bytes:
        chunks = []
        while chunk := stream.read(_CHUNK):
            self.inflated += len(chunk)
            if self.inflated > self.limit:
                raise ArchiveRefused(
                    f"the archive inflates to more than {min(INFLATED_BYTES, self.limit) // 2**20} MB "
                    f"or {RATIO} times its size"
                )
            chunks.append(chunk)
        return b"".join(chunks)


def unpack(data: bytes, name: str) -> Iterator[tuple[dict[str, Any], bytes]]:
    """A job for the sandbox: one frame a regular file, with its name inside the archive."""
    meter = _Meter(len(data))
    try:
        yield from _zip(data, meter) if data.startswith(b"PK") else _tar(data, meter)
    except _DAMAGE as error:
        raise ArchiveRefused(f"the archive is damaged or not what it says: {error}") from None
    except (RuntimeError, KeyError) as error:  # encrypted members, lying directories
        raise ArchiveRefused(f"the archive cannot be opened: {error}") from None


def _zip(data: bytes, meter: _Meter) -> Iterator[tuple[dict[str, Any], bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            meter.member()
            if not entry.is_dir():
                with archive.open(entry) as stream:
                    yield {"name": entry.filename}, meter.read(stream)


def _tar(data: bytes, meter: _Meter) -> Iterator[tuple[dict[str, Any], bytes]]:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:*") as archive:
        for entry in archive:
            meter.member()
            # Links and devices are left out: an archive of laws has none that is honest.
            if entry.isfile() and (stream := archive.extractfile(entry)):
                yield {"name": entry.name}, meter.read(stream)
