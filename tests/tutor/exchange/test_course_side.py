import json
from dataclasses import replace
from pathlib import Path

import pytest
from exchange_samples import BARE, BEES, CARD, SWARM

from ingest.course import load_course
from tutor.config import Settings
from tutor.exchange.adopting import adopt
from tutor.exchange.bank_file import add_to_bank
from tutor.exchange.course_side import CourseSide
from tutor.exchange.drafts import content_id
from tutor.exchange.json_bank import write_json_lines
from tutor.exchange.types import ExchangeError, FileContent
from tutor.learner.database import Database
from tutor.learner.items import ItemStore
from tutor.learner.reviews import ReviewStore
from tutor.learner.types import CardKind
from tutor.practice.bank import load_bank
from tutor.practice.types import ItemSource, Origin
from tutor.tutoring import retriever_over
from tutor.workspace import Workspace

EXCLUDER = replace(
    BARE,
    id="own-1",
    stem="What is the queen excluder, the grid that keeps brood out of the honey supers?",
    options=("A grid with gaps of 4.2 mm", "A smoker"),
    key=(0,),
    rationales=("Right: a grid.", "Wrong: smoke."),
    task="9.9",
    sources=(
        ItemSource(
            "notes/hive.md", "Queen excluder", "A queen excluder is a grid\nwith gaps of 4.2 mm.", 9, "old"
        ),
        ItemSource("notes/hive.md", "Invented", "It was invented in 1865."),
        ItemSource("../../etc/passwd", "x", "root"),
    ),
)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "learner.sqlite3")


@pytest.fixture
def workspace(course_dir: Path, tmp_path: Path) -> Workspace:
    return Workspace("bee-101", tmp_path / "home" / "courses" / "bee-101", load_course(course_dir))


@pytest.fixture
def side(settings: Settings, workspace: Workspace, database: Database, hashed) -> CourseSide:
    settings = replace(settings, embedder=hashed.name)
    workspace.build(hashed)
    return CourseSide(settings, workspace, database, lambda index: retriever_over(index, hashed))


def test_what_the_file_claims_is_looked_up(side):
    adopted = adopt(FileContent(items=(EXCLUDER,)), side.for_import(), "mine.json")
    (item,) = adopted.items
    assert (item.task, item.domain, adopted.placed, adopted.unplaced) == ("1.1", 1, 1, 0)
    assert (item.origin, item.made, item.checks) == (Origin.IMPORT, "imported from mine.json", ())
    (source,) = item.sources
    assert (source.quote, source.page) == (EXCLUDER.sources[0].quote, 1)
    assert len(source.sha256) == 64
    assert adopted.unsourced == 2
    assert side.remark == ""


def test_without_an_index_nothing_is_claimed_and_it_is_said(settings, workspace, database):
    side = CourseSide(settings, workspace, database, pytest.fail)
    adopted = adopt(FileContent(items=(EXCLUDER, replace(SWARM, task="2.1"))), side.for_import(), "a.json")
    assert [(item.task, item.domain) for item in adopted.items] == [("", 0), ("2.1", 2)]
    assert (adopted.unplaced, adopted.unsourced) == (1, 3)
    assert side.remark == "The course bee-101 is not indexed yet. Run `tutor ingest --course bee-101`."


def test_a_second_import_adds_nothing(side, database):
    whole = replace(BEES, task="1.1", rationales=("Right: a", "Wrong: b", "Wrong: c", "Wrong: d"))
    content = FileContent(items=(EXCLUDER, whole), cards=(CARD,))
    first = adopt(content, side.for_import(), "a.json")
    side.keep(first)
    again = adopt(content, side.for_import(), "a.json")
    assert (len(first.items), len(first.cards), first.known) == (2, 1, 0)
    assert (again.items, again.cards, again.known) == ((), (), 3)
    assert ItemStore(database).all("bee-101") == first.items
    (card,) = first.cards
    assert (card.kind, card.course, card.id[:7]) == (CardKind.IMPORT, "bee-101", "import-")
    assert ReviewStore(database).card(card.id) == card


def test_a_reported_item_does_not_come_back(side, database):
    side.keep(adopt(FileContent(items=(EXCLUDER,)), side.for_import(), "a.json"))
    ItemStore(database).report("own-1", "wrong key")
    again = adopt(FileContent(items=(replace(EXCLUDER, id="other"),)), side.for_import(), "b.json")
    assert (again.items, again.known) == ((), 1)


