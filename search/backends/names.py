"""Names of indexes: when they were made, in UTC, and what no other one made in that second has."""

import re
import secrets
from datetime import UTC, datetime

_NAME = re.compile(r"(\d{8}-\d{6})-[0-9a-f]{6}")
_FORM = "%Y%m%d-%H%M%S"

# Seconds that a replaced index stays as a way back, and after which a build that was never swapped in is abandoned.
KEEP = 24 * 3600


def new_name(now: float) -> str:
    """A name for an index made at this time (seconds since 1970)."""
    return f"{datetime.fromtimestamp(now, UTC).strftime(_FORM)}-{secrets.token_hex(3)}"


def made(name: str) -> float | None:
    """When the index of this name was made, or None when the name is not one of ours."""
    if not (match := _NAME.fullmatch(name)):
        return None
    try:
        return datetime.strptime(match[1], _FORM).replace(tzinfo=UTC).timestamp()
    except ValueError:
        return None
