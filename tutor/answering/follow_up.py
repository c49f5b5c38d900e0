"""A follow-up question made to stand alone, so that it can be searched for.

Knows nothing of passages. Without a model the earlier question is put before the new one.
"""

import re
from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel

from ingest.words import search_words
from tutor.answering.types import Turn
from tutor.prompts import condense_messages

__all__ = ["is_follow_up", "standalone"]

_POINTS_BACK = re.compile(
    r"^(?:and|but|so|or|also|what about|how about|why|why not|when|which (?:one|of)|then|instead)\b"
    r"|\b(?:it|its|that one|this one|those|these|them|they|their)\b"
    r"|\b(?:the (?:first|second|third|latter|former)(?: one)?"
    r"|the (?:other|same)(?: one)?|both(?: of them)?|either)\b",
    re.IGNORECASE,
)
_SHORT_WORDS = 3
"""A question with so few words of its own says too little to be searched for alone."""
_KEPT_TURNS = 2
_LONGEST_REWRITE_CHARS = 300


def is_follow_up(question: str, history: Sequence[Turn]) -> bool:
    """True if there was talk before, and the question points back to it or says little by itself."""
    if not history:
        return False
    own = set(search_words(question))
    return bool(_POINTS_BACK.search(question)) or len(own) < _SHORT_WORDS


def standalone(question: str, history: Sequence[Turn], model: BaseChatModel | None) -> str:
    """The question with what it points back to put in.

    A rewrite that brings in words from nowhere, or none of the question's own, is not trusted: then,
    and without a model, it is the last question followed by this one.
    """
    recent = history[-_KEPT_TURNS:]
    joined = f"{recent[-1].question.rstrip('?. ')}? {question}"
    if model is None:
        return joined
    reply = model.invoke(condense_messages(question, [(t.question, t.answer) for t in recent]))
    rewrite = str(reply.content).strip().splitlines()[0].strip(' "') if str(reply.content).strip() else ""
    known = {w for t in recent for w in search_words(f"{t.question} {t.answer}")} | set(
        search_words(question)
    )
    words = set(search_words(rewrite))
    kept = words & set(search_words(question))
    trusted = words and words <= known | _FRAME and (kept or not search_words(question))
    return rewrite if trusted and len(rewrite) <= _LONGEST_REWRITE_CHARS else joined


_FRAME = frozenset(
    search_words("difference between compare comparison use used using one service option example")
)
"""Words that a rewrite may add of its own."""
