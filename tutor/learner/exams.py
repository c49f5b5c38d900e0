"""Sittings of exams in a learner's file: begun, answered, flagged, finished; nothing is ever changed.

Each answer is a committed row of its own, the clock is the stored start and the minutes, and the end is
one transaction with its attempts: a crash or a reload loses nothing and gives no time. Knows nothing of
the page, and nothing of how an exam was drawn.
"""

import json
import uuid
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tutor.learner.attempts import insert_attempts
from tutor.learner.database import Database, moment, moment_text, run
from tutor.learner.exam_types import (
    Sitting,
    SittingItem,
    attempts_of,
    result_of,
    seconds_by_position,
)
from tutor.practice.exams.exam import ExamDraw
from tutor.practice.exams.exam_form import ExamError
from tutor.practice.exams.exam_json import form_from_json, form_to_json, result_from_json, result_to_json
from tutor.practice.json_form import item_from_json, item_to_json
from tutor.practice.types import PracticeItem

if TYPE_CHECKING:
    from tutor.learner.database import Connection

__all__ = ["ExamStore"]

_OPEN = "NOT EXISTS (SELECT 1 FROM exam_ends WHERE sitting_id = exam_sittings.id)"


class ExamStore:
    """The exams in a learner's file. `now` gives aware times.

    A sitting whose time is over is finished at its limit by whichever call sees it first.
    """

    def __init__(self, database: Database, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database = database
        self._now = now

    def begin(self, course: str, exam: ExamDraw) -> Sitting:
        """A new sitting, with its items kept as they are now; its clock starts at once.

        Raises:
            ExamError: Another exam of the course is open.
        """
        started_at = self._now()
        sitting_id = uuid.uuid4().hex
        values = {
            "id": sitting_id,
            "course": course,
            "form": json.dumps({**form_to_json(exam.form), "seed": exam.seed}, ensure_ascii=False),
            "at": moment_text(started_at),
            "minutes": exam.form.minutes,
        }
        rows = [
            {
                "id": sitting_id,
                "position": position,
                "item": drawn.item.id,
                "scored": drawn.scored,
                "content": json.dumps(item_to_json(drawn.item), ensure_ascii=False),
            }
            for position, drawn in enumerate(exam.items, start=1)
        ]
        with self._database.connection() as connection:
            for open_one in self._open(connection, course, started_at):
                raise ExamError(
                    f"An exam of {open_one.course} is open since {open_one.started_at:%Y-%m-%d %H:%M} UTC. "
                    "Go on with it or finish it before you begin another."
                )
            run(connection, "INSERT INTO exam_sittings VALUES (:id, :course, :form, :at, :minutes)", values)
            run(connection, "INSERT INTO exam_items VALUES (:id, :position, :item, :scored, :content)", rows)
            return _sitting(connection, sitting_id)

    def choose(self, sitting_id: str, position: int, chosen: Sequence[int]) -> None:
        """Keep the answer to the item at `position` (from 1); the latest one counts, an empty one clears.

        It is on the disk when this returns.

        Raises:
            ExamError: The exam is over, or there is no such position or option, or too many are chosen.
        """
        options = sorted(set(chosen))
        at = self._now()
        with self._database.connection() as connection:
            sitting = self._current(connection, sitting_id, at)
            refusal = _refusal(sitting) or _choice_fault(sitting, position, options)
            if not refusal:
                run(
                    connection,
                    "INSERT INTO exam_choices (sitting_id, position, chosen, at) "
                    "VALUES (:id, :position, :chosen, :at)",
                    {
                        "id": sitting_id,
                        "position": position,
                        "chosen": json.dumps(options),
                        "at": moment_text(at),
                    },
                )
        if refusal:  # said outside of the transaction, so that an end at the limit stays
            raise ExamError(refusal)

    def flag(self, sitting_id: str, position: int, *, flagged: bool) -> None:
        """Mark an item to come back to, or take the mark away. Raises ExamError as `choose` does."""
        self._look(sitting_id, position, flagged)

    def visit(self, sitting_id: str, position: int) -> None:
        """Remember that the item is on the screen: where to go on, and whose seconds run.

        Raises ExamError as `choose` does.
        """
        self._look(sitting_id, position, None)

    def finish(self, sitting_id: str) -> Sitting:
        """End a sitting and write an attempt for each of its items, all in one transaction.

        One that is over already stays as it is. Raises ExamError when there is no such sitting.
        """
        at = self._now()
        with self._database.connection() as connection:
            sitting = self._current(connection, sitting_id, at)
            return sitting if sitting.is_over else _finish(connection, sitting, at)

    def sitting(self, sitting_id: str) -> Sitting:
        """A sitting with its items, open or over. Raises ExamError when there is none of that id."""
        with self._database.connection() as connection:
            return self._current(connection, sitting_id, self._now())

    def open_sitting(self, course: str) -> Sitting | None:
        """The sitting of a course that is going on; None when there is none or its time is over."""
        with self._database.connection() as connection:
            return next(iter(self._open(connection, course, self._now())), None)

    def sittings(self, course: str) -> tuple[Sitting, ...]:
        """All sittings of a course, the latest first."""
        at = self._now()
        with self._database.connection() as connection:
            rows = run(
                connection,
                "SELECT id FROM exam_sittings WHERE course = :course ORDER BY started_at DESC, rowid DESC",
                {"course": course},
            )
            return tuple(self._current(connection, row["id"], at) for row in rows)

    def _look(self, sitting_id: str, position: int, flagged: bool | None) -> None:
        """A row of `exam_flags`; a visit repeats the item's flag, so the latest row tells both."""
        at = self._now()
        with self._database.connection() as connection:
            sitting = self._current(connection, sitting_id, at)
            refusal = _refusal(sitting) or _position_fault(sitting, position)
            if not refusal:
                mark = sitting.items[position - 1].flagged if flagged is None else flagged
                run(
                    connection,
                    "INSERT INTO exam_flags (sitting_id, position, flagged, at) "
                    "VALUES (:id, :position, :flagged, :at)",
                    {"id": sitting_id, "position": position, "flagged": mark, "at": moment_text(at)},
                )
        if refusal:
            raise ExamError(refusal)

    def _open(self, connection: "Connection", course: str, at: datetime) -> tuple[Sitting, ...]:
        rows = run(
            connection,
            f"SELECT id FROM exam_sittings WHERE course = :course AND {_OPEN} ORDER BY started_at",
            {"course": course},
        )
        found = (self._current(connection, row["id"], at) for row in rows)
        return tuple(sitting for sitting in found if not sitting.is_over)

    def _current(self, connection: "Connection", sitting_id: str, at: datetime) -> Sitting:
        """The sitting, finished at its limit if that has passed."""
        sitting = _sitting(connection, sitting_id)
        if not sitting.is_over and at >= sitting.ends_at:
            return _finish(connection, sitting, sitting.ends_at)
        return sitting


def _refusal(sitting: Sitting) -> str:
    if sitting.ended_at is None:
        return ""
    how = "its time ran out" if sitting.ended_at >= sitting.ends_at else "you finished it"
    return (
        f"This exam ended at {sitting.ended_at:%Y-%m-%d %H:%M:%S} UTC because {how}; "
        "nothing can be changed in it now. Its report is ready."
    )


def _position_fault(sitting: Sitting, position: int) -> str:
    count = len(sitting.items)
    return "" if 1 <= position <= count else f"There is no item {position} in this exam; it has 1 to {count}."


def _choice_fault(sitting: Sitting, position: int, options: Sequence[int]) -> str:
    if fault := _position_fault(sitting, position):
        return fault
    item = sitting.items[position - 1].item
    if any(not 0 <= option < len(item.options) for option in options):
        last = chr(ord("A") + len(item.options) - 1)
        return f"Item {position} has the options A to {last}; choose among them."
    if len(options) > len(item.key):
        return f"Item {position} asks for {len(item.key)}, and {len(options)} are chosen; take some away."
    return ""


def _finish(connection: "Connection", sitting: Sitting, at: datetime) -> Sitting:
    run(
        connection,
        "INSERT INTO exam_ends VALUES (:id, :at, :result)",
        {
            "id": sitting.id,
            "at": moment_text(at),
            "result": json.dumps(result_to_json(result_of(sitting)), ensure_ascii=False),
        },
    )
    ended = _sitting(connection, sitting.id)  # as it will be read later, with the seconds up to the end
    insert_attempts(connection, attempts_of(ended))
    return ended


def _sitting(connection: "Connection", sitting_id: str) -> Sitting:
    values = {"id": sitting_id}
    heads = run(
        connection,
        "SELECT exam_sittings.*, ended_at, result FROM exam_sittings "
        "LEFT JOIN exam_ends ON sitting_id = id WHERE id = :id",
        values,
    )
    if not heads:
        raise ExamError(f"There is no exam {sitting_id!r}. Run `tutor exam list` to see yours.")
    (head,) = heads
    order = "WHERE sitting_id = :id ORDER BY"
    items = run(connection, f"SELECT * FROM exam_items {order} position", values)
    choices = run(connection, f"SELECT * FROM exam_choices {order} id", values)
    looks = run(connection, f"SELECT * FROM exam_flags {order} id", values)
    return _assembled(head, items, choices, looks)


def _assembled(
    head: dict[str, Any],
    items: Sequence[dict[str, Any]],
    choices: Sequence[dict[str, Any]],
    looks: Sequence[dict[str, Any]],
) -> Sitting:
    started_at = moment(head["started_at"])
    ended_at = moment(head["ended_at"]) if head["ended_at"] else None
    answers = {row["position"]: row for row in choices}  # the latest of each position stays
    flags = {row["position"]: bool(row["flagged"]) for row in looks}
    events = sorted(((moment(row["at"]), row["position"]) for row in (*choices, *looks)), key=lambda e: e[0])
    seconds = seconds_by_position(started_at, events, ended_at)
    form = json.loads(head["form"])
    return Sitting(
        id=head["id"],
        course=head["course"],
        form=form_from_json(form),
        seed=form["seed"],
        started_at=started_at,
        minutes=head["minutes"],
        items=tuple(
            SittingItem(
                position=row["position"],
                item=_item(row["content"]),
                scored=bool(row["scored"]),
                chosen=tuple(json.loads(answers[row["position"]]["chosen"]))
                if row["position"] in answers
                else (),
                answered_at=moment(answers[row["position"]]["at"]) if row["position"] in answers else None,
                flagged=flags.get(row["position"], False),
                seconds=seconds.get(row["position"], 0.0),
            )
            for row in items
        ),
        position=events[-1][1] if events else 1,
        ended_at=ended_at,
        result=result_from_json(json.loads(head["result"])) if head["result"] else None,
    )


@lru_cache(maxsize=512)  # a sitting is read at every step, and its 65 items never change
def _item(content: str) -> PracticeItem:
    return item_from_json(json.loads(content))
