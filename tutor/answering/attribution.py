"""Ties each sentence of an answer to the span of the passages that supports it best.

Knows nothing of the model that wrote the sentences.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ingest.sentences import sentence_spans
from ingest.types import BlockKind
from ingest.words import search_words
from tutor.answering.evidence_spans import EvidenceSpan, citation, evidence_spans
from tutor.answering.facts import numbers_in
from tutor.answering.retrieval import Passage
from tutor.answering.spoken import copied_row, spoken
from tutor.answering.support import SUPPORTED_FROM, Support, SupportCheck
from tutor.answering.types import AnswerSentence, Citation

__all__ = ["Attributed", "Found", "attribute", "clauses", "numbered"]

_TRIED = 8
"""Spans read for each sentence, those that share most of its words."""
_LEAST_SHARED = 0.3
"""Share of a sentence's words that stand in a span itself, below which it says something else: the heading
alone ("ROC or precision-recall curve") made "Take 10,000 records with 100 positives" support most things."""
_SHARED_WEIGHT = 0.5
"""Of that share beside the score, where several spans support a sentence."""
_ASKED_WEIGHT = 0.6
"""Of the share of the question's words in the span and its heading: of two sources that support a short
answer the one that speaks of the question is cited. With the cost of pairs, of 179 development answers 127
cite what settles the question; 123 without the first, at a cost of .1."""
_PAIR_COST = 0.3
"""Taken away for two neighbouring sentences where one may do."""
_FREE_UP_TO = 0.7
"""Share of a sentence's words in what it cites and the heading above, up to which the cited words are shown
in its place: of 73 sentences on development questions, read by two people, five of six bad and eight good."""
_DOUBTED_FROM = 0.25
_BORNE_OUT_FROM = 0.7
"""Where the first is the support of a sentence, and nothing speaks against it, an opinion of the second is
enough to show its source in its place: so it was for 21 of 41 on development questions, and 19 were right.
Not for the sentence itself: with things swapped on purpose, of 39 such claims 22 were wrong."""
_MOST_OPINIONS = 2
"""Two seconds each, after the text stands on the screen."""
_SHORTEST_CLAUSE = 4
"""Words from which a part of a sentence is read by itself."""
_CONTRAST = re.compile(r"(?:,\s*(?:while|whereas)\s+|;\s+(?:while\s+|whereas\s+)?)", re.IGNORECASE)
_NO_SUBJECT = re.compile(
    r"(?:it|its|this|that|they|their|them|these|those|he|she|there|which|so|and|or|not|then|also)\b"
    r"|[a-z]+ing\b|[A-Z][\w -]{0,30}: ",
    re.IGNORECASE,
)
"""Begins a part that says nothing by itself: a pronoun, a participle, a table's column name."""
_FRONTED = re.compile(r"^(?:while|whereas)\s+(?P<first>[^,;]+),\s+(?P<second>[^;]+)$", re.IGNORECASE)


Opinion = Callable[[str, EvidenceSpan], float | None]
"""How likely a span bears a sentence out, 0 to 1, or None: somebody's who reads better and takes longer."""


class Found(NamedTuple):
    """The support of a sentence, and the spans that give it; else the one that may, if any comes near."""

    support: Support
    spans: tuple[EvidenceSpan, ...]
    nearest: EvidenceSpan | None = None


@dataclass(frozen=True, slots=True)
class Attributed:
    """The answer's sentences, and the citations that they point to by number."""

    sentences: tuple[AnswerSentence, ...]
    citations: tuple[Citation, ...]


