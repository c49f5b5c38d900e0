import random

from tests.tutor.practice.test_passage_facts import BOOK, row
from tutor.practice.passages.kinds import kind_noun
from tutor.practice.passages.stems import both_stem, need_stem, statement_stem, term_stem
from tutor.practice.passages.terms import course_terms

TUG = BOOK.terms[0]
RECALL = course_terms([row("Recall", "", "A share.", "", "Evaluation")])[0]


def test_a_heading_of_things_gives_their_noun():
    assert (kind_noun(TUG), kind_noun(RECALL)) == ("Harbour service", "")


def test_a_sentence_on_the_hidden_thing_becomes_a_question():
    assert term_stem(kind_noun(TUG), "X turns ships.") == "Which Harbour service turns ships?"
    assert term_stem(kind_noun(RECALL), "X is a share.") == "Which of the following is a share?"


def needs(sentence, noun="vessel"):
    return {need_stem(noun, sentence, random.Random(seed)) for seed in range(30)}


def test_advice_for_a_thing_becomes_somebodys_search():
    assert needs("X is the right choice for turning long ships.") == {
        "A company is looking for the right vessel for turning long ships. Which one should it choose?",
        "Which vessel should a team choose for turning long ships?",
        "Which vessel is the right choice for turning long ships?",
    }
    assert needs("X is the right choice for long ships.", "") == {
        "Which of the following should a team choose for long ships?",
        "Which of the following is the right choice for long ships?",
    }


def test_advice_for_a_case_becomes_somebodys_case():
    asks = (
        "Which vessel meets this need?",
        "Which vessel suits this case?",
        "Which vessel should be chosen?",
    )
    assert needs("X is the right choice whenever a team wants tar with the least work.") == {
        f"A team wants tar with the LEAST work. {ask}" for ask in asks
    }


def test_a_whole_case_is_told_whoever_it_is_about():
    sentence = "X is the right choice when a long tanker must turn and fog is near, if the pilot agrees."
    asked = {need_stem("vessel", sentence, random.Random(seed), is_case=True) for seed in range(20)}
    told = "A long tanker must turn and fog is near, if the pilot agrees."
    assert asked == {
        f"{told} Which vessel meets this need?",
        f"{told} Which vessel suits this case?",
        f"{told} Which vessel should be chosen?",
    }


def test_what_is_no_single_need_is_asked_as_it_stands():
    for sentence in (
        "X turns ships.",
        "X is the right choice when a ship must turn.",  # nobody's need
        "X is the right choice when it rains, or when wind turns.",
        "X is the right choice for rain, for wind or for fog.",
        "When it rains, X is the right choice for ships.",
    ):
        assert needs(sentence) == {""}


def test_only_what_the_source_weighs_is_in_capitals():
    assert (
        term_stem("", "X tows with the least noise.") == "Which of the following tows with the LEAST noise?"
    )
    led = term_stem("tug", "With the least noise, X tows.")
    assert led == "With the LEAST noise, which tug tows?"
    assert term_stem("", "X tows most ships.") == "Which of the following tows most ships?"


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
    stem = term_stem("vessel", "Before a voyage, X copies all charts.")
    assert stem == "Before a voyage, which vessel copies all charts?"
    stem = term_stem("", "When it rains, X sails.")
    assert stem == "When it rains, which of the following sails?"
