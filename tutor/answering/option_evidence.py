"""What the passages found for an exam item say of each of its options, and how much.

Late interaction, as in the search: the best passage, or sentence, by the product of its MaxSim with the stem
and with the option. Knows nothing of models.
"""

from collections.abc import Sequence
from dataclasses import replace

from ingest.embedding import Embedder
from ingest.index import PassageIndex
from ingest.types import Chunk
from tutor.answering.evidence_spans import EvidenceSpan, single_spans
from tutor.answering.retrieval import Passage, max_sim

__all__ = ["option_chunks", "option_evidence", "option_spans"]

_READ = 5
"""Passages, best first."""


def option_evidence(
    stem: str,
    options: Sequence[str],
    passages: Sequence[Passage],
    index: PassageIndex,
    embedder: Embedder,
) -> list[float]:
    """For each option a value of about 0 to 1, to be compared with those of its rivals only.

    `passages` are as the search gave them: each at its `position` of the index. All zeros without passages.
    """
    rows = [index.token_vectors(passage.position) for passage in passages[:_READ] if passage.position >= 0]
    asked = embedder.embed_query(stem).tokens
    of_stem = [max_sim(asked, tokens) for tokens in rows]
    values = []
    for option in options:
        said = embedder.embed_query(option).tokens
        values.append(
            max(
                (near * max_sim(said, tokens) for near, tokens in zip(of_stem, rows, strict=True)),
                default=0.0,
            )
        )
    return values


def option_spans(
    stem: str, options: Sequence[str], passages: Sequence[Passage], embedder: Embedder
) -> tuple[EvidenceSpan, ...]:
    """For each option the sentence or row of the passages that speaks most of it; nothing without any.

    Two options may have the same.
    """
    spans = single_spans(passages)
    if not spans:
        return ()
    rows = embedder.embed_passages([f"{span.passage.chunk.heading}: {span.text}" for span in spans]).tokens
    asked = embedder.embed_query(stem).tokens
    of_stem = [max_sim(asked, tokens) for tokens in rows]
    chosen = []
    for option in options:
        said = embedder.embed_query(option).tokens
        values = [near * max_sim(said, tokens) for near, tokens in zip(of_stem, rows, strict=True)]
        chosen.append(spans[values.index(max(values))])
    return tuple(chosen)


def option_chunks(
    stem: str, options: Sequence[str], passages: Sequence[Passage], embedder: Embedder
) -> list[Chunk]:
    """What a model reads before an item: the spans of `option_spans`, each once, in the order of options."""
    spans = {span.place: span for span in option_spans(stem, options, passages, embedder)}
    return [
        replace(span.passage.chunk, text=span.text, start=span.start, end=span.end) for span in spans.values()
    ]
