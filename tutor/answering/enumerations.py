"""A list that a model wrote, "A, B, C and D", told by the sources' own words on each of its members.

No single sentence of a source bears such a list out where a section tells of each member by itself. The
section does, if its sentences, points or rows begin with them. Knows nothing of models.
"""

import re
from collections.abc import Sequence

from ingest.types import BlockKind, Chunk
from ingest.words import search_words
from tutor.answering.evidence_spans import EvidenceSpan, single_spans
from tutor.answering.listings import section_of
from tutor.answering.overview import Rarity, begins_with, name_share, names, subjects_of
from tutor.answering.retrieval import Passage
from tutor.answering.spoken import answers_of, is_case
from tutor.prompts import row_cells

__all__ = ["enumerated", "written_members"]

_FEWEST = 3
"""Of two things a sentence of the sources usually tells; and two names stand in many sections."""
_MOST = 9
"""As in `listings`."""
_LONGEST_NAME = 6
"""Words of a member; what is longer is a sentence."""
_TOLD_SHARE = 0.6
"""Of the written members, from which a section is the one that they come from: small models add some."""
_OF_IT = 0.3
"""Share of the question's subject that the section names, by rarity: it may say "choices" for "options"."""
_LONGEST_SECTION = 60
"""Chunks; what is longer is a text without headings."""
_OPENS = re.compile(r":|\b(?:are|is|includ(?:es?|ing)|such as|namely|named|called|mentioned)\b", re.I)
_PARTS = re.compile(r"[,;]\s*(?:(?:and|or)\s+)?|\s+(?:and|or)\s+")
_TAIL = re.compile(
    r",\s*(?:which|where|while|all|and each|each|depending|respectively|according|etc)\b.*", re.S
)
_POINT = re.compile(r"^[ \t]*(?:[-*\u2022]|\d+[.)])[ \t]+(?P<text>.+)$", re.M)
_ENDS_A_NAME = re.compile(r":|\s[-\u2013\u2014]\s|\s(?:is|are)\s|\.(?:\s|$)")
_AROUND = re.compile(r"\([^()]*\)|\*\*|\[\d+\]|^\s*\d+\)|\b(?:either|both)\b|\betc\b")


def written_members(written: str) -> tuple[str, ...]:
    """The members of the first list in a model's text, in order; empty where it wrote none.

    Points by what they begin with ("- Brood frames: carry the nest"), else the parts of a sentence, as in
    "The kinds are A, B and C", "A, B and C are the kinds", "A, B and C." Fewer than three are no list.
    """
    points = [_plain(_ENDS_A_NAME.split(match["text"], maxsplit=1)[0]) for match in _POINT.finditer(written)]
    if len(points) >= _FEWEST and all(map(_is_name, points)):
        return tuple(dict.fromkeys(points))
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", written):
        members = _members(_AROUND.sub("", sentence).strip().rstrip(".:;"))
        if members:
            return tuple(dict.fromkeys(members))
    return ()


def enumerated(
    question: str,
    members: Sequence[str],
    passages: Sequence[Passage],
    chunks: Sequence[Chunk],
    rarity: Rarity,
) -> dict[str, EvidenceSpan]:
    """What a section says of the members that it has words of their own for, in the section's order.

    Of the passages' sections it is the one that tells of most members and names what the question asks for.
    Empty where none tells of most of those written.
    """
    if not _FEWEST <= len(members) <= _MOST:
        return {}
    subject = " ".join(subjects_of(question)) or question
    best: dict[str, EvidenceSpan] = {}
    seen: set[str] = set()
    for passage in passages:
        if not passage.chunk.headings or passage.chunk.id in seen:
            continue
        section = section_of(passage.chunk, chunks)
        seen |= {chunk.id for chunk in section}
        if len(section) > _LONGEST_SECTION:
            continue
        told = _told(members, section, rarity)
        said = " ".join([*section[0].headings, *(chunk.text for chunk in section)])
        if len(told) > len(best) and name_share(subject, said, rarity) >= _OF_IT:
            best = told
    return best if len(best) >= max(_FEWEST, _TOLD_SHARE * len(members)) else {}


def _members(sentence: str) -> list[str]:
    """The parts of the list in a sentence: behind a word that opens one, or before its verb."""
    starts = [sentence[opening.end() :] for opening in _OPENS.finditer(sentence)]
    heads = [sentence[: verb.start()] for verb in re.finditer(r"\s(?:are|is)\s", sentence)][:1]
    for stretch in (*starts, *heads, sentence):
        parts = [_plain(part) for part in _PARTS.split(_TAIL.sub("", stretch)) if part.strip()]
        if len(parts) >= _FEWEST and all(map(_is_name, parts)):
            return parts
    return []


def _plain(text: str) -> str:
    return _AROUND.sub("", text).strip(" \t*.:;,")


def _is_name(text: str) -> bool:
    return 0 < len(text.split()) <= _LONGEST_NAME and _OPENS.search(text) is None


def _told(members: Sequence[str], section: Sequence[Chunk], rarity: Rarity) -> dict[str, EvidenceSpan]:
    """For each member the span that is about it; the longest names choose first: "Precision at k"."""
    spans = [span for chunk in section for span in _spans_of(chunk)]
    found: dict[str, EvidenceSpan] = {}
    for member in sorted(members, key=lambda one: -len(search_words(one))):
        taken = {span.place for span in found.values()}
        fitting = [(_extra(member, span, rarity), span) for span in spans if span.place not in taken]
        near = [(extra, span) for extra, span in fitting if extra is not None]
        if near:
            found[member] = min(near, key=lambda pair: pair[0])[1]
    return dict(sorted(found.items(), key=lambda item: item[1].start))


def _spans_of(chunk: Chunk) -> Sequence[EvidenceSpan]:
    if chunk.kind in (BlockKind.HEADING, BlockKind.CODE):
        return ()
    return single_spans([Passage(chunk, 0.0)])


def _extra(member: str, span: EvidenceSpan, rarity: Rarity) -> int | None:
    """How many words stand beside the member's in the cell that names it, at most one; None if none does.

    A sentence has to begin with it and to say more than its name.
    """
    own = len(search_words(member))
    chunk = span.passage.chunk
    if chunk.kind is not BlockKind.TABLE_ROW:
        says_more = len(search_words(span.text)) > own
        return 0 if says_more and begins_with(member, span.text, rarity, 0) else None
    cells = [cell for _, cell in answers_of(chunk)] if is_case(chunk) else row_cells(span.text)
    more = [len(search_words(cell)) - own for cell in cells if names(member, cell, rarity)]
    return min((extra for extra in more if extra <= 1), default=None)
