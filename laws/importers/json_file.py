"""JSON as registers serve it: bytes of unknown encoding, one object on top."""

import json
from typing import Any

from laws.importers import html
from laws.parsed import Refusal


def load(data: bytes) -> tuple[dict[str, Any], str]:
    """The object and the decoded text; raises Refusal with the line where the JSON breaks off or is wrong."""
    text = _decode(data)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        broken = "truncated" if error.pos >= len(text.rstrip()) or "Unterminated" in error.msg else "malformed"
        raise Refusal(f"{broken} JSON: {error.msg}", error.lineno) from error
    except (RecursionError, ValueError) as error:  # nested too deep; a number of thousands of digits
        raise Refusal(f"malformed JSON: {error}") from error
    if not isinstance(value, dict):
        raise Refusal(f"JSON without an object on top (a {type(value).__name__})")
    return value, text


def _decode(data: bytes) -> str:
    """UTF-8 or UTF-16 by their marks, UTF-8 where the bytes allow it, else windows-1252 (ISO-8859-1 included)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return html.decode(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def string(record: dict[str, Any], key: str) -> str:
    """The value as text without blanks around it; "" for what is missing, null or no plain value."""
    value = record.get(key)
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""
