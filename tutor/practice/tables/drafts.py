"""A draft is an item before it is shuffled and numbered: options that know their row and their reason.

Knows nothing of how rows are chosen, or of proofs.
"""

import re
from dataclasses import dataclass, replace
from random import Random

from ingest.words import search_words
from tutor.practice.identity import content_id
from tutor.practice.tables.facts import TableRow
from tutor.practice.types import Difficulty, ItemKind, Origin, PracticeItem

__all__ = ["Draft", "OptionDraft", "finished"]

_NUMBER = re.compile(r"^[^\d(]{0,3}(\d[\d,]*(?:\.\d+)?)")
_HARD_FROM = 0.22
"""Likeness of the nearest wrong row; a fifth of the items have one that is nearer."""
_EASY_BELOW = -0.02
_TELLING_SHARE = 0.3
"""Of the words of a right row's answer and reason in its cue, from which they lead to the key."""


@dataclass(frozen=True, slots=True)
class OptionDraft:
    """One option, why it is right or wrong, and the row that says so."""

    text: str
    is_right: bool
    rationale: str
    row: TableRow
    claim: str
    """What choosing it says, as a sentence that passages can support or not."""
    answer: str = ""
    """The answer that the option stands for; what is avoided when the option fails a proof."""
    words: str = ""
    """What of the option has to stand in its rows; its whole text where this is empty."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One question. `closeness` is the likeness, -1 to 1, of the right row and the nearest wrong one."""

    form: str
    heading: str
    stem: str
    options: tuple[OptionDraft, ...]
    concept: str
    task: str
    closeness: float
    key_rows: tuple[TableRow, ...]
    """The rows that say why what is right is right."""

    @property
    def right_count(self) -> int:
        """How many options are right."""
        return sum(option.is_right for option in self.options)


def finished(
    draft: Draft, place: int, seed: int, rng: Random
) -> tuple[PracticeItem, tuple[OptionDraft, ...]]:
    """The item, and its options in the order in which they stand.

    `place` (from 0) is where the key of a single choice goes; numbers are put in order instead.
    """
    options = _ordered(draft, place, rng)
    rows = [*draft.key_rows, *(o.row for o in options if o.row not in draft.key_rows)]
    kind = ItemKind.MULTIPLE_CHOICE if draft.right_count == 1 else ItemKind.MULTIPLE_RESPONSE
    item = PracticeItem(
        id="",
        domain=int(draft.task.partition(".")[0] or 0),
        task=draft.task,
        kind=kind,
        stem=draft.stem,
        options=tuple(option.text for option in options),
        key=tuple(place for place, option in enumerate(options) if option.is_right),
        rationales=tuple(option.rationale for option in options),
        sources=tuple(row.source for row in rows),
        difficulty=_difficulty(draft),
        concept=draft.concept,
        origin=Origin.TABLE,
        # the row of a wrong pair may be the one that is asked for, which says nothing of the option
        option_sources=tuple(
            () if option.row in draft.key_rows and not option.is_right else (option.row.source,)
            for option in options
        ),
        made=f"{draft.form} from “{draft.heading}”, seed {seed}",
    )
    return replace(item, id=content_id(item)), options


def _ordered(draft: Draft, place: int, rng: Random) -> tuple[OptionDraft, ...]:
    numbers = [_NUMBER.match(option.text) for option in draft.options]
    if all(numbers):
        values = [float(found[1].replace(",", "")) for found in numbers if found]
        return tuple(
            option for _, option in sorted(zip(values, draft.options, strict=True), key=lambda p: p[0])
        )
    options = list(draft.options)
    rng.shuffle(options)
    if draft.right_count == 1:
        right = next(option for option in options if option.is_right)
        options.remove(right)
        options.insert(place % len(draft.options), right)
    return tuple(options)


def _difficulty(draft: Draft) -> Difficulty:
    """By how near the nearest wrong row is, and how many words of the right rows' reasons the cues say."""
    told = max(_told(row) for row in draft.key_rows)
    if draft.closeness >= _HARD_FROM and told < _TELLING_SHARE:
        return Difficulty.HARD
    if draft.closeness < _EASY_BELOW or (draft.closeness < _HARD_FROM and told >= 2 * _TELLING_SHARE):
        return Difficulty.EASY
    return Difficulty.MEDIUM


def _told(row: TableRow) -> float:
    """The share, 0 to 1, of the words of a row's answer and reason that its cue has too."""
    words = set(search_words(f"{row.answer} {row.why}"))
    return len(words & set(search_words(row.cue))) / len(words) if words else 0.0
