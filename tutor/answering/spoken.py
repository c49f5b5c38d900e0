"""Spans of sources in words: a sentence as it stands, a table's row read out with its column names.

A model that copies a row from its prompt ("Situation: ...; Engine: ...") is known again here, so that the
learner sees the row as it reads best and cited whole. Knows nothing of search or of models.
"""

from collections.abc import Sequence

from ingest.types import BlockKind, Chunk
from ingest.words import search_words
from tutor.answering.evidence_spans import EvidenceSpan
from tutor.prompts import row_cells

__all__ = ["copied_row", "spoken"]

_REASONS = frozenset({"because", "why", "reason"})
_COPIED = 0.85
"""Share of a sentence's words in a row from which it is that row's copy."""


def spoken(span: EvidenceSpan) -> str:
    """The words of a span in one line.

    A row that ends in a reason begins with its answer and leaves the case for last: "Engine: Athena CTAS.
    It writes the result in a new format. (Situation: ...)"; what stands behind the reason is not read out.
    """
    chunk = span.passage.chunk
    if chunk.kind is not BlockKind.TABLE_ROW:
        return " ".join(span.text.removeprefix("- ").split())
    cells = [(name, cell.rstrip(".")) for name, cell in _cells(chunk) if cell]
    reason = next((i for i, (name, _) in enumerate(cells) if name.strip().lower() in _REASONS), 0)
    if reason < 2:
        return "; ".join(f"{name}: {cell}" for name, cell in cells) + "."
    case, *answers = (f"{name}: {cell}" for name, cell in cells[:reason])
    return f"{'; '.join(answers)}. {cells[reason][1]}. ({case}.)"


def copied_row(sentence: str, spans: Sequence[EvidenceSpan]) -> EvidenceSpan | None:
    """The table row that `sentence` copies with its column names, or None."""
    words = set(search_words(sentence))
    for span in spans:
        cells = _cells(span.passage.chunk) if span.passage.chunk.kind is BlockKind.TABLE_ROW else []
        named = sum(f"{name}:" in sentence for name, cell in cells if name and cell)
        told = set(search_words(" ".join(f"{name} {cell}" for name, cell in cells)))
        if named > 1 and len(words & told) >= _COPIED * len(words):
            return span
    return None


def _cells(chunk: Chunk) -> list[tuple[str, str]]:
    return list(zip(chunk.header, row_cells(chunk.text), strict=False))
