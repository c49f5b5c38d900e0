"""A fact in other words: the model's only part in an item, and the checks of what it wrote.

The checks are deterministic and give the reason in a few words. Knows nothing of options.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ingest.words import search_words
from tutor.answering.facts import digits_in, names_in
from tutor.practice.passages.facts import PassageFact
from tutor.practice.passages.prompts import HIDDEN, reword_messages, reword_schema
from tutor.practice.passages.stems import RIGHT_CHOICE
from tutor.practice.passages.terms import CourseTerm, name_words

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["AGAINST_COPIES", "Rewriter", "fact_text", "longest_common_run", "names_term", "rewording_fault"]

AGAINST_COPIES = {
    "dry_multiplier": 0.8,
    "dry_base": 1.75,
    "dry_allowed_length": 5,  # tokens in a row that cost nothing: a long name and what belongs to it
    "dry_penalty_last_n": 200,  # the fact and what is being written, not the examples before it
}
"""Options of llama.cpp's server that make a run of the prompt's own tokens dear the longer it gets.

Of four facts the 1.5B copied runs of 14, 5, 9 and 22 words without them, and of 6, 5, 7 and 9 with them and
an allowed length of 4; that makes some sentences clumsy, so it is kept for a second attempt.
"""
_DEARER = {"dry_allowed_length": 4}
"""Of a second attempt, since most first ones fail as copies."""
COPIED_WORDS = 8
"""Words in a row shared with a passage from which a text is a copy of it."""
_SECOND_TRY_TEMPERATURE = 0.6
_MOST_TOKENS = 90
_FOREIGN, _FOREIGN_NEED = 0.6, 0.4
"""Share of content words that stand nowhere in the passage from which a sentence adds its own; a
sentence on the thing itself is read against the fact besides, one on somebody's need cannot be."""
_KEPT = 0.35
"""Share of the fact's content words that have to be left; whether the others mean the same is read apart."""
_WORD = re.compile(r"[a-z0-9]+(?:[-'.][a-z0-9]+)*")
_BRAND = re.compile(r"\b(?:Amazon|AWS) [A-Z]\w*")
_COLOR = re.compile(r"\b([Cc]ol)or(?=s?\b)")
_HIDDEN = re.compile(rf"\b{HIDDEN}\b")


def fact_text(fact: PassageFact, begin: str) -> str:
    """The fact told of the hidden thing: "X keeps …"; advice as "X is the right choice …" if X begins."""
    if fact.form.is_choice and begin == HIDDEN:
        return f"{HIDDEN} {RIGHT_CHOICE} {fact.said}."
    return fact.statement(HIDDEN)


class Rewriter:
    """The model as a writer of single sentences.

    `sampling` is added to each request: `AGAINST_COPIES` for a llama.cpp server, nothing for others, which
    may refuse options that they do not know.
    """

    def __init__(self, model: "BaseChatModel", sampling: Mapping[str, float] | None = None) -> None:
        self._model = model
        self._sampling = dict(sampling or {})

    def sentence(self, fact: str, begin: str, attempt: int = 0) -> str:
        """What the model makes of the fact, beginning with `begin`; "" when nothing can be read.

        The first attempt is the likeliest sentence, later ones are drawn. Raises what the model raises.
        """
        bound = self._model.bind(
            response_format=reword_schema(begin),
            max_tokens=_MOST_TOKENS,
            temperature=_SECOND_TRY_TEMPERATURE if attempt else 0.0,
            seed=attempt,
            extra_body=self._sampling | (_DEARER if attempt and self._sampling else {}),
        )
        return _read(bound.invoke(reword_messages(fact, begin)).text, begin)


def _read(written: str, begin: str) -> str:
    try:
        tree = json.loads(written)
    except json.JSONDecodeError:
        return ""
    sentence = tree.get("sentence", "") if isinstance(tree, dict) else ""
    return (
        " ".join(_COLOR.sub(r"\1our", sentence).split())
        if isinstance(sentence, str) and sentence.startswith(begin)
        else ""
    )


def rewording_fault(fact: PassageFact, sentence: str, begin: str) -> str:
    """Why the sentence does not tell the fact, and the fact alone, in other words; "" when it does."""
    told = sentence.removeprefix(begin)
    if not told.strip() or _HIDDEN.search(told):
        return "nothing usable was written"
    if names_term(told, fact.term):
        return "the stem names the key"
    if digits_in(told) != digits_in(fact.said):
        return "the stem changes a number"
    if _names(told) != _names(fact.said) or set(_BRAND.findall(told)) - set(_BRAND.findall(fact.said)):
        return "the stem changes a name"
    if longest_common_run(told, fact.chunk.text) >= COPIED_WORDS:
        return "the stem copies the passage"
    said, used = set(search_words(fact.said)), set(search_words(told))
    known = set(search_words(fact.chunk.full_text))
    foreign = _FOREIGN if begin == HIDDEN else _FOREIGN_NEED
    if not used or len(used - known) > foreign * len(used):
        return "the stem adds something of its own"
    if len(said & used) < _KEPT * len(said):
        return "the stem leaves something out"
    return ""


def names_term(text: str, term: CourseTerm) -> bool:
    """True when the text holds one of the term's names, or every word of one."""
    words = set(search_words(text))
    names = [set(search_words(name)) for name in (*term.all_names, term.name)]
    return any(name and name <= words for name in names) or name_words(term) <= words


def longest_common_run(one: str, other: str) -> int:
    """The number of words in the longest run that stands in both texts, whatever the case."""
    first, second = _WORD.findall(one.lower()), _WORD.findall(other.lower())
    best = 0
    row = [0] * (len(second) + 1)
    for word in first:
        row = [0, *(row[i] + 1 if word == there else 0 for i, there in enumerate(second))]
        best = max(best, *row)
    return best


def _names(text: str) -> frozenset[str]:
    return frozenset(stem for name in names_in(f"it {text}") for stem in _stems(name))


def _stems(name: str) -> Sequence[str]:
    return search_words(name)[:1]
