from dataclasses import replace
from pathlib import Path

import pytest
from kiln_course import ITEM

from ingest.course import load_course
from ingest.types import Blueprint, Domain, TaskStatement
from tutor.answering.glossary import Glossary, Term
from tutor.practice.bank import load_bank
from tutor.practice.explaining.hints import hints, leaked_words
from tutor.practice.types import ItemKind

COURSE = Path(__file__).parents[2] / "corpus" / "mls-c01"
BLUEPRINT = Blueprint("Pots", (Domain(1, "Clay", 100, (TaskStatement("1.1", "Fire pots"),)),))
GLOSSARY = Glossary((Term(("Stoneware glaze", "SWG", "glass coat")), Term(("Raku firing",))))


def test_hints_go_from_the_topic_to_one_option():
    assert hints(ITEM, BLUEPRINT, GLOSSARY) == (
        "This item is on task 1.1: Fire pots.",
        "Mind these words. “must hold water”: an option that breaks this one condition is out, however good "
        "it is otherwise.",
        "You can rule out C: “Bisque firing”. The firing is only the first of two.",
    )


def test_a_title_that_names_the_key_is_not_said():
    telling = Blueprint("Pots", (Domain(1, "Glaze work", 100, (TaskStatement("1.1", "Use stoneware"),)),))
    assert hints(ITEM, telling)[0] == "This item is on task 1.1."


def test_a_reason_that_names_the_key_is_not_said():
    item = replace(
        ITEM,
        rationales=(
            "Wrong: only glaze seals.",
            "Right: it seals.",
            "Wrong: a glass coat is missing.",
            "Wrong: stoneware.",
        ),
    )
    assert hints(item, BLUEPRINT, GLOSSARY)[2] in {
        f"You can rule out {letter}: “{option}”."
        for letter, option in zip("ACD", (item.options[0], item.options[2], item.options[3]), strict=True)
    }


def test_leaks_are_words_and_other_names_of_the_key():
    assert leaked_words(ITEM, "Use a Glaze.", GLOSSARY) == ("glaze",)
    assert leaked_words(ITEM, "Think of a glass coat.", GLOSSARY) == ("glass coat",)
    assert leaked_words(ITEM, "Think of water.", GLOSSARY) == ()
    assert leaked_words(ITEM, "Think of firing.", GLOSSARY) == ()


def test_what_the_stem_says_is_no_leak():
    open_item = replace(ITEM, stem="A stoneware glaze is asked for. Which one?")
    assert leaked_words(open_item, "A stoneware glaze", GLOSSARY) == ()


def test_two_right_options_are_both_kept():
    two = replace(ITEM, kind=ItemKind.MULTIPLE_RESPONSE, key=(0, 1))
    assert leaked_words(two, "Raku") == ("raku",)
    assert all(not leaked_words(two, hint, GLOSSARY) for hint in hints(two, BLUEPRINT, GLOSSARY))


def test_an_item_without_rationales_has_hints_too():
    assert hints(replace(ITEM, rationales=()))[2] == "You can rule out A: “Raku firing”."


@pytest.fixture(scope="module")
def bank():
    return load_bank(sorted((COURSE / "questions").glob("*.jsonl")))


def test_no_hint_of_the_whole_bank_gives_a_key_away(bank):
    blueprint, glossary = load_course(COURSE).blueprint, Glossary(tuple(_terms()))
    assert len(bank) == 280
    assert len(glossary.terms) > 400
    for item in bank:
        found = hints(item, blueprint, glossary)
        assert len(set(found)) == 3, item.id
        assert [leaked_words(item, hint, glossary) for hint in found] == [(), (), ()], item.id


def _terms():
    """The rows of the course's glossary, read from its file."""
    for line in (COURSE / "glossary.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 4 and cells[0] != "Term":
            names = (cells[0], cells[1], *(name.strip() for name in cells[3].split(";")))
            yield Term(tuple(name for name in names if name and name != "-"))
