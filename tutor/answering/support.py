"""Does this evidence support this claim? A probability, and an objection where there is one.

The deterministic checks of `facts` overrule the verifier: numbers, names and negations that differ never
pass. Knows nothing of questions or of how the evidence was found.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.sentences import sentence_spans
from tutor.answering.comparisons import not_of_both, one_sided_comparison, wrong_comparison
from tutor.answering.contrary import contrary, is_verdict, without_verdict
from tutor.answering.facts import Mentions, disagreement, names_in
from tutor.answering.verifier import Evidence, Reading, Verifier

__all__ = ["SUPPORTED_FROM", "Support", "SupportCheck"]

_WORDS = re.compile(r"[a-z0-9]+(?:[.'-][a-z0-9]+)*")
_SENTENCE_CELL = re.compile(r"\|\s*([^|]*[.!?])\s*(?=\|)")
"""A cell of a table row that is a sentence, such as the reason why an answer is right."""
_SHORTEST_QUOTE = 4
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_COMMA = re.compile(r"[,;]\s+")
_TAKES_BACK = re.compile(
    r"\b(?:if|when|unless|only|except|not|never|no|none|nor|without|while|whereas|where|until|although|though"
    r"|but|provided|as long as|before|after|instead|rather|some|most|may|might|cannot|otherwise|once|unlike"
    r"|rarely|seldom|hardly|assuming|depending|during|in case|wrong|false|mistake|myth|trap)\b|n't\b",
    re.I,
)
"""In the rest of a sentence: a condition, an exception, a contrast, for which a part of it may not stand."""
SUPPORTED_FROM = 0.5
"""Probability from which a claim is shown as supported."""
_DECIDED_BY = 0.1
"""By how much a yes or no has to be above its contrary: "you need to scale" had .96 and "you do not" .94."""


@dataclass(frozen=True, slots=True)
class Support:
    """The probability that the evidence supports the claim, and the objection that made it 0, if any."""

    score: float
    objection: str = ""

    @property
    def supported(self) -> bool:
        """True from `SUPPORTED_FROM` on."""
        return self.score >= SUPPORTED_FROM


class SupportCheck:
    """Scores claims against evidence; `mentions` tells what things are called otherwise."""

    def __init__(self, verifier: Verifier, mentions: Mentions = lambda text: ()) -> None:
        self.verifier = verifier
        self._mentions = mentions

    def check(self, pairs: Sequence[tuple[str, Evidence]]) -> tuple[Support, ...]:
        """One result for each (claim, evidence), in their order; only pairs without objection are read."""
        objections = [
            disagreement(claim, f"{evidence.context}\n{evidence.text}", self._mentions)
            # a heading names both things and would run into the first sentence: the text alone compares
            or not_of_both(claim, evidence.text)
            or one_sided_comparison(claim, evidence.text, names_in)
            or wrong_comparison(claim, evidence.text, names_in)
            for claim, evidence in pairs
        ]
        quoted = [_is_quoted(claim, evidence) for claim, evidence in pairs]
        settled = [bool(o) or q for o, q in zip(objections, quoted, strict=True)]
        open_pairs = [pair for pair, known in zip(pairs, settled, strict=True) if not known]
        scores = iter(
            zip(
                self.verifier.probabilities(open_pairs, Reading.SUPPORTS),
                self._undecided(open_pairs),
                strict=True,
            )
        )
        return tuple(
            Support(0.0, objection) if objection else Support(1.0) if is_quoted else _read(*next(scores))
            for objection, is_quoted in zip(objections, quoted, strict=True)
        )

    def speaks_against(self, claim: str, evidence: Sequence[Evidence]) -> bool:
        """True for a yes or no where the best of all the evidence is as much for the contrary.

        Evidence by evidence is not enough: "you need to scale features for random forests" rests on a
        sentence about distances, while another one says that scaling changes nothing for trees.
        """
        said = without_verdict(claim)
        other = contrary(said) if is_verdict(claim) else ""
        if not other or not evidence:
            return False
        pairs = [(text, each) for text in (said, other) for each in evidence]
        scores = self.verifier.probabilities(pairs, Reading.SUPPORTS)
        half = len(evidence)
        return bool(max(scores[:half]) < max(scores[half:]) + _DECIDED_BY)

    def _undecided(self, pairs: Sequence[tuple[str, Evidence]]) -> list[bool]:
        """Of each pair whether its claim says yes or no and the evidence speaks as much for the contrary."""
        both = [
            ((said, evidence), (other, evidence))
            if is_verdict(claim) and (other := contrary(said := without_verdict(claim)))
            else None
            for claim, evidence in pairs
        ]
        asked = [pair for two in both if two is not None for pair in two]
        scores = iter(self.verifier.probabilities(asked, Reading.SUPPORTS) if asked else ())
        return [two is not None and next(scores) < next(scores) + _DECIDED_BY for two in both]


def _read(score: float, is_undecided: bool) -> Support:
    return Support(0.0, "the source speaks as much for the contrary") if is_undecided else Support(score)


def _is_quoted(claim: str, evidence: Evidence) -> bool:
    """True when the claim's words stand in the evidence in one run: whole sentences, or a part that stands.

    A piece of a sentence may say something else than the whole ("X is not | the best choice").
    """
    words = _WORDS.findall(claim.lower())
    whole = _WORDS.findall(evidence.text.lower())
    if len(words) < _SHORTEST_QUOTE:
        return False
    if any(words == _WORDS.findall(cell.lower()) for cell in _SENTENCE_CELL.findall(evidence.text)):
        return True
    spans = sentence_spans(evidence.text)
    if any(_is_part(words, evidence.text[span.start : span.end]) for span in spans):
        return True
    marks = [place for span in spans for place in (span.start, span.end)]
    ends = {0, len(whole), *(len(_WORDS.findall(evidence.text[:mark].lower())) for mark in marks)}
    return any(
        whole[start : start + len(words)] == words and start + len(words) in ends
        for start in ends
        if start + len(words) <= len(whole)
    )


def _is_part(words: Sequence[str], sentence: str) -> bool:
    """Whether these words begin the sentence up to one of its commas, and the rest takes nothing back.

    Brackets may be left out too: "Isolation (EnableNetworkIsolation) stops every call." What stands in front
    may not: "With balanced classes, accuracy is a fair measure."
    """
    if "|" in sentence:
        return False
    for text, left_out in ((sentence, []), (_BRACKETS.sub("", sentence), _BRACKETS.findall(sentence))):
        parts = _COMMA.split(text)
        for count in range(1, len(parts) + 1):
            if _WORDS.findall(" ".join(parts[:count]).lower()) == list(words):
                return not _TAKES_BACK.search(" ".join((*parts[count:], *left_out)))
    return False
