"""Wrong options for a fact: things of the same kind, near in meaning, of which the fact is not told.

Near in meaning makes them plausible; that no source supports the fact for them makes them wrong.
Knows nothing of models: names, words, vectors and the support check decide.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from ingest.sentences import sentence_spans
from ingest.types import BlockKind, Chunk
from ingest.words import search_words
from tutor.answering.facts import names_in
from tutor.answering.retrieval import Retriever
from tutor.answering.support import SupportCheck
from tutor.answering.verifier import Evidence, Reading
from tutor.practice.passages.kinds import TermKinds
from tutor.practice.passages.lists import lists_in
from tutor.practice.passages.terms import CourseTerm, TermBook, name_words
from tutor.practice.rivals import NO_RIVALS, Rivals

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Siblings", "TruthSearch", "is_proper", "part_pairs", "related"]

_SEARCHED = 6
"""Passages searched for a claim about a wrong option."""
_READ = 5
"""Sentences of them that are read, those that share most of the claim's words."""
_MAY_BE_TRUE = 0.3
"""Probability of support from which a wrong option may be right; below the bar for showing a claim."""
_MAY_ANSWER = 0.7
"""Probability from which a sentence on a wrong option may answer a stem, which names no subject."""
_LISTED = 0.75
"""Share of a claim's listed words in one section on the wrong option, from which they may be its own."""
_FEWEST_LISTED = 3
_SHARED_WORDS = 0.8
"""Share of a claim's words, each weighed by its rarity, in one sentence about the wrong option."""
_TOGETHER = 0.8
"""Times how often the notes name two terms in one passage, as a share of how often they name each, is added
to their cosine: what is told apart there is confused. Shares of .05 to .4 are usual."""
_PLAUSIBLE_FROM = 0.3
"""Likeness below which nobody would take one term for the other."""
_NAME_CHARS = 3
"""Of a name, its words stemmed, from which it is looked for in what is said of others."""
_TOLD = (BlockKind.PROSE, BlockKind.LIST_ITEM)
_PART = re.compile(
    r"^(?P<one>[^.;]{2,60}?) (?:(?:is|are)(?: now| also)? (?:an? |the )?"
    r"(?:part|feature|component|capability|mode|option|step) of|runs inside|lives in|includes?|contains?) "
    r"(?P<other>[^.;]{2,80})"
)
"""One thing is a part of the other."""
_UNLIKE = 0.05
"""Taken away for an acronym or brand beside a plain word, twice that for a family beside one of its kind."""


def related(one: CourseTerm, other: CourseTerm) -> bool:
    """True when two terms are names of one thing, or one is a kind or a part of the other by its names.

    "Gradient boosting" is also called "XGBoost"; "L1 regularisation" is a regularisation; elastic net is
    "lasso and ridge".
    """
    first, second = name_words(one), name_words(other)
    if first <= second or second <= first:
        return True
    return _speaks_of(one, other) or _speaks_of(other, one)


def _speaks_of(one: CourseTerm, other: CourseTerm) -> bool:
    """Whether what the glossary says of one holds a name of the other, as of a mixture or a synonym."""
    said = [f" {' '.join(search_words(text))} " for text in (one.meaning, *one.others, *one.own_names)]
    names = [name for name in _folded(other.all_names) if len(name) >= _NAME_CHARS]
    return any(f" {name} " in text for name in names for text in said)


def is_proper(term: CourseTerm) -> bool:
    """True for a brand or an acronym: "XGBoost", "SVM", "Amazon S3"; not for "Logistic regression"."""
    return bool(names_in(f"the {term.name[0].lower()}{term.name[1:]}"))


def _folded(names: Iterable[str]) -> set[str]:
    return {" ".join(search_words(name)) for name in names} - {""}


def part_pairs(texts: Iterable[str], book: TermBook) -> frozenset[frozenset[str]]:
    """Pairs of names of terms that a sentence puts together: "X is now part of Y", "Y includes X"."""
    pairs: set[frozenset[str]] = set()
    for text in texts:
        for span in sentence_spans(text):
            match = _PART.search(text[span.start : span.end])
            if match is None:
                continue
            first, second = book.named_in(match["one"])[:1], book.named_in(match["other"])
            pairs |= {frozenset((one.name, other.name)) for one in first for other in second}
    return frozenset(pair for pair in pairs if len(pair) == 2)


