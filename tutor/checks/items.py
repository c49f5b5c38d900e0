"""Checks of the bank as a whole: citations, key positions, option lengths, duplicates, proportions."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.types import Blueprint
from tutor.checks.texts import CourseText, fold
from tutor.practice.bank import BankFile
from tutor.practice.types import ItemKind, PracticeItem

__all__ = [
    "PlacedItem",
    "bank_faults",
    "chi_square_p",
    "longest_is_key_share",
    "placed_items",
    "stem_similarity",
]

_MIN_P = 0.01
_MAX_LONGEST_SHARE = 0.35
_DUPLICATE_STEMS = 0.6
"""Jaccard of three-word runs; two items on one subject lie under 0.2."""
_SHINGLE_WORDS = 3
_ENOUGH_ITEMS = 40
"""From here on a share says something, e.g. the standard error of 0.25 is 0.07."""
_ENOUGH_FOR_PROPORTIONS = 100
"""From here on one item moves a proportion by no more than a point."""
_MAX_DOMAIN_POINTS = 3.0
_MR_SHARES = (0.10, 0.20)


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """An item and where it stands ("domain-1.jsonl:12")."""

    place: str
    item: PracticeItem


def placed_items(files: Sequence[BankFile]) -> tuple[PlacedItem, ...]:
    """The well-formed items of all files."""
    return tuple(
        PlacedItem(f"questions/{file.path.name}:{entry.line}", entry.item)
        for file in files
        for entry in file.entries
    )


def bank_faults(
    items: Sequence[PlacedItem], texts: Sequence[CourseText], blueprint: Blueprint | None
) -> tuple[str, ...]:
    """What is wrong with the bank beyond the shape of single items."""
    return (
        *_identity_faults(items, blueprint),
        *_citation_faults(items, texts),
        *_duplicate_stems(items),
        *_balance_faults([placed.item for placed in items]),
        *_proportion_faults([placed.item for placed in items], blueprint),
    )


def _identity_faults(items: Sequence[PlacedItem], blueprint: Blueprint | None) -> list[str]:
    faults: list[str] = []
    tasks = {task.number for task in blueprint.tasks} if blueprint else None
    seen: dict[str, str] = {}
    for placed in items:
        item = placed.item
        if item.id in seen:
            faults.append(f"{placed.place}: the id {item.id} stands in {seen[item.id]} too.")
        seen.setdefault(item.id, placed.place)
        if tasks is not None and item.task not in tasks:
            faults.append(f"{placed.place}: task {item.task} is not in course.toml.")
    return faults


def _citation_faults(items: Sequence[PlacedItem], texts: Sequence[CourseText]) -> list[str]:
    faults: list[str] = []
    sections = {text.name: text.sections for text in texts}
    for placed in items:
        of_options = (source for each in placed.item.option_sources for source in each)
        for source in (*placed.item.sources, *of_options):
            where = f"{placed.place}: {placed.item.id}"
            if source.document not in sections:
                faults.append(f"{where} cites {source.document}, which is none of the course's texts.")
                continue
            found = sections[source.document]
            heading, quote = fold(source.heading), fold(source.quote)
            holders = [section.heading for section in found if quote in section.text]
            if not holders:
                faults.append(f'{where} quotes "{quote}", which is not in {source.document}.')
            elif heading not in holders:
                said = f'{where} quotes "{quote[:60]}" under "{heading}"'
                faults.append(f'{said}, but it stands under "{holders[0]}" of {source.document}.')
    return faults


def _shingles(text: str) -> frozenset[str]:
    words = "".join(letter if letter.isalnum() else " " for letter in text.casefold()).split()
    runs = max(1, len(words) - _SHINGLE_WORDS + 1)
    return frozenset(" ".join(words[start : start + _SHINGLE_WORDS]) for start in range(runs))


def stem_similarity(one: str, other: str) -> float:
    """The share, 0 to 1, of three-word runs of two stems that stand in both."""
    first, second = _shingles(one), _shingles(other)
    return len(first & second) / len(first | second)


def _duplicate_stems(items: Sequence[PlacedItem]) -> list[str]:
    """Pairs of stems that are nearly the same; only stems that share a run are compared."""
    faults: list[str] = []
    shingles = [_shingles(placed.item.stem) for placed in items]
    holders: dict[str, list[int]] = {}
    for number, own in enumerate(shingles):
        shared: Counter[int] = Counter(earlier for run in own for earlier in holders.get(run, ()))
        for earlier, common in shared.items():
            share = common / (len(own) + len(shingles[earlier]) - common)
            if share >= _DUPLICATE_STEMS:
                said = f"{items[number].place}: the stem of {items[number].item.id} is nearly that of"
                faults.append(f"{said} {items[earlier].item.id} (similarity {share:.2f}).")
        for run in own:
            holders.setdefault(run, []).append(number)
    return faults


def chi_square_p(counts: Sequence[int]) -> float:
    """How likely four counts as uneven as these are if all four positions are equally likely.

    The upper tail of chi-square with three degrees of freedom in closed form.

    Raises:
        ValueError: There are not four counts, or all are 0.
    """
    if len(counts) != 4 or not sum(counts):
        raise ValueError(f"Four counts that are not all 0 are needed, and {list(counts)} was given.")
    expected = sum(counts) / 4
    x = sum((count - expected) ** 2 / expected for count in counts)
    return math.erfc(math.sqrt(x / 2)) + math.sqrt(2 * x / math.pi) * math.exp(-x / 2)


def longest_is_key_share(items: Sequence[PracticeItem]) -> float:
    """The share of items whose single longest option is right; 0 for no items. A tie is no giveaway."""
    hits = 0
    for item in items:
        lengths = [len(option) for option in item.options]
        longest = max(lengths)
        hits += lengths.count(longest) == 1 and lengths.index(longest) in item.key
    return hits / len(items) if items else 0.0


def _balance_faults(items: Sequence[PracticeItem]) -> list[str]:
    single = [item for item in items if item.kind is ItemKind.MULTIPLE_CHOICE]
    if len(single) < _ENOUGH_ITEMS:
        return []
    faults: list[str] = []
    counts = [sum(item.key == (position,) for item in single) for position in range(4)]
    p = chi_square_p(counts)
    if p <= _MIN_P:
        faults.append(
            f"questions: key positions A to D stand at {counts} (p = {p:.4f}); shuffle some options."
        )
    share = longest_is_key_share(single)
    if share > _MAX_LONGEST_SHARE:
        limit = f"at most {_MAX_LONGEST_SHARE:.0%} is wanted"
        faults.append(f"questions: the longest option is the key in {share:.0%} of mc items; {limit}.")
    return faults


def _proportion_faults(items: Sequence[PracticeItem], blueprint: Blueprint | None) -> list[str]:
    if len(items) < _ENOUGH_FOR_PROPORTIONS:
        return []
    faults: list[str] = []
    for domain in blueprint.domains if blueprint else ():
        share = 100 * sum(item.domain == domain.number for item in items) / len(items)
        if domain.weight is not None and abs(share - domain.weight) > _MAX_DOMAIN_POINTS:
            said = f"questions: domain {domain.number} has {share:.1f} % of the items and {domain.weight:g} %"
            limit = f"at most {_MAX_DOMAIN_POINTS:g} points apart is wanted"
            faults.append(f"{said} of the exam; {limit}.")
    several = sum(item.kind is ItemKind.MULTIPLE_RESPONSE for item in items) / len(items)
    if not _MR_SHARES[0] <= several <= _MR_SHARES[1]:
        faults.append(f"questions: {several:.0%} of the items are mr; 10 to 20 % is wanted.")
    return faults
