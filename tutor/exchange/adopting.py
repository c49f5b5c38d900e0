"""Items and cards of a file -> those that a course takes in: what is known is left out, what the file
claims and nobody has checked is taken off. Knows no format and no store.
"""

import hashlib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace

from tutor.exchange.drafts import content_id
from tutor.exchange.types import FileContent
from tutor.learner.types import Card, CardKind
from tutor.practice.types import ItemSource, Origin, PracticeItem

__all__ = ["Adopted", "Course", "adopt"]

_TASK_TEXT_CHARS = 600


@dataclass(frozen=True, slots=True)
class Course:
    """What a course knows, as far as an import has to ask it."""

    id: str
    tasks: Collection[str]
    """The numbers of its task statements; empty when no blueprint is known."""
    known: Collection[PracticeItem]
    """Its bank, and all items ever stored, withdrawn ones too: a reported item does not come back."""
    known_cards: Collection[str]
    """The ids of its cards."""
    is_taken: Callable[[str], bool]
    """Whether any item, of this course or another, has an id."""
    nearest_task: Callable[[str], str]
    """The task statement that a question is about; "" for none."""
    settled: Callable[[ItemSource], ItemSource | None]
    """A source with the page and version that its quote stands on; None when it stands nowhere."""


@dataclass(frozen=True, slots=True)
class Adopted:
    """What is to be stored, and what became of the rest."""

    items: tuple[PracticeItem, ...]
    cards: tuple[Card, ...]
    known: int
    """Questions and cards that the course has already."""
    placed: int
    """Items whose task statement was not in the file and was found by their words."""
    unplaced: int
    """Items without a task statement."""
    unsourced: int
    """Sources that were taken off, since their quotes do not stand in the course's documents."""


def adopt(content: FileContent, course: Course, file_name: str) -> Adopted:
    """The new items under Origin.IMPORT, without checks, each under an id that is free; the new cards.

    An item keeps its id where no other question has it, so that answers given to it still find it.
    """
    contents = {content_id(item) for item in course.known}
    ids = {item.id for item in course.known}
    is_free: Callable[[str], bool] = lambda id_: id_ not in ids and not course.is_taken(id_)  # noqa: E731
    items: list[PracticeItem] = []
    placed = unsourced = 0
    for item in content.items:
        name = content_id(item)
        if name in contents:
            continue
        contents.add(name)
        task = item.task if item.task in course.tasks or not course.tasks else ""
        found = task or course.nearest_task(_asked(item))
        sources = _settled(item.sources, course)
        placed += bool(found and not task)
        unsourced += len(item.sources) - len(sources)
        made = f"imported from {file_name}"
        adopted = replace(
            item,
            id=next(filter(is_free, (item.id, name)), f"{name}-{course.id}"),
            task=found,
            domain=int(found.partition(".")[0]) if found else item.domain,
            sources=sources,
            option_sources=tuple(_settled(each, course) for each in item.option_sources),
            origin=Origin.IMPORT,
            made=made,
            checks=(),
        )
        ids.add(adopted.id)
        items.append(adopted)
    cards = tuple(_cards(content.cards, course))
    return Adopted(
        items=tuple(items),
        cards=cards,
        known=len(content.items) - len(items) + len(content.cards) - len(cards),
        placed=placed,
        unplaced=sum(not item.task for item in items),
        unsourced=unsourced,
    )


def _settled(sources: Iterable[ItemSource], course: Course) -> tuple[ItemSource, ...]:
    """Those that stand in the course's documents."""
    return tuple(settled for each in sources if (settled := course.settled(each)))


def _asked(item: PracticeItem) -> str:
    """The stem and its right options: what an item is about."""
    return " ".join((item.stem, *(item.options[place] for place in item.key)))[-_TASK_TEXT_CHARS:]


def _cards(cards: Iterable[Card], course: Course) -> Iterable[Card]:
    """Each new card as one that was brought in: no table of the course keeps it or takes it away."""
    for card in cards:
        # an id of its own, so that a file can neither stand in for a card of the course nor change one
        digits = hashlib.sha256(f"{course.id}\0{card.front}\0{card.back}".encode()).hexdigest()[:16]
        id_ = f"import-{digits}"
        if card.id in course.known_cards or id_ in course.known_cards:
            continue
        task = card.task if card.task in course.tasks or not course.tasks else ""
        yield replace(card, id=id_, course=course.id, kind=CardKind.IMPORT, task=task, item_id="")
