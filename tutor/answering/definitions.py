"""Questions for the meaning of one term, answered by the row of a glossary: exactly, and without a model.

Only the term itself and what it stands for count; what it is "also called" may be wider or narrower
("Redshift" beside "data warehouse"). Knows nothing of search.
"""

import re
from collections.abc import Sequence

from ingest.types import BlockKind, Chunk
from ingest.words import search_words
from tutor.answering.attribution import Attributed, numbered
from tutor.answering.evidence_spans import EvidenceSpan
from tutor.answering.retrieval import Passage
from tutor.answering.spoken import meaning_of
from tutor.answering.support import Support
from tutor.prompts import row_cells

__all__ = ["asked_term", "definition"]

_BEFORE = re.compile(
    r"^(?:please )?(?:(?:what(?:'s|s| is| are| does| do)|define|explain|the meaning of|meaning of)\s+)+"
    r"(?:an?\s+|the\s+(?:term\s+)?)?(?P<term>.+)$",
    re.I,
)
_AFTER = re.compile(
    r"(?:,?\s+(?:what (?:is|are) (?:it|they)|means? what|is what|(?:is |are )?short for(?: what)?|stands? for"
    r"(?: what)?|means?|exactly|please))+$",
    re.I,
)
_MOST_WORDS = 6


def asked_term(question: str) -> str:
    """What the question asks the meaning of: "WAPE" for "What is WAPE?"; "" for any other question."""
    text = re.sub(r"[\s?!.=]+$", "", " ".join(question.split()))
    before = _BEFORE.match(text)
    rest = before["term"] if before else text
    term = _AFTER.sub("", rest).strip(" \"'“”")
    is_asked = before is not None or term != rest or question.rstrip().endswith("?")
    return term if is_asked and 0 < len(term.split()) <= _MOST_WORDS else ""


def definition(question: str, passages: Sequence[Passage]) -> Attributed | None:
    """The glossary's row for the term that the question asks the meaning of, read out and cited.

    None when it asks something else, or when no row of the passages, or more than one, is about the term.
    """
    asked = list(search_words(asked_term(question)))
    if not asked:
        return None
    rows = [passage for passage in passages if asked in _names(passage.chunk)]
    if len(rows) != 1:
        return None
    chunk = rows[0].chunk
    span = EvidenceSpan(rows[0], chunk.start, chunk.end)
    return numbered([(meaning_of(chunk), Support(1.0), (span,))])


def _cells(chunk: Chunk) -> dict[str, str]:
    header = [name.strip().lower() for name in chunk.header]
    if chunk.kind is not BlockKind.TABLE_ROW or not {"term", "meaning"} <= set(header):
        return {}
    return dict(zip(header, row_cells(chunk.text), strict=False))


def _names(chunk: Chunk) -> list[list[str]]:
    cells = _cells(chunk)
    return [list(search_words(cells[name])) for name in ("term", "stands for") if cells.get(name)]
