"""Small exams for tests: items of our own invention, and a clock that is set by hand."""

from datetime import UTC, datetime, timedelta

from ingest.types import Blueprint, Bullet, Domain, Fact, TaskStatement
from tutor.practice.exams.exam import ExamDraw, ExamPool, draw
from tutor.practice.exams.exam_form import exam_figures, exam_form
from tutor.practice.types import Difficulty, ItemKind, ItemSource, Origin, PracticeItem

START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
BLUEPRINT = Blueprint(
    "Small exam",
    (
        Domain(1, "Water", 60.0, (TaskStatement("1.1", "Tides", (Bullet("1.1.a", "Tables"),)),)),
        Domain(2, "Wind", 40.0, (TaskStatement("2.1", "Gusts"),)),
    ),
    tuple(
        Fact(name, value, "course.toml")
        for name, value in (
            ("scored_items", 16),
            ("unscored_items", 4),
            ("minutes", 30),
            ("scale_low", 100),
            ("scale_high", 1000),
            ("pass_mark", 750),
        )
    ),
)


class Clock:
    def __init__(self):
        self.time = START

    def __call__(self):
        return self.time

    def ahead(self, **delta):
        self.time += timedelta(**delta)


def items(count=30):
    """As many of both domains; every fifth is multiple response."""
    return tuple(_item(number) for number in range(count))


def _item(number):
    domain, multiple = number % 2 + 1, number % 5 == 4
    options = ("one", "two", "three", "four", "five") if multiple else ("one", "two", "three", "four")
    key = (0, 2) if multiple else (number % 4,)
    return PracticeItem(
        id=f"q-{number:02}",
        domain=domain,
        task=f"{domain}.1",
        kind=ItemKind.MULTIPLE_RESPONSE if multiple else ItemKind.MULTIPLE_CHOICE,
        stem=f"Situation {number}?" + (" Select TWO." if multiple else ""),
        options=options,
        key=key,
        rationales=tuple("Right: yes." if n in key else "Wrong: no." for n in range(len(options))),
        sources=(ItemSource("notes/a.md", "Tides", f"Sentence {number}."),),
        difficulty=Difficulty.MEDIUM,
        concept="A concept.",
        origin=Origin.BANK,
    )


def small_exam(length=20, seed=1) -> ExamDraw:
    return draw(ExamPool(items()), exam_form(exam_figures(BLUEPRINT), length), BLUEPRINT, seed)
