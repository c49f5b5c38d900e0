"""Which task statement a passage belongs to, where no directive says so: the nearest by meaning.

Knows nothing of files; it is handed vectors and a blueprint.
"""

from bisect import bisect_right
from dataclasses import replace

import numpy as np

from ingest.embedding import Embedder
from ingest.index import IndexContents
from ingest.types import Chunk

__all__ = ["with_tasks"]

_NEAR_ENOUGH = 0.35
"""Cosine of a passage and a bullet below which it belongs to no task; unrelated texts lie under 0.2."""


def with_tasks(contents: IndexContents, embedder: Embedder) -> tuple[Chunk, ...]:
    """The chunks in their order, each with its directive's task or else that of the nearest bullet.

    A chunk nearer than 0.35 to none, or any chunk without a directive when there is no blueprint, has
    no task.
    """
    blueprint = contents.blueprint
    declared = _declared_tasks(contents)
    if blueprint is None or not blueprint.tasks or all(declared):
        return tuple(replace(c, task=t) for c, t in zip(contents.chunks, declared, strict=True))
    lines = [
        (task.number, f"{domain.title}: {task.title}. {text}")
        for domain in blueprint.domains
        for task in domain.tasks
        for text in ([bullet.text for bullet in task.bullets] or [""])
    ]
    bullets = np.stack([embedder.embed_query(text).vector for _, text in lines])
    nearness = contents.vectors @ bullets.T
    best = nearness.argmax(axis=1)
    guessed = [
        lines[line][0] if nearness[row, line] >= _NEAR_ENOUGH else None for row, line in enumerate(best)
    ]
    return tuple(
        replace(chunk, task=given or guess)
        for chunk, given, guess in zip(contents.chunks, declared, guessed, strict=True)
    )


def _declared_tasks(contents: IndexContents) -> list[str | None]:
    """What directives say; read from the pages, since a chunk used again may carry a guess."""
    starts = {place: [block.start for block in page.blocks] for place, page in contents.pages.items()}
    tasks = []
    for chunk in contents.chunks:
        place = (chunk.document, chunk.page)
        block = bisect_right(starts[place], chunk.start) - 1
        tasks.append(contents.pages[place].blocks[block].task if block >= 0 else None)
    return tasks
