"""Which version of the program made what is kept: a digest of the files that take part in it."""

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from django.conf import settings


def digest_of(files: Iterable[Path]) -> str:
    """Of these files, in the order of their names, and of the pinned libraries; what is missing is left out."""
    digest = sha256()
    for path in sorted({*files, settings.BASE_DIR / "constraints.txt"}):
        if path.exists():
            digest.update(path.read_bytes())
    return digest.hexdigest()
