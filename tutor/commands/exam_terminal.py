"""An exam in the terminal: shows items, takes answers, tells the time. Knows nothing of Typer or of stdin.

Every answer goes to the store before the next line is read, so closing the window loses nothing.
"""

from collections.abc import Callable
from datetime import datetime

from ingest.errors import TutorError
from tutor.learner.exam_types import Sitting, SittingItem
from tutor.learner.exams import ExamStore
from tutor.practice.choices import letters, read_choice
from tutor.practice.exams.exam_report import ExamReport, ReportItem

__all__ = ["ExamTerminal", "report_lines", "time_text"]

_HELP = (
    "Type letters to answer (A, or A,C), - to clear, Enter or n for the next item, p for the previous one, "
    "a number to go there, f to flag, l to list, end to finish."
)
_SCALE_CHARS = 50


class ExamTerminal:
    """Runs one sitting to its end. `read` gives the line typed after a prompt; what it raises goes through.

    `say` shows a line, `now` gives aware times.
    """

    def __init__(
        self,
        store: ExamStore,
        read: Callable[[str], str],
        say: Callable[[str], None],
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._read = read
        self._say = say
        self._now = now

    def run(self, sitting: Sitting) -> Sitting:
        """The finished sitting; the learner or the clock ended it."""
        position = sitting.position
        self._say(_HELP)
        shown = 0
        while not sitting.is_over:
            if shown != position:
                self._store.visit(sitting.id, position)
                self._say("\n" + "\n".join(_item_lines(sitting.items[position - 1], len(sitting.items))))
                shown = position
            typed = self._read(self._prompt(sitting, position)).strip()
            sitting = self._store.sitting(sitting.id)
            if not sitting.is_over:
                try:
                    position = self._step(sitting, position, typed)
                except TutorError as fault:  # a wrong key is said, and the exam goes on
                    self._say(str(fault))
                sitting = self._store.sitting(sitting.id)
        if sitting.ended_at is not None and sitting.ended_at >= sitting.ends_at:
            self._say("The time is over. What you typed after it was not counted.")
        return sitting

    def _prompt(self, sitting: Sitting, position: int) -> str:
        place = sitting.items[position - 1]
        parts = [f"{position}/{len(sitting.items)}", f"{time_text(sitting.seconds_left(self._now()))} left"]
        parts.append(f"answer {','.join(letters(place.chosen))}" if place.chosen else "no answer")
        return " · ".join([*parts, "flagged"] if place.flagged else parts)

    def _step(self, sitting: Sitting, position: int, typed: str) -> int:
        """Do what was typed; the position that follows."""
        last = len(sitting.items)
        place = sitting.items[position - 1]
        word = typed.lower()
        if word in ("", "n"):
            return min(position + 1, last)
        if word == "p":
            return max(position - 1, 1)
        if word == "f":  # never a whole answer: only multiple response has an option F
            self._store.flag(sitting.id, position, flagged=not place.flagged)
            return position
        if word == "l":
            self._say("\n".join(_list_lines(sitting)))
            return position
        if word == "end":
            self._end(sitting)
            return position
        if word.isdecimal():
            return max(1, min(int(word), last))
        self._answer(sitting, place, "" if word == "-" else typed)
        return position

    def _answer(self, sitting: Sitting, place: SittingItem, typed: str) -> None:
        chosen = read_choice(place.item, typed)
        self._store.choose(sitting.id, place.position, chosen)
        missing = len(place.item.key) - len(chosen)
        if chosen and missing > 0:
            self._say(f"Kept. This item asks for {len(place.item.key)}; choose {missing} more.")

    def _end(self, sitting: Sitting) -> None:
        without = len(sitting.items) - sitting.answered
        flagged = sum(each.flagged for each in sitting.items)
        said = self._read(f"{without} without an answer, {flagged} flagged. End the exam? y/n")
        if said.strip().lower() in ("y", "yes"):
            self._store.finish(sitting.id)


def time_text(seconds: float) -> str:
    """E.g. 2:59:07 for hours, 54:12 for less; a started second counts."""
    whole = -int(-seconds // 1)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{left:02}" if hours else f"{minutes}:{left:02}"


def report_lines(report: ExamReport, *, with_items: bool = False) -> list[str]:
    """The report for a terminal; `with_items` adds each item with its key and reasons."""
    result, scale = report.result, report.result.scale
    lines = [
        f"Score {result.score} of {scale.high}, {'PASS' if result.passed else 'FAIL'} "
        f"({scale.pass_mark} to pass).",
        _scale_line(report),
        f"{result.correct} of {result.scored} scored items right; {report.unscored} more did not count. "
        f"{report.answered} of {len(report.items)} answered in {report.minutes_used:.0f} of "
        f"{report.minutes:g} minutes.",
        "",
    ]
    width = max((len(row.title) for row in result.sections), default=0)
    for row in result.sections:
        share = (
            "no scored item"
            if row.share is None
            else f"{row.correct:>2} of {row.scored:>2} {row.share:>4.0%}"
        )
        standing = f"  {row.standing.value}" if row.standing else ""
        lines.append(f"{row.domain}  {row.title:<{width}}  {row.weight:>3.0f}%  {share}{standing}")
    lines += ["", *report.notes]
    for each in report.items if with_items else ():
        lines += ["", *_review_lines(each)]
    if not with_items:
        lines += ["", f"`tutor exam report {report.sitting_id}` shows every item with its key."]
    return lines


def _scale_line(report: ExamReport) -> str:
    """`100 ------------|----X--- 1000`: | is the pass mark, X the score."""
    marks = ["-"] * (_SCALE_CHARS + 1)
    marks[round(report.pass_place * _SCALE_CHARS)] = "|"
    marks[round(report.score_place * _SCALE_CHARS)] = "X"
    return f"{report.result.scale.low} {''.join(marks)} {report.result.scale.high}"


def _item_lines(place: SittingItem, count: int) -> list[str]:
    names = letters(range(len(place.item.options)))
    options = [f"  {name}. {option}" for name, option in zip(names, place.item.options, strict=True)]
    return [f"Item {place.position} of {count}", place.item.stem, *options]


def _list_lines(sitting: Sitting) -> list[str]:
    """Each item's number with its answer and flag, ten a line."""
    cells = [
        f"{each.position:>3} {','.join(letters(each.chosen)) or '-'}{'*' if each.flagged else ''}".ljust(10)
        for each in sitting.items
    ]
    rows = ["".join(cells[start : start + 10]).rstrip() for start in range(0, len(cells), 10)]
    return [*rows, "- has no answer, * is flagged"]


def _review_lines(each: ReportItem) -> list[str]:
    """An item with what was chosen, what is right, and why."""
    verdict = "right" if each.correct else "wrong" if each.chosen else "not answered"
    counted = "" if each.scored else ", did not count"
    lines = [f"{each.position}. {verdict}{counted} ({each.item.task}) {each.item.stem}"]
    rows = zip(letters(range(len(each.item.options))), each.item.options, each.item.rationales, strict=True)
    for place, (name, option, rationale) in enumerate(rows):
        chosen = "you " if place in each.chosen else "    "
        lines += [f"{chosen}{name}. {option}", f"       {rationale}"]
    lines += [f"    {source.document}, {source.heading}: “{source.quote}”" for source in each.item.sources]
    return lines
