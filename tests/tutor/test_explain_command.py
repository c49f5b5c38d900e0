import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import typer
from kiln_course import ITEM, kiln_index
from typer.testing import CliRunner

from ingest.errors import IndexUnavailableError, TutorError
from ingest.index_files import save_index
from tutor.commands import explain
from tutor.config import Settings
from tutor.learner.items import ItemStore
from tutor.learner.learners import learner_database
from tutor.practice.find_item import bank_items, find_item, known_items
from tutor.practice.types import Origin


def invoke(settings, *arguments):
    app = typer.Typer()
    explain.register(app)
    return CliRunner().invoke(app, list(arguments), obj=settings)


@pytest.fixture(scope="module")
def potter(minilm, minilm_folder, tmp_path_factory):
    """Settings of a learner with the pottery course, two items on one confusion, and no bank."""
    folder = tmp_path_factory.mktemp("potter")
    settings = Settings(home=folder / "home", course="kiln-1", llm="none", embedder=minilm_folder)
    contents = replace(kiln_index(folder, minilm).contents, embedder_name=minilm_folder)
    save_index(contents, settings.home / "courses" / "kiln-1" / "index", {}, datetime.now(UTC))
    again = replace(ITEM, id="k-2", stem="Which finish keeps tea in a mug?")
    made = [replace(item, origin=Origin.TABLE) for item in (ITEM, again)]
    ItemStore(learner_database(settings)).add("kiln-1", made)
    return settings


@pytest.mark.models
def test_a_wrong_answer_as_json(potter):
    result = invoke(potter, "explain", "--item", "k-1", "--chosen", "a", "--format", "json")
    assert result.exit_code == 0
    tree = json.loads(result.stdout)
    assert (tree["item"], tree["chosen"], tree["key"], tree["correct"]) == ("k-1", ["A"], ["B"], False)
    assert tree["follow_up"]["items"] == ["k-2"]
    assert all(sentence["supported"] for sentence in tree["sentences"])
    assert all(option["citations"] for option in (*tree["right"], *tree["wrong"]))


@pytest.mark.models
def test_a_wrong_answer_for_people(potter):
    lines = invoke(potter, "explain", "--item", "k-1", "--chosen", "1", "--every-option").stdout.splitlines()
    assert lines[0] == ITEM.stem
    assert "B is right: Stoneware glaze." in lines
    assert "You chose A, which is wrong: Raku firing." in lines
    assert "C is wrong: Bisque firing." in lines
    assert "On the same confusion: k-2" in lines
    assert any(line.startswith("[1] ") for line in lines)


@pytest.mark.models
@pytest.mark.parametrize(
    ("item", "chosen", "message"),
    [
        ("k-1", "E", "Item k-1 has the options A to D; option 5 is not among them."),
        ("k-1", "first", "'first' names no option."),
        ("k-9", "A", "There is no item 'k-9' among your items or in the bank of kiln-1."),
    ],
)
def test_a_wrong_letter_or_id_is_one_sentence(potter, item, chosen, message):
    fault = invoke(potter, "explain", "--item", item, "--chosen", chosen).exception
    assert isinstance(fault, TutorError)
    assert str(fault).startswith(message)


def test_without_an_index_it_says_what_to_run(tmp_path):
    settings = Settings(home=tmp_path, course="mls-c01", llm="none")
    fault = invoke(settings, "explain", "--item", "q-1-1-006", "--chosen", "A").exception
    assert isinstance(fault, IndexUnavailableError)
    assert "tutor ingest --course mls-c01" in str(fault)


@pytest.fixture
def reader(tmp_path):
    """Settings of a learner of the bundled course who has nothing of their own."""
    return Settings(home=tmp_path, course="mls-c01", llm="none")


def test_a_reported_item_is_withdrawn_and_can_still_be_found(reader):
    ItemStore(learner_database(reader)).add("mls-c01", [replace(ITEM, origin=Origin.TABLE)])
    result = invoke(reader, "report", "k-1", "two options  are right")
    assert result.stdout == "k-1 is withdrawn and kept for review: two options are right\n"
    assert "k-1" not in {item.id for item in known_items(reader)}
    assert find_item(reader, "k-1").id == "k-1"
    assert ItemStore(learner_database(reader)).withdrawn("mls-c01")[0].reason == "two options are right"


def test_an_item_of_the_bank_can_be_reported_too(reader):
    assert invoke(reader, "report", "q-1-1-006", "the key is wrong").exit_code == 0
    assert len(known_items(reader)) == len(bank_items(reader)) - 1 == 279


@pytest.mark.parametrize(
    ("item", "reason", "message"),
    [
        ("q-1-1-006", "  ", "The report of q-1-1-006 has no reason. Say in a few words what is wrong."),
        ("q-0", "bad", "There is no item 'q-0' among your items or in the bank of mls-c01."),
    ],
)
def test_a_report_needs_an_item_and_a_reason(reader, item, reason, message):
    fault = invoke(reader, "report", item, reason).exception
    assert isinstance(fault, TutorError)
    assert str(fault).startswith(message)


def test_items_are_found_in_the_bank_and_in_the_store(reader):
    assert find_item(reader, "q-1-1-006").origin is Origin.BANK
    assert bank_items(reader, "no-such-course") == ()
