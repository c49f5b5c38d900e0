from dataclasses import replace

import pytest

from ingest.readers import read_document
from tests.tutor.learner.samples import ITEM
from tutor.learner.cards import item_card, item_card_id, row_cards, term_cards
from tutor.learner.types import Card, CardKind

TABLE = """# Feeds

## Feed by season
<!-- tutor: task=2.1 -->
<!-- tutor: quiz cue="Season" answer="Feed" why="Why" ask="What do you feed?" -->

| Season | Feed | Why |
|---|---|---|
| It is spring. | Thin syrup | It stirs the queen. |
| It is winter. | Fondant | Syrup chills. |
| It is winter. | Fondant | Twice. |
| It is autumn. | | |

## No quiz

| Season | Feed |
|---|---|
| Summer | Nothing |
"""
GLOSSARY = """# Glossary

## Bees
<!-- tutor: task=1.1 -->

| Term | Stands for | Meaning | Also called |
|---|---|---|---|
| AFB | American foulbrood | A disease of the brood. | ropy brood |
| Super | - | A box for honey. | - |
| Drone | | | male bee |
"""


@pytest.fixture
def pages(tmp_path):
    def read(text, name="tables/feeds.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text, encoding="utf-8")
        return {(name, page.number): page for page in read_document(path, name).pages}

    return read


def test_rows_with_a_quiz_directive_become_cards(pages):
    spring, winter = row_cards("bees", pages(TABLE))
    assert spring == Card(
        id=spring.id,
        course="bees",
        kind=CardKind.ROW,
        task="2.1",
        front="It is spring. What do you feed?",
        back="Thin syrup\nIt stirs the queen.",
        document="tables/feeds.md",
        page=1,
        heading="Feed by season",
        quote="| It is spring. | Thin syrup | It stirs the queen. |",
    )
    assert (winter.front, winter.back) == ("It is winter. What do you feed?", "Fondant\nSyrup chills.")
    assert spring.id != winter.id


def test_a_quote_stands_on_its_page(pages):
    read = pages(TABLE)
    for card in row_cards("bees", read):
        assert card.quote in read[card.document, card.page].text


def test_a_cue_goes_where_the_question_wants_it(pages):
    text = TABLE.replace("What do you feed?", "When {cue}, what do you feed?")
    assert row_cards("bees", pages(text))[0].front == "When It is spring., what do you feed?"


def test_a_card_is_the_same_in_another_file_and_with_a_better_reason(pages):
    before = [card.id for card in row_cards("bees", pages(TABLE))]
    after = row_cards("bees", pages(TABLE.replace("It stirs", "It wakes"), "tables/renamed.md"))
    assert [card.id for card in after] == before
    assert row_cards("wasps", pages(TABLE))[0].id != before[0]
    assert row_cards("bees", pages(TABLE.replace("Thin syrup", "Thick syrup")))[0].id != before[0]


def test_glossary_terms_become_cards(pages):
    afb, honey_box = term_cards("bees", pages(GLOSSARY, "glossary.md"))
    assert (afb.kind, afb.task, afb.heading) == (CardKind.TERM, "1.1", "Bees")
    assert afb.front == "What does “AFB” mean?"
    assert afb.back == "American foulbrood\nA disease of the brood.\nAlso called: ropy brood"
    assert honey_box.back == "A box for honey."
    assert term_cards("bees", pages(TABLE)) == ()
    assert row_cards("bees", pages(GLOSSARY)) == ()


def test_a_term_is_the_same_card_with_a_better_meaning(pages):
    before = term_cards("bees", pages(GLOSSARY, "glossary.md"))
    after = term_cards("bees", pages(GLOSSARY.replace("A box for", "The box of"), "glossary.md"))
    assert [card.id for card in after] == [card.id for card in before]


def test_an_item_becomes_a_card_with_the_reasons_of_its_key():
    card = item_card("bees", ITEM)
    assert card.id == item_card_id("i1") == "item-i1"
    assert (card.kind, card.task, card.item_id) == (CardKind.ITEM, "1.2", "i1")
    assert card.front == (
        "A colony starves in March. What do you feed?\n\nA. Thin syrup\nB. Fondant\nC. Honey\nD. Nothing"
    )
    assert card.back == "B. Fondant\nit can be eaten in the cold.\n\nBees cannot drink syrup in the cold."
    assert (card.document, card.page, card.heading) == ("tables/feeds.md", 2, "Feed by season")


def test_an_item_without_source_or_concept_becomes_a_card_too():
    card = item_card("bees", replace(ITEM, sources=(), concept="", key=(0, 1)))
    assert (card.document, card.page) == ("", 1)
    assert card.back == "A. Thin syrup\nWrong: it chills.\n\nB. Fondant\nit can be eaten in the cold."
