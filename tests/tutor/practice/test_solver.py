import math

import pytest
from langchain_core.messages import AIMessage

from tutor.llm.scripted import ScriptedChatModel
from tutor.practice.proving.solver import solve
from tutor.practice.types import Difficulty, ItemKind, ItemSource, Origin, PracticeItem


def letter_reply(**shares):
    top = [{"token": f" {letter}", "logprob": math.log(share)} for letter, share in shares.items()]
    metadata = {"logprobs": {"content": [{"token": top[0]["token"], "top_logprobs": top}]}}
    return AIMessage(next(iter(shares)), response_metadata=metadata)


def item(options, key, kind=ItemKind.MULTIPLE_CHOICE, stem="What keeps brood out of the supers?"):
    return PracticeItem(
        id="i",
        domain=1,
        task="1.1",
        kind=kind,
        stem=stem,
        options=options,
        key=key,
        rationales=tuple("Wrong: no." for _ in options),
        sources=(ItemSource("bees.md", "Supers", "A queen excluder keeps brood out."),),
        difficulty=Difficulty.EASY,
        concept="",
        origin=Origin.PASSAGE,
    )


def lettered(messages):
    """The options of a prompt by their letters."""
    lines = messages[-1].text.splitlines()
    return {line[3:]: line[0] for line in lines if line[1:3] == ". "}


def test_a_solver_that_knows_the_key_finds_it_in_every_order():
    def reply(messages):
        letter = lettered(messages)["An excluder"]
        return letter_reply(**{letter: 0.7, next(x for x in "ABCD" if x != letter): 0.3})

    model = ScriptedChatModel(replies=reply)
    verdict = solve(model, item(("A smoker", "An excluder", "A record", "A pencil"), (1,)))
    assert (verdict.right, verdict.asked, verdict.chosen_counts) == (4, 4, (0, 4, 0, 0))
    assert verdict.agrees
    assert verdict.note.startswith("key chosen in 4 of 4 orders")


def test_a_liking_for_one_letter_gives_no_margin():
    model = ScriptedChatModel(replies=lambda messages: letter_reply(A=0.9, B=0.1))
    verdict = solve(model, item(("A smoker", "An excluder", "A record", "A pencil"), (1,)))
    assert verdict.margin == pytest.approx(0.0)
    assert not verdict.agrees


def test_each_right_option_is_asked_for_without_the_other():
    def reply(messages):
        letters = lettered(messages)
        assert not {"Wax", "Honey"} <= set(letters)
        return letter_reply(**{letters.get("Wax") or letters["Honey"]: 1.0})

    model = ScriptedChatModel(replies=reply)
    stem = "Which do bees make? Select TWO."
    several = item(("Wax", "Tin", "Honey", "Lead", "Zinc"), (0, 2), ItemKind.MULTIPLE_RESPONSE, stem)
    verdict = solve(model, several, orders=2)
    assert (verdict.asked, verdict.right, verdict.chosen_counts) == (4, 4, (2, 0, 2, 0, 0))
    assert verdict.margin == pytest.approx(1.0)
    assert "Select" not in model.seen[0][-1].text
