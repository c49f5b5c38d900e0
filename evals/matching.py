"""Does a passage hold the words that settle a question, and how far must one read to reach them?

Compared are the words: case, runs of white space and Markdown's marks for bold and code do not count.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evals.cases import Gold, QuestionCase

__all__ = ["Found", "holds", "need_met", "ranks", "same_document", "same_words", "tokens_until"]


@dataclass(frozen=True, slots=True)
class Found:
    """A passage as some system found it; `context` is what the system sends above the text."""

    document: str
    text: str
    context: str = ""
    heading: str = ""


def same_words(text: str) -> str:
    """The text in the one spelling in which quotes are looked for."""
    plain = re.sub(r"\*\*|`", "", text).replace("\\|", "|")
    return " ".join(plain.split()).casefold()


def same_document(gold: str | None, document: str) -> bool:
    """True for the same name, for one that ends with the other after a slash, and for a gold without one."""
    if gold is None or document == gold:
        return True
    return document.endswith(f"/{gold}") or gold.endswith(f"/{document}")


def holds(found: Found, gold: Gold) -> bool:
    """True if the passage has the gold's words."""
    return same_document(gold.document, found.document) and same_words(gold.quote) in same_words(found.text)


def ranks(golds: Sequence[Gold], found: Sequence[Found]) -> list[int | None]:
    """For each gold the rank (from 1) of the first passage that holds it, or None."""
    texts = [same_words(one.text) for one in found]
    result: list[int | None] = []
    for gold in golds:
        quote = same_words(gold.quote)
        places = (
            rank
            for rank, (one, text) in enumerate(zip(found, texts, strict=True), start=1)
            if same_document(gold.document, one.document) and quote in text
        )
        result.append(next(places, None))
    return result


def tokens_until(
    golds: Sequence[Gold], sent: Sequence[Found], count_tokens: Callable[[Sequence[str]], list[int]]
) -> list[int | None]:
    """For each gold the tokens of the sent passages, in their order, up to the end of its words; or None."""
    whole = [same_words(f"{one.context}\n{one.text}") for one in sent]
    lengths = count_tokens(whole)
    result: list[int | None] = []
    for gold, rank in zip(golds, ranks(golds, sent), strict=True):
        if rank is None:
            result.append(None)
            continue
        quote = same_words(gold.quote)
        end = whole[rank - 1].rindex(quote) + len(quote)
        result.append(sum(lengths[: rank - 1]) + count_tokens([whole[rank - 1][:end]])[0])
    return result


def need_met(case: QuestionCase, reached: Sequence[int | None]) -> int | None:
    """Where the case's need is met, from where each of its golds is reached; None if it is not.

    E.g. golds at ranks 3 and 1: any -> 1, all -> 3; each_document -> 3 if they are of two documents.
    """
    if case.gold_need == "each_document":
        documents = dict.fromkeys(gold.document for gold in case.gold)
        firsts = [
            _first([r for gold, r in zip(case.gold, reached, strict=True) if gold.document == document])
            for document in documents
        ]
        return _last(firsts)
    return _last(reached) if case.gold_need == "all" else _first(reached)


def _first(reached: Sequence[int | None]) -> int | None:
    return min((r for r in reached if r is not None), default=None)


def _last(reached: Sequence[int | None]) -> int | None:
    known = [r for r in reached if r is not None]
    return max(known) if known and len(known) == len(reached) else None