def attribute(
    sentences: Sequence[str],
    passages: Sequence[Passage],
    check: SupportCheck,
    question: str = "",
    opinion: Opinion | None = None,
    *,
    replaces: bool = True,
) -> Attributed:
    """Each sentence with the span that supports it best.

    A sentence of two clauses ("X does this, while Y does that") that no span supports may rest on two
    spans, one for each clause. Two spans are never read as one text: a second span would lend the
    first a name or a number that belongs to something else. A sentence without support keeps its best
    score and the reason, and cites nothing. A copy of a table's row is read out as `spoken` does, and so is
    the source of a sentence that puts it far too freely, unless it says nothing by itself. With an `opinion`
    so are the sources of all, and of those that the check is unsure of and the opinion is not. Of several
    sources that support a sentence the one that speaks of the `question` is cited. Without `replaces` such a
    sentence is not supported: of a broad question its source's words may tell of anything.
    """
    spans = evidence_spans(passages)
    copied = {text: row for text in sentences if (row := copied_row(text, spans)) is not None}
    written = [text for text in sentences if text not in copied]
    asked = frozenset(search_words(question))
    found = dict(zip(written, _read(written, spans, check, asked), strict=True))
    unsupported = [text for text in written if not found[text].support.supported]
    contrasts = {text: both for text in unsupported if (both := clauses(text))}
    parts = [part for both in contrasts.values() for part in both]
    of_part = dict(zip(parts, _read(parts, spans, check, asked), strict=True))
    for text, both in contrasts.items():
        found[text] = _together([of_part[part] for part in both]) or found[text]
    if opinion is not None:
        found |= _borne_out({text: found[text] for text in unsupported}, opinion)
    found |= {text: Found(Support(1.0), (row,)) for text, row in copied.items()}
    for text in written:
        nearest = [span.evidence for span in _nearest(text, spans)]
        if found[text].support.supported and check.speaks_against(text, nearest):
            found[text] = Found(Support(0.0, "the sources speak as much for the contrary"), ())
    # their scores stay: a source's own words are true, but what the model made of them may not answer
    held = [text for text in written if found[text].support.supported]
    free = [text for text in held if _gives_way(text, found[text].spans, is_doubted=opinion is not None)]
    if not replaces:
        found |= {text: Found(Support(0.0, "it says it more freely than its source"), ()) for text in free}
        free = []
    rows = {text: spoken(row) for text, row in copied.items()}
    told = rows | {text: " ".join(map(spoken, found[text].spans)) for text in free}
    shown = [
        text
        for text in dict.fromkeys(sentences)
        if text in told or not any(text.rstrip(".") in row for row in rows.values())
    ]
    kept: dict[str, Found] = {}
    cited = {found[text].spans for text in shown if text not in told}
    for text in shown:
        if text in free and found[text].spans in cited:
            continue  # another sentence says it
        words = told.get(text, text)
        if words not in kept or kept[words].support.score < found[text].support.score:
            kept[words] = found[text]
    return numbered([(words, each.support, each.spans) for words, each in kept.items()])


def _borne_out(found: Mapping[str, Found], opinion: Opinion) -> dict[str, Found]:
    """Those of the doubted sentences that the opinion bears out, with it as their support."""
    borne: dict[str, Found] = {}
    open_ones = [(text, each.nearest) for text, each in found.items() if each.nearest is not None]
    for text, nearest in open_ones[:_MOST_OPINIONS]:
        said = opinion(text, nearest) if _stands_alone(nearest) else None
        if said is not None and said >= _BORNE_OUT_FROM:
            borne[text] = Found(Support(said), (nearest,))
    return borne


def _gives_way(sentence: str, spans: Sequence[EvidenceSpan], *, is_doubted: bool) -> bool:
    """Whether the spans' own words are shown in the sentence's place: always where the readings doubt it."""
    return (is_doubted and all(map(_stands_alone, spans))) or _is_free(sentence, spans)


def clauses(sentence: str) -> tuple[str, str] | tuple[()]:
    """The two statements of a contrast, each with a subject of its own; empty for any other sentence."""
    fronted = _FRONTED.match(sentence)
    parts = (fronted["first"], fronted["second"]) if fronted else tuple(_CONTRAST.split(sentence))
    if len(parts) != 2 or any(len(part.split()) < _SHORTEST_CLAUSE for part in parts):
        return ()
    if any(_NO_SUBJECT.match(part) for part in parts):
        return ()
    return parts[0], parts[1]


def _read(
    sentences: Sequence[str], spans: Sequence[EvidenceSpan], check: SupportCheck, asked: frozenset[str]
) -> list[Found]:
    """The best support for each sentence among the spans that share most of its words."""
    tried = [_nearest(sentence, spans) for sentence in sentences]
    results = iter(
        check.check(
            [(text, span.evidence) for text, near in zip(sentences, tried, strict=True) for span in near]
        )
    )
    return [
        _best(sentence, [(next(results), span) for span in near], asked)
        for sentence, near in zip(sentences, tried, strict=True)
    ]


