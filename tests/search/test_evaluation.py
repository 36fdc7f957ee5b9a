from math import log2

import pytest

from search.evaluation import RankedAnswer, evaluate, judge, label_key, pair_key


def entry(intent, *relevant, language="es"):
    items = [{"file": file, "article": article, "grade": grade} for file, article, grade in relevant]
    return {"id": f"{intent}-1", "intent": intent, "language": language, "query": "q", "relevant": items}


def answer(file, label, record=None):
    labels = (label,) if label else ()
    return RankedAnswer((file,) if isinstance(file, str) else file, labels, record or str(file))


def test_labels_are_compared_loosely():
    assert label_key("Art. 12 bis") == label_key("12-bis") == label_key("12 BIS")
    assert label_key("1º") == label_key("1")
    assert label_key("303-A") == label_key("303 a")
    assert label_key("25.1") != label_key("251")


def test_canadian_pair_has_one_key():
    assert pair_key("canada/justice-xml/fra/I-2.5.xml") == pair_key("canada/justice-xml/eng/I-2.5.xml")
    assert pair_key("canada/justice-xml/fra/DORS-2002-227.xml") == "canada/justice-xml/eng/SOR-2002-227.xml"
    assert pair_key("canada/justice-xml/fra/TR-80-125.xml") == "canada/justice-xml/eng/SI-80-125.xml"


def test_provision_ranks_pass_and_gain():
    golden = entry("question", ("a.md", "5", 3), ("a.md", "6", 2), ("b.md", "1", 1))
    scores = judge(golden, [answer("b.md", "1"), answer("x.md", "9"), answer("a.md", "6")])
    assert scores.passed
    assert scores.rank == 3
    assert scores.ndcg == pytest.approx((1 + 3 / 2) / (7 + 3 / log2(3) + 1 / 2))


def test_pair_counts_once_and_better_rank_stands():
    pair = [("c/eng/A.xml", "4", 3), ("c/fra/A.xml", "4", 3)]
    apart = judge(entry("question", *pair), [answer("c/fra/A.xml", "4"), answer("c/eng/A.xml", "4")])
    joined = judge(entry("question", *pair), [answer(("c/eng/A.xml", "c/fra/A.xml"), "4")])
    assert apart == joined
    assert apart.ndcg == 1.0


def test_eleventh_provision_is_too_late_and_laws_hold_no_rank_among_provisions():
    golden = entry("quote", ("a.md", "5", 3))
    noise = [answer("x.md", str(number)) for number in range(9)]
    assert judge(golden, [*noise, answer("a.md", ""), answer("a.md", "5")]).rank == 10
    assert judge(golden, [*noise, answer("y.md", "1"), answer("a.md", "5")]).rank == 0


def test_laws_are_grouped_and_only_three_pass():
    golden = entry("act_name", ("a.md", None, 3), ("b.md", None, 1))
    ranked = [answer("b.md", "1"), answer("b.md", "2"), answer("c.md", "1"), answer("a.md", "7")]
    scores = judge(golden, ranked)
    assert (scores.passed, scores.rank) == (True, 3)
    fourth = judge(golden, [answer("b.md", ""), answer("c.md", ""), answer("d.md", ""), answer("a.md", "")])
    assert (fourth.passed, fourth.rank) == (False, 4)


def test_grade_two_does_not_pass_for_laws():
    assert judge(entry("act_number", ("a.md", None, 2)), [answer("a.md", "")]).rank == 0


def test_report_has_every_breakdown():
    golden = [
        entry("question", ("a.md", "5", 3)),
        entry("cross_language", ("a.md", "6", 3), language="fr"),
        entry("act_name", ("a.md", None, 3), language="en"),
    ]
    report = evaluate(golden, lambda query, language: [answer("a.md", "5")])
    assert report["overall"] == {"pass@10": 0.667, "mrr@10": 0.667, "ndcg@10": 0.667, "queries": 3}
    assert report["by_intent"]["question"]["pass@10"] == 1.0
    assert report["by_language"]["fr"]["mrr@10"] == 0.0
    assert report["cross_language"] == {"fr": {"pass@10": 0.0, "mrr@10": 0.0, "ndcg@10": 0.0, "queries": 1}}
    assert report["misses"] == ["cross_language-1"]


def test_nothing_found_scores_nothing():
    report = evaluate([entry("question", ("a.md", "5", 3))], lambda query, language: [])
    assert report["overall"]["ndcg@10"] == 0.0
