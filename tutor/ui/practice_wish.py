"""What a learner asks a practice set to be: kept with the set, so that a reload makes the rest of it.

Pure; knows nothing of Streamlit, stores or how items are made.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tutor.practice.generate import QuizRequest
from tutor.practice.types import Difficulty, ItemKind, Origin, PracticeItem

__all__ = ["Wish", "wish_of"]

_PASSAGE_SHARE = 0.25
"""Of a set that asks for other items too: one from a passage takes ten times as long to make."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A set to be made. Without a domain and tasks it is on the whole course; `tasks` take turns."""

    count: int = 10
    domain: int | None = None
    tasks: tuple[str, ...] = ()
    kind: ItemKind | None = None
    difficulty: Difficulty | None = None
    origins: tuple[Origin, ...] = (Origin.TABLE,)

    def as_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {
            "count": self.count,
            "domain": self.domain,
            "tasks": list(self.tasks),
            "kind": self.kind.value if self.kind else None,
            "difficulty": self.difficulty.value if self.difficulty else None,
            "origins": [origin.value for origin in self.origins],
        }

    @property
    def slow_count(self) -> int:
        """How many items are to come from passages."""
        if Origin.PASSAGE not in self.origins:
            return 0
        return self.count if len(self.origins) == 1 else round(self.count * _PASSAGE_SHARE)

    def quick(self, course: str) -> tuple[QuizRequest, ...]:
        """What to ask for of tables and the bank, a request a task; none if neither is wished for."""
        return self._requests(course, tuple(one for one in self.origins if one is not Origin.PASSAGE))

    def slow(self, course: str) -> tuple[QuizRequest, ...]:
        """What to ask for of passages, a request a task; none if they are not wished for."""
        return self._requests(course, tuple(one for one in self.origins if one is Origin.PASSAGE))

    def fits(self, item: PracticeItem) -> bool:
        """Whether a ready item is one of those that are wished for."""
        return (
            self.domain in (None, item.domain)
            and (not self.tasks or item.task in self.tasks)
            and self.kind in (None, item.kind)
            and self.difficulty in (None, item.difficulty)
        )

    def _requests(self, course: str, origins: tuple[Origin, ...]) -> tuple[QuizRequest, ...]:
        if not origins:
            return ()
        tasks: tuple[str | None, ...] = self.tasks or (None,)
        return tuple(
            QuizRequest(
                course,
                domain=self.domain,
                task=task,
                kind=self.kind,
                count=self.count,
                difficulty=self.difficulty,
                origins=origins,
            )
            for task in tasks
        )


def wish_of(tree: Mapping[str, Any]) -> Wish:
    """The wish that `as_json` wrote; what it leaves out is as in a wish of ten items from tables."""
    kind, difficulty = tree.get("kind"), tree.get("difficulty")
    return Wish(
        count=int(tree.get("count", 10)),
        domain=tree.get("domain"),
        tasks=tuple(tree.get("tasks", ())),
        kind=ItemKind(kind) if kind else None,
        difficulty=Difficulty(difficulty) if difficulty else None,
        origins=tuple(Origin(name) for name in tree.get("origins", (Origin.TABLE.value,))),
    )
