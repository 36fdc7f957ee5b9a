"""Colours, dashes, markers and fonts of all charts, and how wide a text is."""

from typing import NamedTuple

GROUND, INK, QUIET, RULE, PALE = "#ffffff", "#1d1926", "#5a5466", "#dedae2", "#eceaef"
# Borders on a map: 3:1 on the ground and on the darkest class.
BORDER = "#8d84a0"
# Each 4.5:1 or more on the ground, so that labels may bear the colour too; neighbours differ in lightness.
PALETTE = ("#4f3586", "#b35900", "#00695c", "#c2185b", "#1769aa", "#6b6400", "#6d3b1f", "#5a5466")
DASHES: tuple[tuple[float, ...], ...] = (
    (),
    (7, 3),
    (2, 2.5),
    (10, 3, 2, 3),
    (4, 2),
    (12, 4),
    (1, 2),
    (6, 2, 1, 2, 1, 2),
)
SHAPES = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross", "triangle-right", "triangle-left")
# Of five classes from the least to the most; the least still parts from the ground by its outline.
CLASSES = ("#e4dbf5", "#bda8e0", "#9276c6", "#65479f", "#3a2170")
MOST_LINES = len(PALETTE)

SANS = "Avenir Next, Avenir, Segoe UI, Gill Sans Nova, Ubuntu, Roboto, Noto Sans, Helvetica Neue, Arial, Liberation Sans, DejaVu Sans, sans-serif"
SERIF = "Iowan Old Style, Palatino Linotype, Palatino, URW Palladio L, P052, Book Antiqua, Noto Serif, Georgia, Liberation Serif, DejaVu Serif, serif"
# What Vega measures with; every text then names SANS.
MEASURED = "Liberation Sans"
SMALL, PLAIN, HEADING = 11, 12, 17

# Widths of signs in ems, a little more than Arial's: fonts of other machines are wider.
_NARROW = frozenset("iljtfrI.,:;'’|!()[]·-‑ \u202f\xa0")
_WIDE = frozenset("mwMW%@—→")


class Size(NamedTuple):
    """Of a whole picture, in pixels: the width, and the height of what is plotted."""

    width: int
    plot: int


SIZES = {"wide": Size(720, 300), "narrow": Size(360, 230)}


def width(text: str, size: float = SMALL) -> float:
    """About how many pixels the text takes."""
    return size * sum(
        0.33 if sign in _NARROW else 0.92 if sign in _WIDE else 0.7 if sign.isupper() else 0.57 for sign in text
    )


def wrapped(text: str, most: float, size: float = SMALL) -> list[str]:
    """The text in lines that are no wider; a word that is wider stands alone."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and width(f"{lines[-1]} {word}", size) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def cut(text: str, most: float, size: float = SMALL) -> str:
    """The text, or its beginning with "…"."""
    if width(text, size) <= most:
        return text
    while text and width(f"{text}…", size) > most:
        text = text[:-1]
    return f"{text.rstrip(' ,')}…"
