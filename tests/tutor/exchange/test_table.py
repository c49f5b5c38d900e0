import csv
import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from exchange_samples import BARE, BEES

from tutor.exchange.table import read_table, write_attempts, write_table
from tutor.exchange.types import ExchangeError, text_of_bytes
from tutor.learner.types import Attempt, AttemptMode, Confidence


def test_no_cell_is_a_formula_and_the_text_comes_back():
    options = ("=1+1", "+2", "-3", "@SUM(A1)", "'=4", "''x")
    item = replace(BARE, stem="=cmd|' /C calc'!A0", options=options, key=(4,), rationales=("",) * 6)
    text = write_table((item,))
    cells = next(csv.DictReader(io.StringIO(text)))
    written = [cells[f"option_{letter}"] for letter in "abcdef"]
    assert written == ["'=1+1", "'+2", "'-3", "'@SUM(A1)", "''=4", "''x"]
    assert not any(cell[:1] in "=+-@" for cell in cells.values() if cell)
    assert read_table(text, "t.csv").items == (item,)


def test_lines_end_as_the_standard_says_and_quotes_are_doubled():
    text = write_table((BEES,))
    assert text.split("\r\n")[0].startswith("id,kind,domain,task,difficulty,stem,option_a,option_b")
    assert '"A hive hums at 35 °C {inside}.\nWhat = the cause?"' in text


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_a_table_of_others(between):
    rows = [
        ["Question", "Option A", "Option B", "Option C", "Correct Answer", "Explanation"],
        ["Who flies?", "Bees", "Snails", "", "Bees", "They have wings."],
        ["Who crawls?", "Bees", "Snails", "Worms", "B, C", ""],
        ["", "", "", "", "", ""],
        ["Who hums?", "Bees", "Snails", "Worms", "1", ""],
    ]
    text = "\ufeff" + "\r\n".join(between.join(f'"{cell}"' for cell in row) for row in rows)
    content = read_table(text_of_bytes(text.encode(), "t.csv"), "t.csv")
    assert content.faults == ()
    flies, crawls, hums = content.items
    assert (flies.options, flies.key) == (("Bees", "Snails"), (0,))
    assert flies.rationales == ("Right: They have wings.", "")
    assert (crawls.key, crawls.stem) == ((1, 2), "Who crawls? Select TWO.")
    assert hums.key == (0,)


def test_every_fault_names_its_row():
    text = (
        "stem,option_a,option_b,key,sources\n"
        "One?,a,b,Z,\n"
        "Two?,,b,B,\n"
        "Three?,a,b,A,no json\n"
        "Four?,a,b,A,,,extra\n"
        ",a,b,A,\n"
        "Good?,yes,no,A,\n"
    )
    content = read_table(text, "t.csv")
    assert [item.stem for item in content.items] == ["Good?"]
    assert content.faults == (
        "row 2: the key is 'Z', and that names none of its options; write letters such as A, C.",
        "row 3: an option is empty and a later one is not; leave no gap.",
        "row 4: the sources are no JSON list of document, heading and quote; mend the cell or empty it.",
        "row 5: 7 cells under 5 columns; put cells with commas in quotes.",
        "row 6: there is no question text; write one.",
    )


def test_a_huge_cell_is_a_fault_of_its_row():
    content = read_table(f"stem,option_a,option_b,key\n{'x' * 200_000},a,b,A\nGood?,yes,no,A\n", "t.csv")
    assert content.faults == ("row 2: it cannot be read (field larger than field limit (131072)).",)
    assert len(content.items) == 1


def test_a_header_that_names_no_question():
    with pytest.raises(
        ExchangeError, match=r"^t\.csv: the header row lacks stem, key, option_a, option_b …\. "
    ):
        read_table("a1,b1\n1,2\n", "t.csv")


def test_attempts():
    attempt = Attempt(
        "q-1", "bee-101", "1.2", (0, 2), False, datetime(2026, 3, 1, 12, tzinfo=UTC), AttemptMode.EXAM,
        Confidence.SURE, 31.5, "s-1",
    )  # fmt: skip
    assert write_attempts((attempt,)).splitlines() == [
        "item_id,course,task,chosen,correct,answered_at,mode,confidence,seconds,session",
        'q-1,bee-101,1.2,"A, C",no,2026-03-01T12:00:00+00:00,exam,3,31.5,s-1',
    ]
