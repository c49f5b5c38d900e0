import json

import pytest
from exam_desk import Clock, small_exam

from tutor.commands.exam_terminal import ExamTerminal, report_lines, time_text
from tutor.learner.database import Database
from tutor.learner.exams import ExamStore
from tutor.practice.exams.exam_form import ExamError
from tutor.practice.exams.exam_report import exam_report, report_to_json


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(tmp_path, clock):
    return ExamStore(Database(tmp_path / "learner.sqlite3"), clock)


@pytest.fixture
def report(store, clock):
    """Everything right but items 1 (wrong, flagged) and 2 (empty), in 12 of 30 minutes."""
    sitting = store.begin("c", small_exam())
    for each in sitting.items[2:]:
        store.choose(sitting.id, each.position, each.item.key)
    wrong = next(place for place in range(4) if place not in sitting.items[0].item.key)
    store.choose(sitting.id, 1, [wrong])
    store.flag(sitting.id, 1, flagged=True)
    clock.ahead(minutes=12)
    return exam_report(store.finish(sitting.id))


def test_a_report_holds_what_its_page_shows(report):
    lost = sum(each.scored for each in report.items[:2])
    assert (report.result.correct, report.result.scored, report.unscored) == (16 - lost, 16, 4)
    assert (report.answered, report.minutes, report.minutes_used, report.ran_out) == (19, 30, 12.0, False)
    assert report.pass_place == pytest.approx(0.7222, abs=1e-4)
    assert report.score_place == (report.result.score - 100) / 900
    assert [(e.correct, e.flagged, bool(e.chosen)) for e in report.items[:3]] == [
        (False, True, True),
        (False, False, False),
        (True, False, True),
    ]
    assert any(note.startswith("This score is an estimate") for note in report.notes)


def test_as_json_it_is_plain_and_whole(report):
    tree = json.loads(json.dumps(report_to_json(report)))
    assert tree["result"]["score"] == report.result.score
    assert [item["position"] for item in tree["items"]] == list(range(1, 21))
    third = report.items[2]
    names = ["ABCDE"[place] for place in third.item.key]
    assert (tree["items"][2]["chosen"], tree["items"][2]["right"]) == (names, names)
    assert tree["ended_at"] == "2026-03-01T09:12:00+00:00"


def test_an_open_exam_has_no_report(store):
    with pytest.raises(ExamError, match="This exam is still open"):
        exam_report(store.begin("c", small_exam()))


def test_the_report_in_a_terminal(report):
    lines = report_lines(report)
    assert lines[0] == f"Score {report.result.score} of 1000, PASS (750 to pass)."
    assert lines[1].startswith("100 ---")
    assert lines[1].index("|") == 4 + 36  # 0.722 of 50 places after "100 "
    assert lines[1].index("X") == 4 + round(report.score_place * 50)
    assert lines[-1] == f"`tutor exam report {report.sitting_id}` shows every item with its key."
    shown = "\n".join(report_lines(report, with_items=True))
    assert "1. wrong" in shown
    assert "2. not answered" in shown
    assert shown.count("“Sentence ") == 20


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(10800, "3:00:00"), (10747.2, "2:59:08"), (3600, "1:00:00"), (61, "1:01"), (0.4, "0:01"), (0, "0:00")],
)
def test_time_is_told_as_on_a_clock(seconds, text):
    assert time_text(seconds) == text


def test_what_is_typed_after_the_limit_does_not_count(store, clock):
    sitting = store.begin("c", small_exam())
    typed = iter(["A", "n", "B"])
    prompts, said = [], []

    def read(prompt):
        prompts.append(prompt)
        if len(prompts) == 3:
            clock.ahead(minutes=30)
        else:
            clock.ahead(seconds=90)
        return next(typed)

    over = ExamTerminal(store, read, said.append, clock).run(sitting)
    assert [prompt.split(" · ")[:2] for prompt in prompts] == [
        ["1/20", "30:00 left"],
        ["1/20", "28:30 left"],
        ["2/20", "27:00 left"],
    ]
    assert (over.is_over, over.answered) == (True, 1)
    assert said[-1] == "The time is over. What you typed after it was not counted."


def test_a_half_answer_is_kept_and_told(store, clock):
    sitting = store.begin("c", small_exam())
    place = next(each for each in sitting.items if len(each.item.key) == 2)
    typed, said = iter([str(place.position), "C", "c,a", "-", "A,B,C", "A,x9", "end", "y"]), []
    over = ExamTerminal(store, lambda prompt: next(typed), said.append, clock).run(sitting)
    assert "Kept. This item asks for 2; choose 1 more." in said
    assert f"Item {place.position} asks for 2, and 3 are chosen; take some away." in said
    assert "'x9' names no option. Give letters or numbers split by commas, as in A,C." in said
    assert over.items[place.position - 1].chosen == ()
