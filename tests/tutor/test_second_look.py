"""The model's sentences are not given up before it has read their sources by themselves."""

import pytest
from word_verifier import WordVerifier

from tutor.answering.second_look import second_look
from tutor.answering.support import SupportCheck
from tutor.llm.scripted import ScriptedChatModel, yes_no_reply

GAPS = "How wide are the gaps of a queen excluder?"
GRID = "A queen excluder is a grid with gaps of 4.2 mm."
LOOSELY = "The excluder's grid leaves room of 4.2 mm."
"""Two thirds of its words stand in the source, so `WordVerifier` gives it .30."""


@pytest.fixture
def look(hashed_retriever):
    """Looks at sentences with a model as sure as told, call by call; what came of it, what was asked last."""

    def looked(sentences, *sure, question=GAPS):
        model = ScriptedChatModel(replies=[yes_no_reply(each) for each in sure])
        passages = hashed_retriever.search(question)
        found = second_look(model, question, sentences, passages, SupportCheck(WordVerifier()))
        assert len(model.seen) == len(sure)
        return found, model.seen[-1][-1].text if model.seen else ""

    return looked


def shown(found):
    return [sentence.text for sentence in found.sentences if sentence.supported]


def test_supported_sentences_give_way_to_their_source_if_the_model_says_that_it_answers(look):
    found, _ = look(["A queen excluder has a grid with gaps of 4.2 mm."], 0.7)
    assert shown(found) == [GRID]


def test_a_quoted_sentence_stands_if_the_model_says_that_it_answers(look):
    found, asked = look([GRID], 0.7)
    assert shown(found) == [GRID]
    assert asked == f"Note: Queen excluder: what it does: {GRID}\nQuestion: {GAPS}"


def test_they_do_not_if_it_says_that_they_do_not(look):
    assert look([GRID], 0.6)[0] is None


def test_a_doubted_sentence_that_the_model_bears_out_gives_way_to_its_source(look):
    found, _ = look([LOOSELY], 0.9, 0.9)
    assert shown(found) == [GRID]
    assert found.sentences[0].score == pytest.approx(0.9)
    assert found.citations[0].quote == GRID


def test_a_doubted_sentence_that_it_does_not_bear_out_is_nothing(look):
    found, asked = look([LOOSELY], 0.6)
    assert found is None
    assert asked.endswith("Question: Is it so that the excluder's grid leaves room of 4.2 mm?")


@pytest.mark.parametrize(
    "sentence",
    ["The excluder's grid leaves room of 5 mm.", "Granite is an igneous rock.", "A monk found it by a lake."],
)
def test_nobody_is_asked_about_what_the_source_contradicts_or_does_not_speak_of(look, sentence):
    assert look([sentence])[0] is None


def test_nobody_is_asked_where_there_is_no_sentence_or_no_quantity(look):
    assert look([])[0] is None
    assert (
        look(["Smoke masks the alarm scent of the guard bees."], question="How many bees guard?")[0] is None
    )
