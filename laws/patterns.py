"""Pieces of patterns that several parts of the grammar share."""

HEAD = 400  # characters of a line that may hold its label and heading
QUOTES = "\"“”«»'‘’„"
DASH = "\\-‐-―−"
WORD = r"[^\W\d_]{3,20}"
LATIN = (
    "bis|ter|qu[aá]ter|quarter|quinquies|quinqu[ie]es|quinquie|sexies|septies|s[eé]pties|octies|nonies|novies|decies|undecies"
    "|duodecies|terdecies|quaterdecies|quindecies"
)
