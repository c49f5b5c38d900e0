"""What a language model reads off single statements: a name, a yes or a no; and where two of them differ.

A small model cannot be asked whether two sources contradict each other, but it can read one sentence at a
time; the readings are then compared by code. Knows nothing of searching.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.words import search_words
from tutor.answering.asked_for import AskedFor
from tutor.answering.stated import Stated
from tutor.prompts import read_off_messages, says_none

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["Reading", "differing_readings", "read_off"]

_LONGEST_WORDS = 8
_ANSWER_TOKENS = 16


@dataclass(frozen=True, slots=True)
class Reading:
    """What one statement answers, in its own words, or "yes" or "no"."""

    stated: Stated
    answer: str


def differing_readings(
    model: "BaseChatModel", question: str, asked: AskedFor, statements: Sequence[Stated]
) -> tuple[Reading, ...]:
    """The first statement that answers with those that answer otherwise; none where nothing differs.

    `statements`, best first, are read one by one. Raises what the model raises.
    """
    readings = [
        Reading(one, answer) for one in statements if (answer := read_off(model, question, asked, one))
    ]
    if not readings:
        return ()
    first, *others = readings
    differing = [other for other in others if _differ(question, asked, first, other)]
    return (first, *differing) if differing else ()


def read_off(model: "BaseChatModel", question: str, asked: AskedFor, statement: Stated) -> str:
    """The answer in a few words of the statement, or "yes" or "no"; "" where it does not tell.

    Words that the statement lacks are the model's own, and count for nothing. Raises what the model raises.
    """
    note = f"{statement.above}: {statement.text}" if statement.above else statement.text
    messages = read_off_messages(question, note, yes_or_no=asked.is_yes_or_no)
    said = model.bind(max_tokens=_ANSWER_TOKENS).invoke(messages).text.strip().strip(".\"'")
    if asked.is_yes_or_no:
        return next((word for word in ("yes", "no") if said.lower().split(",")[0].split(" ")[0] == word), "")
    words = set(search_words(said))
    own = words - set(search_words(question))
    is_read = bool(own) and words <= set(search_words(statement.text)) and not says_none(said)
    return said if is_read and len(said.split()) <= _LONGEST_WORDS else ""


def _differ(question: str, asked: AskedFor, a: Reading, b: Reading) -> bool:
    """Whether neither of two names stands in what the other says; a yes differs from a no."""
    if asked.is_yes_or_no:
        return a.answer != b.answer
    known = set(search_words(question))
    named = [set(search_words(one.answer)) - known for one in (a, b)]
    return not (named[0] & set(search_words(b.stated.text)) or named[1] & set(search_words(a.stated.text)))
