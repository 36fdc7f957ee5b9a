"""One machine, nothing configured: SQLite, tantivy, a secret key kept in the data directory."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from kb.settings.base import *  # noqa: F403
from kb.settings.base import DATA_DIR, SECRET_KEY, STORAGES_PLAIN, env

DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
STORAGES = STORAGES_PLAIN


def _kept_key(path: Path) -> str:
    """Made once; whole or not there, so that two processes that start together agree on it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{os.getpid()}")
        part.touch(mode=0o600)
        part.write_text(secrets.token_urlsafe(50))
        with suppress(FileExistsError):
            os.link(part, path)
        part.unlink()
    return path.read_text()


if not SECRET_KEY:
    try:
        SECRET_KEY = _kept_key(DATA_DIR / "secret-key")
    except OSError as error:
        raise SystemExit(
            f"The data directory {DATA_DIR} cannot be used ({error}): set DATA_DIR to one that can."
        ) from None
