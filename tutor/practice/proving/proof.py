"""The proofs that every generated item is put to before anyone sees it, each a small function with a name.

    form       option_count, options_differ, rationale_complete, sources_verbatim, key_not_given_away
    novelty    not_near_copy
    truth      key_supported, distractors_unsupported, blind_solver

Cheap ones come first; the truth is looked into only where form and novelty are sound. Knows nothing of how
an item was made.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ingest.words import search_words
from tutor.answering.support import SUPPORTED_FROM, SupportCheck
from tutor.answering.verifier import Evidence
from tutor.practice.proving.giveaways import key_not_given_away
from tutor.practice.proving.likeness import NEAR_DUPLICATE, Likeness, containment
from tutor.practice.types import ItemCheck, ItemKind, Origin, PracticeItem

__all__ = [
    "ProofContext",
    "SupportedOption",
    "blind_solver",
    "distractors_unsupported",
    "failed",
    "key_supported",
    "not_near_copy",
    "option_count",
    "options_differ",
    "prove",
    "rationale_complete",
    "sources_verbatim",
    "supported_options",
]

_COUNTS = {ItemKind.MULTIPLE_CHOICE: {1: (4,)}, ItemKind.MULTIPLE_RESPONSE: {2: (5,), 3: (6,)}}
"""Options by how many of them are right, as on the exam."""
_WORDS_OF = {2: "Select TWO.", 3: "Select THREE."}
_SHORTEST_RATIONALE_WORDS = 4
_COPIED = 0.8
"""Share of a stem's three-word runs in one passage from which it is a copy of it."""
_VERBATIM = 0.9
"""Share of an option's words in its row; "because" and the like are added by a form."""


@dataclass(frozen=True, slots=True)
class ProofContext:
    """What an item is proved against.

    `claims` are one for each option: what choosing it says, as a sentence. `find` gives the passages for a
    claim. `solver` is asked only where one is there.
    """

    page_text: Callable[[str, int], str]
    """Text of a page of a document. KeyError if there is none."""
    same_meaning: Callable[[str, str], bool]
    support: SupportCheck
    claims: tuple[str, ...]
    find: Callable[[str], Sequence[Evidence]]
    earlier: Likeness = field(default_factory=Likeness)
    words: tuple[str, ...] = ()
    """What of each option has to stand in the rows of an item from a table; the options' texts if empty."""
    key_sources: int = 0
    """How many of the first sources say why what is right is right; one for each key if 0."""
    solver: Callable[[PracticeItem], ItemCheck] | None = None


def prove(item: PracticeItem, context: ProofContext) -> tuple[ItemCheck, ...]:
    """The checks that were made, in order; after a failed form or novelty none of the costly ones."""
    checks = [
        option_count(item),
        options_differ(item, context.same_meaning),
        rationale_complete(item),
        sources_verbatim(item, context.page_text),
        key_not_given_away(item),
        not_near_copy(item, context.earlier),
    ]
    if failed(checks):
        return tuple(checks)
    checks.append(key_supported(item, context))
    if not failed(checks):
        checks.append(distractors_unsupported(item, context.claims, context.find, context.support))
    if context.solver is not None and not failed(checks):
        checks.append(context.solver(item))
    return tuple(checks)


def failed(checks: Sequence[ItemCheck]) -> tuple[ItemCheck, ...]:
    """Those that were not passed."""
    return tuple(check for check in checks if not check.passed)


def option_count(item: PracticeItem) -> ItemCheck:
    """Four options with one right, five with two, or six with three; and "Select TWO." where it is two."""
    name = "option_count"
    allowed = _COUNTS[item.kind].get(len(item.key), ())
    if len(item.options) not in allowed:
        return ItemCheck(name, False, f"{len(item.key)} of {len(item.options)} options are right")
    words = _WORDS_OF.get(len(item.key), "")
    if not item.stem.endswith(words):
        return ItemCheck(name, False, f'the stem does not end with "{words}"')
    return ItemCheck(name, True, f"{len(item.key)} of {len(item.options)} right")


def options_differ(item: PracticeItem, same_meaning: Callable[[str, str], bool]) -> ItemCheck:
    """No option is repeated, stands within another, or means the same by the glossary."""
    for place, option in enumerate(item.options):
        for other in item.options[:place]:
            if same_meaning(option, other):
                return ItemCheck("options_differ", False, f"“{option}” and “{other}” may mean the same")
    return ItemCheck("options_differ", True, "none repeated, contained in another, or a synonym of another")


def rationale_complete(item: PracticeItem) -> ItemCheck:
    """Each option has a reason of its own that begins as the key says, and the item cites something."""
    name = "rationale_complete"
    if len(item.rationales) != len(item.options) or len(set(item.rationales)) < len(item.rationales):
        return ItemCheck(name, False, f"{len(set(item.rationales))} reasons for {len(item.options)} options")
    for place, reason in enumerate(item.rationales):
        wanted = "Right: " if place in item.key else "Wrong: "
        if not reason.startswith(wanted) or len(reason.split()) < _SHORTEST_RATIONALE_WORDS:
            return ItemCheck(name, False, f"the reason of option {place} is “{reason[:40]}”")
    return ItemCheck(name, bool(item.sources), f"{len(item.rationales)} reasons, {len(item.sources)} sources")