def test_an_id_that_another_question_has_is_not_taken_over(side, database):
    stored = replace(SWARM, id="own-1", task="2.1", rationales=tuple("Wrong: x" for _ in range(6)))
    ItemStore(database).add("wasp-1", (stored,))
    adopted = adopt(FileContent(items=(EXCLUDER,)), side.for_import(), "a.json")
    assert adopted.items[0].id == content_id(EXCLUDER)
    side.keep(adopted)
    assert ItemStore(database).get("own-1") == stored


def test_the_same_question_in_two_courses_is_two_items(side, database):
    name = content_id(EXCLUDER)
    other = replace(EXCLUDER, id=name, task="2.1", sources=())
    ItemStore(database).add("wasp-1", (other,))
    adopted = adopt(FileContent(items=(replace(EXCLUDER, id=name),)), side.for_import(), "a.json")
    assert adopted.items[0].id == f"{name}-bee-101"


def test_a_bare_bank_can_be_practised_at_once(side, database):
    bare = replace(EXCLUDER, rationales=("", ""), task="", sources=(), stem="Zzz?", options=("yy", "xx"))
    adopted = adopt(FileContent(items=(bare,)), side.for_import(), "bank.json")
    side.keep(adopted)
    assert ItemStore(database).all("bee-101") == adopted.items
    assert adopted.items[0].rationales == ("", "")


def test_items_are_the_bank_and_the_stored_ones(side, database, workspace):
    bank = (replace(BEES, task="1.1", origin=Origin.BANK, checks=(), made=""),)
    folder = workspace.course.directory / "questions"
    folder.mkdir()
    strict = replace(bank[0], rationales=("Right: a", "Wrong: b", "Wrong: c", "Wrong: d"))
    (folder / "one.jsonl").write_text(write_json_lines((strict,)))
    side.keep(adopt(FileContent(items=(EXCLUDER,)), side.for_import(), "a.json"))
    assert [item.id for item in side.items()] == ["q-1", "own-1"]
    assert [item.id for item in side.items((Origin.IMPORT,))] == ["own-1"]
    ItemStore(database).report("q-1", "unclear")
    assert [item.id for item in side.items()] == ["own-1"]


def test_cards_are_those_of_tables_and_the_learner_s_own(side, database):
    side.keep(adopt(FileContent(cards=(CARD,)), side.for_import(), "a.apkg"))
    kinds = [card.kind for card in side.cards()]
    assert {kind: kinds.count(kind) for kind in set(kinds)}[CardKind.IMPORT] == 1
    assert set(kinds) == {CardKind.TERM, CardKind.IMPORT}  # the tables of this course make no quiz
    first = side.cards()[0]
    store = ReviewStore(database)
    store.add_cards((first,))
    store.remove_card(first.id)
    assert first.id not in {card.id for card in side.cards()}


def test_a_file_cannot_change_a_card_of_the_course(side, database):
    own = side.cards()[0]
    ReviewStore(database).add_cards((own,))
    forged = replace(own, id="row-forged", back="Something else")
    adopted = adopt(FileContent(cards=(own, forged)), side.for_import(), "a.csv")
    assert (len(adopted.cards), adopted.known) == (1, 1)
    assert adopted.cards[0].id.startswith("import-")


GOOD = replace(
    EXCLUDER,
    task="1.1",
    domain=1,
    concept="A grid.",
    options=("A grid", "A smoker", "A frame", "A veil"),
    rationales=("Right: a", "Wrong: b", "Wrong: c", "Wrong: d"),
)


def test_questions_for_the_bank_meet_its_rules(workspace):
    content = FileContent(items=(GOOD, EXCLUDER))
    added = add_to_bank(workspace, (), content, "My Bank")
    assert added.path == workspace.course.directory / "questions" / "imported-my-bank.jsonl"
    assert [item.id for item in load_bank((added.path,))] == ["own-1"]
    assert added.faults == ('own-1: concept is ""; it has to be words.',)
    line = json.loads(added.path.read_text())
    assert list(line)[:4] == ["id", "kind", "domain", "task"]
    with pytest.raises(ExchangeError, match=r"imported-my-bank\.jsonl is there already\. Rename"):
        add_to_bank(workspace, added.items, content, "My Bank")
    with pytest.raises(
        ExchangeError, match=r"^No question meets the rules of the bank\.\nown-1: the bank has this"
    ):
        add_to_bank(workspace, added.items, FileContent(items=(GOOD,)), "again")


def test_a_course_without_a_folder_has_no_bank(workspace):
    with pytest.raises(ExchangeError, match=r"^bee-101 has no course\.toml, so it has no bank\."):
        add_to_bank(replace(workspace, course=None), (), FileContent(items=(GOOD,)), "a")
