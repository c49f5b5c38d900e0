from dataclasses import replace

import pytest

from tutor.exchange.drafts import Draft, Found, collect, item_of
from tutor.exchange.types import MAX_FOUND, clean, fault_lines
from tutor.practice.types import Difficulty, Origin

DRAFT = Draft(stem="Who flies?", options=("Bees", "Snails", "Worms"), key=(0,))


@pytest.mark.parametrize(
    ("stem", "read"),
    [
        ("Which fly?", "Which fly? Select TWO."),
        ("Which fly? Select TWO.", "Which fly? Select TWO."),
        ("Which fly? (Choose two.)", "Which fly? (Choose two.)"),
        ("Pick all that fly.", "Pick all that fly."),
        ("Two select a wing. Which?", "Two select a wing. Which? Select TWO."),
    ],
)
def test_a_stem_says_how_many_are_right(stem, read):
    assert item_of(replace(DRAFT, stem=stem, key=(0, 1))).stem == read
    assert item_of(replace(DRAFT, stem=stem)).stem == stem


def test_rationales_begin_with_the_verdict_of_the_key():
    said = ("Correct: wings.", "no wings", "Right: crawls")
    assert item_of(replace(DRAFT, rationales=said)).rationales == (
        "Right: wings.",
        "Wrong: no wings",
        "Wrong: crawls",
    )


def test_what_is_no_value_of_ours_is_left_out():
    item = item_of(
        replace(DRAFT, id="../x", task="Chapter one", difficulty="fiendish", origin="me", domain=-4)
    )
    assert (item.task, item.domain, item.difficulty, item.origin) == ("", 0, Difficulty.MEDIUM, Origin.IMPORT)
    assert item.id == item_of(DRAFT).id


def test_every_fault_of_an_item_is_said():
    bad = replace(DRAFT, stem=" ", options=("a", "", "A"), rationales=("x",), key=(7,))
    assert item_of(bad) == (
        "there is no question text; write one.",
        "option 2 is empty; write it or take it out.",
        "two of its options are the same; change or remove one.",
        "1 rationales for 3 options; give one each.",
        "the key names option 8, and there are 3.",
    )
    assert item_of(replace(DRAFT, options=("a",) * 13))[0] == "13 options; a choice has 2 to 12."


def test_a_file_has_bounds():
    found = (Found(f"line {n}", replace(DRAFT, stem=f"{n}?")) for n in range(10**9))
    content = collect(found)
    assert len(content.items) == MAX_FOUND
    assert content.faults == (f"line {MAX_FOUND}: at most 20,000 are read of one file; split the rest off.",)


def test_faults_are_shown_up_to_twenty():
    assert fault_lines("abc") == ("a", "b", "c")
    assert fault_lines(map(str, range(1_500)))[19:] == ("19", "… and 1,480 more.")


def test_clean_text():
    assert clean("\ufeff a\r\nb\rc\td\x00\u202e\ud800 ") == "a\nb\nc d"
