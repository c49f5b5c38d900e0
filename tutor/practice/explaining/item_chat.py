"""A question about an item, put so that the answer chain can answer it.

What the item asks stands in front of the learner's words as quoted data, with the key and the choice. The
rest of the stem is left out: its scenario drowned the learner's words in the search. Knows nothing of how
answers are made.
"""

import re
from collections.abc import Sequence

from ingest.words import search_words
from tutor.answering.small_talk import small_talk_reply
from tutor.answering.types import Question, Turn
from tutor.practice.choices import asking_sentence, checked_choice
from tutor.practice.types import PracticeItem
from tutor.prompts import as_data

__all__ = ["item_question"]

_WHY = "Why is that so?"
_POINTS_AT_ITEM = re.compile(
    r"\b(?:it|its|that|this|these|those|they|them|here|one|why|wrong|right|correct|option|options|answers?"
    r"|item|question|chosen|choose|chose|choice|mine|key)\b",
    re.IGNORECASE,
)
_OWN_WORDS = 2
"""From so many words of its own on, none of them the item's, a question is about something else."""


def item_question(
    item: PracticeItem, chosen: Sequence[int], question: str, history: tuple[Turn, ...] = ()
) -> Question:
    """The learner's question with the item before it; `chosen` counts from 0 and is empty for none.

    `history` is the earlier talk about this item. An empty question asks why the key is right. Small talk,
    and a question that has nothing to do with the item, is left as it is: with the item before it, it
    would be answered with facts on the item.

    Raises:
        TutorError: `chosen` names an option that the item does not have.
    """
    places = checked_choice(item, chosen)
    asked = " ".join(as_data(question).split()) or _WHY
    if small_talk_reply(asked, "") is not None or _is_about_something_else(item, asked):
        return Question(asked, history)
    item_asks = f"The practice item asks: {_quoted(asking_sentence(item.stem))}"
    return Question(f"{item_asks} {_known(item, places)} {asked}", history)


def _known(item: PracticeItem, chosen: tuple[int, ...]) -> str:
    """One sentence with the key and the wrong choice, as a part of what is asked."""
    right = " and ".join(_quoted(item.options[place]) for place in item.key)
    verb = "answer is" if len(item.key) == 1 else "answers are"
    wrong = [place for place in chosen if place not in item.key]
    if not wrong:
        return f"The right {verb} {right}."
    mine = " and ".join(_quoted(item.options[place]) for place in wrong)
    return f"The right {verb} {right}, and I chose {mine}."


def _quoted(text: str) -> str:
    """The text between quotation marks that nothing inside it can close, without a stop of its own."""
    plain = " ".join(as_data(text).translate({ord("“"): "'", ord("”"): "'", ord('"'): "'"}).split())
    return f"“{plain.rstrip('. ')}”"


def _is_about_something_else(item: PracticeItem, asked: str) -> bool:
    parts = (item.stem, item.concept, *item.options, *item.rationales)
    known = {word for part in parts for word in search_words(part)}
    own = set(search_words(asked))
    return len(own) >= _OWN_WORDS and not own & known and not _POINTS_AT_ITEM.search(asked)
