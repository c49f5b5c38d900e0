"""Puts the parts of practice together: settings and a course to a maker of items."""

import functools
from collections.abc import Callable
from pathlib import Path

from ingest.types import Blueprint
from tutor.answering.retrieval import Retriever
from tutor.answering.support import SupportCheck
from tutor.config import Settings
from tutor.practice.about import AboutMaker, AboutParts
from tutor.practice.generate import ItemMaker, Materials
from tutor.practice.passages.slots import PassageSlots, Proposer
from tutor.practice.rivals import NO_RIVALS, RIVALS_FILE, Rivals, load_rivals
from tutor.practice.tables.facts import row_tables
from tutor.practice.tables.maker import TableItemMaker
from tutor.practice.tables.siblings import Names
from tutor.practice.types import PracticeItem

__all__ = [
    "about_maker_over",
    "course_rivals",
    "item_maker",
    "item_maker_at",
    "item_maker_over",
    "seen_items",
]


def item_maker(settings: Settings, course_id: str | None = None) -> ItemMaker:
    """The maker of a course's items; it avoids what the learner had. No language model is started yet.

    Raises:
        IndexUnavailableError: The course is not indexed.
        ModelError: The embedder's weights are not stored.
        StoreError: The learner's items cannot be read.
        CourseError: The course's bank or its rivals break their format.
    """
    from tutor.practice.find_item import bank_items
    from tutor.tutoring import retriever_for

    course = course_id or settings.course
    retriever = retriever_for(settings, course_id)
    bank = bank_items(settings, course_id)
    rivals = course_rivals(settings, course_id)
    return item_maker_over(settings, retriever, course, bank, seen_items(settings, course), rivals)


def item_maker_at(settings: Settings, index_dir: Path) -> ItemMaker:
    """The maker over the index in a folder; it knows no bank and no learner. Raises as `item_maker`."""
    from tutor.tutoring import retriever_at

    return item_maker_over(settings, retriever_at(settings, index_dir), index_dir.name)


def item_maker_over(
    settings: Settings,
    retriever: Retriever,
    course: str,
    bank: tuple[PracticeItem, ...] = (),
    earlier: tuple[PracticeItem, ...] = (),
    rivals: Rivals = NO_RIVALS,
) -> ItemMaker:
    """The maker over a retriever; `rivals` are the wrong options that the course's author names."""
    support = _support(settings, retriever)
    tables = row_tables(retriever.index)
    passages = _passages(settings, retriever, support, rivals)
    maker = TableItemMaker(tables, retriever, support, rivals)
    return ItemMaker(Materials(course, tables, maker, _blueprint(retriever), bank, earlier, passages))


def about_maker_over(
    settings: Settings,
    retriever: Retriever,
    bank: tuple[PracticeItem, ...] = (),
    earlier: tuple[PracticeItem, ...] = (),
    not_again: frozenset[str] = frozenset(),
    rivals: Rivals = NO_RIVALS,
) -> AboutMaker:
    """The maker of items about cited passages, over a retriever; see `AboutParts`."""
    support = _support(settings, retriever)
    tables = row_tables(retriever.index)
    blueprint = _blueprint(retriever)
    return AboutMaker(
        AboutParts(
            index=retriever.index,
            tables=tables,
            rows=TableItemMaker(tables, retriever, support, rivals),
            passages=_passages(settings, retriever, support, rivals),
            bank=bank,
            earlier=earlier,
            not_again=not_again,
            out_of_scope=blueprint.out_of_scope if blueprint else (),
        )
    )


def seen_items(settings: Settings, course: str) -> tuple[PracticeItem, ...]:
    """What was made for the learner before, reported items too."""
    from tutor.learner.items import ItemStore
    from tutor.learner.learners import learner_database

    store = ItemStore(learner_database(settings))
    return (*store.all(course), *(withdrawn.item for withdrawn in store.withdrawn(course)))


def course_rivals(settings: Settings, course_id: str | None = None) -> Rivals:
    """The wrong options that the course's author names; none for a course without such a file.

    Raises CourseError for a faulty file.
    """
    from tutor.workspace import open_workspace

    course = open_workspace(settings, course_id).course
    return load_rivals(course.directory / RIVALS_FILE) if course else NO_RIVALS


def _support(settings: Settings, retriever: Retriever) -> SupportCheck:
    from tutor.tutoring import verifier_for

    return SupportCheck(verifier_for(settings, retriever), retriever.glossary.mentions)


def _blueprint(retriever: Retriever) -> Blueprint | None:
    from ingest.index import LocalIndex

    return retriever.index.contents.blueprint if isinstance(retriever.index, LocalIndex) else None


def _passages(
    settings: Settings, retriever: Retriever, support: SupportCheck, rivals: Rivals
) -> PassageSlots | None:
    """Items from passages; None where there is no language model."""
    if not _has_model(settings):
        return None
    same = Names(retriever.glossary).same
    return PassageSlots(_proposer(settings, retriever, support, rivals), retriever.index, same)


def _has_model(settings: Settings) -> bool:
    """False where the settings want no language model, or one of the catalogue that is not stored."""
    from tutor.llm.choice import LlmKind, llm_choice
    from tutor.models import ModelError, model_path

    choice = llm_choice(settings)
    if choice.kind is not LlmKind.CATALOGUE:
        return choice.kind is not LlmKind.NONE
    try:
        model_path(choice.value, settings)
    except ModelError:
        return False
    return True


def _proposer(
    settings: Settings, retriever: Retriever, support: SupportCheck, rivals: Rivals
) -> Callable[[], Proposer]:
    @functools.cache  # the model is started at the first passage item, and once
    def made() -> Proposer:
        from tutor.llm import chat_model, embedded_engine
        from tutor.practice.passages.maker import PassageItemMaker
        from tutor.practice.passages.rewording import AGAINST_COPIES

        model = chat_model(settings)
        if model is None:
            raise AssertionError("passage items are only asked for where there is a model")
        # another server may refuse options that it does not know
        sampling = None if embedded_engine(settings) is None else AGAINST_COPIES
        return PassageItemMaker(retriever, support, model, sampling, rivals=rivals)

    return made
