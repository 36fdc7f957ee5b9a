"""The sandbox's job for laws: one file in, one parsed law out as JSON. No Django."""

import json
from collections.abc import Iterator
from typing import Any

from laws import importers, parsed


def read(data: bytes, name: str) -> Iterator[tuple[dict[str, Any], bytes]]:
    """One frame with the law; raises laws.parsed.Refusal."""
    law = importers.parse(data, name)
    yield {}, json.dumps(parsed.to_json(law), ensure_ascii=False).encode("utf-8", "replace")
