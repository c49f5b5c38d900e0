"""Which task statement a passage belongs to, where no directive says so: the nearest by meaning.

Knows nothing of files; it is handed vectors and a blueprint.
"""

from dataclasses import replace

import numpy as np

from ingest.embedding import Embedder
from ingest.index import IndexContents
from ingest.types import Blueprint, Chunk

__all__ = ["with_tasks"]

_NEAR_ENOUGH = 0.35
"""Cosine of a passage and a bullet below which it belongs to no task; MiniLM's unrelated texts lie under 0.2."""


def with_tasks(contents: IndexContents, blueprint: Blueprint | None, embedder: Embedder) -> tuple[Chunk, ...]:
    """The chunks in their order, each with its directive's task or else that of the nearest bullet.

    A chunk nearer than 0.35 to none, or any chunk without a directive when there is no blueprint, has
    no task.
    """
    declared = [_declared_task(contents, chunk) for chunk in contents.chunks]
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


def _declared_task(contents: IndexContents, chunk: Chunk) -> str | None:
    """What a directive says; read from the page, since a chunk used again may carry a guess."""
    page = contents.pages[chunk.document, chunk.page]
    inside = (block.task for block in page.blocks if block.start <= chunk.start < block.end)
    return next(inside, None)
