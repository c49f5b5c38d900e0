import json
from pathlib import Path
from typing import Any

import pytest
from course_folder import item

from ingest.errors import CourseError
from tutor.practice.bank import load_bank, read_bank
from tutor.practice.types import Difficulty, ItemKind, ItemSource, Origin, PracticeItem


def bank_at(path: Path, *items: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(each) + "\n" for each in items))
    return path


def test_an_item_comes_back_as_it_was_written(tmp_path: Path):
    path = bank_at(tmp_path / "one.jsonl", item())
    assert load_bank((path,)) == (
        PracticeItem(
            id="q-1",
            domain=1,
            task="1.1",
            kind=ItemKind.MULTIPLE_CHOICE,
            stem="A pilot plans for the highest water of the month. What should the pilot wait for?",
            options=("A quarter moon", "A full moon", "A west wind", "A low glass"),
            key=(1,),
            rationales=("Wrong: neaps.", "Right: springs.", "Wrong: no tide.", "Wrong: weather."),
            sources=(
                ItemSource(
                    "notes/tides.md",
                    "Spring tides: when they come",
                    "They follow the full moon and the new moon.",
                ),
            ),
            difficulty=Difficulty.EASY,
            concept="Springs follow full and new moon.",
            origin=Origin.BANK,
        ),
    )


def test_several_right_options(tmp_path: Path):
    rationales = ["Right: a", "Wrong: b", "Right: c", "Wrong: d", "Wrong: e"]
    several = item(
        kind="mr", options=list("abcde"), key=[2, 0], rationales=rationales, stem="Which? Select TWO."
    )
    assert load_bank((bank_at(tmp_path / "one.jsonl", several),))[0].key == (0, 2)


def test_what_the_author_names_for_each_option_is_kept(tmp_path: Path):
    named = {"document": "notes/tides.md", "heading": "Tides", "quote": "Wind moves water."}
    (read,) = load_bank((bank_at(tmp_path / "one.jsonl", item(option_sources=[[], [], [named], []])),))
    assert read.sources_of(2) == (ItemSource("notes/tides.md", "Tides", "Wind moves water."),)
    assert read.sources_of(0) == ()
    (plain,) = load_bank((bank_at(tmp_path / "two.jsonl", item()),))
    assert plain.sources_of(2) == ()


FIVE = ["Right: a", "Right: b", "Wrong: c", "Wrong: d", "Wrong: e"]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        (
            {"options": ["a", "b", "c"], "rationales": ["Wrong:", "Right:", "Wrong:"]},
            "mc with 3 options; it has to have 4.",
        ),
        ({"options": ["a", "B.", "c", "b"]}, "two of its options are the same."),
        ({"key": [4]}, "key [4] does not name different options from 0 to 3."),
        ({"key": [1, 1]}, "key [1, 1] does not name different options from 0 to 3."),
        ({"key": [0]}, "rationale 0 begins 'Wrong: n', but by the key it has to begin \"Right:\"."),
        ({"rationales": ["Wrong: a", "Right: b"]}, "2 rationales for 4 options; write one for each."),
        ({"task": "2.1"}, "task 2.1 is not of domain 1."),
        ({"kind": "tf"}, 'kind is "tf"; it has to be "mc" or "mr".'),
        ({"stem": " "}, 'stem is " "; it has to be words.'),
        ({"hint": "x"}, "it holds the unknown hint; known are id, kind,"),
        ({"sources": []}, "sources is []; it has to be a list of one or more objects."),
        ({"sources": [{"document": "a", "heading": "b"}]}, "it lacks quote."),
        ({"option_sources": [[]]}, "1 lists of option_sources for 4 options; write one for each."),
        ({"option_sources": {}}, "option_sources is {}; it has to be a list of lists of sources"),
        ({"option_sources": [[], [], [{"document": "a"}], []]}, "it lacks heading, quote."),
        (
            {"kind": "mr", "options": list("abcde"), "key": [0, 1], "rationales": FIVE},
            '2 options are right, so the stem has to end with "Select TWO.".',
        ),
        (
            {"kind": "mr", "options": list("abcde"), "key": [0], "rationales": FIVE},
            "mr with 1 right options;",
        ),
    ],
)
def test_faults_of_one_item(tmp_path: Path, changed: dict[str, Any], fault: str):
    found = read_bank(bank_at(tmp_path / "one.jsonl", item(), item(**changed)))
    assert any(each.startswith(f"one.jsonl:2: {fault}") for each in found.faults)
    assert [entry.line for entry in found.entries] == [1]


def test_all_faults_of_all_files_are_raised_together(tmp_path: Path):
    first = bank_at(tmp_path / "one.jsonl", item())
    second = bank_at(tmp_path / "two.jsonl", item())
    second.write_text(second.read_text() + "\n{not json\n[]\n")
    with pytest.raises(CourseError, match="The course has 3 faults") as caught:
        load_bank((first, second))
    assert caught.value.faults == (
        "two.jsonl:3: it is no JSON object on one line "
        "(Expecting property name enclosed in double quotes at column 2).",
        "two.jsonl:4: it is no JSON object; write {...} on one line.",
        "two.jsonl:1: the id 'q-1' stands in one.jsonl:1 too.",
    )


def test_a_file_that_is_no_text(tmp_path: Path):
    path = tmp_path / "one.jsonl"
    path.write_bytes(b"\xff\xfe")
    assert read_bank(path).faults[0].startswith("one.jsonl: it cannot be read as UTF-8 text")
