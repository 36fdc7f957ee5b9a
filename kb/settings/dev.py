"""One machine, nothing configured: SQLite, tantivy, a secret key kept in the data directory."""

import secrets

from kb.settings.base import *  # noqa: F403
from kb.settings.base import DATA_DIR, SECRET_KEY, STORAGES_PLAIN, env

DEBUG = env.bool("DEBUG", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
STORAGES = STORAGES_PLAIN

if not SECRET_KEY:
    _key_file = DATA_DIR / "secret-key"
    if not _key_file.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        _key_file.touch(mode=0o600)
        _key_file.write_text(secrets.token_urlsafe(50))
    SECRET_KEY = _key_file.read_text()
