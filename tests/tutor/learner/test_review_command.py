import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from ingest.build import build_index
from ingest.errors import IndexUnavailableError
from tests.tutor.learner.test_cards import GLOSSARY, TABLE
from tutor.commands import review
from tutor.learner.database import StoreError
from tutor.learner.journal import GoalStore
from tutor.learner.learners import learner_database
from tutor.workspace import open_workspace


@pytest.fixture
def learner(settings, tmp_path, hashed):
    """Settings of a learner whose course has a recall table and a glossary, indexed."""
    sources = tmp_path / "sources"
    sources.mkdir()
    (sources / "feeds.md").write_text(TABLE, encoding="utf-8")
    (sources / "glossary.md").write_text(GLOSSARY, encoding="utf-8")
    chosen = replace(settings, embedder=hashed.name)
    build_index([sources], open_workspace(chosen).index_dir, hashed, base=sources)
    return chosen


def invoke(settings, *arguments):
    result = CliRunner().invoke(review.app, arguments, obj=settings)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0
    return result.stdout


def as_json(settings, *arguments):
    return json.loads(invoke(settings, *arguments, "--format", "json"))


def test_a_first_review_shows_new_cards_of_tables_and_glossary(learner):
    tree = as_json(learner)
    assert tree["counts"] == {
        "due": 0, "later_today": 0, "new_today": 4, "new_left": 4, "graded_today": 0, "active": 4,
        "set_aside": 0,
    }  # fmt: skip
    assert (tree["course"], tree["learner"], tree["exam_date"], tree["due"]) == ("bee-101", "me", None, [])
    fronts = {card["front"] for card in tree["new"]}
    assert fronts == {
        "It is spring. What do you feed?",
        "It is winter. What do you feed?",
        "What does “AFB” mean?",
        "What does “Super” mean?",
    }
    assert set(tree["new"][0]) == {
        "id", "course", "kind", "task", "front", "back", "document", "page", "heading", "quote",
        "item_id", "due_at",
    }  # fmt: skip
    assert len(as_json(learner, "--limit", "1")["new"]) == 1


def test_grade_and_undo_change_what_is_to_come(learner):
    card = as_json(learner)["new"][0]["id"]
    given = as_json(learner, "grade", card, "4")
    assert (given["card_id"], given["grade"], given["interval_days"]) == (card, 4, 8.0)
    counts = as_json(learner)["counts"]
    assert (counts["new_left"], counts["graded_today"]) == (3, 1)
    assert as_json(learner, "undo")["undone"] == given
    assert as_json(learner)["counts"]["new_left"] == 4
    assert as_json(learner, "undo") == {"undone": None}


def test_the_exam_bounds_when_a_card_comes_back(learner):
    exam = datetime.now(UTC).date() + timedelta(days=4)
    GoalStore(learner_database(learner)).set("bee-101", exam, 5)
    tree = as_json(learner)
    assert tree["exam_date"] == exam.isoformat()
    given = as_json(learner, "grade", tree["new"][0]["id"], "4")
    assert datetime.fromisoformat(given["due_at"]).date() == exam - timedelta(days=1)


def test_the_text_says_the_counts_and_the_cards(learner):
    text = invoke(learner)
    assert text.startswith(
        "0 due now, 0 more later today, 4 new for today (4 new left of 4 cards). 0 graded today.\n"
    )
    card = as_json(learner)["new"][0]
    assert f"  {card['id']}  {card['front']}\n" in text
    assert card["back"] in invoke(learner, "show", card["id"])
    assert as_json(learner, "show", card["id"]) == {k: v for k, v in card.items() if k != "due_at"}
    moment = r"on \d{4}-\d\d-\d\d at \d\d:\d\d\.\n"
    graded, undone = invoke(learner, "grade", card["id"], "3"), invoke(learner, "undo")
    assert re.fullmatch(f"{card['id']} comes back {moment}", graded)
    assert re.fullmatch(f"Took back the grade 3 of {card['id']}, given {moment}", undone)
    assert invoke(learner, "undo") == "There is no grade to take back.\n"


def test_cards_can_be_reviewed_while_the_index_is_away(learner):
    as_json(learner)
    open_workspace(learner).delete()
    assert as_json(learner)["counts"]["new_left"] == 4


def test_without_index_and_cards_the_command_that_builds_is_said(settings):
    with pytest.raises(
        IndexUnavailableError, match=r"is not indexed yet\. Run `tutor ingest --course bee-101`"
    ):
        invoke(settings)


def test_a_card_that_is_not_there_is_said(learner):
    for command in (("show", "row-9"), ("grade", "row-9", "3")):
        with pytest.raises(StoreError, match=r"There is no card 'row-9'\. Run `tutor review`"):
            invoke(learner, *command)


def test_a_grade_that_does_not_exist_is_a_wrong_call(learner):
    result = CliRunner().invoke(review.app, ["grade", "row-9", "5"], obj=learner)
    assert result.exit_code == 2
    assert "less than or equal to 4" in result.stderr