class Siblings:
    """The terms of one kind in the order of how easily they are confused with one of them."""

    def __init__(self, book: TermBook, retriever: Retriever, authored: Rivals = NO_RIVALS) -> None:
        self.book = book
        self.kinds = TermKinds(book, retriever.index.chunks)
        self._authored = authored
        self._retriever = retriever
        self._vectors: dict[str, NDArray[np.float32]] = {}

    def _vector(self, term: CourseTerm) -> "NDArray[np.float32]":
        """Of the term's name and meaning; all of a kind are read at the first use of one, e.g. 50 in 1 s."""
        if term.chunk.id not in self._vectors:
            kind = [term, *self.book.siblings(term)]
            made = self._retriever.embedder.embed_passages([f"{each.name}: {each.meaning}" for each in kind])
            rows = zip(kind, made.vectors, strict=True)
            self._vectors.update({each.chunk.id: vector for each, vector in rows})
        return self._vectors[term.chunk.id]

    @cached_property
    def _named(self) -> Counter[frozenset[str]]:
        """In how many passages a term is named, {name}, and both of two, {one, other}."""
        counts: Counter[frozenset[str]] = Counter()
        for chunk in self._retriever.index.chunks:
            if chunk.kind is BlockKind.PROSE:
                named = self.book.named_in(chunk.text)
                counts.update(frozenset((a.name, b.name)) for i, a in enumerate(named) for b in named[i:])
        return counts

    def _together(self, one: CourseTerm, other: CourseTerm) -> float:
        """How often the two are named in one passage, 0 to 1: Ochiai's coefficient."""
        counts = self._named
        each = counts[frozenset((one.name,))] * counts[frozenset((other.name,))]
        return counts[frozenset((one.name, other.name))] / math.sqrt(each) if each else 0.0

    @cached_property
    def _parts(self) -> frozenset[frozenset[str]]:
        """Pairs of names of which the notes say that one thing is a part of the other."""
        return part_pairs((c.text for c in self._retriever.index.chunks if c.kind in _TOLD), self.book)

    def likeness(self, term: CourseTerm, other: CourseTerm) -> float:
        """The cosine of two terms' rows, and something for being told apart in passages of the notes."""
        cosine = float(self._vector(term) @ self._vector(other))
        unlike = (is_proper(term) != is_proper(other)) + 2 * (self._is_wide(term) != self._is_wide(other))
        return cosine + _TOGETHER * self._together(term, other) - _UNLIKE * unlike

    def _is_wide(self, term: CourseTerm) -> bool:
        """Whether another term's name is this one's and more: "Linear regression" makes "Regression" wide."""
        own = name_words(term)
        return any(own < frozenset(search_words(other.name)) for other in self.book.siblings(term))

    def confusable(self, term: CourseTerm) -> tuple[CourseTerm, ...]:
        """What the author of the course names beside it, in order; else those of its finer kind like it.

        Of the named ones those of its finer kind go first, so that a question has a noun for all options.
        Never names, kinds or parts of it.
        """
        named = self._authored.terms.get(term.name)
        if named is not None:
            terms = (self.book.called(name) for name in named)
            found = [other for other in terms if other is not None and self._are_apart(term, other)]
            return tuple(sorted(found, key=lambda other: not self.kinds.akin(term, other)))
        others = [other for other in self.book.siblings(term) if self.may_stand_beside(term, other)]
        values = {other.chunk.id: self.likeness(term, other) for other in others}
        near = [other for other in others if values[other.chunk.id] >= _PLAUSIBLE_FROM]
        return tuple(sorted(near, key=lambda other: -values[other.chunk.id]))

    def may_stand_beside(self, term: CourseTerm, other: CourseTerm) -> bool:
        """Whether two things of one finer kind are no names, kinds or parts of each other."""
        return self.kinds.akin(term, other) and self._are_apart(term, other)

    def _are_apart(self, term: CourseTerm, other: CourseTerm) -> bool:
        is_part = frozenset((term.name, other.name)) in self._parts
        return other is not term and not related(term, other) and not is_part

    def fits_meaning(self, term: CourseTerm, sentence: str) -> float:
        """The cosine, -1 to 1, of a sentence and what the glossary says of its subject."""
        vector = self._retriever.embedder.embed_query(sentence).vector
        return float(vector @ self._vector(term))


