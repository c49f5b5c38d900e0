"""The named things of a course, by kind: what options of a question can be made of.

Every row of a glossary table is a term; those under one heading are of one kind. Knows nothing of
models or of items.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ingest.types import BlockKind, Chunk
from ingest.words import search_words
from tutor.prompts import row_cells

__all__ = ["CourseTerm", "TermBook", "TermMatch", "course_terms"]

_MAKERS = ("Amazon", "AWS", "Apache", "SageMaker", "Azure", "Google", "Microsoft")
"""Words that notes put before a product's name or leave out."""
_WORD = re.compile(r"[a-z0-9]+(?:[-/][a-z0-9]+)*")
_NONE = frozenset({"", "-", "–", "—"})


@dataclass(frozen=True, slots=True)
class CourseTerm:
    """One thing: what it is called, what kind it is of, and the row that defines it."""

    name: str
    stands_for: str
    others: tuple[str, ...]
    """What else it is called; some of them only point to it ("common words" for stop words)."""
    meaning: str
    kind: str
    """The heading above its table, such as "AWS data services"."""
    chunk: Chunk

    @property
    def own_names(self) -> tuple[str, ...]:
        """The names that a sentence has to begin with to speak of it: its own, with and without maker."""
        names = [self.name, self.stands_for]
        names += [short for name in names if (short := without_maker(name)) != name]
        return tuple(dict.fromkeys(name for name in names if name not in _NONE))

    @property
    def all_names(self) -> tuple[str, ...]:
        """Everything that it is called."""
        return tuple(dict.fromkeys((*self.own_names, *self.others)))


@dataclass(frozen=True, slots=True)
class TermMatch:
    """A term at the head of a sentence, and how many characters its name takes there."""

    term: CourseTerm
    length: int


def without_maker(name: str) -> str:
    """The name without its maker: "Amazon Data Firehose" -> "Data Firehose"; a name of one word stays."""
    first, _, rest = name.partition(" ")
    return rest if first in _MAKERS and rest else name


def course_terms(chunks: Iterable[Chunk]) -> tuple[CourseTerm, ...]:
    """The terms of all glossary rows among the chunks, in their order; a row without a meaning is none."""
    return tuple(
        term for chunk in chunks if chunk.kind is BlockKind.TABLE_ROW and (term := _term(chunk)) is not None
    )


def _term(chunk: Chunk) -> CourseTerm | None:
    header = [cell.lower() for cell in chunk.header]
    if "term" not in header or "meaning" not in header:
        return None
    cells = dict(zip(header, row_cells(chunk.text), strict=False))
    if not cells.get("term") or not cells.get("meaning"):
        return None
    others = (name.strip() for name in cells.get("also called", "").split(";"))
    return CourseTerm(
        name=cells["term"],
        stands_for=cells.get("stands for", ""),
        others=tuple(name for name in others if name not in _NONE),
        meaning=cells["meaning"],
        kind=chunk.headings[-1] if chunk.headings else "",
        chunk=chunk,
    )


class TermBook:
    """Terms, found at the head of a sentence or anywhere in it."""

    def __init__(self, terms: Iterable[CourseTerm]) -> None:
        self.terms = tuple(terms)
        self._by_name: dict[str, CourseTerm] = {}
        for term in self.terms:
            for name in term.own_names:
                self._by_name.setdefault(name.lower(), term)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names = sorted(self._by_name, key=lambda name: -len(name))
        makers = "|".join(_MAKERS)
        return re.compile(
            rf"(?:(?:The|A|An) )?(?:(?:{makers}) )*({'|'.join(map(re.escape, names)) or '(?!)'})(?![\w-])",
            re.I,
        )

    def siblings(self, term: CourseTerm) -> tuple[CourseTerm, ...]:
        """The other terms of its kind, in their order."""
        return tuple(
            other
            for other in self.terms
            if (other.kind, other.chunk.document) == (term.kind, term.chunk.document) and other is not term
        )

    def called(self, name: str) -> CourseTerm | None:
        """The term that has exactly this name, whatever its case and maker; its own name goes first."""
        name = name.strip()
        for known in (self._by_name, self._by_other):
            for spelt in (name, without_maker(name)):
                if spelt.lower() in known:
                    return known[spelt.lower()]
        return None

    @cached_property
    def _by_other(self) -> dict[str, CourseTerm]:
        return {name.lower(): term for term in reversed(self.terms) for name in term.others}

    def at_head(self, sentence: str) -> TermMatch | None:
        """The term that a sentence begins with, the longest name first; None when it begins otherwise."""
        match = self._pattern.match(sentence)
        return TermMatch(self._by_name[match[1].lower()], match.end()) if match else None

    def named_in(self, text: str) -> tuple[CourseTerm, ...]:
        """The terms whose own names stand in the text, each once; the longest name wins where two overlap."""
        words = _words(text)
        found: dict[str, CourseTerm] = {}
        place = 0
        while place < len(words):
            lengths = range(min(self._longest, len(words) - place), 0, -1)
            runs = ((length, " ".join(words[place : place + length])) for length in lengths)
            length, name = next(((n, run) for n, run in runs if run in self._by_words), (1, ""))
            if name:
                found[self._by_words[name].chunk.id] = self._by_words[name]
            place += length
        return tuple(found.values())

    def spelt_in(self, text: str) -> tuple[str, ...]:
        """The names of terms, of any kind and other ones too, whose letters stand in the text."""
        lowered = text.lower()
        return tuple(name for name in self._all_names if name in lowered)

    @cached_property
    def _all_names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name.lower() for term in self.terms for name in term.all_names))

    @cached_property
    def _by_words(self) -> dict[str, CourseTerm]:
        return {" ".join(_words(name)): term for name, term in self._by_name.items()}

    @cached_property
    def _longest(self) -> int:
        return max((name.count(" ") + 1 for name in self._by_words), default=1)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def name_words(term: CourseTerm) -> frozenset[str]:
    """The stems of the term's name and of its full form, the maker's words left out."""
    return frozenset(
        stem for name in (term.name, term.stands_for) for stem in search_words(without_maker(name))
    )
