"""A pool of items -> the items of one exam, drawn by the blueprint's weights and the same for the same seed.

Domains get their share by largest remainder, of all items and again of the scored ones; tasks get an even
share of their domain; about 15 % of the items are multiple response. Items that were not seen come before
seen ones, written ones before generated ones, and items that rest on different quotes before those that
share one. Knows nothing of the clock, of answers or of storage.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.types import Blueprint
from tutor.practice.exams.exam_form import ExamError, ExamForm
from tutor.practice.exams.scoring import DomainShare
from tutor.practice.types import ItemKind, PracticeItem

__all__ = ["DrawnItem", "ExamDraw", "ExamPool", "apportion", "draw", "scored_marks"]

_MULTIPLE_RESPONSE_SHARE = 0.15  # no source states it; practice sets for this kind of exam hold 10 to 20 %


@dataclass(frozen=True, slots=True)
class ExamPool:
    """What an exam may be drawn from; an id that stands in both counts once."""

    items: tuple[PracticeItem, ...]
    """The written ones, which come first."""
    generated: tuple[PracticeItem, ...] = ()
    seen: tuple[str, ...] = ()
    """Ids of items that the learner has answered, the longest ago first; these come last, in this order."""


@dataclass(frozen=True, slots=True)
class DrawnItem:
    """An item of an exam, and whether it counts; the learner is told only afterwards."""

    item: PracticeItem
    scored: bool


@dataclass(frozen=True, slots=True)
class ExamDraw:
    """The items of an exam in their order. `form.notes` says where the pool could not give what was due."""

    form: ExamForm
    items: tuple[DrawnItem, ...]
    seed: int


@dataclass(frozen=True, slots=True)
class _Slot:
    """How many items a task gives, and how many of them are multiple response."""

    task: str
    count: int
    multiple: int


def draw(pool: ExamPool, form: ExamForm, blueprint: Blueprint, seed: int) -> ExamDraw:
    """The items of one exam of this form, `form.length` of them, none twice.

    The same pool, form and seed give the same exam. A domain without enough items gets fewer, the others
    more, and a note says so.

    Raises:
        ExamError: The pool holds fewer items than the form wants.
    """
    rng = random.Random(seed)
    form = form if form.domains else replace(form, domains=_domains_of(pool))
    ranked = _ranked(pool, form, rng)
    if len(ranked) < form.length:
        raise ExamError(
            f"The course has {len(ranked)} items for an exam, and {form.length} are wanted. "
            "Choose a shorter exam, or make more items with `tutor quiz`."
        )
    counts, notes = _domain_counts(ranked, form)
    slots = _slots(ranked, counts, blueprint, rng)
    chosen = _pick(ranked, slots)
    rng.shuffle(chosen)
    form = replace(form, notes=(*form.notes, *notes))
    marks = scored_marks([item.domain for item in chosen], form, seed)
    items = tuple(DrawnItem(item, scored) for item, scored in zip(chosen, marks, strict=True))
    return ExamDraw(form, items, seed)


def scored_marks(domains: Sequence[int], form: ExamForm, seed: int) -> tuple[bool, ...]:
    """Which places of an exam count, given the domain of the item on each place.

    Follows from form and seed alone, so an exam that was written out without its marks can be scored.
    """
    rng = random.Random(f"{seed} unscored")
    places = {d.number: [n for n, number in enumerate(domains) if number == d.number] for d in form.domains}
    weights = [domain.weight for domain in form.domains]
    limits = [len(places[domain.number]) for domain in form.domains]
    scored = apportion(min(form.scored, sum(limits)), weights, limits)
    marked = {
        place
        for domain, count in zip(form.domains, scored, strict=True)
        for place in rng.sample(places[domain.number], count)
    }
    return tuple(place in marked for place in range(len(domains)))


def apportion(total: int, weights: Sequence[float], limits: Sequence[int]) -> list[int]:
    """`total` split by largest remainder over `weights`, none above its limit.

    What a limit cuts off goes one by one to whoever is then nearest to its share. Ties go to the first.

    Raises:
        ExamError: The limits add up to less than `total`.
    """
    if sum(limits) < total:
        raise ExamError(f"{total} items are wanted, and there are {sum(limits)}; ask for fewer.")
    whole = sum(weights) or 1.0
    shares = [total * weight / whole for weight in weights]
    counts = [0] * len(weights)
    # always to the one that lacks most: this fills the whole parts first, then the largest remainders
    for _ in range(total):
        free = [n for n, limit in enumerate(limits) if counts[n] < limit]
        counts[max(free, key=lambda n: (round(shares[n] - counts[n], 9), -n))] += 1
    return counts


def _domains_of(pool: ExamPool) -> tuple[DomainShare, ...]:
    numbers = sorted({item.domain for item in (*pool.items, *pool.generated)})
    return tuple(DomainShare(number, f"Domain {number}", 100 / len(numbers)) for number in numbers)


def _ranked(pool: ExamPool, form: ExamForm, rng: random.Random) -> list[PracticeItem]:
    """The items of the form's domains, those to be taken first at the head."""
    known = {domain.number for domain in form.domains}
    ranked: dict[str, PracticeItem] = {}
    for group in (pool.items, pool.generated):
        # sorted first: the order in which files were read must not change the exam
        items = sorted((item for item in group if item.domain in known), key=lambda item: item.id)
        rng.shuffle(items)
        for item in items:
            ranked.setdefault(item.id, item)
    ages = {item_id: age for age, item_id in enumerate(pool.seen, start=1)}
    return sorted(ranked.values(), key=lambda item: ages.get(item.id, 0))


