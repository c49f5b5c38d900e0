"""Before a model's sentences are given up: what the model says when it reads their sources by themselves.

The trained readings withhold some that are right: the support check is unsure of what is put in other words,
and the reading "answers this question" of short questions. Knows nothing of how passages are found.
"""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from tutor.answering.attribution import Attributed, attribute
from tutor.answering.relevance import gives_what_is_asked
from tutor.answering.retrieval import Passage
from tutor.answering.second_reading import answers_on_second_reading, supported_on_second_reading
from tutor.answering.support import SupportCheck

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

__all__ = ["second_look"]

_ANSWERS_FROM = 0.65
"""Of 46 development answers that the trained reading found of little relevance, 24 had this and more; one of
them took a false premise over."""


def second_look(
    model: "BaseChatModel",
    question: str,
    sentences: Sequence[str],
    passages: Sequence[Passage],
    check: SupportCheck,
) -> Attributed | None:
    """The sentences with their sources, if the model finds that these bear them out and answer the question.

    None where none holds, where no quantity is given though one is asked for, or where the model does not
    say how sure it is. A reading takes about two seconds. Raises what the model raises.
    """
    found = attribute(sentences, passages, check, question, partial(supported_on_second_reading, model))
    held = [sentence for sentence in found.sentences if sentence.supported]
    if not gives_what_is_asked(question, [sentence.text for sentence in held]):
        return None
    cited = {n for sentence in held for n in sentence.citations}
    sources = [citation for citation in found.citations if citation.n in cited]
    opinion = answers_on_second_reading(model, question, sources)
    return found if opinion is not None and opinion >= _ANSWERS_FROM else None
