"""A card as a foreign file states it -> a whole card, or what is wrong with it. Knows no format."""

import hashlib
import re
from collections.abc import Mapping

from tutor.exchange.drafts import numbered_task
from tutor.exchange.types import MAX_CARD_CHARS, clean
from tutor.learner.types import Card, CardKind

__all__ = ["card_of"]

_ID = re.compile(r"[A-Za-z0-9][\w.:-]{0,99}", re.ASCII)


def card_of(said: Mapping[str, str], course: str = "") -> Card | str:
    """The card whose fields are named as those of `Card`; only front and back must be there.

    Its course is the importer's to name. A card of an unknown kind counts as imported; one without
    an id gets one made from what it says.
    """
    front, back = clean(said.get("front", "")), clean(said.get("back", ""))
    if not front or not back:
        return f"its {'back' if front else 'front'} is empty; a card needs both sides."
    if max(len(front), len(back)) > MAX_CARD_CHARS:
        longest = max(len(front), len(back))
        return f"one side has {longest:,} characters; at most {MAX_CARD_CHARS:,} are read."
    page = said.get("page", "1").strip()
    id_ = clean(said.get("id", ""))
    kind = said.get("kind", "").strip().lower()
    return Card(
        id=id_ if _ID.fullmatch(id_) else _id_of(front, back),
        course=course,
        kind=next((each for each in CardKind if each.value == kind), CardKind.IMPORT),
        task=numbered_task(said.get("task", "")),
        front=front,
        back=back,
        document=clean(said.get("document", "")),
        page=int(page) if page.isdecimal() and 0 < len(page) < 6 and int(page) else 1,
        heading=clean(said.get("heading", "")),
        quote=clean(said.get("quote", "")),
        item_id=clean(said.get("item_id", "")),
    )


def _id_of(front: str, back: str) -> str:
    return f"import-{hashlib.sha256(f'{front}{chr(0)}{back}'.encode()).hexdigest()[:16]}"