def _domain_counts(items: Sequence[PracticeItem], form: ExamForm) -> tuple[dict[int, int], list[str]]:
    """How many items each domain gives, and a note for each that cannot give its share."""
    weights = [domain.weight for domain in form.domains]
    due = apportion(form.length, weights, [form.length] * len(weights))
    limits = [sum(item.domain == domain.number for item in items) for domain in form.domains]
    given = [min(wanted, limit) for wanted, limit in zip(due, limits, strict=True)]
    room = [limit - count for limit, count in zip(limits, given, strict=True)]
    more = apportion(form.length - sum(given), weights, room)
    notes = [
        f"Domain {domain.number} has {limit} {'item' if limit == 1 else 'items'}, and {wanted} were due; "
        "other domains give the rest."
        for domain, wanted, limit in zip(form.domains, due, limits, strict=True)
        if limit < wanted
    ]
    counts = {d.number: own + extra for d, own, extra in zip(form.domains, given, more, strict=True)}
    return counts, notes


def _slots(
    items: Sequence[PracticeItem], counts: Mapping[int, int], blueprint: Blueprint, rng: random.Random
) -> list[_Slot]:
    """How many items of which kind each task gives: an even share of its domain, the odd ones by chance."""
    stated = [task.number for task in blueprint.tasks]
    tasks: list[str] = []
    per_task: list[int] = []
    for domain, count in counts.items():
        own = {item.task for item in items if item.domain == domain}
        named = [number for number in stated if number in own] + sorted(own.difference(stated))
        rng.shuffle(named)
        tasks += named
        limits = [sum(item.task == task for item in items) for task in named]
        per_task += apportion(count, [1.0] * len(named), limits)
    singles = [sum(i.task == t and i.kind is ItemKind.MULTIPLE_CHOICE for i in items) for t in tasks]
    multiples = [sum(i.task == t and i.kind is ItemKind.MULTIPLE_RESPONSE for i in items) for t in tasks]
    # a task that runs out of multiple choice has to give the rest as multiple response
    least = [max(0, count - single) for count, single in zip(per_task, singles, strict=True)]
    room = [
        min(count, multiple) - forced
        for count, multiple, forced in zip(per_task, multiples, least, strict=True)
    ]
    wanted = round(_MULTIPLE_RESPONSE_SHARE * sum(per_task)) - sum(least)
    more = apportion(max(0, min(wanted, sum(room))), [float(n) + rng.random() for n in per_task], room)
    return [
        _Slot(task, count, forced + extra)
        for task, count, forced, extra in zip(tasks, per_task, least, more, strict=True)
    ]


def _pick(ranked: Sequence[PracticeItem], slots: Sequence[_Slot]) -> list[PracticeItem]:
    """The first items of the ranking that fill the slots, those with a quote of their own first."""
    chosen: list[PracticeItem] = []
    quotes: set[str] = set()
    for slot in slots:
        due = {
            ItemKind.MULTIPLE_CHOICE: slot.count - slot.multiple,
            ItemKind.MULTIPLE_RESPONSE: slot.multiple,
        }
        for kind, count in due.items():
            group = [item for item in ranked if item.task == slot.task and item.kind is kind]
            for _ in range(count):
                item = next((each for each in group if quotes.isdisjoint(_quotes(each))), group[0])
                group.remove(item)
                quotes |= _quotes(item)
                chosen.append(item)
    return chosen


def _quotes(item: PracticeItem) -> set[str]:
    return {source.quote for source in item.sources}
