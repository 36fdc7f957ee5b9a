"""Engines to test against: tantivy always, Elasticsearch where one runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from search.backends import Backend
from search.backends.elasticsearch_backend import ElasticsearchBackend
from search.backends.tantivy_backend import TantivyBackend
from tests import needs

ENGINES = ["tantivy", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)]


@pytest.fixture(params=ENGINES)
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Backend]:
    """An engine without any index."""
    with fresh(request.param, tmp_path) as engine:
        yield engine


@pytest.fixture(params=ENGINES, scope="module")
def module_backend(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    """The same for tests that read one index together."""
    with fresh(request.param, tmp_path_factory.mktemp("index")) as engine:
        yield engine


@contextmanager
def fresh(engine: str, directory: Path) -> Iterator[Backend]:
    """An engine whose indexes, which are nobody else's, are gone afterwards."""
    if engine == "tantivy":
        yield TantivyBackend(directory / "tantivy")
        return
    # Patient: a busy test machine is not an engine that is down.
    backend = ElasticsearchBackend(needs.elasticsearch_url(), f"kb-test-{uuid4().hex}", timeout=30)
    try:
        yield backend
    finally:
        backend.remove_all()


def again(backend: Backend) -> Backend:
    """The same indexes through another instance, as another process has them."""
    if isinstance(backend, TantivyBackend):
        return TantivyBackend(backend.directory)
    assert isinstance(backend, ElasticsearchBackend)
    return ElasticsearchBackend(backend.url, backend.prefix, timeout=30)
