"""The bare engines, for comparison only: the same texts and keywords in the same number of fields, analysed by the engine.

Each text goes into a field with the engine's stemmer of its language and, as in our index, into one without stems for
phrases; keywords go in as they are. The query is the plainest one, over one field.
"""

import json
import os
import time
import urllib.request
from pathlib import Path
from typing import Any, Protocol

import tantivy
from django.conf import settings
from elasticsearch import Elasticsearch, helpers

from search.documents import FACETS, FIELD_LANGUAGES, Document

_PARTS = ("name", "heading", "text")
_STEMMERS = {"es": "spanish", "en": "english", "fr": "french", "pt": "portuguese"}
_KEYWORDS = ("key", "record", "bucket", *(f"facet_{name}" for name in FACETS))


class Raw(Protocol):
    """Times of the bare engine, in seconds."""

    def build(self, documents: list[Document]) -> float: ...

    def query(self, text: str) -> float: ...

    def remove(self) -> None: ...


def raw_engine(name: str) -> Raw:
    """The bare engine under the backend of that name."""
    return RawElasticsearch() if name == "elasticsearch" else RawTantivy()


def _fields(document: Document) -> dict[str, list[str]]:
    fields = {"key": [document.key], "record": [document.record], "bucket": [document.bucket]}
    fields |= {f"facet_{name}": list(values) for name, values in document.facets.items()}
    for part in _PARTS:
        for language, text in getattr(document, part).items():
            fields[f"{part}_{language}"] = [text]
            if part != "name":
                fields.setdefault(f"exact_{language}", []).append(text)
    return fields


class RawTantivy:
    """tantivy with its own stemmers."""

    def build(self, documents: list[Document]) -> float:
        path = Path(settings.DATA_DIR) / f"raw-tantivy-{os.getpid()}"
        path.mkdir()
        builder = tantivy.SchemaBuilder()
        for name in _KEYWORDS:
            builder.add_text_field(name, stored=name == "key", fast=True, tokenizer_name="raw", index_option="basic")
        for language in FIELD_LANGUAGES:
            for part in _PARTS:
                builder.add_text_field(f"{part}_{language}", tokenizer_name=f"stems_{language}")
            builder.add_text_field(f"exact_{language}", tokenizer_name="default")
        started = time.perf_counter()
        self.index = tantivy.Index(builder.build(), path=str(path), reuse=False)
        for language in FIELD_LANGUAGES:
            analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase())
            if language in _STEMMERS:
                analyzer = analyzer.filter(tantivy.Filter.stemmer(_STEMMERS[language]))
            self.index.register_tokenizer(f"stems_{language}", analyzer.build())
        writer = self.index.writer(200_000_000, 1)
        for document in documents:
            writer.add_document(tantivy.Document(**_fields(document)))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        return time.perf_counter() - started

    def query(self, text: str) -> float:
        searcher = self.index.searcher()
        started = time.perf_counter()
        searcher.search(self.index.parse_query_lenient(text, ["text_es"])[0], 20)
        return time.perf_counter() - started

    def remove(self) -> None:
        return None


class RawElasticsearch:
    """Elasticsearch splitting at what is no letter; its stemmers are not in every node, so it goes without."""

    def __init__(self) -> None:
        self.client = Elasticsearch(settings.SEARCH["url"], request_timeout=120)
        self.name = f"kb-raw-{os.getpid()}"

    def build(self, documents: list[Document]) -> float:
        texts = [f"{part}_{language}" for part in (*_PARTS, "exact") for language in FIELD_LANGUAGES]
        properties: dict[str, Any] = {name: {"type": "keyword"} for name in _KEYWORDS}
        properties |= {name: {"type": "text", "analyzer": "standard"} for name in texts}
        started = time.perf_counter()
        self.client.indices.create(
            index=self.name,
            settings={"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"},
            mappings={"properties": properties, "_source": {"enabled": False}},
        )
        actions: Any = ({"_index": self.name, "_source": _fields(document)} for document in documents)
        helpers.bulk(self.client, actions, chunk_size=1000)
        self.client.indices.refresh(index=self.name)
        return time.perf_counter() - started

    def query(self, text: str) -> float:
        body = {"query": {"match": {"text_es": text}}, "size": 20, "_source": False, "docvalue_fields": ["key"]}
        request = urllib.request.Request(  # noqa: S310 - the configured engine
            f"{settings.SEARCH['url']}/{self.name}/_search",
            json.dumps(body).encode(), {"Content-Type": "application/json"},
        )  # fmt: skip
        started = time.perf_counter()
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            answer.read()
        return time.perf_counter() - started

    def remove(self) -> None:
        self.client.indices.delete(index=self.name, ignore_unavailable=True)
