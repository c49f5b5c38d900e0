import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from exam_desk import START, Clock, small_exam

from tutor.learner.attempts import AttemptStore
from tutor.learner.database import Database, StoreError, run
from tutor.learner.exams import ExamStore
from tutor.learner.types import AttemptMode
from tutor.practice.exams.exam_form import ExamError

ROOT = Path(__file__).parents[3]


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def database(tmp_path):
    return Database(tmp_path / "learner.sqlite3")


@pytest.fixture
def store(database, clock):
    return ExamStore(database, clock)


def answer_all(store, sitting, *, right):
    for each in sitting.items:
        store.choose(sitting.id, each.position, each.item.key if each.position in right else ())


def test_a_new_sitting_holds_the_exam_as_it_was_drawn(store, database):
    exam = small_exam()
    begun = store.begin("c", exam)
    assert (begun.course, begun.form, begun.seed, begun.minutes) == ("c", exam.form, 1, 30)
    assert [(each.item, each.scored) for each in begun.items] == [(d.item, d.scored) for d in exam.items]
    assert [each.position for each in begun.items] == list(range(1, 21))
    assert (begun.answered, begun.position, begun.is_over, begun.result) == (0, 1, False, None)
    assert ExamStore(Database(database.path), Clock()).sitting(begun.id) == begun


def test_the_latest_answer_counts_and_an_empty_one_clears(store, clock):
    sitting = store.begin("c", small_exam())
    clock.ahead(seconds=10)
    store.choose(sitting.id, 3, [2])
    store.choose(sitting.id, 3, [1])
    store.choose(sitting.id, 4, [0])
    store.choose(sitting.id, 4, [])
    now = store.open_sitting("c")
    assert (now.items[2].chosen, now.items[2].answered_at) == ((1,), START + timedelta(seconds=10))
    assert now.items[3].chosen == ()
    assert now.answered == 1


def test_a_reload_returns_to_the_place_the_flags_and_the_right_time(store, clock, database):
    sitting = store.begin("c", small_exam())
    store.choose(sitting.id, 1, [0])
    store.flag(sitting.id, 2, flagged=True)
    clock.ahead(minutes=7, seconds=30)
    store.visit(sitting.id, 5)
    store.visit(sitting.id, 2)
    reloaded = ExamStore(Database(database.path), clock).open_sitting("c")
    assert (reloaded.id, reloaded.position) == (sitting.id, 2)
    assert [each.position for each in reloaded.items if each.flagged] == [2]
    assert reloaded.seconds_left(clock()) == 22.5 * 60
    store.flag(sitting.id, 2, flagged=False)
    store.visit(sitting.id, 2)
    assert not store.open_sitting("c").items[1].flagged


def test_the_seconds_go_to_the_item_on_the_screen(store, clock):
    sitting = store.begin("c", small_exam())
    clock.ahead(seconds=40)
    store.choose(sitting.id, 1, [0])
    clock.ahead(seconds=5)
    store.visit(sitting.id, 2)
    clock.ahead(seconds=30)
    store.visit(sitting.id, 1)
    clock.ahead(seconds=9)
    over = store.finish(sitting.id)
    assert [each.seconds for each in over.items[:3]] == [54.0, 30.0, 0.0]


def test_finishing_scores_and_writes_every_attempt(store, clock, database):
    sitting = store.begin("c", small_exam())
    answer_all(store, sitting, right=range(1, 16))
    clock.ahead(minutes=20)
    over = store.finish(sitting.id)
    assert over.ended_at == START + timedelta(minutes=20)
    scored = [each for each in over.items if each.scored]
    right = sum(each.position < 16 for each in scored)
    assert (over.result.correct, over.result.scored) == (right, 16)
    assert sum(section.scored for section in over.result.sections) == 16
    assert over == store.sitting(sitting.id)
    attempts = AttemptStore(database).all("c")
    assert len(attempts) == 20
    assert {a.item_id: (a.chosen, a.correct) for a in attempts} == {
        each.item.id: (each.chosen, each.position < 16) for each in over.items
    }
    assert {(a.mode, a.session, a.confidence) for a in attempts} == {(AttemptMode.EXAM, sitting.id, None)}
    unanswered = {a.answered_at for a in attempts if not a.chosen}
    assert unanswered == {over.ended_at}
    assert {a.answered_at for a in attempts if a.chosen} == {START}


def test_multiple_response_is_all_or_nothing(store):
    sitting = store.begin("c", small_exam())
    place = next(each for each in sitting.items if len(each.item.key) == 2)
    store.choose(sitting.id, place.position, [0])
    assert not store.sitting(sitting.id).items[place.position - 1].correct
    store.choose(sitting.id, place.position, [2, 0])
    assert store.sitting(sitting.id).items[place.position - 1].correct
    store.choose(sitting.id, place.position, [0, 1])
    assert not store.sitting(sitting.id).items[place.position - 1].correct
    with pytest.raises(ExamError, match=f"Item {place.position} asks for 2, and 3 are chosen"):
        store.choose(sitting.id, place.position, [0, 1, 2])


def test_finishing_twice_changes_nothing(store, clock, database):
    sitting = store.begin("c", small_exam())
    first = store.finish(sitting.id)
    clock.ahead(minutes=3)
    assert store.finish(sitting.id) == first
    assert len(AttemptStore(database).all("c")) == 20
    with pytest.raises(ExamError, match=r"ended at 2026-03-01 09:00:00 UTC because you finished it; nothing"):
        store.choose(sitting.id, 1, [0])


