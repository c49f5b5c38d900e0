import math

import pytest
from langchain_core.messages import AIMessage

from tutor.answering.choosing import approvals, choice_of, chosen_options, rotations, wanted_count, weighed
from tutor.answering.option_evidence import option_evidence
from tutor.answering.types import Choice
from tutor.llm import letter_probabilities
from tutor.llm.scripted import ScriptedChatModel, yes_no_reply


def letter_reply(**shares):
    top = [{"token": f" {letter}", "logprob": math.log(share)} for letter, share in shares.items()]
    metadata = {"logprobs": {"content": [{"token": top[0]["token"], "top_logprobs": top}]}}
    return AIMessage(next(iter(shares)), response_metadata=metadata)


def test_letters_share_what_the_likeliest_tokens_say():
    model = ScriptedChatModel(replies=[letter_reply(B=0.6, A=0.2, The=0.2)])
    assert letter_probabilities(model, [], 4) == pytest.approx([0.25, 0.75, 0.0, 0.0])


def test_a_server_without_probabilities_is_taken_at_its_word():
    model = ScriptedChatModel(replies=["C. A frame record", "I cannot say"])
    assert letter_probabilities(model, [], 4) == [0.0, 0.0, 1.0, 0.0]
    assert letter_probabilities(model, [], 4) == [0.25] * 4


def test_options_are_turned_by_even_steps():
    assert rotations(4, 2) == [[0, 1, 2, 3], [2, 3, 0, 1]]
    assert rotations(3, 0) == [[0, 1, 2], [1, 2, 0], [2, 0, 1]]


def test_the_likeliest_options_are_chosen():
    assert chosen_options([0.1, 0.4, 0.1, 0.4], 2) == [1, 3]
    assert chosen_options([0.25, 0.25, 0.25, 0.25], 1) == [0]


def test_probabilities_are_averaged_over_orders_and_put_back_into_the_items_own():
    # asked as A B C D, then as C D A B
    letters = [letter_reply(A=0.6, B=0.4), letter_reply(A=0.2, D=0.8)]
    model = ScriptedChatModel(replies=[*letters, *[yes_no_reply(0.5)] * 4])
    choice = choice_of(model, "Which frame?", ["deep", "shallow", "brood", "super"], ())
    assert choice.probabilities == pytest.approx((0.3, 0.6, 0.1, 0.0))
    assert choice.chosen == (1,)
    assert choice.text == "B. shallow"
    assert choice.certainty == pytest.approx(0.6)
    assert choice.note == "The model's pick with these passages before it, 60% sure."
    unsure = Choice(("a", "b", "c"), (0,), (0.4, 0.3, 0.3))
    assert unsure.note.endswith("40% sure: no more than a guess.")


def test_as_many_are_picked_as_the_stem_asks_for():
    replies = [letter_reply(A=0.5, C=0.3, B=0.2), *[yes_no_reply(0.5)] * 3]
    choice = choice_of(
        ScriptedChatModel(replies=replies), "Which? Select TWO.", ["x.", "y", "z"], (), turns=1
    )
    assert choice == Choice(("x.", "y", "z"), (0, 2), choice.probabilities)
    assert choice.text == "A. x; C. z"


@pytest.mark.parametrize(
    ("stem", "count"),
    [
        ("Which service fits?", 1),
        ("Which services fit? Select TWO.", 2),
        ("What helps? (Choose three.)", 3),
        ("Which TWO actions help?", 2),
        ("Which two columns should be joined?", 1),
        ("A team must choose 12 features. Which way is best?", 1),
        ("A shop picks two models. Which metric? (Select 2)", 2),
    ],
)
def test_how_many_options_a_stem_wants(stem, count):
    assert wanted_count(stem) == count


def test_each_option_is_asked_about_by_itself():
    model = ScriptedChatModel(replies=[yes_no_reply(0.9), yes_no_reply(0.2)])
    assert approvals(model, "Which frame?", ["deep", "shallow"], ()) == pytest.approx([0.9, 0.2])
    texts = [messages[-1].text for messages in model.seen]
    assert texts == [
        f"Question: Which frame?\nProposed answer: {option}\nIs the proposed answer right? Yes or No:"
        for option in ("deep", "shallow")
    ]


def test_approval_tips_the_balance():
    even = weighed([0.5, 0.4, 0.1], (), [0.5, 0.5, 0.5])
    assert even == pytest.approx([0.5, 0.4, 0.1])
    found = weighed([0.5, 0.4, 0.1], (), [0.5, 0.8, 0.5])  # odds of 1 and of .81 / .21 = 3.86
    assert found == pytest.approx([0.2327, 0.7182, 0.0465], abs=2e-3)
    # a sure no can be outvoted
    assert weighed([0.999, 0.001], (), [0.0, 0.5])[0] > 0.9


def test_evidence_tips_the_balance_and_keeps_the_sum():
    assert weighed([0.5, 0.4, 0.1]) == [0.5, 0.4, 0.1]
    found = weighed([0.5, 0.4, 0.1], [0.30, 0.35, 0.30])  # e to the 0.5 for the second
    assert found == pytest.approx([0.3970, 0.5236, 0.0794], abs=1e-4)
    assert sum(found) == pytest.approx(1.0)
    assert weighed([1.0, 0.0], [0.0, 0.9])[0] == 1.0


def test_passages_speak_of_one_option_more_than_of_another(hashed_retriever):
    stem, options = "What keeps brood out of the honey?", ("A queen excluder", "A hot air balloon")
    found = hashed_retriever.search_item(stem, options)
    index, embedder = hashed_retriever.index, hashed_retriever.embedder
    near, far = option_evidence(stem, options, found, index, embedder)
    assert near > far
    assert option_evidence(stem, options, (), index, embedder) == [0.0, 0.0]
