import json

import pytest
import typer
from typer.testing import CliRunner

from ingest.errors import TutorError
from tutor.commands import exam
from tutor.config import Settings
from tutor.learner.exams import ExamStore
from tutor.learner.items import ItemStore
from tutor.learner.learners import learner_database
from tutor.practice.exams.exam_form import ExamError

ROOT_APP = typer.Typer()
ROOT_APP.add_typer(exam.app, name="exam")


@pytest.fixture
def mls(tmp_path):
    """The bundled course in a home of its own, without model or index."""
    return Settings(home=tmp_path / "home", course="mls-c01", llm="none")


@pytest.fixture
def tutor(mls):
    def invoke(*arguments, typed=None):
        return CliRunner().invoke(ROOT_APP, ["exam", *arguments], obj=mls, input=typed)

    return invoke


def as_json(result):
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def paper(tutor, *arguments):
    return as_json(tutor("draw", *arguments, "--format", "json"))


def answer_file(tmp_path, form, answers):
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({"form": form, "answers": answers}))
    return str(path)


def test_a_drawn_exam_shows_no_key(tutor):
    drawn = paper(tutor, "--items", "20", "--seed", "1")
    assert set(drawn) == {"form", "items"}
    assert (drawn["form"]["length"], drawn["form"]["minutes"], drawn["form"]["seed"]) == (20, 56, 1)
    assert [item["position"] for item in drawn["items"]] == list(range(1, 21))
    for item in drawn["items"]:
        assert set(item) == {"position", "id", "kind", "domain", "task", "stem", "options", "choose"}
    assert drawn == paper(tutor, "--items", "20", "--seed", "1")
    assert drawn["form"]["item_ids"] != paper(tutor, "--items", "20", "--seed", "2")["form"]["item_ids"]


def test_with_key_it_holds_everything(tutor):
    drawn = paper(tutor, "--full", "--seed", "1", "--with-key")
    assert (len(drawn["items"]), sum(item["scored"] for item in drawn["items"])) == (65, 50)
    assert all(len(item["rationales"]) == len(item["options"]) for item in drawn["items"])


def test_a_drawn_exam_for_people(tutor):
    lines = tutor("draw", "--items", "10", "--seed", "1", "--with-key").stdout.splitlines()
    assert lines[0] == "10 items, 28 minutes, seed 1."
    assert sum(line.startswith(" *") for line in lines) == 12  # eight of one, two of two


def test_a_paper_is_scored_by_its_form_and_answers(tutor, tmp_path):
    drawn = paper(tutor, "--items", "20", "--seed", "4", "--with-key")
    letters = {item["id"]: ["ABCDEF"[place] for place in item["key"]] for item in drawn["items"]}
    everything = as_json(
        tutor("score", "--answers", answer_file(tmp_path, drawn["form"], letters), "--format", "json")
    )
    assert (everything["score"], everything["passed"], everything["correct"]) == (1000, True, 15)
    assert [row["scored"] for row in everything["items"]] == [item["scored"] for item in drawn["items"]]
    nothing = as_json(
        tutor("score", "--answers", answer_file(tmp_path, drawn["form"], {}), "--format", "json")
    )
    assert (nothing["score"], nothing["passed"], nothing["correct"], nothing["scored"]) == (100, False, 0, 15)
    assert any(note.startswith("This score is an estimate") for note in nothing["notes"])
    assert any(note.startswith("Sources disagree about the minutes") for note in nothing["notes"])


@pytest.mark.parametrize("shape", ["letters", "places", "text"])
def test_answers_may_be_letters_or_places(tutor, tmp_path, shape):
    drawn = paper(tutor, "--items", "10", "--seed", "2", "--with-key")
    ways = {
        "letters": lambda key: ["ABCDEF"[place].lower() for place in key],
        "places": lambda key: list(key),
        "text": lambda key: ",".join("ABCDEF"[place] for place in key),
    }
    answers = {item["id"]: ways[shape](item["key"]) for item in drawn["items"]}
    path = answer_file(tmp_path, drawn["form"], answers)
    assert tutor("score", "--answers", path).stdout.startswith("Score 1000 of 1000, PASS (750 to pass).")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda form, ids: (form, {ids[0]: ["Z"]}), r"The answer to q-\S+ Item q-\S+ has the options A to"),
        (lambda form, ids: (form, {ids[0]: 1.5}), r"is 1\.5; write letters as in"),
        (lambda form, ids: (form, {"q-none": ["A"]}), "name items that are not in the exam: q-none"),
        (
            lambda form, ids: ({**form, "item_ids": ["x", *ids[1:]]}, {}),
            "1 of 10 items are not in this course: x",
        ),
        (lambda form, ids: ({**form, "item_ids": 3}, {}), "The form names no items in item_ids"),
        (lambda form, ids: ({**form, "seed": "a"}, {}), "The form's seed is 'a', not a whole number"),
        (lambda form, ids: ({"length": 3, "item_ids": ids}, {}), "The form of the exam cannot be read"),
    ],
)
def test_a_faulty_sheet_is_said_in_one_sentence(tutor, tmp_path, change, message):
    form = paper(tutor, "--items", "10", "--seed", "2")["form"]
    path = answer_file(tmp_path, *change(form, form["item_ids"]))
    result = tutor("score", "--answers", path)
    assert isinstance(result.exception, ExamError)
    with pytest.raises(ExamError, match=message):
        raise result.exception


