import re

import pytest

from ingest.types import Block, BlockKind, Page
from tutor.ui.page_text import Stretch, around, marked_html, page_html


def page_of(*parts):
    """A page of (kind, text, options) with a blank line between parts."""
    text, blocks = "", []
    for kind, words, options in parts:
        start = len(text)
        text += words + "\n\n"
        blocks.append(Block(kind, start, start + len(words), **options))
    return Page(1, text, tuple(blocks))


ROW = {"header": ("Name", "Limit"), "cells": ("a <b>", "60 s")}
PAGE = page_of(
    (BlockKind.HEADING, "Top & more", {"level": 1}),
    (BlockKind.PROSE, "First one. Second <i>two</i>.", {}),
    (BlockKind.LIST_ITEM, "- dot", {"level": 1}),
    (BlockKind.LIST_ITEM, "2. two", {"level": 2}),
    (BlockKind.TABLE_ROW, "| a <b> | 60 s |", ROW),
    (BlockKind.CODE, "if a < b:\n    c()", {}),
)


def at(words):
    start = PAGE.text.index(words)
    return Stretch(start, start + len(words))


def marked(words):
    return re.findall(r"<mark>(.*?)</mark>", page_html(PAGE, (at(words),)), re.DOTALL)


def test_every_kind_of_block_becomes_its_element_and_is_escaped():
    assert page_html(PAGE) == (
        '<div class="tutor-page"><h2>Top &amp; more</h2><p>First one. Second &lt;i&gt;two&lt;/i&gt;.</p>'
        '<ul><li class="depth-1"><span class="sign">•</span><span>dot</span></li>'
        '<li class="depth-2"><span class="sign">2.</span><span>two</span></li></ul>'
        '<div class="wide" tabindex="0"><table><thead><tr><th scope="col">Name</th><th scope="col">Limit</th>'
        "</tr></thead><tbody><tr><td>a &lt;b&gt;</td><td>60 s</td></tr></tbody></table></div>"
        "<pre><code>if a &lt; b:\n    c()</code></pre></div>"
    )


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Second <i>two</i>.", ["Second &lt;i&gt;two&lt;/i&gt;."]),
        ("60 s", ["60 s"]),
        ("| a <b> | 60 s |", ["a &lt;b&gt;", "60 s"]),
        ("- dot\n\n2. two", ["dot", "two"]),
        ("one. Second", ["one. Second"]),
    ],
)
def test_the_mark_covers_exactly_the_words(words, found):
    assert marked(words) == found


def test_overlapping_marks_do_not_nest():
    assert marked_html("abcdef", 10, (Stretch(11, 14), Stretch(12, 99))) == "a<mark>bcd</mark><mark>ef</mark>"


def test_a_list_items_own_sign_is_not_marked():
    assert marked_html("x\n- item", 0, (Stretch(2, 8),)) == "x\n- <mark>item</mark>"


def test_a_row_that_is_not_made_of_its_cells_is_shown_as_it_stands():
    page = page_of((BlockKind.TABLE_ROW, "a | b", {"header": ("x", "y"), "cells": ("1", "2")}))
    assert '<td colspan="2">a | b</td>' in page_html(page)


def test_around_takes_the_section_of_the_stretch():
    page = page_of(
        (BlockKind.HEADING, "One", {"level": 2}),
        (BlockKind.PROSE, "first", {}),
        (BlockKind.HEADING, "Two", {"level": 2}),
        (BlockKind.PROSE, "second", {}),
        (BlockKind.HEADING, "Three", {"level": 2}),
    )
    start = page.text.index("second")
    assert around(page, Stretch(start, start + 6)) == page.blocks[2:4]
    assert around(page, Stretch(9_000, 9_001)) == page.blocks


def test_around_windows_a_long_section_and_keeps_its_heading():
    page = page_of(
        (BlockKind.HEADING, "Long", {"level": 2}), *((BlockKind.PROSE, f"p{i:02}", {}) for i in range(60))
    )
    start = page.text.index("p30")
    shown = around(page, Stretch(start, start + 3))
    assert [page.text[b.start : b.end] for b in shown] == ["Long", *(f"p{i:02}" for i in range(18, 43))]
