"""Blocks as HTML: everything escaped, every id given once."""

import re

from hypothesis import given
from hypothesis import strategies as st

from laws import contents, rendering
from laws.contents import Line


def html(*rows: list) -> str:
    return str(rendering.blocks(rows, "art-1", "Table").text)


def test_inner_units_have_anchors_by_the_labels_above_them() -> None:
    text = html(
        ["subsection", "one", "(1)", "", 1], ["paragraph", "two", "(a)", "", 2], ["paragraph", "three", "(b)", "", 2],
        ["subsection", "four", "(2)", "", 1], ["paragraph", "five", "(a)", "", 2], ["paragraph", "six", "(a)", "", 2],
    )  # fmt: skip
    assert re.findall(r'id="([^"]+)"', text) == ["art-1.1", "art-1.1.a", "art-1.1.b", "art-1.2", "art-1.2.a"]


def test_marginal_notes_stand_before_and_publishers_notes_apart() -> None:
    rendered = rendering.blocks([["text", "law", "", "Side note"], ["note", "amended <1999>"]], "s-1", "Table")
    assert rendered.text == '<p class="mn d0">Side note</p><p class="d0">law</p>'
    assert rendered.notes == ["amended <1999>"]


def test_tables_have_a_name_and_can_be_reached_by_keyboard() -> None:
    text = html(["table", "", "", "", 0, [["a", "<b>"], ["c", "d"]]])
    assert 'tabindex="0" aria-label="Table"' in text
    assert "<td>&lt;b&gt;</td>" in text


@given(st.lists(st.tuples(st.text(), st.text(), st.text(), st.integers(0, 40)), max_size=8))
def test_no_text_of_a_file_becomes_markup(rows: list[tuple[str, str, str, int]]) -> None:
    text = html(*(["paragraph", body, label, heading, depth] for body, label, heading, depth in rows))
    tags = set(re.findall(r"<[^>]*>", text))
    known = re.compile(r'<p class="(u |mn )?d[0-6]"( id="art-1[a-z0-9.-]*")?>|</p>|<span( class="n")?>|</span>')
    assert all(known.fullmatch(tag) for tag in tags)


def test_contents_fold_by_outermost_container_and_name_the_containers_around_a_provision() -> None:
    outline = [
        [2, "PART 1", "", "s-1"],
        [3, "", "Division <A>", "s-2"],
        [2, "PART 2", "", "s-3"],
        [2, "PART 3", "", ""],
    ]
    headings = contents.containers(outline)
    lines = [Line(f"s-{n}", f"#s-{n}", str(n), "", n < 3) for n in range(1, 4)]
    text = contents.render(lines, headings)
    assert text.count("<details") == 2
    assert text.count("<details open>") == 1
    assert '<li class="c2">Division &lt;A&gt;</li>' in text
    assert [container.label for container in contents.open_at(lines, headings, "s-2")] == ["PART 1"]
    assert contents.open_at(lines, headings, "s-3") == []


def test_annexes_stand_outside_the_last_part() -> None:
    headings = contents.containers([[1, "PART 1", "", "s-1"]])
    lines = [Line("s-1", "#s-1", "1", "", True), Line("annex-1", "#annex-1", "Annex", "", True, apart=True)]
    assert contents.render(lines, headings).endswith('</details></li><li><a href="#annex-1"><b>Annex</b></a></li>')
    assert contents.open_at(lines, headings, "annex-1") == []


def test_contents_of_a_huge_law_name_only_what_is_near() -> None:
    count = contents.MAX_LINES + 200
    headings = contents.containers([[1, f"PART {n}", "", f"s-{n}"] for n in range(0, count, 100)])
    lines = [Line(f"s-{n}", f"#s-{n}", str(n), "", n < 100) for n in range(count)]
    text = contents.render(lines, headings)
    assert text.count("<li>") == 100 + count // 100
