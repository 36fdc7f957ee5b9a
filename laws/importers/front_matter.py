"""Front matter of Markdown files: the small part of YAML that the statute repositories write, read with patience."""

import html
import re
from dataclasses import dataclass, field

_KEY = re.compile(r"([A-Za-z_][A-Za-z0-9_]{0,40}):(?:\s+(.*))?$")
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "/": "/"}
_LIMIT = 2000  # lines; a longer head is no front matter


@dataclass(slots=True)
class FrontMatter:
    """values: keys as written, text with quotes, folding and HTML entities undone. body: 0-based line where the text begins."""

    values: dict[str, str] = field(default_factory=dict)
    body: int = 0

    def first(self, *keys: str) -> str:
        """The first of these keys that has a value, or ""."""
        return next((self.values[key] for key in keys if self.values.get(key)), "")


def read(lines: list[str]) -> FrontMatter:
    """Front matter at the head of the lines, or an empty one when they do not begin with "---"."""
    result = FrontMatter()
    if not lines or lines[0].strip() != "---":
        return result
    end = next((index for index, line in enumerate(lines[1:_LIMIT], 1) if line.strip() in {"---", "..."}), None)
    if end is None:
        return result
    result.body = end + 1
    key, style = "", ""
    parts: list[str] = []
    for line in lines[1:end]:
        match = _KEY.match(line)
        if match and not line[:1].isspace():
            _store(result.values, key, parts, style)
            key, value = match.group(1), (match.group(2) or "").strip()
            style = value if re.fullmatch(r"[>|][+-]?", value) else ""
            parts = [] if style else [value]
        else:
            parts.append(line.strip())
    _store(result.values, key, parts, style)
    return result


def _store(values: dict[str, str], key: str, parts: list[str], style: str) -> None:
    if not key or key in values:
        return
    text = ("\n" if style.startswith("|") else " ").join(part for part in parts if part).strip()
    values[key] = re.sub(r"[ \t]+", " ", html.unescape(text if style else _unquoted(text))).strip()


def _unquoted(text: str) -> str:
    if len(text) >= 2 and text[0] == text[-1] == '"':
        return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match.group(1), match.group(0)), text[1:-1])
    if len(text) >= 2 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    return "" if text in {"null", "~", "[]", "{}"} else text
