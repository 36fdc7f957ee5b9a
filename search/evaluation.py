"""Figures for a ranking against judged queries, as the golden set's own description defines them.

pass@10: share of queries with an answer of grade 2 or 3 among the first 10 provisions; for queries that ask for a law,
a law of grade 3 among the first 3 laws. MRR@10: mean of 1 / rank of the first such answer within 10, else 0.
nDCG@10: gain 2^grade - 1, discount log2(rank + 1), ideal order = the judged list.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from math import log2
from typing import Any

from records.labels import normalise

LAW_LEVEL = frozenset({"act_name", "act_number"})
DEPTH = 10
LAW_DEPTH = 3
_PAIRS = (
    (re.compile(r"(?<=/)fra(?=/)"), "eng"),
    (re.compile(r"(?<=/)DORS-"), "SOR-"),
    (re.compile(r"(?<=/)TR-"), "SI-"),
)


@dataclass(frozen=True, slots=True)
class RankedAnswer:
    """One unit of a ranking, best first. files: the source files of its law, relative to the folder of law texts;
    labels: the provision's, as printed or normalised, none for the law itself; record: what it is grouped under."""

    files: tuple[str, ...]
    labels: tuple[str, ...]
    record: str


@dataclass(frozen=True, slots=True)
class Scores:
    """One query's figures. rank: of the first answer that counts, 0 for none within the depth."""

    passed: bool
    rank: int
    ndcg: float


Ranked = Callable[[str, str], list[RankedAnswer]]


def evaluate(golden: Iterable[dict[str, Any]], ranked: Ranked) -> dict[str, Any]:
    """`ranked(query, language)` gives units best first. The answer has overall, by_intent, by_language and
    cross_language (by language of the query), each with pass@10, mrr@10, ndcg@10 and queries, and misses (ids)."""
    golden = list(golden)
    scores = [judge(entry, ranked(entry["query"], entry["language"])) for entry in golden]
    rows = list(zip(golden, scores, strict=True))
    return {
        "overall": _figures(scores),
        "by_intent": _by("intent", rows),
        "by_language": _by("language", rows),
        "cross_language": _by("language", [row for row in rows if row[0]["intent"] == "cross_language"]),
        "misses": [entry["id"] for entry, score in rows if not score.passed],
    }


def judge(entry: dict[str, Any], answers: list[RankedAnswer]) -> Scores:
    """The figures of one query."""
    if entry["intent"] in LAW_LEVEL:
        return _judge_laws(entry["relevant"], answers)
    return _judge_provisions(entry["relevant"], answers)


def label_key(label: str) -> str:
    """Labels are compared without case, ordinal signs, "art." and blanks."""
    return normalise(label).replace("-", "")


def pair_key(file: str) -> str:
    """One name for the English and the French file of a Canadian law."""
    for pattern, replacement in _PAIRS:
        file = pattern.sub(replacement, file)
    return file


def _judge_provisions(relevant: list[dict[str, Any]], answers: list[RankedAnswer]) -> Scores:
    """An answer about a law as a whole holds no rank here: provisions are counted."""
    grades: dict[tuple[str, str], int] = {}
    for item in relevant:
        key = (pair_key(item["file"]), label_key(item["article"] or ""))
        grades[key] = max(item["grade"], grades.get(key, 0))
    provisions = [answer for answer in answers if answer.labels][:DEPTH]
    keys = [
        {(pair_key(file), label_key(label)) for file in answer.files for label in answer.labels}
        for answer in provisions
    ]
    return _score(grades, keys, enough=2, depth=DEPTH)


def _judge_laws(relevant: list[dict[str, Any]], answers: list[RankedAnswer]) -> Scores:
    grades: dict[tuple[str, str], int] = {}
    for item in relevant:
        key = (pair_key(item["file"]), "")
        grades[key] = max(item["grade"], grades.get(key, 0))
    laws = {answer.record: answer for answer in reversed(answers)}
    order = [laws[record] for record in dict.fromkeys(answer.record for answer in answers)][:DEPTH]
    keys = [{(pair_key(file), "") for file in answer.files} for answer in order]
    return _score(grades, keys, enough=3, depth=LAW_DEPTH)


def _score(grades: dict[tuple[str, str], int], keys: list[set[tuple[str, str]]], enough: int, depth: int) -> Scores:
    seen: set[tuple[str, str]] = set()
    gains = []
    for found in keys:
        fresh = [key for key in found if key in grades and key not in seen]
        seen.update(fresh)
        gains.append(max((grades[key] for key in fresh), default=0))
    rank = next((place for place, grade in enumerate(gains, 1) if grade >= enough), 0)
    ideal = _gain(sorted(grades.values(), reverse=True)[:DEPTH])
    return Scores(0 < rank <= depth, rank, _gain(gains) / ideal if ideal else 0.0)


def _gain(grades: list[int]) -> float:
    return sum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(grades, 1))


def _by(name: str, rows: list[tuple[dict[str, Any], Scores]]) -> dict[str, dict[str, float]]:
    values = sorted({entry[name] for entry, _ in rows})
    return {value: _figures([score for entry, score in rows if entry[name] == value]) for value in values}


def _figures(scores: list[Scores]) -> dict[str, float]:
    count = len(scores) or 1
    return {
        "pass@10": round(sum(score.passed for score in scores) / count, 3),
        "mrr@10": round(sum(1 / score.rank for score in scores if score.rank) / count, 3),
        "ndcg@10": round(sum(score.ndcg for score in scores) / count, 3),
        "queries": len(scores),
    }
