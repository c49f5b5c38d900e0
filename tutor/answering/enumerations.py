"""A list that a model wrote, "A, B, C and D", told by the sources' own words on each of its members.

No single sentence of a source bears such a list out where a section tells of each member by itself. The
section does, if its sentences, points or rows begin with them. Knows nothing of models.
"""

import re
from collections.abc import Iterable, Sequence

from ingest.types import BlockKind, Chunk
from ingest.words import search_words
from tutor.answering.evidence_spans import EvidenceSpan, single_spans
from tutor.answering.overview import Rarity, begins_with, name_share, names, subjects_of
from tutor.answering.retrieval import Passage
from tutor.prompts import row_cells

__all__ = ["enumerated", "names_in"]

_FEWEST = 3
_MOST = 9
_LONGEST_NAME = 6
"""Words of a member; what is longer is a sentence."""
_TOLD_SHARE = 0.6
"""Of the written members, from which a section is the one that they come from."""
_OF_IT = 0.3
"""Share of the question's subject that the section names, by rarity."""
_OPENS = re.compile(r":|\b(?:are|is|includ(?:es?|ing)|such as|namely|named|mentioned)\b", re.I)
_PARTS = re.compile(r",\s*(?:and|or)?\s+|;\s+|\s+(?:and|or)\s+")
_EXPANSION = re.compile(r"\s*\([^)]*\)")


def names_in(sentences: Iterable[str]) -> tuple[str, ...]:
    """The members of the lists in what was written, in order: of "The kinds are A, B and C." A, B and C.

    And what stands on a line by itself, as the points of a list do.
    """
    found: list[str] = []
    for sentence in (line for text in sentences for line in text.splitlines()):
        text = _EXPANSION.sub("", sentence.strip().rstrip(".:;"))
        if _is_name(text):
            found.append(text)
        else:
            found += _members(text)
    return tuple(dict.fromkeys(found))


def enumerated(
    question: str,
    written: Sequence[str],
    passages: Sequence[Passage],
    chunks: Sequence[Chunk],
    rarity: Rarity,
) -> list[EvidenceSpan]:
    """What a section says of each member of the written list, one span each, in the section's order.

    The section is the first of the passages' in which most of the members have words of their own and that
    names what the question asks for. Nothing where there is none, or where fewer than three were written.
    """
    members = names_in(written)
    if not _FEWEST <= len(members) <= _MOST:
        return []
    subject = " ".join(subjects_of(question)) or question
    seen: set[tuple[str, int, tuple[str, ...]]] = set()
    for passage in passages:
        place = _place(passage.chunk)
        if place in seen:
            continue
        seen.add(place)
        section = [Passage(chunk, passage.score) for chunk in chunks if _place(chunk) == place]
        told = _told(members, single_spans(section), rarity)
        if len(told) < max(_FEWEST, _TOLD_SHARE * len(members)):
            continue
        said = " ".join([*passage.chunk.headings, *(one.chunk.text for one in section)])
        if name_share(subject, said, rarity) >= _OF_IT:
            return told
    return []


def _members(text: str) -> list[str]:
    """What stands between the commas behind the last word that opens a list; nothing of a plain sentence."""
    tails = [text[opening.end() :] for opening in _OPENS.finditer(text)]
    for tail in tails:
        parts = [part.strip() for part in _PARTS.split(tail.strip()) if part.strip()]
        if len(parts) >= _FEWEST and all(_is_name(part) for part in parts):
            return parts
    return []


def _is_name(text: str) -> bool:
    return len(text.split()) <= _LONGEST_NAME and _OPENS.search(text) is None


def _told(members: Sequence[str], spans: Sequence[EvidenceSpan], rarity: Rarity) -> list[EvidenceSpan]:
    found: dict[tuple[str, int, int], EvidenceSpan] = {}
    for member in members:
        fitting = [span for span in spans if span.place not in found and _is_of(member, span, rarity)]
        if fitting:
            best = min(fitting, key=lambda span: len(search_words(_name_of(member, span, rarity))))
            found[best.place] = best
    return sorted(found.values(), key=lambda span: span.start)


def _is_of(member: str, span: EvidenceSpan, rarity: Rarity) -> bool:
    return bool(_name_of(member, span, rarity))


def _name_of(member: str, span: EvidenceSpan, rarity: Rarity) -> str:
    """A row's cell that names the member and little else; the member where a sentence begins with it."""
    if span.passage.chunk.kind is BlockKind.TABLE_ROW:
        most = len(search_words(member)) + 1
        cells = [cell for cell in row_cells(span.text) if names(member, cell, rarity)]
        return min((cell for cell in cells if len(search_words(cell)) <= most), key=len, default="")
    return member if begins_with(member, span.text, rarity, 0) else ""


def _place(chunk: Chunk) -> tuple[str, int, tuple[str, ...]]:
    return chunk.document, chunk.page, chunk.headings
