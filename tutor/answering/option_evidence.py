"""How much the passages found for an exam item speak of each of its options.

Late interaction, as in the search: the best passage by the product of its MaxSim with the stem and with the
option. Knows nothing of models.
"""

from collections.abc import Sequence

from ingest.embedding import Embedder
from ingest.index import PassageIndex
from tutor.answering.retrieval import Passage, max_sim

__all__ = ["option_evidence"]

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
