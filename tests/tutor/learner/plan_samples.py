"""A plan to test with, and a learner's file to keep it in."""

from dataclasses import replace
from datetime import date

from attempts_of import BLUEPRINT, COURSE, NOW, TASKS, learner

from tutor.learner.database import Database
from tutor.learner.planning.plan import study_plan, task_results
from tutor.learner.planning.plan_request import ExamPaper, PlanRequest
from tutor.learner.planning.plan_types import LabLink
from tutor.learner.standing.coverage import Section
from tutor.learner.standing.forecast import review_forecast
from tutor.learner.standing.mastery import standing

LABS = (LabLink("ropes", "Tie a ship", 40, ("3.1", "3.2")), LabLink("tides", "Read a tide", 40, ("1.1",)))
SECTIONS = {
    task: tuple(Section(f"notes/{task}.md", 1, f"Section {number} of {task}") for number in range(1, 31))
    for task in TASKS
}


def plan_file(folder) -> Database:
    return Database(folder / "learner.sqlite3")


def plan_for(exam_on: date, attempts=(), *, now=NOW, hours=6.0, previous=None, **fields):
    """The plan of a learner who gave these answers; 60 answers, weak in 3.1, unless others are given."""
    given = attempts or learner(dict.fromkeys(TASKS, 0.8) | {"3.1": 0.2}, 70)
    where = standing(given, BLUEPRINT, now)
    request = PlanRequest(
        course=COURSE,
        exam_on=exam_on,
        hours_a_week=hours,
        results=task_results(where, given, previous),
        reviews=review_forecast((), now),
        sections=SECTIONS,
        labs=LABS,
        paper=ExamPaper(65, 180.0),
        previous=previous,
    )
    return study_plan(replace(request, **fields), where)
