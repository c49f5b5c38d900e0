"""A blueprint -> the figures of its exam, and the forms in which it can be sat: full, or shorter alike.

What the sources do not state gets a fallback, and where they disagree the first value counts; both are
said in `notes`. Knows nothing of items.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ingest.errors import TutorError
from ingest.types import Blueprint
from tutor.practice.exams.scoring import DomainShare, Scale, straight_share

__all__ = ["SHORT_LENGTHS", "ExamError", "ExamFigures", "ExamForm", "exam_figures", "exam_form", "forms"]

SHORT_LENGTHS = (10, 20, 32)
_ITEMS = 50
_MINUTES_AN_ITEM = 2
_SCALE = Scale()
_SUBJECTS = {
    "scored_items": "the number of scored items",
    "unscored_items": "the number of unscored items",
    "items": "the number of items",
    "minutes": "the minutes",
    "scale_low": "the low end of the scale",
    "scale_high": "the high end of the scale",
    "pass_mark": "the pass mark",
    "pass_share": "the share of right answers that passes",
}


class ExamError(TutorError):
    """An exam cannot be drawn, begun, answered or scored as asked."""


@dataclass(frozen=True, slots=True)
class ExamFigures:
    """What the real exam is like, as far as the sources say, with a fallback for the rest."""

    scored: int
    unscored: int
    minutes: float
    scale: Scale
    domains: tuple[DomainShare, ...]
    notes: tuple[str, ...] = ()
    """Fallbacks that were taken, and disagreements between sources, a sentence each."""

    @property
    def length(self) -> int:
        """Items in the full exam."""
        return self.scored + self.unscored


@dataclass(frozen=True, slots=True)
class ExamForm:
    """One way to sit an exam: `scored` + `unscored` = `length` items in `minutes`.

    Everything that scoring needs is in it, so a sitting keeps its meaning when its course changes.
    """

    length: int
    scored: int
    unscored: int
    minutes: float
    scale: Scale
    domains: tuple[DomainShare, ...]
    is_full: bool = False
    notes: tuple[str, ...] = ()


def exam_figures(blueprint: Blueprint, pass_share: float | None = None) -> ExamFigures:
    """The figures of the blueprint's exam; `pass_share` goes before what the course states.

    Of several values for one figure the first stated one is used.
    """
    notes: list[str] = []
    stated = {name: _stated(blueprint, name, notes) for name in _SUBJECTS}
    scored, unscored = _counts(stated, notes)
    minutes = stated["minutes"]
    if minutes is None:
        minutes = _MINUTES_AN_ITEM * (scored + unscored)
        notes.append(f"No source states the time; {_MINUTES_AN_ITEM} minutes an item are used.")
    return ExamFigures(
        scored=scored,
        unscored=unscored,
        minutes=minutes,
        scale=_scale(stated, pass_share, notes),
        domains=_domains(blueprint, notes),
        notes=tuple(notes),
    )


def exam_form(figures: ExamFigures, length: int | None = None) -> ExamForm:
    """The form of that many items, the full one when None.

    A shorter exam has the same share of unscored items (e.g. 20 * 50 / 65 = 15.4, so 15 count) and the
    same time for an item, rounded up to a whole minute (e.g. 20 * 180 / 65 = 55.4, so 56).

    Raises:
        ExamError: `length` is below 1 or above the full exam's.
    """
    full = figures.length
    wanted = full if length is None else length
    if not 1 <= wanted <= full:
        raise ExamError(f"An exam of {wanted} items is not possible; choose 1 to {full}.")
    is_full = wanted == full
    scored = max(1, round(wanted * figures.scored / full))
    return ExamForm(
        length=wanted,
        scored=scored,
        unscored=wanted - scored,
        minutes=figures.minutes if is_full else math.ceil(wanted * figures.minutes / full),
        scale=figures.scale,
        domains=figures.domains,
        is_full=is_full,
        notes=figures.notes,
    )


def forms(figures: ExamFigures) -> tuple[ExamForm, ...]:
    """The forms on offer, the shortest first and the full one last."""
    short = [exam_form(figures, length) for length in SHORT_LENGTHS if length < figures.length]
    return (*short, exam_form(figures))


def _stated(blueprint: Blueprint, name: str, notes: list[str]) -> float | None:
    """The first usable value of a figure; a disagreement is noted."""
    facts = [fact for fact in blueprint.values(name) if isinstance(fact.value, int | float)]
    facts = [fact for fact in facts if float(fact.value) > 0 or name in ("unscored_items", "scale_low")]
    if not facts:
        return None
    different = {fact.value: fact for fact in reversed(facts)}
    if len(different) > 1:
        each = "; ".join(f"{fact.value} ({fact.source})" for fact in reversed(different.values()))
        notes.append(f"Sources disagree about {_SUBJECTS[name]}: {each}. The first is used.")
    return float(facts[0].value)


def _counts(stated: Mapping[str, float | None], notes: list[str]) -> tuple[int, int]:
    """How many items are scored, and how many are not."""
    scored, unscored, items = (stated[name] for name in ("scored_items", "unscored_items", "items"))
    if scored is None and items is None:
        notes.append(f"No source states the number of items; {_ITEMS} are used, and all of them count.")
        return _ITEMS, 0
    if scored is None:
        scored = items - (unscored or 0) if items is not None else float(_ITEMS)
        if unscored is None:
            notes.append("No source says that some items do not count; all of them count here.")
    elif unscored is None:
        unscored = items - scored if items is not None and items > scored else 0
    elif items is not None and items != scored + unscored:
        notes.append(
            f"{items:g} items are stated, and {scored:g} scored with {unscored:g} unscored ones; "
            "the latter two are used."
        )
    return max(1, int(scored)), int(unscored or 0)


def _scale(stated: Mapping[str, float | None], pass_share: float | None, notes: list[str]) -> Scale:
    low, high, mark = stated["scale_low"], stated["scale_high"], stated["pass_mark"]
    if low is None or high is None or low >= high:
        # a mark of at most 100 without a scale is a percentage
        low, high = (0, 100) if mark is not None and mark <= 100 else (_SCALE.low, _SCALE.high)
        notes.append(f"No source states the scale; {low:g} to {high:g} is used.")
    if mark is None or not low < mark <= high:
        said = "No source states a pass mark" if mark is None else f"The pass mark {mark:g} is off the scale"
        mark = low + _SCALE.place(_SCALE.pass_mark) * (high - low)  # as high on it as 750 on 100 to 1000
        notes.append(f"{said}; {math.ceil(mark)} is used.")
    whole = Scale(int(low), int(high), math.ceil(mark))
    share = pass_share or stated["pass_share"] or straight_share(whole.low, whole.high, whole.pass_mark)
    return replace(whole, pass_share=share)


def _domains(blueprint: Blueprint, notes: list[str]) -> tuple[DomainShare, ...]:
    domains = blueprint.domains
    if not domains:
        notes.append("No source states domains; the items' own domains count alike.")
    weights = [domain.weight for domain in domains]
    if any(weight is None for weight in weights) or (domains and not sum(w or 0 for w in weights)):
        notes.append("Not every domain has a stated weight; all domains count alike.")
        weights = [100 / len(domains)] * len(domains)
    return tuple(
        DomainShare(d.number, d.title, float(weight or 0)) for d, weight in zip(domains, weights, strict=True)
    )
