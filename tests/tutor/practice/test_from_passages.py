import json
import random
from dataclasses import replace

import pytest

from tests.tutor.practice.harbour import harbour_retriever, word_check
from tests.tutor.practice.test_solver import letter_reply, lettered
from tutor.llm.scripted import ScriptedChatModel
from tutor.practice.passages.facts import fact_key
from tutor.practice.passages.maker import PassageItemMaker
from tutor.practice.passages.slots import PassageSlots
from tutor.practice.proving.likeness import Likeness
from tutor.practice.slots import Slot
from tutor.practice.types import ItemKind, Origin

SENTENCES = {
    "X lifts 400": "X keeps the channel at its charted depth and, in an hour, lifts 400 tonnes of mud.",
    "X watches 60": "X warns two masters of crossing courses and watches 60 ships by radar.",
    "X is a fast": "X is a fast vessel that carries guides to waiting freighters through heavy seas.",
    "X is a vessel": "X is a vessel that throws foam over burning decks, 900 litres a second.",
    "X is a strong": "X is a strong vessel, within narrow basins turning long tankers.",
    "X is a small": "X is a small launch that between the northern quays carries twelve commuters.",
}


@pytest.fixture(scope="module")
def retriever(tmp_path_factory):
    return harbour_retriever(tmp_path_factory.mktemp("harbour") / "course")


def scripted(sentences=SENTENCES, solves=lambda options: next(iter(options.values()))):
    """A model that rewords by the fact's beginning, and answers with what `solves` makes of the letters."""

    def reply(messages):
        task = messages[-1].text
        if task.startswith("Fact: "):
            fact, begin = task.removeprefix("Fact: ").split("\nBegin: ")
            told = next((text for head, text in sentences.items() if fact.startswith(head)), "X no.")
            return json.dumps({"sentence": told.replace("X", begin, 1)})
        return letter_reply(**{solves(lettered(messages)): 0.9})

    return ScriptedChatModel(replies=reply)


def chunk_on(retriever, heading):
    return next(c for c in retriever.index.chunks if c.headings[-1].startswith(heading))


def knows(*names):
    """Picks the first of these options that is shown, else the first letter."""
    return lambda options: next((options[name] for name in names if name in options), "A")


def test_a_fact_becomes_a_question_for_its_name(retriever):
    maker = PassageItemMaker(retriever, word_check(), scripted(solves=knows("Dredger")))
    proposal = maker.propose(chunk_on(retriever, "Dredger"), ItemKind.MULTIPLE_CHOICE, random.Random(2))
    item = proposal.item
    assert item is not None, proposal.reason
    assert item.stem == (
        "Which Harbour service keeps the channel at its charted depth and, in an hour, lifts 400 tonnes of "
        "mud?"
    )
    assert item.options[item.key[0]] == "Dredger"
    assert len(set(item.options)) == 4
    assert (item.task, item.domain, item.origin) == ("1.1", 1, Origin.PASSAGE)
    assert item.rationales[item.key[0]].startswith("Right: A dredger lifts 400 tonnes")
    assert (
        proposal.claims[item.key[0]]
        == "Dredger lifts 400 tonnes of mud an hour and keeps the channel at its charted depth."
    )
    assert all(check.passed for check in item.checks)
    for source in item.sources:
        assert source.quote in retriever.index.page(source.document, source.page).text
        assert len(source.sha256) == 64


def test_the_same_seed_makes_the_same_item(retriever):
    def made(seed):
        maker = PassageItemMaker(retriever, word_check(), scripted(solves=knows("Dredger")))
        return maker.propose(
            chunk_on(retriever, "Dredger"), ItemKind.MULTIPLE_CHOICE, random.Random(seed)
        ).item

    assert made(2) == made(2)


REPAIRED = "X keeps the channel at its charted depth and, in an hour, lifts 400 tonnes of mud."


def test_a_copy_is_repaired_once(retriever):
    tries = iter(["X lifts 400 tonnes of mud an hour and keeps the channel deep.", REPAIRED])

    def reply(messages):
        task = messages[-1].text
        if task.startswith("Fact: "):
            begin = task.split("\nBegin: ")[1]
            return json.dumps({"sentence": begin + next(tries).removeprefix("X")})
        return letter_reply(**{lettered(messages)["Dredger"]: 0.9})

    maker = PassageItemMaker(retriever, word_check(), ScriptedChatModel(replies=reply))
    proposal = maker.propose(chunk_on(retriever, "Dredger"), ItemKind.MULTIPLE_CHOICE, random.Random(2))
    assert proposal.repaired
    assert proposal.item is not None


def test_what_stays_a_copy_is_dropped(retriever):
    copied = {"X lifts 400": "X lifts 400 tonnes of mud an hour and keeps the channel at its charted depth."}
    maker = PassageItemMaker(retriever, word_check(), scripted(copied))
    proposal = maker.propose(chunk_on(retriever, "Dredger"), ItemKind.MULTIPLE_CHOICE, random.Random(2))
    assert (proposal.item, proposal.reason) == (None, "the stem copies the passage")


