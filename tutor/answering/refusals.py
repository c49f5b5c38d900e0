"""What a learner reads where nothing is answered. Knows nothing of how passages are found."""

from collections.abc import Sequence

from tutor.answering.retrieval import Passage
from tutor.answering.types import Refusal

__all__ = ["refusal_of"]


def refusal_of(passages: Sequence[Passage]) -> Refusal:
    """The refusal with the passages that come nearest, or with none."""
    if passages:
        return Refusal(
            "The course material does not answer this question.",
            "Below are the passages that come nearest. You can put the question in other words, "
            "or add material that covers it in the Library.",
        )
    return Refusal(
        "Nothing in the course material has to do with this question.",
        "Check the chosen scope, or add material that covers it in the Library.",
    )
