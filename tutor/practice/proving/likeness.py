"""How alike two items are, and whether an item was seen before: runs of three words in common.

Knows nothing of where items come from.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tutor.practice.types import PracticeItem

__all__ = ["NEAR_DUPLICATE", "Likeness", "Nearest", "containment", "likeness"]

NEAR_DUPLICATE = 0.6
"""From here on two items ask the same; two items on one subject lie under 0.4."""
_RUN_WORDS = 3
_WORD = re.compile(r"[a-z0-9]+(?:[-./:=_][a-z0-9]+)*")


def _runs(text: str) -> frozenset[str]:
    words = _WORD.findall(text.casefold())
    count = max(1, len(words) - _RUN_WORDS + 1)
    return frozenset(" ".join(words[start : start + _RUN_WORDS]) for start in range(count))


def _whole(item: PracticeItem) -> frozenset[str]:
    """Runs of the stem, of each option, and of the keyed options once more under a mark of their own."""
    runs = set(_runs(item.stem))
    for place, option in enumerate(item.options):
        mark = "key:" if place in item.key else "wrong:"
        runs |= {run for run in _runs(option)} | {mark + run for run in _runs(option)}
    return frozenset(runs)


def _jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def likeness(one: PracticeItem, other: PracticeItem) -> float:
    """0 to 1: the greater of the stems' and the whole items' share of three-word runs in common.

    The whole is the stem, the options whatever their order, and which of them are right.
    """
    return max(_jaccard(_runs(one.stem), _runs(other.stem)), _jaccard(_whole(one), _whole(other)))


def containment(text: str, other: str) -> float:
    """The share, 0 to 1, of three-word runs of `text` that stand in `other`."""
    runs = _runs(text)
    return len(runs & _runs(other)) / len(runs)


@dataclass(frozen=True, slots=True)
class Nearest:
    """The most alike of the items seen; `id` is empty when nothing has a run in common."""

    score: float
    id: str = ""


class Likeness:
    """Items that were seen; only those that share a run are compared."""

    def __init__(self, items: Iterable[PracticeItem] = ()) -> None:
        self._items: list[PracticeItem] = []
        self._sets: list[tuple[frozenset[str], frozenset[str]]] = []
        self._holders: dict[str, list[int]] = {}
        for item in items:
            self.add(item)

    def __len__(self) -> int:
        return len(self._items)

    @property
    def items(self) -> tuple[PracticeItem, ...]:
        """What is remembered, in the order in which it was added."""
        return tuple(self._items)

    def add(self, item: PracticeItem) -> None:
        """Remember an item."""
        place = len(self._items)
        self._items.append(item)
        stem, whole = _runs(item.stem), _whole(item)
        self._sets.append((stem, whole))
        for run in stem | whole:
            self._holders.setdefault(run, []).append(place)

    def nearest(self, item: PracticeItem) -> Nearest:
        """The most alike by `likeness`."""
        stem, whole = _runs(item.stem), _whole(item)
        in_stem: Counter[int] = Counter()
        in_whole: Counter[int] = Counter()
        for run in stem | whole:
            for place in self._holders.get(run, ()):
                in_stem[place] += run in stem and run in self._sets[place][0]
                in_whole[place] += run in whole and run in self._sets[place][1]
        best = Nearest(0.0)
        for place in in_whole:
            stem_there, whole_there = self._sets[place]
            of_stem = in_stem[place] / (len(stem) + len(stem_there) - in_stem[place])
            of_whole = in_whole[place] / (len(whole) + len(whole_there) - in_whole[place])
            score = max(of_stem, of_whole)
            if score > best.score:
                best = Nearest(score, self._items[place].id)
        return best
