"""The production engine, version 8 or 9. Needs nothing on the server but its core."""

import re
import time
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.dsl import A, Search

from search.backends import EngineDown, RawHit, RawResults
from search.backends.canonical import canonical
from search.backends.elasticsearch_query import compiled, mapping, units
from search.backends.elasticsearch_target import ElasticsearchTarget, engine
from search.backends.fields import TEXT_FIELDS, clean_term
from search.backends.names import KEEP, made, new_name
from search.nodes import Node

# The server answers with 65,536 buckets at most (search.max_buckets).
MAX_BUCKETS = 65_000
MAX_HITS = 10_000
# Terms looked at for one prefix.
MAX_TERMS = 10_000

_SETTINGS = {
    "number_of_shards": 1,
    "number_of_replicas": 0,
    # Only a commit makes writes visible.
    "refresh_interval": "-1",
}
_ANSWER = "timed_out,hits.hits._score,hits.hits.fields,aggregations.buckets.buckets"


class ElasticsearchBackend:
    """`prefix` is the alias of the live index and begins the name of each; `timeout` and `write_timeout` in seconds."""

    name = "elasticsearch"

    def __init__(self, url: str, prefix: str = "kb", timeout: float = 1.0, write_timeout: float = 60):
        self.url, self.prefix, self._timeout = url, prefix, timeout
        self._reading = Elasticsearch(url, request_timeout=timeout, max_retries=0, retry_on_timeout=False)
        self._writing = self._reading.options(request_timeout=write_timeout)

    def search(self, node: Node, *, limit: int, buckets: bool = True) -> RawResults:
        node = canonical(node)
        search = Search().query(compiled(node)).sort("_score", "key").source(False)
        # Two columns read for a hit are cheaper than its stored id.
        search = search.extra(stored_fields="_none_", docvalue_fields=["key", "record"], track_total_hits=False)
        search = search.extra(size=min(max(limit, 0), MAX_HITS), timeout=f"{int(self._timeout * 1000)}ms")
        if buckets:
            search.aggs.bucket("buckets", A("terms", field="bucket", size=MAX_BUCKETS))
        with engine():
            answer = self._reading.search(index=self.prefix, body=search.to_dict(), filter_path=_ANSWER)
        if answer.get("timed_out"):
            raise EngineDown("elasticsearch: the search took too long")
        hits = [_hit(hit) for hit in answer.get("hits", {}).get("hits", ())]
        counts = answer.get("aggregations", {}).get("buckets", {}).get("buckets", ())
        return RawResults(hits, {bucket["key"]: bucket["doc_count"] for bucket in counts})

    def vocabulary(self, field: str, prefix: str, limit: int = 50) -> list[str]:
        if field not in TEXT_FIELDS:
            raise ValueError(f"not a text field: {field}")
        if not (begins := clean_term(prefix)):
            return []
        with engine():
            terms = self._beginning(field, begins)
            counts = self._frequencies(field, terms) if len(terms) > 1 else {}
        return sorted(terms, key=lambda term: (-counts.get(term, 0), term))[:limit]

    def live(self) -> ElasticsearchTarget:
        with engine():
            name = self._live(self._writing) or self._create({self.prefix: {}})
            if problem := self._problem(self._writing, name):
                raise EngineDown(problem)
        return ElasticsearchTarget(self._writing, name, self.prefix, live=True)

    def build(self) -> ElasticsearchTarget:
        with engine():
            name = self._create({})
        return ElasticsearchTarget(self._writing, name, self.prefix, live=False)

    def swap(self, target: ElasticsearchTarget) -> None:
        """The alias moves, and the old index is marked retired by another alias, in one call."""
        with engine():
            actions: list[dict[str, Any]] = [{"add": {"index": target.name, "alias": self.prefix}}]
            old = self._live(self._writing)
            if old and old != target.name:
                retired = f"{self._retired}{int(time.time())}"
                actions += [
                    {"remove": {"index": old, "alias": self.prefix, "must_exist": True}},
                    {"add": {"index": old, "alias": retired}},
                ]
            self._writing.indices.update_aliases(actions=actions)
        target.follow()

    def clean(self, keep: float = KEEP) -> list[str]:
        now = time.time()
        with engine():
            since = {name: self._since(name, aliases) for name, aliases in self._indexes().items()}
            removed = [name for name, moment in since.items() if moment is not None and now - moment > keep]
            for name in removed:
                self._writing.indices.delete(index=name, ignore_unavailable=True)
        return sorted(removed)

    def remove_all(self) -> None:
        """Every index of this prefix, the live one too: for measurements and tests."""
        with engine():
            for name in self._indexes():
                self._writing.indices.delete(index=name, ignore_unavailable=True)

    def status(self) -> dict[str, object]:
        with engine():
            name = self._live(self._reading) or ""
            version = self._reading.info()["version"]["number"]
            about = {"name": self.name, "version": version, "index": name, "documents": 0, "bytes": 0}
            if not name:
                return about
            if problem := self._problem(self._reading, name):
                # An index that cannot be written is none: so a rebuild goes on without it.
                return about | {"index": "", "problem": problem}
            stats = self._reading.indices.stats(index=name, metric="store")
            count = self._reading.count(index=name, query=units().to_dict())["count"]
            return about | {"documents": count, "bytes": stats["_all"]["total"]["store"]["size_in_bytes"]}

    @property
    def _retired(self) -> str:
        return f"{self.prefix}-retired-"

    def _create(self, aliases: dict[str, Any]) -> str:
        name = f"{self.prefix}-{new_name(time.time())}"
        self._writing.indices.create(index=name, settings=_SETTINGS, mappings=mapping(), aliases=aliases)
        return name

    def _live(self, client: Elasticsearch) -> str | None:
        try:
            return next(iter(client.indices.get_alias(name=self.prefix)))
        except NotFoundError:
            return None

    def _problem(self, client: Elasticsearch, name: str) -> str:
        """Why an index cannot be written, or ""."""
        made_with = client.indices.get_mapping(index=name)[name]["mappings"].get("_meta", {}).get("fields")
        same = made_with == mapping()["_meta"]["fields"]
        return "" if same else "elasticsearch: the index was made by another version of the code; rebuild it"

    def _indexes(self) -> dict[str, list[str]]:
        """Every index of ours with its aliases; one whose prefix merely begins like ours is another's."""
        found = self._writing.indices.get_alias(index=f"{self.prefix}-*", ignore_unavailable=True)
        return {name: list(about["aliases"]) for name, about in found.items() if self._made(name) is not None}

    def _made(self, name: str) -> float | None:
        return made(name.removeprefix(f"{self.prefix}-"))

    def _since(self, name: str, aliases: list[str]) -> float | None:
        """Since when an index is of no use: retired, or made and never live. None: it is the live one."""
        if self.prefix in aliases:
            return None
        retired = [float(alias.removeprefix(self._retired)) for alias in aliases if alias.startswith(self._retired)]
        return max(retired, default=self._made(name))

    def _beginning(self, field: str, prefix: str) -> list[str]:
        """Terms that begin so, from how the server itself spells out a query for them: it reads its list of terms,
        not the documents. (The API made for this is not in the server's core.)"""
        query = {"prefix": {field: {"value": prefix, "rewrite": f"top_terms_{MAX_TERMS}"}}}
        answer = self._reading.indices.validate_query(index=self.prefix, query=query, rewrite=True)
        spelled = " ".join(item.get("explanation", "") for item in answer["explanations"])
        terms = re.findall(rf"\b{field}:([^\s()]+)", spelled)
        return [term for term in terms if not term.endswith("*")]

    def _frequencies(self, field: str, terms: list[str]) -> dict[str, int]:
        """Documents that have each term: the statistics of an imagined document made of them."""
        answer = self._reading.termvectors(
            index=self.prefix, doc={field: " ".join(terms)}, fields=[field], term_statistics=True,
            field_statistics=False, positions=False, offsets=False, payloads=False,
        )  # fmt: skip
        found = answer["term_vectors"].get(field, {}).get("terms", {})
        return {term: about.get("doc_freq", 0) for term, about in found.items()}


def _hit(hit: dict[str, Any]) -> RawHit:
    (key,), (record,) = hit["fields"]["key"], hit["fields"]["record"]
    kind, _, pk = key.rpartition(":")
    return RawHit(kind, int(pk), record, hit["_score"])
