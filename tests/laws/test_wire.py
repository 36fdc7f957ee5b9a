"""A parsed law as it crosses the pipe: whole, with what the reader worked out, and nothing of another shape."""

import json
from typing import Any

import pytest

from laws import reading
from laws.digesting import block_row, digest_of, quoted_of
from laws.parsed import Alias, Block, Event, OutlineEntry, Wording
from laws.wire import from_json, to_json
from tests.factories import article, law, wording

BLOCKS = [
    Block("text", "La bruma es de todos."),
    Block("paragraph", "El vado.", "Artículo 9", "Del vado", 2),
    Block("table", "", rows=[["faro", "1"], ["puerto", ""]]),
]


def whole() -> Any:
    one = article("Artículo 1", "", earlier=[wording("Antes.", valid_from="2001-01-01", line=4)])
    one.current.blocks = BLOCKS
    parsed = law(one, article("Artículo 2", "Otra."))
    parsed.aliases, parsed.events = [Alias("Brumas", "short", "es")], [Event("repealed", "2014-03-01", "nota")]
    parsed.outline, parsed.warnings = [OutlineEntry(1, "TÍTULO I", "De la bruma", 0)], [(3, "doubt")]
    return parsed


def sent(parsed: Any) -> Any:
    return json.loads(json.dumps(to_json(parsed)))


def test_what_goes_in_comes_out() -> None:
    assert from_json(sent(whole())) == whole()


def test_digests_are_those_of_what_arrives() -> None:
    arrived = from_json(sent(whole())).provisions[0]
    for one in (arrived.current, *arrived.earlier):
        assert one.digest == digest_of(arrived.label, one.heading, [block_row(block) for block in one.blocks])
        assert one.quoted == quoted_of(one)
    assert arrived.current.quoted == "9"


def damaged(place: int, value: Any) -> Any:
    data = sent(whole())
    data["provisions"][0][4][place] = value
    return data


@pytest.mark.parametrize(
    "data",
    [
        {}, {"title": "x"}, damaged(7, "short"), damaged(7, None), damaged(8, "9 " * 900), damaged(8, None), damaged(0, [[]]),
        damaged(0, None), {**sent(whole()), "more": 1}, {**sent(whole()), "provisions": [[]]},
        {**sent(whole()), "events": [[1, 2, 3, 4, 5]]}, {**sent(whole()), "warnings": [["x", "y"]]},
    ],
)  # fmt: skip
def test_another_shape_is_an_error_that_the_caller_expects(data: Any) -> None:
    with pytest.raises((TypeError, KeyError, ValueError)):
        from_json(data)


def test_half_a_surrogate_pair_arrives_as_a_question_mark_with_the_digest_of_it() -> None:
    text = json.dumps(
        {"title": "Act of mists", "text": "1. Mist.\nThe mist \ud800 is free.\n2. Ford.\nThe ford is open."}
    )
    [(_, payload)] = reading.read(text.encode(), "act.json")
    [one, *_] = from_json(json.loads(payload)).provisions
    assert one.current.digest == digest_of(one.label, one.current.heading, [block_row(b) for b in one.current.blocks])
    assert "\ud800" not in payload.decode()


def test_a_wording_without_blocks() -> None:
    one = article("Artículo 1", "")
    one.current = Wording()
    assert from_json(sent(law(one))) == law(one)