def test_a_file_that_is_no_sheet_is_said(tutor, tmp_path):
    (tmp_path / "a.json").write_text("[]")
    result = tutor("score", "--answers", str(tmp_path / "a.json"))
    assert str(result.exception).startswith("a.json holds no form with answers; write ")
    result = tutor("score", "--answers", str(tmp_path / "none.json"))
    assert str(result.exception).startswith("none.json cannot be read as JSON")


def test_a_short_exam_in_the_terminal(tutor, mls):
    drawn = paper(tutor, "--items", "10", "--seed", "3", "--with-key")
    typed = []
    for item in drawn["items"][:9]:
        typed += [",".join("ABCDEF"[place] for place in item["key"]), "n"]
    typed += ["f", "Z", "l", "1", "p", "end", "n", "end", "y"]
    result = tutor("--items", "10", "--seed", "3", typed="\n".join(typed) + "\n")
    assert result.exit_code == 0, result.output
    assert "10 items in 28 minutes. 2 of them do not count, and you are not told which." in result.stdout
    assert "1 without an answer, 1 flagged. End the exam? y/n > " in result.stdout
    assert "has the options A to" in result.stdout
    scored = sum(item["scored"] for item in drawn["items"][:9])
    assert f"{scored} of 8 scored items right; 2 more did not count. 9 of 10 answered" in result.stdout
    (listed,) = as_json(tutor("list", "--format", "json"))["sittings"]
    assert (listed["length"], listed["answered"], listed["result"]["correct"]) == (10, 9, scored)
    assert listed["id"] in tutor("list").stdout
    report = as_json(tutor("report", listed["id"], "--format", "json"))
    assert [item["correct"] for item in report["items"]] == [True] * 9 + [False]
    shown = tutor("report", listed["id"]).stdout
    assert "10. not answered" in shown
    assert shown.count("       Right: ") == sum(len(item["key"]) for item in drawn["items"])


def test_no_answer_says_whether_it_was_right(tutor):
    drawn = paper(tutor, "--items", "10", "--seed", "3", "--with-key")
    first = drawn["items"][0]
    result = tutor("--items", "10", "--seed", "3", typed="A\nB\nC\n")
    assert result.exit_code == 130
    assert "Your answers are kept, and the clock runs on. Run `tutor exam` to come back." in result.stdout
    for word in ("right", "wrong", "Right", *first["rationales"]):
        assert word not in result.stdout.partition("Item 1 of 10")[2].replace(first["stem"], "")


def test_the_exam_goes_on_after_the_window_was_closed(tutor, mls):
    tutor("--items", "10", "--seed", "3", typed="A\nn\nf\n")
    result = tutor("--items", "32", typed="end\ny\n")
    assert "You go on with the exam of " in result.stdout
    assert "Item 2 of 10" in result.stdout
    assert "9 without an answer, 1 flagged." in result.stdout
    assert ExamStore(learner_database(mls)).open_sitting("mls-c01") is None


def test_reported_items_are_not_drawn_and_seen_ones_come_last(tutor, mls):
    ids = paper(tutor, "--items", "20", "--seed", "1")["form"]["item_ids"]
    ItemStore(learner_database(mls)).report(ids[0], "The key is wrong.")
    assert ids[0] not in paper(tutor, "--items", "20", "--seed", "1")["form"]["item_ids"]
    tutor("--full", "--seed", "1", typed="end\ny\n")
    (sat,) = ExamStore(learner_database(mls)).sittings("mls-c01")
    seen = {each.item.id for each in sat.items}
    assert not seen & set(paper(tutor, "--full")["form"]["item_ids"])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--items", "66"), "An exam of 66 items is not possible; choose 1 to 65"),
        (("--course", "bee-9"), "The course has 0 items for an exam, and 20 are wanted"),
        (("--course", "../up"), "is no course id"),
    ],
)
def test_what_cannot_be_drawn_is_one_sentence(tutor, arguments, message):
    result = tutor("draw", *arguments)
    assert isinstance(result.exception, TutorError)
    with pytest.raises(TutorError, match=message):
        raise result.exception


def test_items_and_full_exclude_each_other(tutor):
    result = tutor("draw", "--items", "5", "--full")
    assert result.exit_code == 2
    assert tutor("draw", "--items", "0").exit_code == 2


def test_an_empty_list_says_how_to_begin(tutor):
    assert tutor("list").stdout.startswith("You have sat no exam of this course yet.")
