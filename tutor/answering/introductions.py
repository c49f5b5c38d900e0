"""What the sources say of a subject to a beginner: what a broad question gets without a model.

And with one, where little or nothing that it wrote holds, or it left one of two things out. Sentences are
verbatim, and rows are read out. Knows nothing of prompts.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.index import Selection
from ingest.types import BlockKind
from ingest.words import search_words
from tutor.answering.attribution import Attributed
from tutor.answering.evidence_spans import EvidenceSpan, citation, single_spans
from tutor.answering.listings import listing
from tutor.answering.overview import (
    Rarity,
    asks_for_contrast,
    asks_for_list,
    begins_with,
    contrasts,
    is_named,
    names,
    subjects_of,
)
from tutor.answering.retrieval import Passage, Retriever
from tutor.answering.spoken import answer_of, meaning_of, spoken
from tutor.answering.types import AnswerSentence

__all__ = ["SENTENCES", "Broad", "broad", "introduced", "with_members"]

SENTENCES = 3
"""Of an answer about one thing, from which nothing is added."""
_SAME = 0.75
"""Share of the words of the shorter of two sentences from which one says what the other says."""
_MOST = 4
_OWN_PASSAGES = 4
"""Searched for by each subject's name alone: those of a question for two may all tell of one."""
_FIRST_WORDS = 2
"""Words to search for that may stand before or in the name: "Choose Amazon Athena when"."""
_NEAR_CHARS = 40
_BEGINS, _OPENS, _NAMES, _DEFINES, _MEANS = 0.15, 0.1, 0.15, 0.1, 0.35
_FITS, _CONTRASTS, _OBJECTS = 0.25, 0.25, 0.25
"""Added to a sentence's closeness to the question (about 0.5 to 1.1): its heading begins with the subject, it
opens its passage, it begins with the subject itself, it says what that is, it is a glossary's; it says when
the subject fits, how two differ, what speaks against it (taken away where that is not asked)."""
_TAKES = re.compile(
    r"\b(?:choose|chosen|use[sd]?|prefer|fits?|suits?|(?:is|are) (?:right|best|made) for|when)\b", re.I
)
_ASKS_WHEN = re.compile(r"\b(?:when|why|instead|rather|choose|pick)\b", re.I)
_AGAINST = re.compile(
    r"\b(?:not|no|never|cannot|nor|wrong|traps?|closed to new|retired|however|but|poor|fails?|weak\w*|only)\b"
    r"|n't\b",
    re.I,
)
_ASKS_AGAINST = re.compile(
    r"\b(?:cons|limit\w*|disadvantages?|drawbacks?|downsides?|weakness\w*|watch out|careful|not|avoid)\b",
    re.I,
)
_SAYS_WHAT = re.compile(r"\b(?:is|are|was|means?|=) ")


@dataclass(frozen=True, slots=True)
class Broad:
    """A broad question, the one or two things it is about, and passages that may tell of these."""

    question: str
    subjects: tuple[str, ...]
    passages: tuple[Passage, ...]


def broad(
    question: str, passages: Sequence[Passage], retriever: Retriever, selection: Selection | None = None
) -> Broad | None:
    """The question as a broad one, if headings or rows of the passages found for it name all its subjects.

    Each subject is searched for by its name too, within the same scope. None for any other question.
    """
    subjects, rarity = subjects_of(question), retriever.index.rarity
    if not subjects or not all(any(is_named(one, p.chunk, rarity) for p in passages) for one in subjects):
        return None
    own = (each for one in subjects for each in retriever.search(one, _OWN_PASSAGES, selection))
    every = {passage.chunk.id: passage for passage in (*passages, *own)}
    return Broad(question, subjects, tuple(every.values()))


def introduced(told: Attributed, asked: Broad, retriever: Retriever, most: int = SENTENCES) -> Attributed:
    """An answer to a broad question with the sources' own words added for what it does not tell.

    Of one thing that are `most` sentences in all; of two, one for each that no sentence of the answer names;
    of a list its rows or points, where more than one sentence is wanted.
    """
    held = [one for one in told.sentences if one.supported]
    withheld = [one for one in told.sentences if not one.supported]
    grown = Attributed(tuple(held), told.citations)
    room = most
    if most > 1 and asks_for_list(asked.question):
        said = " ".join(one.text for one in held)
        points = listing(
            asked.subjects[0], said, asked.passages, retriever.index.chunks, retriever.index.rarity
        )
        if points or held:
            return _with_withheld(with_members(grown, points), withheld)
    if len(asked.subjects) == 1:
        spans = _of_one(asked, retriever) if len(held) < most else []
    else:
        spans, room = _untold(grown, asked, retriever), max(most, len(asked.subjects))
    return _with_withheld(_with(grown, spans, room), withheld)


def with_members(told: Attributed, spans: Sequence[EvidenceSpan]) -> Attributed:
    """An answer with what the sources say of each member of a list, where it did not say that before.

    Members are compared with the answer alone: what is said of two of them is alike by nature.
    """
    new = [span for span in spans if not _is_said(answer_of(span), span, told)]
    for span in new:
        told = _and(told, span, answer_of(span))
    return told


def _with(told: Attributed, spans: Sequence[EvidenceSpan], most: int) -> Attributed:
    """With those of the spans that it does not say already, up to so many sentences in all."""
    for span in spans:
        if len(told.sentences) < most and not _is_said(_words_of(span), span, told):
            told = _and(told, span, _words_of(span))
    return told


