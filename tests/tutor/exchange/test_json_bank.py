import json

import pytest

from tutor.exchange.json_bank import read_json, read_json_lines
from tutor.exchange.types import ExchangeError
from tutor.practice.types import Difficulty, ItemKind, Origin

OPTIONS = ["Workers", "Drones", "Moths"]


def read(tree: object):
    return read_json(json.dumps(tree), "bank.json")


@pytest.mark.parametrize(
    ("options", "answer", "key"),
    [
        (OPTIONS, "B", (1,)),
        (OPTIONS, "b) Drones", (1,)),
        (OPTIONS, "(c)", (2,)),
        (OPTIONS, "drones.", (1,)),
        (OPTIONS, 0, (0,)),
        (OPTIONS, "0", (0,)),
        (OPTIONS, ["A", "C"], (0, 2)),
        (OPTIONS, "A, C", (0, 2)),
        (OPTIONS, "A and C", (0, 2)),
        (OPTIONS, "AC", (0, 2)),
        (OPTIONS, [0, 2], (0, 2)),
        (["A. Workers", "B. Drones", "C. Moths"], "C", (2,)),
        ({"A": "Workers", "B": "Drones", "C": "Moths"}, "B", (1,)),
        ({"x": "Workers", "y": "Drones", "z": "Moths"}, "z", (2,)),
        (
            [{"text": "Workers", "correct": True}, {"text": "Drones", "correct": False}, {"text": "Moths"}],
            None,
            (0,),
        ),
        (
            [{"id": "p", "text": "Workers"}, {"id": "q", "text": "Drones"}, {"id": "r", "text": "Moths"}],
            "q",
            (1,),
        ),
    ],
)
def test_keys_as_people_write_them(options, answer, key):
    content = read([{"question": "Who shivers?", "options": options, "answer": answer}, ZERO])
    item = content.items[0]
    assert content.faults == ()
    assert (item.options, item.key) == (tuple(OPTIONS), key)


ZERO = {"question": "Which is first?", "options": ["this", "that"], "answer": 0}


def test_what_a_bank_does_not_say_gets_honest_values():
    (item,) = read({"questions": [{"question": "Who?", "options": OPTIONS, "answer": "A"}]}).items
    assert (item.task, item.domain, item.concept) == ("", 0, "")
    assert (item.rationales, item.sources, item.checks) == (("", "", ""), (), ())
    assert (item.difficulty, item.origin, item.kind) == (
        Difficulty.MEDIUM,
        Origin.IMPORT,
        ItemKind.MULTIPLE_CHOICE,
    )
    assert item.id.startswith("i-")
    assert read({"questions": [{"question": "Who?", "options": OPTIONS, "answer": "A"}]}).items == (item,)


def test_one_explanation_is_that_of_the_right_option():
    (item,) = read(
        [{"Question": "Who?", "Choices": OPTIONS, "Correct Answer": "A", "explanation": "Heat."}]
    ).items
    assert item.rationales == ("Right: Heat.", "", "")


@pytest.mark.parametrize(
    "tree",
    [
        [{"stem": "Who?", "options": OPTIONS, "key": [1]}],
        {"items": [{"stem": "Who?", "options": OPTIONS, "key": [1]}]},
        {"questions": {"q-7": {"question": "Who?", "options": OPTIONS, "answer": "B"}}},
        {"question": "Who?", "options": OPTIONS, "answer": "B"},
    ],
)
def test_a_list_under_any_roof(tree):
    assert [(item.stem, item.key) for item in read(tree).items] == [("Who?", (1,))]


def test_numbers_are_read_from_1_when_one_is_the_number_of_options():
    content = read([{"question": f"{n}?", "options": OPTIONS, "answer": n} for n in (1, 2, 3)])
    assert [item.key for item in content.items] == [(0,), (1,), (2,)]
    assert content.remarks == (
        "Numbers of right options are read from 1, since one of them is the number of options.",
    )


def test_numbers_in_doubt_are_read_from_0_and_it_is_said():
    content = read([{"question": "Who?", "options": OPTIONS, "answer": 1}])
    assert content.items[0].key == (1,)
    assert content.remarks == ("Numbers of right options are read from 0; write letters if they begin at 1.",)


def test_every_fault_is_said_and_good_items_come_in():
    content = read(
        [
            7,
            {"options": OPTIONS, "answer": "A"},
            {"question": "Who?", "options": "A or B", "answer": "A"},
            {"question": "Who?", "options": OPTIONS, "answer": "Z"},
            {"question": "Who?", "options": [*OPTIONS, {"a": 1}], "answer": "A"},
            {"question": "Who?", "options": OPTIONS, "answer": True},
            {"question": "Good?", "options": OPTIONS, "answer": "A"},
        ]
    )
    assert [item.stem for item in content.items] == ["Good?"]
    assert content.faults == (
        "question 1: it is 7; it has to be a JSON object.",
        'question 2: it lacks the question; write it under "question".',
        'question 3: it has "A or B" for options; write a list of words under "options".',
        'question 4: its right answer is "Z", and that names none of its options.',
        'question 5: it has ["Workers", "Drones", "Moths", {"a": 1}] for options; '
        'write a list of words under "options".',
        "question 6: its right answer is true, and that names none of its options.",
    )


def test_a_broken_line_is_a_fault_of_its_line():
    good = json.dumps({"question": "Who?", "options": OPTIONS, "answer": "A"})
    content = read_json_lines(f"{good}\n\n{{broken\n")
    assert len(content.items) == 1
    assert len(content.faults) == 1
    assert content.faults[0].startswith("line 3: it is no JSON object on one line (Expecting property name")


@pytest.mark.parametrize("text", ["[" * 200_000, "9" * 5000, "{", "", "nul"])
def test_what_is_no_json(text):
    with pytest.raises(ExchangeError, match=r"^bank\.json (?:is no JSON: |holds no list of questions)"):
        read_json(text, "bank.json")


def test_hidden_characters_are_left_out():
    (item,) = read([{"question": "Who\u202e?\x00", "options": ["a\ud800", "b"], "answer": "A"}]).items
    assert (item.stem, item.options) == ("Who?", ("a", "b"))
