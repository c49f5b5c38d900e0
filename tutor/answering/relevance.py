"""Does what an answer shows answer what was asked? Support alone does not say so.

A small model likes to take a question's wrong premise for granted, and finds a sentence nearby that seems to
bear it out. So the cited words are read before the question as well, a question for a quantity wants one,
and neither a sentence that only repeats the question nor a heading is one. Knows nothing of models or of how
sentences were found.
"""

import re
from collections.abc import Sequence

from ingest.sentences import sentence_spans
from ingest.words import search_words
from tutor.answering.compound import asking_sentence, halves
from tutor.answering.types import AnswerSentence, Citation
from tutor.answering.verifier import Evidence, Reading, Verifier

__all__ = [
    "asks_for_quantity",
    "gives_quantity",
    "gives_what_is_asked",
    "is_heading",
    "only_repeats",
    "relevance",
]

_ASKS = re.compile(
    r"\bhow (?:many|often|long|much (?:time|memory|data|storage|space|traffic))\b"
    r"|\bwhat (?:percentage|percent|share|number|fraction) of\b|\b(?:what|which) number\b"
    r"|\bin (?:hours|minutes|seconds|days|bytes|kb|mb|gb|tb)\b"
    r"|^(?!.*\bwhy\b).*(?:\bdefault\b|\bprice\b|\b(?:hourly|monthly) rate\b)",
    re.I | re.S,
)
_QUANTITY = re.compile(
    r"(?<![A-Za-z])\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|fifty|dozen|hundred|thousand"
    r"|million|billion|once|twice|half|quarter|third|double|single|both|no|none|zero|all|every|each|any|unlimited"
    r"|until|as long as|as many|never|always|not|only|few|several|first|second|default|free)\b",
    re.I,
)
_DATE = re.compile(
    r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"(?: \d{4})?|\b(?:in|since|until|by|of) (?:19|20)\d\d\b"
)


_DECIDES = re.compile(r"\b(?:yes|no|not|never|none|nothing|neither|only|both|without|cannot)\b|n't\b", re.I)
_OFFERS = re.compile(
    r"\b(?:or|vs|versus|between|(?:which|what) of|of (?:them|these|those|the (?:two|three|four)))\b", re.I
)
_ASKS_WHETHER = re.compile(
    r"(?:is|are|was|were|do|does|did|can|could|must|should|will|would|has|have|may)\b", re.I
)
_ECHO_WORDS = 4
"""Words to search for from which a text is a sentence or a heading; fewer may be a name that answers."""
_HEADING_SHARE = 0.7
"""Of the words of both, the text and the heading: "Amazon Data Firehose Lambda transformation limits"."""


def relevance(
    question: str,
    sentences: tuple[AnswerSentence, ...],
    citations: tuple[Citation, ...],
    verifier: Verifier,
) -> float:
    """The highest product of a sentence's support and the chance that what it cites answers the question.

    Or one of the two things that it asks for. Between 0 and 1; 0 when no supported sentence cites anything.
    """
    by_number = {citation.n: citation for citation in citations}
    held = [one for one in sentences if one.supported and one.citations]
    asked = (question, *halves(question))
    pairs = [(text, _evidence([by_number[n] for n in one.citations])) for one in held for text in asked]
    answered = verifier.probabilities(pairs, Reading.ANSWERS)
    scores = [one.score for one in held for _ in asked]
    return max((score * p for score, p in zip(scores, answered, strict=True)), default=0.0)


def only_repeats(question: str, text: str) -> bool:
    """Whether a sentence says nothing that its question did not say: "Softmax goes with the loss of softmax."

    One that decides says something: yes or no, A or B, which of the two. Of a scenario a single sentence has
    to be repeated; a name out of it may well be the answer.
    """
    asking = asking_sentence(question)
    if _OFFERS.search(asking) or _ASKS_WHETHER.match(asking) or _DECIDES.search(text):
        return False
    words = set(search_words(text))
    if asking == question:
        return words <= set(search_words(question))
    parts = (question[span.start : span.end] for span in sentence_spans(question))
    return len(words) >= _ECHO_WORDS and any(words <= set(search_words(part)) for part in parts)


def is_heading(text: str, headings: Sequence[str]) -> bool:
    """Whether a text without a full stop is a heading over again: a small model at a loss writes these.

    Nothing with a figure is; "30 hyperparameters" may be the answer and stand in a heading.
    """
    words = set(search_words(text))
    if text.rstrip().endswith((".", "!", ")", '"')) or len(words) < _ECHO_WORDS or re.search(r"\d", text):
        return False
    return any(
        len(words & told) >= _HEADING_SHARE * max(len(words), len(told))
        for told in (set(search_words(one)) for one in headings)
    )


def gives_what_is_asked(question: str, texts: Sequence[str]) -> bool:
    """Whether there is any text, and a quantity in one of them where one is asked for."""
    return bool(texts) and (not asks_for_quantity(question) or any(map(gives_quantity, texts)))


def asks_for_quantity(question: str) -> bool:
    """True for what asks "how many", "how long", "in hours", "default", "price" and the like."""
    return bool(_ASKS.search(asking_sentence(question)))


def gives_quantity(text: str) -> bool:
    """True for a text with a number, in digits or words, or with a word such as "none".

    Dates and the digits of names (S3, EC2) do not count.
    """
    return bool(_QUANTITY.search(_DATE.sub("", text)))


def _evidence(cited: list[Citation]) -> Evidence:
    heading = cited[0].heading.split(" › ")[-1]
    return Evidence(" ".join(citation.quote for citation in cited), heading)