def _nearest(sentence: str, spans: Sequence[EvidenceSpan]) -> list[EvidenceSpan]:
    """The spans that hold most of the sentence's words, best first; of two equal ones the shorter."""
    words = set(search_words(sentence))

    def shared(span: EvidenceSpan) -> float:
        return len(words & set(search_words(f"{span.passage.chunk.context}\n{span.text}")))

    order = sorted(range(len(spans)), key=lambda i: (-shared(spans[i]), len(spans[i].text), i))
    return [spans[i] for i in order[:_TRIED]]


def _best(
    sentence: str, scored: Sequence[tuple[Support, EvidenceSpan]], asked: frozenset[str] = frozenset()
) -> Found:
    """The best support; of several spans that support it the one that holds more of its words counts more.

    One that has its numbers itself, not in the heading above it, goes before all others, and one that holds
    most of its words before all whose own words would be shown in the sentence's place.
    """
    if not scored:
        return Found(Support(0.0, "there is no source"), ())
    words = set(search_words(sentence))
    good = [
        (
            (numbers_in(sentence) <= numbers_in(span.text), not _is_free(sentence, (span,))),
            support.score
            + _SHARED_WEIGHT * share
            + _ASKED_WEIGHT * _asked_share(asked, span)
            - _PAIR_COST * _is_pair(span),
            support,
            span,
        )
        for support, span in scored
        if support.supported and (share := _share(words, span)) >= _LEAST_SHARED
    ]
    if good:
        *_, support, span = max(good, key=lambda each: each[:2])  # max keeps the first of equals
        return Found(support, (span,))
    support = max((support for support, _ in scored), key=lambda support: support.score)
    return Found(replace(support, score=0.0) if support.supported else support, (), _doubtful(words, scored))


def _doubtful(words: set[str], scored: Sequence[tuple[Support, EvidenceSpan]]) -> EvidenceSpan | None:
    """The span that holds most of the words of those that are not far from bearing them out."""
    return next(
        (
            span
            for support, span in scored
            if not support.objection
            and _DOUBTED_FROM <= support.score < SUPPORTED_FROM
            and _share(words, span) >= _LEAST_SHARED
        ),
        None,
    )


def _asked_share(asked: frozenset[str], span: EvidenceSpan) -> float:
    """The share of the question's words that stand in the span or in the heading above it."""
    told = search_words(f"{' '.join(span.passage.chunk.headings[-1:])} {span.text}")
    return len(asked & set(told)) / len(asked) if asked else 0.0


def _is_pair(span: EvidenceSpan) -> bool:
    return span.passage.chunk.kind is not BlockKind.TABLE_ROW and len(sentence_spans(span.text)) > 1


def _share(words: set[str], span: EvidenceSpan) -> float:
    """The share of the words that stand in the span itself; 1 for no words."""
    return len(words & set(search_words(span.text))) / len(words) if words else 1.0


def _is_free(sentence: str, spans: Sequence[EvidenceSpan]) -> bool:
    """Whether too few of the sentence's words stand in the spans, so that it may say more than they do.

    Never of code, or of words that need what stands before them: these say too little by themselves.
    """
    if not all(map(_stands_alone, spans)):
        return False
    words = set(search_words(sentence))
    cited = {
        word
        for span in spans
        for word in search_words(f"{' '.join(span.passage.chunk.headings[-1:])} {span.text}")
    }
    return bool(words) and len(words & cited) <= _FREE_UP_TO * len(words)


def _stands_alone(span: EvidenceSpan) -> bool:
    return span.passage.chunk.kind is not BlockKind.CODE and not _NO_SUBJECT.match(spoken(span))


def _together(parts: Sequence[Found]) -> Found | None:
    """The spans of all parts, with the weakest support; None when a part has none."""
    if not all(part.support.supported for part in parts):
        return None
    spans = dict.fromkeys(span for part in parts for span in part.spans)
    return Found(min((part.support for part in parts), key=lambda support: support.score), tuple(spans))


def numbered(chosen: Sequence[tuple[str, Support, tuple[EvidenceSpan, ...]]]) -> Attributed:
    """Citations counted in the order in which the sentences need them, each span once."""
    numbers: dict[tuple[str, int, int], int] = {}
    citations: list[Citation] = []
    sentences: list[AnswerSentence] = []
    for text, support, spans in chosen:
        marks = []
        for span in spans:
            key = span.place
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                citations.append(citation(numbers[key], span))
            marks.append(numbers[key])
        reason = "" if support.supported else support.objection or "no source says it"
        sentences.append(AnswerSentence(text, support.supported, support.score, tuple(marks), reason))
    return Attributed(tuple(sentences), tuple(citations))
