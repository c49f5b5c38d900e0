"""Which passages are sent to the model: the best that fit a budget, neighbours put back together.

Knows nothing of how passages were ranked.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from ingest.types import BlockKind, Chunk, chunk_id
from tutor.answering.retrieval import Passage

__all__ = ["PageText", "packed"]

_CONTEXT_COST = 12
"""Tokens that a heading path adds to a passage, about."""


PageText = Callable[[str, int], str]
"""A document's name and a page's number to the page's text."""


def packed(passages: Sequence[Passage], budget_tokens: int, page_text: PageText) -> tuple[Passage, ...]:
    """The passages, best first, until the budget is used; at least one.

    One that does not fit is passed over for a shorter one behind it. Two that stand side by side in
    one section become one passage, in reading order, at the place of the better.
    """
    kept: list[Passage] = []
    used = 0
    for passage in passages:
        cost = passage.chunk.tokens + _CONTEXT_COST
        if kept and used + cost > budget_tokens:
            continue
        kept.append(passage)
        used += cost
    return _neighbours_joined(kept, page_text)


def _neighbours_joined(passages: Sequence[Passage], page_text: PageText) -> tuple[Passage, ...]:
    result: list[Passage] = []
    for passage in passages:
        beside = next(
            (i for i, other in enumerate(result) if _side_by_side(other.chunk, passage.chunk)), None
        )
        if beside is None:
            result.append(passage)
        else:
            joined = _joined(result[beside].chunk, passage.chunk, page_text)
            result[beside] = replace(result[beside], chunk=joined)
    return tuple(result)


def _side_by_side(a: Chunk, b: Chunk) -> bool:
    same = (a.document, a.page, a.headings) == (b.document, b.page, b.headings)
    prose = BlockKind.TABLE_ROW not in (a.kind, b.kind) and BlockKind.CODE not in (a.kind, b.kind)
    return same and prose and 0 <= max(a.start, b.start) - min(a.end, b.end) <= 2


def _joined(a: Chunk, b: Chunk, page_text: PageText) -> Chunk:
    """One chunk over both, cut from the page, so that it is an exact span as well."""
    first, second = sorted((a, b), key=lambda chunk: chunk.start)
    text = page_text(first.document, first.page)[first.start : second.end]
    return replace(
        first,
        id=chunk_id(first.document, first.page, first.start, text),
        end=second.end,
        text=text,
        tokens=first.tokens + second.tokens,
    )