def sources_verbatim(item: PracticeItem, page_text: Callable[[str, int], str]) -> ItemCheck:
    """Every quote stands to the letter on the page that it names."""
    name = "sources_verbatim"
    for source in item.sources:
        try:
            stands = bool(source.quote) and source.quote in page_text(source.document, source.page)
        except KeyError:
            stands = False
        if not stands:
            return ItemCheck(
                name, False, f"not on page {source.page} of {source.document}: {source.quote[:40]}"
            )
    return ItemCheck(name, True, f"{len(item.sources)} quotes found on their pages")


def not_near_copy(item: PracticeItem, earlier: Likeness) -> ItemCheck:
    """Unlike every item seen before (the bank is among them), and not a copy of its own source.

    An item from a table holds its row's cue by design: that share is told, and does not fail it.
    """
    name = "not_near_copy"
    nearest = earlier.nearest(item)
    if nearest.score >= NEAR_DUPLICATE:
        return ItemCheck(name, False, f"{nearest.score:.2f} like {nearest.id}")
    copied = max((containment(item.stem, source.quote) for source in item.sources), default=0.0)
    if item.origin is Origin.PASSAGE and copied >= _COPIED:
        return ItemCheck(name, False, f"{copied:.0%} of the stem stands in its passage")
    note = f"{nearest.score:.2f} like the nearest of {len(earlier)} other items"
    own = "by design, its own row" if item.origin is Origin.TABLE else "its passage"
    return ItemCheck(name, True, f"{note}; {copied:.0%} of the stem's three-word runs stand in {own}")


def key_supported(item: PracticeItem, context: ProofContext) -> ItemCheck:
    """Each right option's words stand in one of the rows cited for it, or the verifier finds it supported.

    The verifier is slow, and is only asked where the words do not settle it.
    """
    name = "key_supported"
    sources = item.sources[: context.key_sources or max(1, len(item.key))]
    rows = [source.quote for source in sources]
    if len(rows) > len(item.key):  # one right option that is made of several rows
        rows = [" ".join(rows)]
    texts = context.words or item.options
    notes = []
    for place in item.key:
        if item.origin is Origin.TABLE and any(_stands_in(texts[place], row) for row in rows):
            notes.append("its words stand in its row")
            continue
        pairs = [(context.claims[place], Evidence(each.quote, each.heading)) for each in sources]
        score = max(found.score for found in context.support.check(pairs))
        if score < SUPPORTED_FROM:
            return ItemCheck(name, False, f"{score:.2f} for “{item.options[place]}”")
        notes.append(f"verifier {score:.2f}")
    return ItemCheck(name, True, ", ".join(notes))


def _stands_in(option: str, row: str) -> bool:
    """Whether a table's row has the option's words: by construction it is that row's own answer or cue."""
    words = set(search_words(option))
    return bool(words) and len(words & set(search_words(row))) >= _VERBATIM * len(words)


@dataclass(frozen=True, slots=True)
class SupportedOption:
    """A wrong option that a passage may support after all, from 0, and how surely."""

    place: int
    score: float


def supported_options(
    item: PracticeItem,
    claims: Sequence[str],
    find: Callable[[str], Sequence[Evidence]],
    support: SupportCheck,
    threshold: float = SUPPORTED_FROM,
) -> tuple[SupportedOption, ...]:
    """The wrong options whose claim a passage that is found for it supports from `threshold` on."""
    wrong = [place for place in range(len(claims)) if place not in item.key]
    asked = [(place, evidence) for place in wrong for evidence in find(claims[place])]
    # all in one call: the verifier reads texts of a like length together
    results = support.check([(claims[place], evidence) for place, evidence in asked])
    best = dict.fromkeys(wrong, 0.0)
    for (place, _), result in zip(asked, results, strict=True):
        best[place] = max(best[place], result.score)
    return tuple(SupportedOption(place, score) for place, score in best.items() if score >= threshold)


def distractors_unsupported(
    item: PracticeItem,
    claims: Sequence[str],
    find: Callable[[str], Sequence[Evidence]],
    support: SupportCheck,
) -> ItemCheck:
    """No wrong option's claim is supported by any passage that is found for it."""
    name = "distractors_unsupported"
    scores = supported_options(item, claims, find, support, threshold=0.0)
    worst = max(scores, key=lambda each: each.score)
    if worst.score >= SUPPORTED_FROM:
        return ItemCheck(name, False, f"{worst.score:.2f} for “{item.options[worst.place]}”")
    return ItemCheck(name, True, f"verifier at most {worst.score:.2f} over the passages found for each")


def blind_solver(item: PracticeItem, agrees: bool, times: int, orders: int) -> ItemCheck:
    """What a solver that saw the passage but not the key chose, in words."""
    return ItemCheck("blind_solver", agrees, f"key chosen in {times} of {orders} orders")
