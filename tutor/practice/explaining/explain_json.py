"""An explanation as plain values for `--format json`. Knows nothing of how it was made."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from tutor.practice.choices import letters
from tutor.practice.explaining.explain_types import ExplainedOption, ExplainedSentence, Explanation
from tutor.practice.types import PracticeItem

__all__ = ["explanation_to_json"]


def explanation_to_json(explanation: Explanation, follow_ups: Sequence[PracticeItem] = ()) -> dict[str, Any]:
    """The explanation with options by letter; `follow_ups` are items on the same confusion, best first."""
    contrast, concept = explanation.contrast, explanation.concept
    return {
        "item": explanation.item_id,
        "chosen": list(letters(explanation.chosen)),
        "key": list(letters(explanation.key)),
        "correct": explanation.correct,
        "sentences": [_sentence(sentence) for sentence in explanation.sentences],
        "right": [_option(option) for option in explanation.right],
        "wrong": [_option(option) for option in explanation.wrong],
        "contrast": None
        if contrast is None
        else {
            "right": contrast.right,
            "right_meaning": contrast.right_meaning,
            "chosen": contrast.chosen,
            "chosen_meaning": contrast.chosen_meaning,
            "text": " ".join(sentence.text for sentence in contrast.sentences),
            "citations": sorted({n for sentence in contrast.sentences for n in sentence.citations}),
        },
        "concept": concept.text if concept else "",
        "citations": [asdict(citation) for citation in explanation.citations],
        "follow_up": {
            "task": explanation.task,
            "right": explanation.follow_up.right if explanation.follow_up else "",
            "chosen": explanation.follow_up.chosen if explanation.follow_up else "",
            "items": [item.id for item in follow_ups],
        },
        "withheld": [asdict(withheld) for withheld in explanation.withheld],
    }


def _sentence(sentence: ExplainedSentence) -> dict[str, Any]:
    return {
        "text": sentence.text,
        "role": sentence.role.value,
        "basis": sentence.basis.value,
        "supported": sentence.supported,
        "score": round(sentence.score, 4),
        "citations": list(sentence.citations),
    }


def _option(option: ExplainedOption) -> dict[str, Any]:
    return {
        "option": option.letter,
        "chosen": option.chosen,
        "text": " ".join(sentence.text for sentence in option.sentences),
        "citations": list(option.citations),
    }