class TruthSearch:
    """Looks in the sources for anything that makes a claim true that is meant to be false."""

    def __init__(self, retriever: Retriever, check: SupportCheck, book: TermBook) -> None:
        self._retriever = retriever
        self._check = check
        self._book = book
        self._last: tuple[str, tuple[Chunk, ...]] = ("", ())
        self._told: dict[str, tuple[frozenset[str], ...]] = {}

    def may_be_true(self, claim: str, of: CourseTerm, *, is_named: bool = False) -> str:
        """Why the claim about the term may be true, in a few words; "" when no source speaks for it.

        Of a term that the course's author names as wrong only a source that supports the claim is asked for.
        """
        words = set(search_words(claim)) - name_words(of)
        read = self._evidence(claim, words, of)
        if is_named:
            results = self._check.check([(claim, evidence) for evidence in read])
            return "a source supports it" if any(result.supported for result in results) else ""
        if self._has_its_lists(claim, of):
            return "a section on it has the same list"
        if any(self._share(words, evidence) >= _SHARED_WORDS for evidence in read):
            return "a source says nearly the same of it"
        results = self._check.check([(claim, evidence) for evidence in read])
        if any(result.score >= _MAY_BE_TRUE for result in results):
            return "a source may support it"
        return ""

    def _has_its_lists(self, claim: str, of: CourseTerm) -> bool:
        """Whether what is told of the term has most words of the claim's lists: "A, B and C modes"."""
        said = claim.partition(of.name)[2].strip(" .")
        words = {stem for each in lists_in(said) for name in each.names for stem in search_words(name)}
        if len(words) < _FEWEST_LISTED:
            return False
        return any(len(words & told) >= _LISTED * len(words) for told in self._told_of(of))

    def _told_of(self, term: CourseTerm) -> tuple[frozenset[str], ...]:
        """The words of each section whose heading names the term, be it with others."""
        if term.chunk.id not in self._told:
            names = [set(search_words(name)) for name in term.own_names]
            found = [words for heading, words in self._sections if _names_one(names, heading)]
            self._told[term.chunk.id] = tuple(found)
        return self._told[term.chunk.id]

    @cached_property
    def _sections(self) -> tuple[tuple[str, frozenset[str]], ...]:
        """The last heading of each section, and the stems of all that stands under it."""
        words: dict[tuple[str, ...], set[str]] = {}
        for chunk in self._retriever.index.chunks:
            words.setdefault((chunk.document, *chunk.headings), set()).update(search_words(chunk.text))
        return tuple((place[-1], frozenset(stems)) for place, stems in words.items())

    def answers(self, stem: str, term: CourseTerm) -> bool:
        """Whether a sentence about the term, and not about the key, may answer the question."""
        read = self._evidence(stem, set(search_words(stem)), term)
        scores = self._check.verifier.probabilities([(stem, each) for each in read], Reading.ANSWERS)
        return any(score >= _MAY_ANSWER for score in scores)

    def _evidence(self, text: str, words: set[str], of: CourseTerm) -> list[Evidence]:
        """The sentences on the term in what is found for the text, the nearest first, and its own row."""
        spans = _about(of, self._found(text))
        spans.sort(key=lambda evidence: -len(words & set(search_words(evidence.text))))
        return [*spans[: _READ - 1], Evidence(f"{of.name}: {of.meaning}", of.kind)]

    def _found(self, text: str) -> tuple[Chunk, ...]:
        """The passages for a text; those of the last one are kept, since it is asked for several terms."""
        if self._last[0] != text:
            self._last = (text, tuple(p.chunk for p in self._retriever.search(text, _SEARCHED)))
        return self._last[1]

    def _share(self, words: set[str], evidence: Evidence) -> float:
        weights = {word: self._retriever.index.rarity(word) for word in words}
        present = set(search_words(evidence.text))
        total = sum(weights.values())
        return sum(weights[word] for word in words & present) / total if total else 1.0


def _about(term: CourseTerm, chunks: Sequence[Chunk]) -> list[Evidence]:
    """The sentences and rows that name the term, or stand under a heading that does."""
    names = [set(search_words(name)) for name in term.all_names if search_words(name)]
    found = []
    for chunk in chunks:
        whole = chunk.kind in (BlockKind.TABLE_ROW, BlockKind.CODE)
        texts = [chunk.text] if whole else [chunk.text[s.start : s.end] for s in sentence_spans(chunk.text)]
        headed = _names_one(names, " ".join(chunk.headings[-1:]))
        found += [Evidence(text, chunk.context) for text in texts if headed or _names_one(names, text)]
    return found


def _names_one(names: Sequence[set[str]], text: str) -> bool:
    present = set(search_words(text))
    return any(name <= present for name in names)
