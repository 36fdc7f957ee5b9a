"""A figure as a person typed it, by one strict rule, and back: what is shown in a field reads as the same figure again."""

import re
from decimal import Decimal

LONGEST = 40
_BLANKS = dict.fromkeys(map(ord, "\u00a0\u2009\u202f"), " ") | {0x2212: "-"}
_PLAIN = re.compile(r"-?[0-9]+")
_ONE_SIGN = re.compile(r"-?([0-9]+)[.,]([0-9]+)")
_GROUPED = re.compile(
    r"-?[0-9]{1,3}(?:(?: [0-9]{3})+(?:[.,][0-9]+)?|(?:,[0-9]{3})+\.[0-9]+|(?:\.[0-9]{3})+,[0-9]+"
    r"|(?:,[0-9]{3}){2,}|(?:\.[0-9]{3}){2,})"
)


class Unclear(ValueError):
    """key: "ambiguous" (1,234 is a thousand in one place and one and a bit in another) or "no_number"."""

    def __init__(self, key: str):
        super().__init__(key)
        self.key = key


def number(text: str) -> float | None:
    """None for an empty field. Thousands may be parted by blanks, or by points or commas where nothing else can be meant."""
    plain = text.translate(_BLANKS).strip()
    if not plain:
        return None
    if len(plain) > LONGEST:
        raise Unclear("no_number")
    if _PLAIN.fullmatch(plain):
        return float(plain)
    if parts := _ONE_SIGN.fullmatch(plain):
        whole, rest = parts.groups()
        if len(rest) == 3 and len(whole) <= 3 and not whole.startswith("0"):
            raise Unclear("ambiguous")
        return float(plain.replace(",", "."))
    if _GROUPED.fullmatch(plain):
        return float(_without_groups(plain))
    raise Unclear("no_number")


def _without_groups(plain: str) -> str:
    """The last sign is the decimal one, unless it stands more than once."""
    last = max(plain.rfind("."), plain.rfind(","))
    decimal = last >= 0 and plain.count(plain[last]) == 1
    whole, rest = (plain[:last], "." + plain[last + 1 :]) if decimal else (plain, "")
    return re.sub(r"[ .,]", "", whole) + rest


def shown(value: float, decimal_sign: str) -> str:
    """With blanks between thousands from five digits on, and never so that it could be read as another figure."""
    sign, text = ("-", str(-Decimal(repr(value)))) if value < 0 else ("", str(Decimal(repr(value))))
    whole, _, rest = format(Decimal(text), "f").partition(".")
    rest = rest.rstrip("0")
    rest += "0" if len(rest) == 3 else ""
    if len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", "\u00a0")
    return sign + whole + (decimal_sign + rest if rest else "")
