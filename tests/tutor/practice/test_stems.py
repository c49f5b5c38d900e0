from random import Random

import pytest

from tutor.practice.facts_of_tables import RowTable, TableKind
from tutor.practice.stems import ask_for_many, because, compare_stem, match_stem, noun, plural, spoken_list


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


def test_lists_are_spoken_with_semicolons_where_an_entry_has_a_comma():
    assert spoken_list(["A", "B", "C"]) == "A, B and C"
    assert spoken_list(["CPU, one", "GPU, one"]) == "CPU, one; GPU, one"


@pytest.mark.parametrize(
    ("ask", "answer", "many"),
    [
        (
            "Which service fits with the least work?",
            "Service",
            "Which TWO services fit with the LEAST work, one for each? Select TWO.",
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


def test_comparing_names_what_is_compared():
    stem = compare_stem(table(), "Golf", ["Alfa", "Golf"], 1, Random(0))
    assert "Alfa and Golf" in stem
    assert stem.endswith("Which of these situations calls for Golf?")
    meaning = compare_stem(table(cue="Meaning"), "Golf", ["Alfa", "Golf"], 2, Random(0))
    assert meaning.endswith("Which TWO of these meanings belong to Golf? Select TWO.")


def test_pairs_are_asked_for_by_their_number():
    assert match_stem(table(), 3).endswith("Which THREE pairs are right? Select THREE.")


def test_a_reason_becomes_a_clause_unless_it_may_begin_with_a_name():
    assert because("It finds text.", frozenset()) == "because it finds text"
    assert because("Smoke enters the cracks.", frozenset({"smoke"})) == "because smoke enters the cracks"
    assert because("Kendra searches manuals.", frozenset({"smoke"})) == ""
