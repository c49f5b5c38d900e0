import pytest
from langchain_core.language_models import BaseChatModel

from tutor.answering.follow_up import is_follow_up, standalone
from tutor.answering.types import Turn
from tutor.llm.scripted import ScriptedChatModel

HISTORY = (
    Turn("How do bees make honey?", "Bees dry nectar."),
    Turn("Which acids treat varroa mites?", "Formic acid and oxalic acid treat varroa mites."),
)


@pytest.mark.parametrize(
    "question",
    [
        "And when is it used?",
        "Which of those is used in December?",
        "why?",
        "What about oxalic acid?",
        "the second one",
    ],
)
def test_what_points_back_is_a_follow_up(question):
    assert is_follow_up(question, HISTORY)
    assert not is_follow_up(question, ())


@pytest.mark.parametrize(
    "question",
    ["Does a queen excluder stop drones from passing?", "How is thick syrup mixed for autumn feeding?"],
)
def test_a_new_subject_is_none(question):
    assert not is_follow_up(question, HISTORY)


def test_without_a_model_the_last_question_stands_before_this_one():
    assert standalone("And in December?", HISTORY, None) == "Which acids treat varroa mites? And in December?"


def ask(reply, question="Which of those is used in December?"):
    model = ScriptedChatModel(replies=[reply])
    return standalone(question, HISTORY, model), model


def test_a_model_puts_in_what_was_meant_and_sees_the_last_turns():
    rewritten, model = ask('"Which acid treats varroa mites in December?"\nThat is all.')
    assert rewritten == "Which acid treats varroa mites in December?"
    (system, human) = model.seen[0]
    assert system.text.startswith("Rewrite the last question")
    assert "Learner: Which acids treat varroa mites?\nTutor: Formic acid" in human.text


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "   \n ",
        "Which pesticide of Bayer is used in December?",  # words from nowhere
        "Formic acid treats varroa mites.",  # nothing of the question is left
        "Which acid treats varroa mites in December? " * 20,
    ],
)
def test_a_rewrite_that_cannot_be_trusted_is_not_used(reply):
    rewritten, _ = ask(reply)
    assert rewritten == "Which acids treat varroa mites? Which of those is used in December?"


def test_the_model_is_a_langchain_model():
    assert isinstance(ask("x")[1], BaseChatModel)