def test_two_windows_that_finish_at_once_write_one_end(store, clock, database):
    sitting = store.begin("c", small_exam())
    windows = [ExamStore(Database(database.path), clock) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        ends = list(threads.map(lambda window: window.finish(sitting.id), windows))
    assert ends == [store.sitting(sitting.id)] * 4
    assert len(AttemptStore(database).all("c")) == 20


def test_an_answer_after_the_limit_is_refused_and_the_exam_ends_at_its_limit(store, clock, database):
    sitting = store.begin("c", small_exam())
    store.choose(sitting.id, 1, sitting.items[0].item.key)
    clock.ahead(minutes=29, seconds=59)
    store.choose(sitting.id, 2, sitting.items[1].item.key)
    clock.ahead(seconds=1)
    with pytest.raises(
        ExamError, match=r"ended at 2026-03-01 09:30:00 UTC because its time ran out; nothing"
    ):
        store.choose(sitting.id, 3, sitting.items[2].item.key)
    over = store.sitting(sitting.id)
    assert over.ended_at == START + timedelta(minutes=30)
    assert (over.answered, over.seconds_left(clock())) == (2, 0.0)
    assert sum(a.correct for a in AttemptStore(database).all("c")) == 2
    with pytest.raises(ExamError, match="because its time ran out"):
        store.flag(sitting.id, 3, flagged=True)


@pytest.mark.parametrize("look", ["open_sitting", "sittings", "begin"])
def test_whoever_looks_first_finishes_what_ran_out(store, clock, database, look):
    sitting = store.begin("c", small_exam())
    clock.ahead(hours=5)
    if look == "open_sitting":
        assert store.open_sitting("c") is None
    elif look == "sittings":
        assert [each.is_over for each in store.sittings("c")] == [True]
    else:
        assert store.begin("c", small_exam()).id != sitting.id
    assert store.sitting(sitting.id).ended_at == START + timedelta(minutes=30)
    assert len(AttemptStore(database).all("c")) == 20


def test_one_exam_of_a_course_at_a_time(store, clock):
    first = store.begin("c", small_exam())
    with pytest.raises(ExamError, match=r"An exam of c is open since 2026-03-01 09:00 UTC\. Go on with it"):
        store.begin("c", small_exam())
    other = store.begin("other", small_exam())
    store.finish(first.id)
    clock.ahead(minutes=1)
    second = store.begin("c", small_exam(10))
    assert [each.id for each in store.sittings("c")] == [second.id, first.id]
    assert [each.id for each in store.sittings("other")] == [other.id]


@pytest.mark.parametrize(
    ("position", "chosen", "message"),
    [
        (0, [0], "There is no item 0 in this exam; it has 1 to 20"),
        (21, [0], "There is no item 21"),
        (1, [7], "Item 1 has the options A to"),
        (1, [-1], "Item 1 has the options A to"),
    ],
)
def test_impossible_answers_are_refused_in_one_sentence(store, position, chosen, message):
    sitting = store.begin("c", small_exam())
    with pytest.raises(ExamError, match=message):
        store.choose(sitting.id, position, chosen)
    assert store.sitting(sitting.id).answered == 0


def test_an_unknown_exam_is_said(store):
    with pytest.raises(ExamError, match=r"There is no exam 'nine'\. Run `tutor exam list`"):
        store.finish("nine")


def test_an_end_that_cannot_write_its_attempts_is_no_end(store, database):
    sitting = store.begin("c", small_exam())
    with database.connection() as connection:
        run(connection, "ALTER TABLE attempts RENAME TO away")
    with pytest.raises(StoreError, match="no such table: attempts"):
        store.finish(sitting.id)
    with database.connection() as connection:
        assert run(connection, "SELECT * FROM exam_ends") == []
        run(connection, "ALTER TABLE away RENAME TO attempts")
    assert store.finish(sitting.id).is_over


# One process loads the code, then forks a child for each exam and kills it: the child says each answer that
# `choose` took, and the parent kills it after so many, a little later each time. `os.fork` needs POSIX.
KILLED = """
import json, os, signal, sys, time
from pathlib import Path
import sqlalchemy
sys.path.insert(0, sys.argv[3])
from exam_desk import small_exam
from tutor.learner.database import Database
from tutor.learner.exams import ExamStore

folder, points = Path(sys.argv[1]), int(sys.argv[2])
said = []
for point in range(points):
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        store = ExamStore(Database(folder / f"{point}.sqlite3"))
        sitting = store.begin("c", small_exam())
        for item in sitting.items:
            store.choose(sitting.id, item.position, item.item.key)
            os.write(write, b".")
        store.finish(sitting.id)
        os.write(write, b"!")
        time.sleep(60)
    os.close(write)
    for _ in range(point + 1):
        last = os.read(read, 1)
    time.sleep(0.0007 * (point % 5))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    rest = b""
    while more := os.read(read, 99):
        rest += more
    os.close(read)
    said.append({"answers": point + 1 + rest.count(b"."), "ended": b"!" in rest})
print(json.dumps(said))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")
def test_killed_at_twenty_points_no_submitted_answer_is_lost(tmp_path):
    command = [sys.executable, "-c", KILLED, str(tmp_path), "20", str(Path(__file__).parent)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=120)
    for point, said in enumerate(json.loads(done.stdout)):
        database = Database(tmp_path / f"{point}.sqlite3")
        store = ExamStore(database)
        (sitting,) = store.sittings("c")
        # the answer after the last that was said may have been kept as well
        assert sitting.answered in (said["answers"], said["answers"] + 1), point
        assert all(each.correct for each in sitting.items[: said["answers"]])
        assert sitting.is_over or not said["ended"]
        assert len(AttemptStore(database).all("c")) == (20 if sitting.is_over else 0)
        if not sitting.is_over:
            assert store.open_sitting("c").id == sitting.id
            assert store.finish(sitting.id).result.correct == sum(
                each.scored for each in sitting.items[: sitting.answered]
            )
