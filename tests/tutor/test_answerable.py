from dataclasses import astuple

import pytest
from word_verifier import WordVerifier

from tutor.answering.answerable import (
    AnswerableFeatures,
    answerability,
    answerable,
    answerable_features,
)
from tutor.answering.glossary import Mention
from tutor.answering.verifier import AlignmentVerifier, Reading, TokenReader


def features_for(retriever, question, verifier):
    return answerable_features(question, retriever.search(question), verifier, retriever.glossary.mentions)


def test_no_passages_answer_nothing():
    nothing = answerable_features("What is a queen?", (), WordVerifier())
    assert astuple(nothing) == (0.0, 0.0, 0.0)
    assert answerable(nothing) < 0.1


def test_the_best_reading_of_the_passages_counts(hashed_retriever):
    verifier = WordVerifier()
    found = features_for(hashed_retriever, "What calms bees before a hive is opened?", verifier)
    assert found.reading == max(
        verifier.probabilities([(text, evidence)], reading)[0]
        for text, evidence, reading in list(verifier.read)
    )
    assert {reading for _, _, reading in verifier.read} == {Reading.ANSWERS}
    assert found.names_missing == 0.0


def test_names_and_numbers_that_stand_nowhere_are_missed(hashed_retriever):
    found = features_for(hashed_retriever, "What does Kubernetes cost in 2031?", WordVerifier())
    assert found.names_missing == 1.0


def test_a_name_that_is_written_otherwise_there_is_not_missed(hashed_retriever):
    passages = hashed_retriever.search("How wide are the gaps of a queen excluder?")
    question = "How wide are the gaps of a QX?"

    def mentions(text):
        return (Mention("QX", ("queen excluder", "QX")),) if "QX" in text else ()

    assert answerable_features(question, passages, WordVerifier(), mentions).names_missing == 0.0
    assert answerable_features(question, passages, WordVerifier()).names_missing == 1.0


class AnswersOneHalf:
    """Each passage answers the half whose word it holds, and none answers the whole question."""

    def probabilities(self, pairs, reading):
        return tuple(
            0.95
            if ("smoke" in text) != ("mites" in text) and ("smoke" if "smoke" in text else "mites") in e.text
            else 0.05
            for text, e in pairs
        )


def test_two_passages_may_answer_one_half_each(hashed_retriever):
    smoke = "Why does smoke calm bees before a hive is opened"
    both = f"{smoke}, and how many mites in a hive are too many?"
    passages = hashed_retriever.search(both)
    mites = next(passage for passage in passages if "mites" in passage.chunk.text)
    rest = tuple(passage for passage in passages if "mites" not in passage.chunk.text)
    assert any("smoke" in passage.chunk.text for passage in rest)
    verifier = AnswersOneHalf()
    assert answerability(both, (mites, *rest), verifier) > 0.5
    assert answerability(both, rest, verifier) < 0.3
    assert answerability(smoke, (), verifier) == 0.0


@pytest.mark.parametrize("name", ["reading", "token_similarity"])
def test_more_in_common_is_never_less_answerable(name):
    base = {"reading": 0.5, "token_similarity": 0.5, "names_missing": 0.5}
    values = [answerable(AnswerableFeatures(**{**base, name: value})) for value in (0.0, 0.5, 1.0)]
    assert values == sorted(values)
    assert all(0 <= value <= 1 for value in values)


def test_what_speaks_of_something_else_answers_nothing():
    about, beside = (AnswerableFeatures(1.0, tokens, 0.0) for tokens in (0.45, 0.44))
    assert answerable(about) > 0.5
    assert answerable(beside) == 0.0


@pytest.mark.models
def test_questions_of_the_course_are_told_from_others(minilm_retriever, minilm_folder):
    verifier = AlignmentVerifier(TokenReader(minilm_folder))

    def probability(question):
        return answerable(features_for(minilm_retriever, question, verifier))

    inside = [
        "How wide are the gaps of a queen excluder?",
        "When are varroa mites treated with formic acid?",
        "What feed do bees get in winter?",
    ]
    outside = [
        "What is the boiling point of mercury?",
        "Who won the Tour de France in 1998?",
        "How do I configure a Kubernetes ingress?",
    ]
    assert min(map(probability, inside)) > max(map(probability, outside))