def _and(told: Attributed, span: EvidenceSpan, words: str) -> Attributed:
    """The answer, and after it a sentence that cites the span."""
    number = len(told.citations) + 1
    sentence = AnswerSentence(words, supported=True, score=1.0, citations=(number,))
    return Attributed((*told.sentences, sentence), (*told.citations, citation(number, span)))


def _with_withheld(told: Attributed, withheld: Sequence[AnswerSentence]) -> Attributed:
    return Attributed((*told.sentences, *withheld), told.citations)


def _words_of(span: EvidenceSpan) -> str:
    return meaning_of(span.passage.chunk) or spoken(span)


def _is_said(text: str, span: EvidenceSpan, told: Attributed) -> bool:
    """Whether the answer cites the span, or one of its sentences says about the same as the text."""
    chunk, words = span.passage.chunk, set(search_words(text))
    cited = (one for one in told.citations if (one.document, one.page) == (chunk.document, chunk.page))
    if any(one.start < span.end and span.start < one.end for one in cited):
        return True
    said = [set(search_words(one.text)) for one in told.sentences]
    return any(0 < _SAME * min(len(words), len(one)) <= len(words & one) for one in said)


def _of_one(asked: Broad, retriever: Retriever) -> list[EvidenceSpan]:
    """What tells best of the question's subject, best first."""
    return _ranked(asked.subjects[0], asked, retriever)[:_MOST]


def _untold(told: Attributed, asked: Broad, retriever: Retriever) -> list[EvidenceSpan]:
    """What tells best of each subject that no sentence names, in their order.

    Where none is told of, one span that sets both against each other stands alone; and where they are to be
    told apart, what tells of one of them is nothing.
    """
    subjects, rarity = asked.subjects, retriever.index.rarity
    said = " ".join(one.text for one in told.sentences)
    untold = [one for one in subjects if not names(one, said, rarity)]
    if told.sentences and not untold:
        return []
    ranked = {one: _ranked(one, asked, retriever) for one in subjects}
    own = {one: _of_it_alone(one, spans, subjects, rarity) for one, spans in ranked.items()}
    if told.sentences:
        return [span for one in untold if (span := own[one]) is not None]
    each = [span for span in own.values() if span is not None]
    if not asks_for_contrast(asked.question):
        return each
    of_both = [span for spans in ranked.values() for span in spans if contrasts(subjects, span.text, rarity)]
    first = [spans[0] for spans in ranked.values() if spans and spans[0] in of_both]
    return first[:1] or (each if len({span.place for span in each}) == len(subjects) else of_both[:1])


def _of_it_alone(
    subject: str, spans: Sequence[EvidenceSpan], subjects: Sequence[str], rarity: Rarity
) -> EvidenceSpan | None:
    """The best of the spans that names no other subject."""
    others = [one for one in subjects if one != subject]
    return next((span for span in spans if not any(names(one, span.text, rarity) for one in others)), None)


def _ranked(subject: str, asked: Broad, retriever: Retriever) -> list[EvidenceSpan]:
    """What has the subject for its own, best first."""
    rarity = retriever.index.rarity
    near = [passage for passage in asked.passages if is_named(subject, passage.chunk, rarity)]
    spans = [span for span in single_spans(near) if _is_of(subject, span, rarity)]
    if not spans:
        return []
    closeness = retriever.closeness(asked.question, [spoken(span) for span in spans])
    scored = [
        (float(close) + _merit(subject, asked, span, rarity), -place)
        for place, (close, span) in enumerate(zip(closeness, spans, strict=True))
    ]
    return [spans[-place] for _, place in sorted(scored, reverse=True)]


def _is_of(subject: str, span: EvidenceSpan, rarity: Rarity) -> bool:
    """Whether the span speaks of the subject first: "Choose Athena when ...", "Amazon Athena is ..."."""
    chunk = span.passage.chunk
    if chunk.kind is BlockKind.CODE:
        return False
    if span.start == chunk.start and begins_with(subject, " ".join(chunk.headings[-1:]), rarity):
        return True
    return begins_with(subject, span.text, rarity, _FIRST_WORDS)


def _merit(subject: str, asked: Broad, span: EvidenceSpan, rarity: Rarity) -> float:
    chunk, text, question = span.passage.chunk, span.text, asked.question
    heading = chunk.headings[-1] if chunk.headings else ""
    asks_when = _ASKS_WHEN.search(question) is not None
    asks_against = _ASKS_AGAINST.search(question) is not None
    is_contrast = asks_for_contrast(question) and contrasts(asked.subjects, text, rarity)
    return (
        _BEGINS * begins_with(subject, heading, rarity)
        + _OPENS * (span.start == chunk.start)
        + _NAMES * begins_with(subject, text, rarity)
        + _DEFINES * (_SAYS_WHAT.search(text[: len(subject) + _NEAR_CHARS]) is not None)
        + _MEANS * (bool(meaning_of(chunk)) and not asks_when and not asks_against)
        + _FITS * (asks_when and _TAKES.search(text) is not None)
        + _CONTRASTS * is_contrast
        + _OBJECTS * (1 if asks_against else -1) * (_AGAINST.search(text) is not None)
    )
