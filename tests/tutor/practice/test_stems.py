from random import Random

import pytest

from tutor.practice.tables.facts import RowTable, TableKind, TableRow
from tutor.practice.tables.stems import (
    ask_for_combination,
    ask_for_many,
    cue_stem,
    is_chosen,
    noun,
    plural,
    reverse_stem,
    two_cues_stem,
    two_parts_stem,
)
from tutor.practice.types import ItemSource


def table(cue="Situation", answer="Service", ask="Which service fits with the least work?"):
    return RowTable("Picking a service", "t.md", TableKind.QUIZ, cue, answer, ask, ())


@pytest.mark.parametrize(
    ("header", "named"),
    [("Question to the data", "question"), ("Fault or need", "case"), ("ML problem", "ML problem")],
)
def test_a_header_becomes_a_noun(header, named):
    assert noun(header) == named


@pytest.mark.parametrize(
    ("one", "many"),
    [("diagnosis", "diagnoses"), ("family", "families"), ("class", "classes"), ("way", "ways")],
)
def test_nouns_have_plurals(one, many):
    assert plural(one) == many


@pytest.mark.parametrize(
    ("ask", "answer", "many"),
    [
        (
            "Which service fits with the least work?",
            "Service",
            "Which TWO services fit with the LEAST work, one for each? Select TWO.",
        ),
        (
            "A port opens. || A port closes. {cue} Which service meets this need best?",
            "Service",
            "Which TWO services meet these needs best, one for each? Select TWO.",
        ),
        (
            "Which path inside the container is meant?",
            "Path",
            "Which TWO paths are meant, one for each? Select TWO.",
        ),
        (
            "Which class costs least and still meets the need?",
            "Class",
            "For each of them, which class costs LEAST and still meets the need? Select TWO.",
        ),
    ],
)
def test_the_question_for_two_keeps_what_settles_it(ask, answer, many):
    assert ask_for_many(table(ask=ask, answer=answer), 2) == many


def row(cue):
    return TableRow(cue, "Golf", "", ItemSource("t.md", "", cue))


def test_a_combination_is_asked_for_in_the_tables_words():
    assert ask_for_combination(table()) == "Which combination of services fits with the LEAST work?"
    stem = two_parts_stem(table(), "Mud is in the way.", "A ship waits.")
    assert stem.startswith(
        "A company has two separate requirements. (1) Mud is in the way. (2) A ship waits. Which combination"
    )
    assert two_cues_stem(table(cue="Symptom"), "Mud.", "Fog.").startswith(
        "A company investigates two separate problems. (1) Mud. (2) Fog. Which TWO services fit"
    )


def test_two_cues_have_two_causes():
    asked = table(cue="Symptom", answer="Action", ask="{cue} Which action addresses the cause MOST directly?")
    assert ask_for_combination(asked) == "Which combination of actions addresses the causes MOST directly?"
    assert two_cues_stem(asked, "Mud.", "Fog.").endswith(
        "Which TWO actions address the causes MOST directly, one for each? Select TWO."
    )


def test_an_opening_stands_before_a_cue_without_somebody_who_acts():
    opened = table(ask="A port opens. || A port closes. {cue} Which service fits?")
    stems = {cue_stem(opened, row("Mud is in the way."), Random(seed)) for seed in range(20)}
    assert stems == {
        "A port opens. Mud is in the way. Which service fits?",
        "A port closes. Mud is in the way. Which service fits?",
    }
    assert cue_stem(opened, row("A ship waits."), Random(0)) == "A ship waits. Which service fits?"


def test_an_opening_that_is_no_sentence_always_stands():
    asked = table(ask="A pilot asks: {cue} Which chart fits?")
    assert cue_stem(asked, row("A reef?"), Random(0)) == "A pilot asks: A reef? Which chart fits?"
    quoted = table(ask='Under "Use" stands "{cue}" What stands under "Knot"?')
    assert cue_stem(quoted, row("A loop"), Random(0)) == (
        'Under "Use" stands "A loop" What stands under "Knot"?'
    )


def test_the_reversed_question_names_the_answer():
    stem = reverse_stem(table(), "Golf", 1, Random(0))
    assert stem.endswith(("calls for Golf?",))
    many = reverse_stem(table(), "Golf", 2, Random(0))
    assert many == ("A company considers Golf. Which TWO of these situations call for Golf? Select TWO.")


@pytest.mark.parametrize(
    ("cue", "answer", "chosen"),
    [
        ("Situation", "Service", True),
        ("Symptom", "Fix", False),
        ("Meaning", "Term", False),
        ("Observation", "Diagnosis", False),
    ],
)
def test_findings_and_remedies_are_not_asked_for_in_reverse(cue, answer, chosen):
    assert is_chosen(table(cue=cue, answer=answer)) is chosen


def test_only_the_verb_of_a_combination_is_made_singular():
    asked = ask_for_combination(table(answer="Option", ask="Which option is the best fit?"))
    assert asked == "Which combination of options is the best fit?"
