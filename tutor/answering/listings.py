"""The list that a question asks for, "which services are in scope", where a section of the sources is one.

Every row or point is shown in the sources' words. Knows nothing of models.
"""

import re
from collections.abc import Sequence

from ingest.types import BlockKind, Chunk
from ingest.words import search_words
from tutor.answering.evidence_spans import EvidenceSpan, single_spans
from tutor.answering.overview import Rarity, names
from tutor.answering.retrieval import Passage
from tutor.answering.spoken import answers_of, is_case
from tutor.prompts import row_cells

__all__ = ["listing", "section_of"]

_LOOKED_AT = 4
_FEWEST, _MOST = 2, 9
"""Rows or points of a list that is shown; a longer table is for looking up."""
_SAID_SHARE = 0.5
"""Of the list's names in the answer, from which the answer has given the list."""
_NAME = re.compile(r"(?:- )?(?P<name>[^,:.|(]{2,60}?)(?=[,:.|(]| (?:is|are|has|have|uses?|does|checks?)\b|$)")


def listing(
    subject: str, said: str, passages: Sequence[Passage], chunks: Sequence[Chunk], rarity: Rarity
) -> list[EvidenceSpan]:
    """The rows or points of the first section that is named after the subject and is a list of it, in order.

    Nothing where there is none, or where `said` has the names of half of them.
    """
    for passage in passages[:_LOOKED_AT]:
        if not passage.chunk.headings or not names(subject, passage.chunk.headings[-1], rarity):
            continue
        spans = _rows(subject, section_of(passage.chunk, chunks), rarity) or _points(passage)
        if _FEWEST <= len(spans) <= _MOST:
            told = sum(names(_name(span), said, rarity) for span in spans)
            return [] if told >= _SAID_SHARE * len(spans) else spans
    return []


def section_of(chunk: Chunk, chunks: Sequence[Chunk]) -> list[Chunk]:
    """The chunks of the section that a chunk belongs to; two of one heading and different tasks are two."""
    place = chunk.document, chunk.page, chunk.headings, chunk.task
    return [one for one in chunks if (one.document, one.page, one.headings, one.task) == place]


def _rows(subject: str, section: Sequence[Chunk], rarity: Rarity) -> list[EvidenceSpan]:
    """The rows of the table in a section.

    Of rows that tell a case and what fits it one for each answer, where that column is named after the
    subject: "Storage class" for "S3 storage classes", not for "storage class transitions"; else none.
    """
    rows = [chunk for chunk in section if chunk.kind is BlockKind.TABLE_ROW]
    if len({row.header for row in rows}) > 1:  # two tables
        return []
    if any(is_case(row) for row in rows):
        rows = _one_for_each_answer(subject, rows, rarity)
    return [EvidenceSpan(Passage(row, 0.0), row.start, row.end) for row in rows]


def _one_for_each_answer(subject: str, rows: Sequence[Chunk], rarity: Rarity) -> list[Chunk]:
    first: dict[str, Chunk] = {}
    for row in rows:
        for column, answer in answers_of(row)[:1]:
            kind = search_words(column)
            if kind and kind[-1:] == search_words(subject)[-1:] and names(column, subject, rarity):
                first.setdefault(answer.rstrip("."), row)
    return list(first.values())


def _points(passage: Passage) -> list[EvidenceSpan]:
    return [span for span in single_spans([passage]) if span.text.startswith("- ")]


def _name(span: EvidenceSpan) -> str:
    """What a row or point is about: its first cell with words, or the words before its verb."""
    if span.passage.chunk.kind is BlockKind.TABLE_ROW:
        answers = [cell for _, cell in answers_of(span.passage.chunk)]
        cells = answers or [cell for cell in row_cells(span.text) if re.search(r"[A-Za-z]{2}", cell)]
        return cells[0] if cells else span.text
    match = _NAME.match(span.text)
    return match["name"] if match else span.text
