import json
from collections import Counter
from dataclasses import replace

import pytest
from typer import Typer
from typer.testing import CliRunner

from ingest.errors import TutorError
from ingest.types import Blueprint, Bullet, Domain, TaskStatement
from tests.tutor.practice.signal_course import PLAIN, TABLE, signal_index, signal_maker
from tutor.commands import quiz
from tutor.practice.generate import QuizRequest
from tutor.practice.stale import is_stale
from tutor.practice.tables.facts import TableKind, row_tables
from tutor.practice.types import Difficulty, ItemKind, Origin

TABLES_ONLY = (Origin.TABLE,)
BLUEPRINT = Blueprint(
    "Flags", (Domain(1, "Flags", 100, (TaskStatement("1.1", "Pick", (Bullet("1.1.a", "Flags"),)),)),)
)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return signal_index(tmp_path_factory.mktemp("flags"))


def made(index, **wishes):
    request = QuizRequest("flags", **{"origins": TABLES_ONLY, "seed": 1, "count": 6, **wishes})
    return list(signal_maker(index, blueprint=BLUEPRINT).items(request))


def test_keys_follow_the_rows(index):
    rights = {row.cue: row.answer for table in row_tables(index) for row in table.rows}
    items = [item for item in made(index, count=12) if item.made.startswith("cue to answer from")]
    assert items
    for item in items:
        (cue,) = (cue for cue in rights if cue in item.stem)
        assert item.options[item.key[0]] == rights[cue]


def test_every_option_has_a_reason_and_a_verbatim_source(index):
    for item in made(index, count=12):
        assert len(item.rationales) == len(item.sources) == len(item.options)
        for place, reason in enumerate(item.rationales):
            assert reason.startswith("Right: " if place in item.key else "Wrong: ")
        for source in item.sources:
            assert source.quote in index.page(source.document, source.page).text
            assert source.sha256 == index.documents[0].sha256
        for part in item.options[item.key[0]].split("; "):
            said = part.removeprefix("(1) ").removeprefix("(2) ")
            assert any(said in source.quote for source in item.sources[:2])


def test_the_same_seed_gives_the_same_items_and_none_gives_others(index):
    assert made(index) == made(index)
    assert [item.id for item in made(index, seed=2)] != [item.id for item in made(index, seed=3)]


def test_no_item_comes_twice_in_one_set(index):
    items = made(index, count=40)
    assert len({item.id for item in items}) == len(items)
    assert len({item.stem for item in items}) == len(items)


def test_multiple_response_has_two_of_five_or_three_of_six(index):
    items = made(index, kind=ItemKind.MULTIPLE_RESPONSE, count=6)
    assert {(len(item.key), len(item.options)) for item in items} <= {(2, 5), (3, 6)}
    assert all(item.stem.endswith(("Select TWO.", "Select THREE.")) for item in items)


def test_every_check_was_passed_and_is_recorded(index):
    item = made(index, count=1)[0]
    assert [check.name for check in item.checks][:2] == ["option_count", "options_differ"]
    assert all(check.passed for check in item.checks)
    assert item.made.endswith("seed 1")
    assert item.task == "1.1"


def test_difficulty_is_kept(index):
    assert {item.difficulty for item in made(index, difficulty=Difficulty.HARD, count=4)} <= {Difficulty.HARD}


def test_what_a_learner_had_does_not_come_again_without_a_seed(index):
    first = list(signal_maker(index).items(QuizRequest("flags", count=5, origins=TABLES_ONLY)))
    again = list(
        signal_maker(index, earlier=tuple(first)).items(QuizRequest("flags", count=5, origins=TABLES_ONLY))
    )
    assert not {item.stem for item in first} & {item.stem for item in again}


def test_an_exhausted_course_gives_what_there_is(tmp_path):
    few = "\n".join(TABLE.splitlines()[:12])  # four rows
    maker = signal_maker(signal_index(tmp_path, few))
    items = list(maker.items(QuizRequest("flags", count=40, seed=1, origins=TABLES_ONLY)))
    assert 4 <= len(items) < 20
    assert maker.rates.accepted == len(items)
    assert dict(maker.rates.dropped)["not_near_copy"] > 0


def test_the_bank_is_practised_as_it_is(index):
    written = replace(made(index, count=1)[0], id="q-1", origin=Origin.BANK)
    maker = signal_maker(index, bank=(written,))
    assert list(maker.items(QuizRequest("flags", origins=(Origin.BANK,), seed=1))) == [written]


def test_an_unknown_task_or_domain_is_named(index):
    with pytest.raises(TutorError, match=r"The course flags has no task 4\.4; it has 1\.1\."):
        made(index, task="4.4")
    with pytest.raises(TutorError, match=r"The course flags has no domain 4; it has 1\."):
        made(index, domain=4)


def test_a_course_without_tables_says_what_is_missing(tmp_path):
    index = signal_index(tmp_path, "# Flags\n\nFlags are hoisted on masts by sailors.\n")
    with pytest.raises(TutorError, match="The course flags has nothing to make such items from"):
        list(signal_maker(index).items(QuizRequest("flags")))


def test_plain_tables_are_read_by_their_shape(tmp_path):
    (table,) = row_tables(signal_index(tmp_path, PLAIN, "knots.md"))
    assert (table.kind, table.cue_name, table.answer_name) == (TableKind.PLAIN, "Use", "Knot")
    items = list(
        signal_maker(signal_index(tmp_path, PLAIN, "knots.md")).items(QuizRequest("flags", seed=1, count=3))
    )
    assert items[0].domain == 0
    assert items[0].task == ""