def test_an_item_that_the_solver_gets_wrong_is_dropped(retriever):
    maker = PassageItemMaker(retriever, word_check(), scripted(solves=lambda options: "A"))
    proposal = maker.propose(chunk_on(retriever, "Dredger"), ItemKind.MULTIPLE_CHOICE, random.Random(2))
    assert (proposal.item, proposal.reason) == (None, "the blind solver does not choose the key")


def test_two_facts_become_one_question_with_two_right_names(retriever):
    partners = {"Pilot boat": "fast vessel", "Fire float": "foam", "Water taxi": "commuters", "VTS": "radar"}

    def reply(messages):
        task = messages[-1].text
        if task.startswith("Fact: "):
            fact = task.removeprefix("Fact: ").partition("\n")[0]
            told = next((text for head, text in SENTENCES.items() if fact.startswith(head)), "X no.")
            return json.dumps({"sentence": told})
        letters = lettered(messages)
        asked = ["Dredger", *(name for name, word in partners.items() if word in task)]
        return letter_reply(**{next(letters[name] for name in asked if name in letters): 0.9})

    maker = PassageItemMaker(retriever, word_check(), ScriptedChatModel(replies=reply))
    chunk = chunk_on(retriever, "Dredger")
    proposals = (maker.propose(chunk, ItemKind.MULTIPLE_RESPONSE, random.Random(seed)) for seed in range(9))
    item = next(proposal.item for proposal in proposals if proposal.item)
    assert item.stem.startswith("Two Harbour services are described. The first keeps the channel")
    assert item.stem.endswith("Which are they? Select TWO.")
    assert len(item.options) == 5
    right = {item.options[place] for place in item.key}
    assert len(right) == 2
    assert "Dredger" in right
    assert right - {"Dredger"} <= set(partners)
    assert sum(source.document == "notes/work.md" for source in item.sources[:2]) == 2


def test_a_passage_without_facts_or_task_costs_no_model_call(retriever):
    model = ScriptedChatModel(replies=[])
    maker = PassageItemMaker(retriever, word_check(), model)
    chunk = chunk_on(retriever, "Dredger")
    silent = replace(chunk, text="It never works at night.", end=chunk.start + 24)
    for each in (silent, replace(chunk, task=None), retriever.index.chunks[0]):
        assert (
            maker.propose(each, ItemKind.MULTIPLE_CHOICE, random.Random(1)).reason == "no fact in the passage"
        )


def test_the_passages_with_facts_are_known(retriever):
    maker = PassageItemMaker(retriever, word_check(), ScriptedChatModel(replies=[]))
    assert [chunk.headings[-1].split(":")[0] for chunk in maker.chunks()] == [
        "Dredger", "Tug", "Pilot boat", "VTS", "Fire float", "Water taxi",
    ]  # fmt: skip


def test_what_code_can_tell_in_another_order_is_not_sent_to_the_model(retriever):
    chunk = chunk_on(retriever, "Dredger")
    text = "A dredger lifts 400 tonnes of mud an hour and keeps the channel at charted depth."
    other = replace(chunk, text=text, end=chunk.start + len(text))

    def reply(messages):
        assert not messages[-1].text.startswith("Fact: ")
        return letter_reply(**{lettered(messages)["Dredger"]: 0.9})

    maker = PassageItemMaker(retriever, word_check(), ScriptedChatModel(replies=reply))
    proposal = maker.propose(other, ItemKind.MULTIPLE_CHOICE, random.Random(2))
    assert proposal.item is not None, proposal.reason
    assert proposal.item.stem == (
        "Which Harbour service keeps the channel at charted depth and lifts 400 tonnes of mud an hour?"
    )


def test_a_sentence_that_drifts_is_dropped(retriever):
    drifted = {
        "X lifts 400": "X is a digger of 400 tonnes that keeps the channel at its depth by lifting mud."
    }
    maker = PassageItemMaker(retriever, word_check(), scripted(drifted))
    proposal = maker.propose(chunk_on(retriever, "Dredger"), ItemKind.MULTIPLE_CHOICE, random.Random(2))
    assert proposal.item is None
    assert proposal.reason == "“by” was added"


def test_a_fact_that_an_earlier_item_asked_for_is_not_asked_again(retriever):
    slots = PassageSlots(
        lambda: PassageItemMaker(retriever, word_check(), scripted(solves=knows("Dredger"))),
        retriever.index,
        lambda one, other: one == other,
    )

    def made(earlier):
        for place in range(8):
            outcome = slots.made("1.1", ItemKind.MULTIPLE_CHOICE, Slot(place, 5, None, earlier))
            if outcome.item is not None:
                yield outcome.item
                earlier.add(outcome.item)

    first = list(made(Likeness()))
    assert len(first) == 1
    assert list(made(Likeness())) == first
    assert list(made(Likeness(first))) == []


def test_a_passage_whose_facts_were_asked_for_gives_none(retriever):
    maker = PassageItemMaker(retriever, word_check(), ScriptedChatModel(replies=[]))
    chunk = chunk_on(retriever, "Dredger")
    told = frozenset(
        {fact_key("A dredger lifts 400 tonnes of mud an hour and keeps the channel at its charted depth.")}
    )
    proposal = maker.propose(chunk, ItemKind.MULTIPLE_CHOICE, random.Random(2), told)
    assert proposal.reason == "every fact of the passage was asked for"
