"""What makes an item the same item: its words and its key, not where it lies."""

import hashlib

from tutor.practice.types import PracticeItem

__all__ = ["content_id"]

_ID_DIGITS = 16


def content_id(item: PracticeItem) -> str:
    """The origin's letter and 16 hex digits of SHA-256 over stem, options and key: same item, same id."""
    said = "\0".join((item.stem, *item.options, *(str(place) for place in item.key)))
    return f"{item.origin.value[0]}-{hashlib.sha256(said.encode()).hexdigest()[:_ID_DIGITS]}"
