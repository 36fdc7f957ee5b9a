"""Settings of the test suite: fast hashing, everything under one throw-away data directory."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

# Before base is read, so that every path under the data directory follows.
_data = tempfile.mkdtemp(prefix="kb-test-")
os.environ["DATA_DIR"] = _data
atexit.register(shutil.rmtree, _data, ignore_errors=True)

from kb.settings.base import *  # noqa: E402, F403
from kb.settings.base import SEARCH, STORAGES_PLAIN, WHITENOISE_OFF  # noqa: E402

SECRET_KEY = "only-for-tests"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES_PLAIN
MIDDLEWARE = WHITENOISE_OFF
# Tests name their engine themselves: an ELASTICSEARCH_URL in the environment serves the contract suite only.
SEARCH = {**SEARCH, "url": "", "directory": Path(_data) / "index"}
