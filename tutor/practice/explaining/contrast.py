"""What was taken for what: the pair of the right and the chosen option, and items that drill the same pair.

Knows nothing of sources or of language models.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.words import search_words
from tutor.practice.explaining.subjects import CourseTerms, Subject, name_key
from tutor.practice.types import PracticeItem

__all__ = ["Confusion", "confusion_of", "follow_up_rank", "likest_key"]

_SAME_PAIR, _TURNED_ROUND, _BOTH_NAMED, _CHOSEN_IS_KEY, _ONE_NAMED, _SAME_TASK = 6.0, 5.5, 3.0, 2.0, 1.0, 0.5


@dataclass(frozen=True, slots=True)
class Confusion:
    """Two things that a learner took one for the other; a name is empty where only options are known."""

    right: str
    chosen: str
    task: str = ""
    item_id: str = ""
    """The item on which it showed; it is no follow-up of itself."""


def confusion_of(
    item: PracticeItem, chosen: Sequence[int], terms: CourseTerms | None = None
) -> Confusion | None:
    """The pair of a wrong choice; None for a right answer, or when no wrong option was chosen.

    Of several wrong options the first counts, against the keyed one that it is likest to; those that were
    missed come first.
    """
    wrong = [place for place in chosen if place not in item.key]
    if not wrong:
        return None
    place = wrong[0]
    key = likest_key(item, place, [k for k in item.key if k not in chosen] or item.key)
    known = terms or CourseTerms()
    options, reasons = item.options, item.rationales
    right = known.subject(options[key], options[place], reasons[key] if key < len(reasons) else "")
    other = known.subject(options[place], options[key], reasons[place] if place < len(reasons) else "")
    return Confusion(right.name or options[key], other.name or options[place], item.task, item.id)


def likest_key(item: PracticeItem, place: int, among: Sequence[int] | None = None) -> int:
    """The keyed option that shares most words with the option at `place`; of equal ones the first."""
    words = set(search_words(item.options[place]))
    return max(among or item.key, key=lambda key: len(words & set(search_words(item.options[key]))))


def follow_up_rank(
    items: Iterable[PracticeItem], confusion: Confusion, terms: CourseTerms | None = None
) -> tuple[PracticeItem, ...]:
    """The items that drill the pair, the best first; those that have nothing to do with it are left out.

    Best is the same pair as key and wrong option, then the pair turned round, then both among the
    options, then one of them; the same task statement decides between equals.
    """
    known = terms or CourseTerms()
    right, chosen = _names(confusion.right, known), _names(confusion.chosen, known)
    scored = [
        (_drill(item, right, chosen) + _SAME_TASK * (item.task == confusion.task), place, item)
        for place, item in enumerate(items)
        if item.id != confusion.item_id
    ]
    return tuple(item for score, _, item in sorted(scored, key=lambda s: (-s[0], s[1])) if score > 0)


def _names(name: str, terms: CourseTerms) -> tuple[tuple[str, ...], ...]:
    """The keys of a thing's main names: as written, and as its glossary row or recall table has it."""
    subject: Subject = terms.subject(name)
    same = [other for other in subject.names if name_key(other) in terms.meanings]
    return tuple(dict.fromkeys(key for each in (name, subject.name, *same) if (key := name_key(each))))


def _drill(
    item: PracticeItem, right: tuple[tuple[str, ...], ...], chosen: tuple[tuple[str, ...], ...]
) -> float:
    keyed = [item.options[place] for place in item.key]
    others = [option for place, option in enumerate(item.options) if place not in item.key]
    right_keyed, right_wrong = _stands_in(right, keyed), _stands_in(right, others)
    chosen_keyed, chosen_wrong = _stands_in(chosen, keyed), _stands_in(chosen, others)
    return max(
        _SAME_PAIR * min(right_keyed, chosen_wrong),
        _TURNED_ROUND * min(chosen_keyed, right_wrong),
        _BOTH_NAMED * min(max(right_keyed, right_wrong), max(chosen_keyed, chosen_wrong)),
        _CHOSEN_IS_KEY * chosen_keyed,
        _ONE_NAMED * max(right_keyed, right_wrong, chosen_wrong),
    )


def _stands_in(names: tuple[tuple[str, ...], ...], options: Sequence[str]) -> float:
    """1 when one of the names stands whole in an option, else 0."""
    words = [f" {' '.join(search_words(option))} " for option in options]
    return float(any(f" {' '.join(name)} " in text for name in names for text in words))
