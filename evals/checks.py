"""Deterministic checks of an answer row: patterns, refusals, and whether every citation holds good."""

import re
from typing import Any

from evals.answering import shown_sentences
from evals.bench import Bench
from evals.cases import Gold, QuestionCase
from evals.matching import same_document, same_words
from evals.rows import Row
from ingest.words import search_words
from tutor.answering.facts import digits_in, names_in, numbers_in

__all__ = ["accepted_refusal", "both_sides_shown", "citation_faults", "pattern_faults", "shown_citations"]

_SHARED_WORDS = 0.5
"""Of the shorter of two quotes' words; sentence and cell cuts differ between a case and a citation."""


def pattern_faults(case: QuestionCase, text: str) -> list[str]:
    """What of the case's patterns the shown text breaks; patterns see it in small letters."""
    lowered = text.lower()
    faults = [f"lacks /{pattern}/" for pattern in case.must if not re.search(pattern, lowered)]
    return faults + [f"has /{pattern}/" for pattern in case.must_not if re.search(pattern, lowered)]


def accepted_refusal(case: QuestionCase, row: Row) -> bool:
    """True if an unanswerable question was refused, or its false premise corrected where that is accepted.

    A correction is only taken for one when the case's `must` says what it has to hold.
    """
    if row["refused"]:
        return True
    corrected = bool(case.must) and not pattern_faults(case, row["text"])
    return case.accept == "refusal_or_correction" and corrected


def shown_citations(row: Row) -> list[dict[str, Any]]:
    """The citations that shown sentences and shown conflicts point to."""
    numbers = {n for sentence in shown_sentences(row) for n in sentence["citations"]}
    numbers |= {n for conflict in row.get("conflicts", ()) for n in conflict["citations"]}
    return [one for one in row.get("citations", ()) if one["n"] in numbers]


def both_sides_shown(case: QuestionCase, row: Row) -> bool:
    """True if for each document among the golds a shown citation states what its gold states."""
    if row["refused"]:
        return False
    cited = shown_citations(row)
    sides: dict[str | None, list[Gold]] = {}
    for gold in case.gold:
        sides.setdefault(gold.document, []).append(gold)
    return all(any(_states(one, gold) for one in cited for gold in golds) for golds in sides.values())


def citation_faults(bench: Bench, row: Row) -> list[list[str]]:
    """For each shown sentence what is wrong with its citations; an empty list for a sound one."""
    citations = {one["n"]: one for one in row.get("citations", ())}
    result = []
    for sentence in shown_sentences(row):
        cited = [citations[n] for n in sentence["citations"] if n in citations]
        faults = [f"[{one['n']}] is not what stands there" for one in cited if not _stands(bench, one)]
        if not cited:
            faults.append("cites nothing")
        text = "\n".join(part for one in cited for part in (_context(bench, one), one["quote"]))
        faults += [f"number {n} is not cited" for n in sorted(_numbers_missing(sentence["text"], text))]
        faults += [f"{name} is not cited" for name in _names_missing(bench, sentence["text"], text)]
        result.append(faults)
    return result


def _states(citation: dict[str, Any], gold: Gold) -> bool:
    if not same_document(gold.document, citation["document"]):
        return False
    quote, wanted = same_words(citation["quote"]), same_words(gold.quote)
    if quote in wanted or wanted in quote:
        return True
    a, b = set(search_words(quote)), set(search_words(wanted))
    return len(a & b) >= _SHARED_WORDS * min(len(a), len(b)) and numbers_in(wanted) <= numbers_in(quote)


def _stands(bench: Bench, citation: dict[str, Any]) -> bool:
    page = bench.index.contents.pages.get((citation["document"], citation["page"]))
    return page is not None and page.text[citation["start"] : citation["end"]] == citation["quote"] != ""


def _context(bench: Bench, citation: dict[str, Any]) -> str:
    """What stands above the cited words: headings, and a table's header."""
    place = (citation["document"], citation["page"])
    for chunk in bench.index.chunks:
        if (chunk.document, chunk.page) == place and chunk.start <= citation["start"] < chunk.end:
            return chunk.context
    return str(citation["heading"])


def _numbers_missing(sentence: str, cited: str) -> frozenset[str]:
    """Only numbers in digits: a writer may count "two reasons" where the source lists them."""
    return digits_in(sentence) - numbers_in(cited)


def _names_missing(bench: Bench, sentence: str, cited: str) -> list[str]:
    """Names of the sentence that stand in the cited text neither as they are nor under another name."""
    present = set(search_words(cited))
    excused = {
        word
        for mention in bench.retriever.glossary.mentions(sentence)
        if any(_all_in(name, present) for name in mention.names)
        for word in mention.text.split()
    }
    return [name for name in names_in(sentence) if name not in excused and not _all_in(name, present)]


def _all_in(name: str, present: set[str]) -> bool:
    words = search_words(name)
    return not words or words[-1] in present or set(words) <= present
