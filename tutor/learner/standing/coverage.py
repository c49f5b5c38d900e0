"""Which bullets of the blueprint have sections in the sources, practice items and answers.

A section says itself which bullets it answers (`Block.covers`); an item belongs to the bullets of the
sections that its quotes stand in, and an answer to those of its item. Knows nothing of mastery.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.types import Block, BlockKind, Blueprint, Chunk, Page, TaskStatement
from tutor.learner.types import Attempt
from tutor.practice.types import PracticeItem

__all__ = ["BulletCoverage", "Coverage", "Section", "TaskCoverage", "coverage", "sections_by_task"]

Pages = Mapping[tuple[str, int], Page]


@dataclass(frozen=True, slots=True)
class Section:
    """A place to read: a heading on a page of a document."""

    document: str
    page: int
    heading: str


@dataclass(frozen=True, slots=True)
class BulletCoverage:
    """One bullet of the content outline."""

    id: str
    text: str
    sections: int
    items: int
    answers: int


@dataclass(frozen=True, slots=True)
class TaskCoverage:
    """One task statement; `items` and `answers` count all of it, whether or not a bullet is known."""

    task: str
    title: str
    passages: int
    items: int
    answers: int
    bullets: tuple[BulletCoverage, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """The whole blueprint. `stated` is False where no source says which bullets it answers."""

    tasks: tuple[TaskCoverage, ...]
    stated: bool

    @property
    def bullets(self) -> tuple[BulletCoverage, ...]:
        """All bullets in order."""
        return tuple(bullet for task in self.tasks for bullet in task.bullets)


def coverage(
    blueprint: Blueprint,
    pages: Pages,
    chunks: Sequence[Chunk],
    items: Iterable[PracticeItem],
    attempts: Iterable[Attempt],
) -> Coverage:
    """Counts for each task statement and bullet; every attempt counts, repeats too."""
    covering = _covering(pages)
    sections = Counter(bullet for bullets in covering.values() for bullet in bullets)
    bullets_of = {item.id: _bullets(item, covering) for item in items}
    task_items = Counter(item.task for item in {item.id: item for item in items}.values())
    answers: Counter[str] = Counter()
    task_answers: Counter[str] = Counter()
    for attempt in attempts:
        answers.update(bullets_of.get(attempt.item_id, frozenset()))
        task_answers[attempt.task] += 1
    bullet_items = Counter(bullet for bullets in bullets_of.values() for bullet in bullets)
    passages = Counter(chunk.task for chunk in chunks)

    def row(task: TaskStatement) -> TaskCoverage:
        bullets = tuple(
            BulletCoverage(one.id, one.text, sections[one.id], bullet_items[one.id], answers[one.id])
            for one in task.bullets
        )
        number = task.number
        return TaskCoverage(
            number, task.title, passages[number], task_items[number], task_answers[number], bullets
        )

    return Coverage(tuple(row(task) for task in blueprint.tasks), bool(sections))


def sections_by_task(pages: Pages, chunks: Sequence[Chunk]) -> dict[str, tuple[Section, ...]]:
    """Where to read for each task statement, the documents that are most about it first, each in its order.

    A document whose sections name no task (a learner's own file) is in none.
    """
    found: dict[str, dict[Section, None]] = defaultdict(dict)
    of_document: dict[str, Counter[str]] = defaultdict(Counter)
    for chunk in chunks:
        if chunk.task is None or not chunk.headings or chunk.kind is BlockKind.TABLE_ROW:
            continue  # a table row is for recall, not for reading
        of_document[chunk.document][chunk.task] += 1
        found[chunk.task][Section(chunk.document, chunk.page, chunk.headings[-1])] = None

    def about(task: str, section: Section) -> float:
        counts = of_document[section.document]
        return counts[task] / counts.total()

    titles = _titles(pages)
    return {
        task: tuple(sorted((s for s in sections if s not in titles), key=lambda s: -about(task, s)))
        for task, sections in found.items()
    }


def _titles(pages: Pages) -> set[Section]:
    """The headings of level 1: a whole document, not a section of it."""
    return {
        Section(document, number, page.text[block.start : block.end])
        for (document, number), page in pages.items()
        for block in page.blocks
        if block.kind is BlockKind.HEADING and block.level == 1
    }


def _covering(pages: Pages) -> dict[tuple[str, str], frozenset[str]]:
    """(document, heading) -> the bullets that the section answers, its directive's own."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for (document, _), page in pages.items():
        for block in page.blocks:
            if block.kind is BlockKind.HEADING and block.covers:
                key = (document, _heading(page, block))
                found[key] = found.get(key, frozenset()) | frozenset(block.covers)
    return found


def _heading(page: Page, block: Block) -> str:
    return page.text[block.start : block.end]


def _bullets(item: PracticeItem, covering: Mapping[tuple[str, str], frozenset[str]]) -> frozenset[str]:
    """The bullets of an item's own task that its sources' sections answer."""
    named = (covering.get((source.document, source.heading), frozenset()) for source in item.sources)
    return frozenset(bullet for bullets in named for bullet in bullets if bullet.startswith(f"{item.task}."))
