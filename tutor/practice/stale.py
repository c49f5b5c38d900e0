"""Whether an item still rests on what the index holds."""

from ingest.index import PassageIndex
from tutor.practice.types import ItemSource, PracticeItem

__all__ = ["is_stale", "stale_sources"]


def is_stale(item: PracticeItem, index: PassageIndex) -> bool:
    """True if a document that the item rests on has changed, and no longer says what the item quotes."""
    return bool(stale_sources(item, index))


def stale_sources(item: PracticeItem, index: PassageIndex) -> tuple[ItemSource, ...]:
    """The sources whose document is gone, or is another version without the quote on any of its pages.

    A source without a recorded version (the written bank's) is looked up by its quote alone.
    """
    entries = {entry.name: entry for entry in index.documents}
    stale = []
    for source in item.sources:
        entry = entries.get(source.document)
        if entry is not None and source.sha256 == entry.sha256:
            continue
        if entry is None or not any(_holds(index, source, number) for number in range(1, entry.pages + 1)):
            stale.append(source)
    return tuple(stale)


def _holds(index: PassageIndex, source: ItemSource, number: int) -> bool:
    try:
        text = index.page(source.document, number).text
    except KeyError:
        return False
    return " ".join(source.quote.split()) in " ".join(text.split())
