"""WSGI entry point."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db.backends.signals import connection_created
from django.urls import get_resolver

from kb.garbage import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kb.settings.production")


def _small_cache(connection: Any, **kwargs: Any) -> None:
    """Each thread has a connection of its own, and web processes read: the file is mapped, so that all share what the
    system holds of it, where the large cache of an import would be held by each."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA cache_size=-8192")
            cursor.execute("PRAGMA mmap_size=2147418112")  # SQLite's own upper limit


connection_created.connect(_small_cache, dispatch_uid="web-small-cache")
application = get_wsgi_application()
_ = get_resolver().url_patterns
settle()