def test_a_plain_table_with_an_answer_twice_is_skipped(tmp_path):
    assert row_tables(signal_index(tmp_path, PLAIN.replace("Sheet bend", "Bowline"), "knots.md")) == ()


def test_an_item_is_stale_when_its_row_changed_and_only_then(index, tmp_path):
    item = next(
        item for item in made(index, count=12) if any("diver" in source.quote for source in item.sources)
    )
    assert not is_stale(item, index)
    longer = signal_index(tmp_path / "longer", TABLE + "| A mast breaks. | Victor | Help is needed. |\n")
    assert not is_stale(item, longer)
    changed = signal_index(tmp_path / "changed", TABLE.replace("diver", "welder"))
    assert is_stale(item, changed)
    assert is_stale(item, signal_index(tmp_path / "gone", TABLE, "other.md"))


GLOSSARY = """
## Words

| Term | Stands for | Meaning | Also called |
|---|---|---|---|
| Halyard |  | A line that hoists a flag. | |
| Pennant |  | A narrow flag that tapers. | |
| Ensign |  | A flag that shows a country. | |
| Burgee |  | A flag that shows a club. | |
| Toggle |  | A wooden pin that joins two flags. | |
"""


def test_definitions_are_left_out_where_a_task_has_a_recall_table(tmp_path):
    text = TABLE + GLOSSARY.replace("## Words\n", "## Words\n<!-- tutor: task=1.1 -->\n")
    both = signal_index(tmp_path / "both", text)
    assert not any("“Words”" in item.made for item in made(both, count=12))
    alone = signal_index(tmp_path / "alone", "# Flags\n" + GLOSSARY)
    items = list(signal_maker(alone).items(QuizRequest("flags", seed=1, count=3, origins=TABLES_ONLY)))
    assert items
    assert all("“Words”" in item.made for item in items)


def test_what_is_no_longer_offered_or_out_of_scope_is_never_a_key(tmp_path):
    gone = TABLE.replace("It calls the launch.", "The signal was discontinued.")
    blueprint = replace(BLUEPRINT, out_of_scope=("Romeo",))
    maker = signal_maker(signal_index(tmp_path, gone), blueprint=blueprint)
    items = maker.items(
        QuizRequest("flags", seed=1, count=12, origins=TABLES_ONLY, kind=ItemKind.MULTIPLE_CHOICE)
    )
    keys = [item.options[item.key[0]] for item in items]
    assert keys
    assert not any("Golf" in key or "Romeo" in key for key in keys)


def test_wrong_options_are_of_the_rows_own_kind(tmp_path):
    lines = TABLE.splitlines()
    kinds = ["day", "night", "day", "night", "day", "night", "day", "night", "day"]
    text = "\n".join(
        [
            *lines[:6],
            lines[6] + " Kind |",
            lines[7] + "---|",
            *(f"{line} {kind} |" for line, kind in zip(lines[8:], kinds, strict=True)),
        ]
    )
    kind_of = {"Alfa": "day", "Bravo": "night", "Golf": "day", "Hotel": "night"}
    kind_of |= {"Oscar": "day", "Papa": "night", "Quebec": "day", "Romeo": "night"}
    items = made(signal_index(tmp_path, text), count=12)
    cues = [item for item in items if item.made.startswith("cue to answer")]
    assert cues
    assert all(len({kind_of[option] for option in item.options}) == 1 for item in cues)


def test_positions_of_keys_are_balanced(index):
    from tutor.practice.slots import Slot
    from tutor.practice.tables.maker import key_place

    counts = Counter(key_place(Slot(position, 0)) for position in range(1000))
    assert all(abs(count - 250) <= 3 for count in counts.values())


def test_the_command_knows_its_options():
    app = Typer()
    quiz.register(app)
    result = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "200", "TERM": "dumb"})
    for option in (
        "--domain",
        "--task",
        "--kind",
        "--count",
        "--difficulty",
        "--origin",
        "--seed",
        "--index",
    ):
        assert option in result.stdout


@pytest.mark.models
def test_quiz_makes_and_keeps_items(minilm_folder, minilm_index, tmp_path):
    from datetime import UTC, datetime

    from ingest.index_files import save_index
    from tutor.config import Settings
    from tutor.learner.items import ItemStore
    from tutor.learner.learners import learner_database

    contents = replace(minilm_index.contents, embedder_name=minilm_folder)
    save_index(contents, tmp_path / "bees", {}, datetime.now(UTC))
    settings = Settings(home=tmp_path, llm="none", embedder=minilm_folder)
    app = Typer()
    app.callback()(lambda: None)
    quiz.register(app)
    command = ["quiz", "--index", str(tmp_path / "bees"), "--count", "2", "--seed", "3", "--format", "json"]
    result = CliRunner().invoke(app, command, obj=settings)
    if result.exit_code != 0:
        assert isinstance(result.exception, TutorError)
        assert "nothing to make such items from" in str(result.exception)
        return
    tree = json.loads(result.stdout)
    assert set(tree) == {"items", "rates"}
    kept = ItemStore(learner_database(settings))
    assert all(kept.get(item["id"]).stem == item["stem"] for item in tree["items"])
