"""Spans of sources in words: a sentence as it stands, a table's row read out with its column names.

A model that copies a row from its prompt ("Situation: ...; Engine: ...") is known again here, so that the
learner sees the row as it reads best and cited whole. Knows nothing of search or of models.
"""

import re
from collections.abc import Sequence

from ingest.types import BlockKind, Chunk
from ingest.words import search_words
from tutor.answering.evidence_spans import EvidenceSpan
from tutor.prompts import row_cells

__all__ = ["answer_of", "answers_of", "copied_row", "is_case", "meaning_of", "spoken"]

_REASONS = frozenset({"because", "why", "reason"})
_QUESTION_AND_ANSWER = 2
_CASE_AND_ANSWER = 2
"""Cells before the reason in a row that tells what fits a case."""
_COPIED = 0.85
"""Share of a sentence's words in a row from which it is that row's copy."""


def spoken(span: EvidenceSpan) -> str:
    """The words of a span in one line.

    A glossary's row reads as "Term (what it stands for): meaning. (Also called: ...)", one that begins with a
    question as the question and its answer. A row of a case, an answer and a reason begins with the answer,
    the case comes last: "Engine: Athena CTAS. It writes the result in a new format. (Situation: ...)".
    """
    chunk = span.passage.chunk
    if chunk.kind is not BlockKind.TABLE_ROW:
        return " ".join(span.text.removeprefix("- ").split())
    meaning = meaning_of(chunk)
    if meaning:
        used = {"term", "stands for", "meaning"}
        more = [f"{name}: {cell}" for name, cell in _cells(chunk) if _says(cell) and name.lower() not in used]
        return f"{meaning} ({'; '.join(more)}.)" if more else meaning
    cells = [(name, cell.rstrip(".")) for name, cell in _cells(chunk) if cell]
    if len(cells) == _QUESTION_AND_ANSWER and cells[0][1].endswith("?"):
        return f"{cells[0][1]} {cells[1][1]}."
    reason = _reason_column(cells)
    named = [f"{name}: {cell}" for name, cell in cells]
    if reason < _CASE_AND_ANSWER:
        return f"{'; '.join(named)}."
    case, answers, more = named[0], named[1:reason], named[reason + 1 :]
    return f"{'; '.join(answers)}. {cells[reason][1]}. ({'; '.join((case, *more))}.)"


def copied_row(sentence: str, spans: Sequence[EvidenceSpan]) -> EvidenceSpan | None:
    """The table row that `sentence` copies with its column names, the nearest one, or None.

    Or the row that has it as its case: a symptom by itself tells nothing, its row tells the cause.
    """
    case = next((span for span in spans if _is_case_of(sentence, span)), None)
    if case is not None:
        return case
    words = set(search_words(sentence))
    shares = [(_share(words, sentence, span), span) for span in spans]
    share, nearest = max(shares, key=lambda pair: pair[0], default=(0.0, None))
    return nearest if share >= _COPIED else None


def _is_case_of(sentence: str, span: EvidenceSpan) -> bool:
    chunk = span.passage.chunk
    cells = _cells(chunk) if chunk.kind is BlockKind.TABLE_ROW else []
    return _reason_column(cells) >= _CASE_AND_ANSWER and _plain(cells[0][1]) == _plain(sentence)


def is_case(chunk: Chunk) -> bool:
    """Whether a chunk is a row that tells a case, what fits it and why."""
    return chunk.kind is BlockKind.TABLE_ROW and _reason_column(_cells(chunk)) >= _CASE_AND_ANSWER


def answers_of(chunk: Chunk) -> list[tuple[str, str]]:
    """Column names and cells of what fits the case of a row that tells one; empty for any other chunk."""
    return _cells(chunk)[1 : _reason_column(_cells(chunk))] if is_case(chunk) else []


def answer_of(span: EvidenceSpan) -> str:
    """What fits a case, and why, without the case and without more cells: "Sigmoid: Its slope is ...".

    Several answers keep their column names. Of any other span its words.
    """
    chunk = span.passage.chunk
    cells = _cells(chunk)
    answers = [(name, cell.rstrip(".")) for name, cell in answers_of(chunk) if _says(cell)]
    reason = cells[_reason_column(cells)][1].rstrip(".") if answers else ""
    if not _says(reason):
        return meaning_of(chunk) or spoken(span)
    if len(answers) > 1:
        return f"{'; '.join(f'{name}: {cell}' for name, cell in answers)}. {reason}."
    answer = answers[0][1]
    return f"{reason}." if re.match(rf"{re.escape(answer)}\b", reason, re.I) else f"{answer}: {reason}."


def meaning_of(chunk: Chunk) -> str:
    """A glossary's row as "Term (what it stands for): meaning."; "" for any other chunk or a piece of one."""
    if chunk.kind is not BlockKind.TABLE_ROW:
        return ""
    cells = {name.strip().lower(): cell for name, cell in _cells(chunk)}
    term, meaning = cells.get("term", ""), cells.get("meaning", "").rstrip(".")
    if not (_says(term) and _says(meaning)):
        return ""
    expansion = cells.get("stands for", "")
    named = f"{term} ({expansion})" if _says(expansion) else term
    return f"{named}: {meaning}."


def _says(cell: str) -> bool:
    return bool(cell.strip(" -–—"))


def _reason_column(cells: Sequence[tuple[str, str]]) -> int:
    """Where a row gives its reason; 0 where it gives none."""
    return next((i for i, (name, _) in enumerate(cells) if name.strip().lower() in _REASONS), 0)


def _plain(text: str) -> str:
    return " ".join(text.lower().rstrip(".").split())


def _share(words: set[str], sentence: str, span: EvidenceSpan) -> float:
    """Share of a sentence's words that the row has; 0 without two of its column names and its first cell."""
    chunk = span.passage.chunk
    cells = _cells(chunk) if chunk.kind is BlockKind.TABLE_ROW else []
    named = sum(f"{name}:" in sentence for name, cell in cells if name and cell)
    if not words or named < 2 or not set(search_words(cells[0][1])) <= words:
        return 0.0
    told = set(search_words(" ".join(f"{name} {cell}" for name, cell in cells)))
    return len(words & told) / len(words)


def _cells(chunk: Chunk) -> list[tuple[str, str]]:
    return list(zip(chunk.header, row_cells(chunk.text), strict=False))
