"""The sentences of the sources that tell a beginner of a subject: what a broad question gets without a model.

And with one, where nothing that it wrote holds, or it told of one of two things only. Every sentence is
verbatim. Knows nothing of prompts.
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
from tutor.answering.spoken import is_meaning, spoken
from tutor.answering.types import AnswerSentence

__all__ = ["Broad", "broad", "introduced", "introductions"]

_SENTENCES = 2
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


def introduced(told: Attributed, asked: Broad, retriever: Retriever) -> Attributed:
    """An answer to a broad question with the sources' own words added for what it does not tell.

    Of one thing that are two sentences in all; of two, one for each that no sentence of the answer names;
    of a list its rows or points.
    """
    held = [one for one in told.sentences if one.supported]
    cited, sentences = list(told.citations), held
    for span in _left_out(told, asked, retriever):
        cited.append(citation(len(cited) + 1, span))
        sentences.append(AnswerSentence(spoken(span), supported=True, score=1.0, citations=(len(cited),)))
    withheld = [one for one in told.sentences if not one.supported]
    return Attributed((*sentences, *withheld), tuple(cited))


def _left_out(told: Attributed, asked: Broad, retriever: Retriever) -> list[EvidenceSpan]:
    subjects, rarity = asked.subjects, retriever.index.rarity
    held = [one.text for one in told.sentences if one.supported]
    said = " ".join(held)
    if asks_for_list(asked.question):
        points = listing(subjects[0], said, asked.passages, retriever.index.chunks, rarity)
        if points or held:
            return [span for span in points if not _is_said(span, told)]
    spans = introductions(asked, retriever)
    if len(subjects) == 1:
        return [span for span in spans if not _is_said(span, told)][: max(0, _SENTENCES - len(held))]
    untold = [one for one in subjects if not names(said, one, rarity)]
    return [span for span in spans if not held or any(names(span.text, one, rarity) for one in untold)]


def _is_said(span: EvidenceSpan, told: Attributed) -> bool:
    """Whether the answer cites the span, or one of its sentences says about the same."""
    chunk, words = span.passage.chunk, set(search_words(span.text))
    cited = (one for one in told.citations if (one.document, one.page) == (chunk.document, chunk.page))
    if any(one.start < span.end and span.start < one.end for one in cited):
        return True
    said = [set(search_words(one.text)) for one in told.sentences if one.supported]
    return any(len(words & one) >= _SAME * min(len(words), len(one)) for one in said)


def introductions(asked: Broad, retriever: Retriever) -> list[EvidenceSpan]:
    """The sentence or row that tells best of each subject, in their order; of a single one the four best.

    One that sets both against each other stands alone; where they are to be told apart, what tells of one
    of them is nothing.
    """
    subjects, rarity = asked.subjects, retriever.index.rarity
    ranked = [_ranked(subject, asked, retriever) for subject in subjects]
    if len(ranked) == 1:
        return ranked[0][:_MOST]
    of_both = [span for spans in ranked for span in spans if contrasts(subjects, span.text, rarity)]
    apart = [
        next((span for span in spans if not all(names(span.text, one, rarity) for one in subjects)), None)
        for spans in ranked
    ]
    each = [span for span in apart if span is not None]
    if not asks_for_contrast(asked.question):
        return each
    told = [spans[0] for spans in ranked if spans and spans[0] in of_both][:1]
    return told or (each if len(each) == len(subjects) else of_both[:1])


def _ranked(subject: str, asked: Broad, retriever: Retriever) -> list[EvidenceSpan]:
    """What has the subject for its own, best first."""
    rarity = retriever.index.rarity
    near = [passage for passage in asked.passages if is_named(subject, passage.chunk, rarity)]
    of_it = [span for span in single_spans(near) if _is_of(subject, span, rarity)]
    spans = list({_position(span): span for span in of_it}.values())
    if not spans:
        return []
    closeness = retriever.closeness(asked.question, [spoken(span) for span in spans])
    scored = [
        (float(close) + _merit(subject, asked, span, rarity), -place)
        for place, (close, span) in enumerate(zip(closeness, spans, strict=True))
    ]
    return [spans[-place] for _, place in sorted(scored, reverse=True)]


def _position(span: EvidenceSpan) -> tuple[str, int, int]:
    """Equal for a span that is found twice, in a passage and in its neighbours joined to it."""
    return span.passage.chunk.document, span.passage.chunk.page, span.start


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
        + _MEANS * (is_meaning(chunk) and not asks_when and not asks_against)
        + _FITS * (asks_when and _TAKES.search(text) is not None)
        + _CONTRASTS * is_contrast
        + _OBJECTS * (1 if asks_against else -1) * (_AGAINST.search(text) is not None)
    )
