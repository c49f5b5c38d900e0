"""An exam as a paper: written out without its key, and scored when it comes back with answers.

Nothing is stored: the paper's form holds its seed and its items' ids, from which all follows.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import TutorError
from tutor.practice.choices import checked_choice, letters, read_choice
from tutor.practice.exams.exam import ExamDraw, scored_marks
from tutor.practice.exams.exam_form import ExamError
from tutor.practice.exams.exam_json import form_from_json, form_to_json, result_to_json
from tutor.practice.exams.scoring import MarkedItem, score_exam
from tutor.practice.json_form import item_to_json
from tutor.practice.types import PracticeItem

__all__ = ["AnswerSheet", "paper_to_json", "read_answers", "score_paper"]

_SHOWN_FIELDS = ("id", "kind", "domain", "task", "stem", "options")
_WANTED = 'write {"form": <the form that `tutor exam draw` gave>, "answers": {"<item id>": ["A"], ...}}'


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """A paper's form with the answers to it, as the file gave them; the form is checked by `score_paper`."""

    form: Mapping[str, Any]
    answers: Mapping[str, Any]


def paper_to_json(course: str, exam: ExamDraw, *, with_key: bool = False) -> dict[str, Any]:
    """`{"form": {...}, "items": [...]}`; key, rationales, sources and marks only `with_key`."""
    form = {
        "course": course,
        "seed": exam.seed,
        **form_to_json(exam.form),
        "item_ids": [drawn.item.id for drawn in exam.items],
    }
    items = []
    for position, drawn in enumerate(exam.items, start=1):
        tree = item_to_json(drawn.item)
        shown = {**tree, "scored": drawn.scored} if with_key else {name: tree[name] for name in _SHOWN_FIELDS}
        items.append({"position": position, **shown, "choose": len(drawn.item.key)})
    return {"form": form, "items": items}


def read_answers(path: Path) -> AnswerSheet:
    """The sheet in a JSON file. Raises ExamError when it is none."""
    try:
        tree = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise ExamError(f"{path.name} cannot be read as JSON ({fault}); {_WANTED}.") from fault
    form, answers = (tree.get("form"), tree.get("answers")) if isinstance(tree, dict) else (None, None)
    if not isinstance(form, dict) or not isinstance(answers, dict):
        raise ExamError(f"{path.name} holds no form with answers; {_WANTED}.")
    return AnswerSheet(form, answers)


def score_paper(sheet: AnswerSheet, items: Sequence[PracticeItem]) -> dict[str, Any]:
    """The result with each item's answer and key; what is not answered is wrong.

    Raises:
        ExamError: The form is no paper's, names items that are not among `items`, or an answer names no
            item of the paper or no option of its item.
    """
    form = form_from_json(sheet.form)
    drawn = _items(sheet, {item.id: item for item in items})
    marks = scored_marks([item.domain for item in drawn], form, _seed(sheet))
    rows = []
    for position, (item, scored) in enumerate(zip(drawn, marks, strict=True), start=1):
        chosen = _chosen(item, sheet.answers.get(item.id, ()))
        rows.append(
            {
                "position": position,
                "id": item.id,
                "task": item.task,
                "scored": scored,
                "chosen": list(letters(chosen)),
                "right": list(letters(item.key)),
                "correct": chosen == item.key,
            }
        )
    marked = [
        MarkedItem(item.domain, bool(row["scored"]), bool(row["correct"]))
        for item, row in zip(drawn, rows, strict=True)
    ]
    result = result_to_json(score_exam(marked, form.domains, form.scale))
    return {**result, "notes": [*form.notes, *result["notes"]], "items": rows}


def _seed(sheet: AnswerSheet) -> int:
    seed = sheet.form.get("seed")
    if not isinstance(seed, int):
        raise ExamError(f"The form's seed is {seed!r}, not a whole number; {_WANTED}.")
    return seed


def _items(sheet: AnswerSheet, known: Mapping[str, PracticeItem]) -> list[PracticeItem]:
    ids = sheet.form.get("item_ids")
    if not isinstance(ids, list) or not ids or not all(isinstance(item_id, str) for item_id in ids):
        raise ExamError(f"The form names no items in item_ids; {_WANTED}.")
    missing = [item_id for item_id in ids if item_id not in known]
    if missing:
        raise ExamError(
            f"{len(missing)} of {len(ids)} items are not in this course: {', '.join(missing[:5])}. "
            "Score the paper with the course and the learner that it was drawn for."
        )
    stray = [item_id for item_id in sheet.answers if item_id not in ids]
    if stray:
        raise ExamError(f"The answers name items that are not in the exam: {', '.join(stray[:5])}.")
    return [known[item_id] for item_id in ids]


def _chosen(item: PracticeItem, given: object) -> tuple[int, ...]:
    """Letters ("A,C" or ["A", "C"]), or places from 0 ([0, 2])."""
    parts: Sequence[object] = given if isinstance(given, list | tuple) else [given]
    places = [part for part in parts if isinstance(part, int) and not isinstance(part, bool)]
    words = [part for part in parts if isinstance(part, str)]
    try:
        if len(places) == len(parts):
            return checked_choice(item, places)
        if len(words) == len(parts):
            return read_choice(item, ",".join(words))
    except TutorError as fault:
        raise ExamError(f"The answer to {item.id}: {fault}") from fault
    raise ExamError(f'The answer to {item.id} is {given!r}; write letters as in ["A", "C"].')
