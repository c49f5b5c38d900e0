import random

from tests.tutor.practice.test_passage_facts import BOOK, row
from tutor.practice.passages.kinds import kind_noun
from tutor.practice.passages.stems import Opening, both_stem, statement_stem, term_stem
from tutor.practice.passages.terms import course_terms

TUG = BOOK.terms[0]
RECALL = course_terms([row("Recall", "", "A share.", "", "Evaluation")])[0]


def test_a_heading_of_things_gives_their_noun():
    assert (kind_noun(TUG), kind_noun(RECALL)) == ("Harbour service", "")


def test_a_sentence_on_the_hidden_thing_becomes_a_question():
    assert (
        term_stem(kind_noun(TUG), "X turns ships.", Opening.hidden()) == "Which Harbour service turns ships?"
    )
    assert (
        term_stem(kind_noun(RECALL), "X is a share.", Opening.hidden())
        == "Which of the following is a share?"
    )


def test_a_need_is_followed_by_a_question():
    need = Opening("A bank wants", is_need=True)
    stem = term_stem(kind_noun(TUG), "A bank wants its ships turned.", need)
    assert stem.startswith("A bank wants its ships turned. Which Harbour service ")
    assert stem.endswith("?")


def test_two_facts_are_asked_for_together():
    stem = both_stem(RECALL, "X is a share.", "X counts ships.")
    assert stem == (
        "Two terms are described. The first is a share. The second counts ships. Which are they? Select TWO."
    )


def test_statements_are_asked_for_in_the_right_number():
    one = {statement_stem(TUG, 1, random.Random(seed)) for seed in range(9)}
    two = {statement_stem(TUG, 2, random.Random(seed)) for seed in range(9)}
    assert one == {
        "Which statement about Amazon Tug is correct?",
        "Which statement describes Amazon Tug correctly?",
        "Which statement is true of Amazon Tug?",
    }
    assert two == {
        "Which statements about Amazon Tug are correct? Select TWO.",
        "Which statements describe Amazon Tug correctly? Select TWO.",
        "Which statements are true of Amazon Tug? Select TWO.",
    }


def test_a_condition_stays_in_front_of_the_question():
    stem = term_stem("vessel", "Before a voyage, X copies all charts.", Opening.hidden())
    assert stem == "Before a voyage, which vessel copies all charts?"
    stem = term_stem("", "When it rains, X sails.", Opening.hidden())
    assert stem == "When it rains, which of the following sails?"
