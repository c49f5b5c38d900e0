"""A fact told otherwise by code: other orders and equal phrases, so that nothing can drift. Pure functions.

    X finds rows and needs a key.               ->  X needs a key and finds rows.
    X is right for images, text or sound.       ->  X is right for sound, images or text.
    X copies the files before a job starts.     ->  Before a job starts, X copies the files.
    X keeps copies for up to 5 days.            ->  X retains copies for at most 5 days.

As few places are changed as it takes to share no long run of words with the passage. Knows nothing of items.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from tutor.practice.passages.orders import reordered
from tutor.practice.passages.prompts import HIDDEN
from tutor.practice.passages.synonyms import exchanged, swaps_in

__all__ = ["Source", "retellings"]

_ATTEMPTS = 30
"""Ways that are tried; each is drawn, so that many give the same."""
_MOST_CHANGES = 7
_SPARE_CHANGES = 1
"""A retelling may have so many more changed places than the one with the fewest."""
_WORD = re.compile(r"[a-z0-9]+(?:[-'.][a-z0-9]+)*")
_POINTING = re.compile(r"\b(?:it|its|they|them|their|each|there|so|both)\b", re.I)
_CLAUSE = re.compile(r"\b(?:when|if|while|that|which|whose|before|after)\b")
_JOINED = re.compile(r"\b(?:and|or)\b")
_LATE = re.compile(r"(?P<rest>.+?),? (?P<front>(?:before|after|when|while|during|once|if) [^,]+)")
_WISH = re.compile(r"(?P<rest>.+?) (?P<front>with (?:the )?(?:least|lowest|highest|fewest|most) [^,]+)")


@dataclass(frozen=True, slots=True)
class Source:
    """What a retelling must not copy, and the terms in it that have to stay as they are."""

    passage: str
    copied_words: int
    """Words in a row from which a text is a copy."""
    kept: tuple[str, ...] = ()

    def runs(self) -> frozenset[tuple[str, ...]]:
        """The runs of words that may not stand in a retelling."""
        return frozenset(_runs(self.passage, self.copied_words))


@dataclass(frozen=True, slots=True)
class _Telling:
    """A predicate on its way; with a `front` the sentence begins with that."""

    rest: str
    front: str = ""
    changes: int = 0

    @property
    def sentence(self) -> str:
        if not self.front:
            return f"{HIDDEN} {self.rest}."
        return f"{self.front[0].upper()}{self.front[1:]}, {HIDDEN} {self.rest}."


def retellings(predicate: str, source: Source, rng: Random, *, may_front: bool) -> Iterator[str]:
    """The predicate ("keeps …") as sentences on the hidden thing, in an order drawn by `rng`; maybe none.

    With `may_front` a sentence may begin with a condition: "Before a job starts, X copies the files."
    """
    copied = source.runs()
    found: dict[str, int] = {}
    for _ in range(_ATTEMPTS):
        told = _begun(predicate, rng, may_front=may_front)
        done = _uncopied(told, copied, source, rng)
        if done is not None:
            found.setdefault(done.sentence, done.changes)
    if len(found) > 1:  # a short predicate that is no copy as it stands is the last choice
        found.pop(f"{HIDDEN} {predicate}.", None)
    fewest = min(found.values(), default=0)
    kept = sorted(sentence for sentence, changes in found.items() if changes <= fewest + _SPARE_CHANGES)
    rng.shuffle(kept)
    yield from kept


def _begun(predicate: str, rng: Random, *, may_front: bool) -> _Telling:
    """The predicate, most often in another order if it has one."""
    text = reordered(predicate, rng) if rng.random() < 0.7 else predicate
    changes = int(text != predicate)
    if may_front and rng.random() < 0.5:
        match = _LATE.fullmatch(text) or _WISH.fullmatch(text)
        if match and not _CLAUSE.search(match["rest"]) and _may_lead(match["front"], match["rest"]):
            return _Telling(match["rest"], match["front"], changes + 1)
    return _Telling(text, "", changes)


def _may_lead(front: str, rest: str) -> bool:
    """Whether a condition can be told first: it is one thing, and nothing before it waits for it."""
    return not (
        _POINTING.search(front)
        or _JOINED.search(front)
        or _JOINED.search(rest)
        or len(front.split()) < 3
        or rest.endswith((" or", " and", ",", " only", " than", " even"))
        or len(rest.split()) < 4
    )


def _uncopied(
    told: _Telling, copied: frozenset[tuple[str, ...]], source: Source, rng: Random
) -> _Telling | None:
    """The telling with equal phrases until it holds no copied run; None if it cannot be had."""
    for _ in range(_MOST_CHANGES):
        count = _count(told, copied, source.copied_words)
        if not count and told.changes:
            return told
        ways = [(_count(way, copied, source.copied_words), way) for way in _ways(told, source.kept)]
        best = min((left for left, _ in ways), default=count)
        if count and best >= count:
            return None
        if not ways:
            break
        near = [way for left, way in ways if left <= best + (count - best) // 4]
        told = rng.choice(near)
    return None if _count(told, copied, source.copied_words) else told


def _ways(told: _Telling, kept: Sequence[str]) -> list[_Telling]:
    """The telling with one more place told by an equal phrase, in every way."""
    ways = []
    for swap in swaps_in(told.rest, tuple(kept)):
        ways += [
            _Telling(exchanged(told.rest, swap, text), told.front, told.changes + _cost(text))
            for text in swap.told
        ]
    for swap in swaps_in(told.front, tuple(kept)):
        ways += [
            _Telling(told.rest, exchanged(told.front, swap, text), told.changes + 1)
            for text in swap.told
            if swap.start
        ]
    return ways


def _cost(told: str) -> int:
    """Twice for "which": a stem begins with that word already."""
    return 2 if told == "which" else 1


def _count(told: _Telling, copied: frozenset[tuple[str, ...]], length: int) -> int:
    return sum(run in copied for run in _runs(told.sentence, length))


def _runs(text: str, length: int) -> list[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return [tuple(words[start : start + length]) for start in range(len(words) - length + 1)]
