"""What a language model reads off single statements: a name, a yes or a no; and where two of them differ.

A small model cannot be asked whether two sources contradict each other, but it can read one sentence at a
time; the readings are then compared by code. Knows nothing of searching.
"""

import re
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
_MARKS = " \t\n.,;:*\"'`"
_VERDICT = re.compile(r"(?:yes|no)\b", re.I)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one statement answers, in its own words, or "yes" or "no"."""

    stated: Stated
    answer: str


def differing_readings(
    model: "BaseChatModel", question: str, asked: AskedFor, statements: Sequence[Stated]
) -> tuple[Reading, ...]:
    """The first statement that answers with those that answer otherwise than all before; none if all agree.

    `statements`, best first, are read one by one. Raises what the model raises.
    """
    readings = [
        Reading(one, answer) for one in statements if (answer := read_off(model, question, asked, one))
    ]
    if not readings:
        return ()
    sides = readings[:1]
    for other in readings[1:]:
        if all(_differ(question, asked, side, other) for side in sides):
            sides.append(other)
    return tuple(sides) if len(sides) > 1 else ()


def read_off(model: "BaseChatModel", question: str, asked: AskedFor, statement: Stated) -> str:
    """The answer as it stands in the statement, or "yes" or "no"; "" where it does not tell.

    What does not stand there in one piece is the model's own, and counts for nothing. Raises what the model
    raises.
    """
    note = f"{statement.above}: {statement.text}" if statement.above else statement.text
    messages = read_off_messages(question, note, yes_or_no=asked.is_yes_or_no)
    said = model.bind(max_tokens=_ANSWER_TOKENS).invoke(messages).text.strip(_MARKS)
    if asked.is_yes_or_no:
        verdict = _VERDICT.match(said)
        return verdict[0].lower() if verdict else ""
    if says_none(said) or not set(search_words(said)) - set(search_words(question)):
        return ""
    run = re.search(r"\s+".join(map(re.escape, said.split())), statement.text, re.I)
    return run[0] if run and len(said.split()) <= _LONGEST_WORDS else ""


def _differ(question: str, asked: AskedFor, a: Reading, b: Reading) -> bool:
    """Whether neither of two names stands in what the other says; a yes differs from a no."""
    if asked.is_yes_or_no:
        return a.answer != b.answer
    known = set(search_words(question))
    named = [set(search_words(one.answer)) - known for one in (a, b)]
    return not (named[0] & set(search_words(b.stated.text)) or named[1] & set(search_words(a.stated.text)))
