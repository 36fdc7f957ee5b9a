"""The bare engines, for comparison only: their own analysis, one field, no facets, no highlights."""

import json
import os
import time
import urllib.request
from pathlib import Path
from typing import Any, Protocol

import tantivy
from django.conf import settings
from elasticsearch import Elasticsearch, helpers

from search.documents import Document


class Raw(Protocol):
    """Times of the bare engine, in seconds."""

    def build(self, documents: list[Document]) -> float: ...

    def query(self, text: str) -> float: ...

    def remove(self) -> None: ...


def raw_engine(name: str) -> Raw:
    """The bare engine under the backend of that name."""
    return RawElasticsearch() if name == "elasticsearch" else RawTantivy()


def _body(document: Document) -> str:
    parts = (*document.name.values(), *document.heading.values(), *document.text.values())
    return "\n".join(parts)


class RawTantivy:
    """tantivy with its English stemmer on one text field."""

    def build(self, documents: list[Document]) -> float:
        path = Path(settings.DATA_DIR) / "raw-tantivy"
        path.mkdir(exist_ok=True)
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("key", stored=True, tokenizer_name="raw")
        builder.add_text_field("body", tokenizer_name="en_stem")
        started = time.perf_counter()
        self.index = tantivy.Index(builder.build(), path=str(path), reuse=False)
        writer = self.index.writer(heap_size=200_000_000)
        for document in documents:
            writer.add_document(tantivy.Document(key=document.key, body=_body(document)))
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        return time.perf_counter() - started

    def query(self, text: str) -> float:
        searcher = self.index.searcher()
        started = time.perf_counter()
        searcher.search(self.index.parse_query_lenient(text, ["body"])[0], 20)
        return time.perf_counter() - started

    def remove(self) -> None:
        return None


class RawElasticsearch:
    """Elasticsearch with its English analyzer on one text field."""

    def __init__(self) -> None:
        self.client = Elasticsearch(settings.SEARCH["url"], request_timeout=120)
        self.name = f"kb-raw-{os.getpid()}"

    def build(self, documents: list[Document]) -> float:
        properties = {"key": {"type": "keyword"}, "body": {"type": "text", "analyzer": "english"}}
        started = time.perf_counter()
        self.client.indices.create(
            index=self.name,
            settings={"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"},
            mappings={"properties": properties},
        )
        actions: Any = ({"_index": self.name, "_source": {"key": d.key, "body": _body(d)}} for d in documents)
        helpers.bulk(self.client, actions, chunk_size=1000)
        self.client.indices.refresh(index=self.name)
        return time.perf_counter() - started

    def query(self, text: str) -> float:
        body = {"query": {"match": {"body": text}}, "size": 20, "_source": False, "docvalue_fields": ["key"]}
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
