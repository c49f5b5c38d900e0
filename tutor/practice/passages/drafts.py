"""Options that know their claim and their source, put together, shuffled and numbered as an item.

Knows nothing of models or of how options were found.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random

from ingest.types import Chunk
from tutor.practice.identity import content_id
from tutor.practice.types import Difficulty, ItemKind, ItemSource, Origin, PracticeItem

__all__ = ["PassageDraft", "PassageOption", "finished_item", "source_of"]


@dataclass(frozen=True, slots=True)
class PassageOption:
    """One option, why it is right or wrong, what choosing it says, and the words that settle it."""

    text: str
    is_right: bool
    rationale: str
    """Begins with "Right: " or "Wrong: "."""
    claim: str
    source: ItemSource


@dataclass(frozen=True, slots=True)
class PassageDraft:
    """One question with its options in any order."""

    form: str
    stem: str
    options: tuple[PassageOption, ...]
    concept: str
    chunk: Chunk
    difficulty: Difficulty


def finished_item(draft: PassageDraft, rng: Random) -> tuple[PracticeItem, tuple[str, ...]]:
    """The item with its options shuffled, and their claims in the same order."""
    options = list(draft.options)
    rng.shuffle(options)
    key = tuple(place for place, option in enumerate(options) if option.is_right)
    ordered = [o for o in options if o.is_right] + [o for o in options if not o.is_right]
    task = draft.chunk.task or ""
    item = PracticeItem(
        id="",
        domain=int(task.partition(".")[0] or 0),
        task=task,
        kind=ItemKind.MULTIPLE_CHOICE if len(key) == 1 else ItemKind.MULTIPLE_RESPONSE,
        stem=draft.stem,
        options=tuple(option.text for option in options),
        key=key,
        rationales=tuple(option.rationale for option in options),
        sources=tuple(dict.fromkeys(option.source for option in ordered)),
        difficulty=draft.difficulty,
        concept=draft.concept,
        origin=Origin.PASSAGE,
        made=f"{draft.form} from passage {draft.chunk.id}",
    )
    return replace(item, id=content_id(item)), tuple(option.claim for option in options)


def source_of(chunk: Chunk, quote: str, versions: Mapping[str, str]) -> ItemSource:
    """The quote as a source; `versions` has the SHA-256 of each document by its name."""
    heading = chunk.headings[-1] if chunk.headings else ""
    return ItemSource(chunk.document, heading, quote, chunk.page, versions.get(chunk.document, ""))
