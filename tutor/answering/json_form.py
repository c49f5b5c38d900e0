"""Answers and passages as plain values for `--format json`. Knows nothing of files or of the page."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from tutor.answering.retrieval import Passage
from tutor.answering.types import Answer, Choice
from tutor.letters import LETTERS

__all__ = ["answer_to_json", "passages_to_json"]


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """The answer with its sentences (withheld ones too, marked), citations, passages and timings."""
    return {
        "question": answer.question,
        "refused": answer.refused,
        "text": answer.text,
        "answerable": round(answer.answerable, 4),
        "sentences": [
            {
                "text": sentence.text,
                "supported": sentence.supported,
                "score": round(sentence.score, 4),
                "citations": list(sentence.citations),
                "reason": sentence.reason,
            }
            for sentence in answer.sentences
        ],
        "citations": [asdict(citation) for citation in answer.citations],
        "passages": passages_to_json(answer.passages),
        "conflicts": [asdict(conflict) for conflict in answer.conflicts],
        "timings": asdict(answer.timings),
        "choice": _choice_to_json(answer.choice) if answer.choice else None,
        "nearest": asdict(answer.refusal.nearest) if answer.refusal and answer.refusal.nearest else None,
    }


def _choice_to_json(choice: Choice) -> dict[str, Any]:
    """What was picked of a pasted item's options; letters and probabilities in the item's order."""
    return {
        "letters": [LETTERS[i] for i in choice.chosen],
        "options": [
            {"letter": LETTERS[i], "text": text, "probability": round(choice.probabilities[i], 4)}
            for i, text in enumerate(choice.options)
        ],
    }


def passages_to_json(passages: Sequence[Passage]) -> list[dict[str, Any]]:
    """The passages, best first, ranks from 1."""
    return [
        {
            "rank": rank,
            "score": round(passage.score, 4),
            "document": passage.chunk.document,
            "page": passage.chunk.page,
            "heading": passage.chunk.heading,
            "text": passage.chunk.text,
            "start": passage.chunk.start,
            "end": passage.chunk.end,
            "chunk_id": passage.chunk.id,
        }
        for rank, passage in enumerate(passages, start=1)
    ]
