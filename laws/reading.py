"""The sandbox's job for laws: one file in, one parsed law out as JSON. No Django."""

import json
from collections.abc import Iterator
from typing import Any

from laws import importers, wire


def read(data: bytes, name: str) -> Iterator[tuple[dict[str, Any], bytes]]:
    """One frame with the law; raises laws.parsed.Refusal."""
    law = importers.parse(data, name)
    try:
        yield {}, _encoded(law).encode()
    except UnicodeEncodeError:
        # Half a surrogate pair. Digests are of the words as they are sent.
        law = wire.from_json(json.loads(_encoded(law).encode("utf-8", "replace")))
        yield {}, _encoded(law).encode()


def _encoded(law: importers.ParsedLaw) -> str:
    return json.dumps(wire.to_json(law), ensure_ascii=False, separators=(",", ":"))
