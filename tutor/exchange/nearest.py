"""Which task statement a question is about, by the passages nearest to it. Knows no item."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol

from tutor.answering.retrieval import Passage

__all__ = ["Searches", "nearest_task"]

_PASSAGES = 5
_ENOUGH = 0.5  # of the votes; below it the passages speak of several tasks


class Searches(Protocol):
    """A search for passages, best first."""

    def search(self, question: str, count: int = ...) -> Sequence[Passage]: ...


def nearest_task(text: str, retriever: Searches) -> str:
    """The task statement of most of the best passages, weighed 1, 1/2, 1/3 …; "" when none has half."""
    votes: dict[str, float] = defaultdict(float)
    for rank, passage in enumerate(retriever.search(text, _PASSAGES), start=1):
        votes[passage.chunk.task or ""] += 1 / rank
    best = max(votes, key=lambda task: votes[task], default="")
    return best if votes and votes[best] >= _ENOUGH * sum(votes.values()) else ""
