"""What an option is about: the course's own name for it, what its glossary says, and what it is right for.

Names come from the glossary tables and from the answers of the recall tables; each meaning and each
situation is a row of a source that can be cited. Knows nothing of items but their options' words.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ingest.types import Block, BlockKind, Chunk, Page, chunk_id
from ingest.words import search_words
from tutor.answering.evidence_spans import EvidenceSpan
from tutor.answering.glossary import Glossary, Mention, Term
from tutor.answering.retrieval import Passage

__all__ = ["CourseTerms", "FitRow", "Pages", "Subject", "block_span", "name_key"]

Pages = Mapping[tuple[str, int], Page]
"""Every page of an index by its document's name and its number."""

_SHORT_OPTION_WORDS = 6
"""An option of so few words is its own name when the course has none for it."""
_MAIN_SHARE = 0.33
"""Share of an option's words from which a plain name ("random forest") is what the option is about."""
_EARLY_SHARE = 0.3
"""Of the words before a longer plain name, in the same case."""
_VENDOR = frozenset({"amazon", "aws"})
_NO_NAME = frozenset({"", "-", "–", "—"})


@dataclass(frozen=True, slots=True)
class FitRow:
    """A row of a recall table: the situation (`cue`) that its answer is right for, and why."""

    answer: str
    cue: str
    why: str
    span: EvidenceSpan


@dataclass(frozen=True, slots=True)
class Subject:
    """What an option is about; `name` is empty when the option only describes what to do."""

    name: str
    names: tuple[str, ...] = ()
    """Every name that the glossary knows for it."""
    meaning: str = ""
    """The glossary's sentence, without its full stop; empty where the name is only a synonym there."""
    meaning_span: EvidenceSpan | None = None
    rows: tuple[FitRow, ...] = ()
    """What it is the answer to."""


def name_key(name: str) -> tuple[str, ...]:
    """Equal for two spellings of one name: stemmed words without the vendor's name in front."""
    words = name.lower().split()
    while len(words) > 1 and words[0] in _VENDOR:
        words = words[1:]
    return tuple(search_words(" ".join(words)))


def block_span(document: str, page: Page, block: Block) -> EvidenceSpan:
    """The block as a span that can be cited."""
    text = page.text[block.start : block.end]
    made = Chunk(
        id=chunk_id(document, page.number, block.start, text),
        document=document,
        page=page.number,
        start=block.start,
        end=block.end,
        text=text,
        kind=block.kind,
        headings=block.headings,
        header=block.header,
        task=block.task,
    )
    return EvidenceSpan(Passage(made, 1.0), block.start, block.end)


@dataclass(frozen=True, slots=True)
class _Meaning:
    text: str
    span: EvidenceSpan


@dataclass(frozen=True, slots=True)
class CourseTerms:
    """The names that a course uses, found in options."""

    glossary: Glossary = field(default_factory=Glossary)
    """All names: of the glossary tables, and the answers of the recall tables."""
    meanings: Mapping[tuple[str, ...], _Meaning] = field(default_factory=dict)
    fits: Mapping[tuple[str, ...], tuple[FitRow, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, pages: Pages) -> "CourseTerms":
        """The names on these pages."""
        meanings: dict[tuple[str, ...], _Meaning] = {}
        fits: dict[tuple[str, ...], list[FitRow]] = {}
        for (document, _), page in pages.items():
            for block in page.blocks:
                if block.kind is not BlockKind.TABLE_ROW:
                    continue
                for name, meaning in _meanings(document, page, block):
                    meanings.setdefault(name_key(name), meaning)
                row = _fit_row(document, page, block)
                if row:
                    fits.setdefault(name_key(row.answer), []).append(row)
        answers = {rows[0].answer: None for rows in fits.values()}
        terms = (*Glossary.of(pages.values()).terms, *(Term((answer,)) for answer in answers))
        return cls(Glossary(terms), meanings, {key: tuple(rows) for key, rows in fits.items()})

    def subject(self, option: str, other: str = "", hint: str = "") -> Subject:
        """What `option` is about and `other` is not; names that `hint` (its rationale) speaks of go first."""
        shared = {name_key(mention.text) for mention in self.glossary.mentions(other)}
        spoken = set(search_words(hint))
        found = [
            place
            for mention in self.glossary.mentions(option)
            if name_key(mention.text) not in shared and (place := _placed(mention, option))
        ]
        if not found:
            plain = option.rstrip(". ")
            return Subject(plain if len(plain.split()) <= _SHORT_OPTION_WORDS else "")
        best = max(found, key=lambda placed: self._weight(placed, spoken))  # of equal ones the first
        return self._subject(best)

    def _subject(self, placed: "_Placed") -> Subject:
        key = name_key(placed.name)
        meaning = self.meanings.get(key)
        return Subject(
            name=placed.name,
            names=placed.names,
            meaning=meaning.text.rstrip(". ") if meaning else "",
            meaning_span=meaning.span if meaning else None,
            rows=self.fits.get(key, ()),
        )

    def _weight(self, placed: "_Placed", spoken: set[str]) -> tuple[bool, bool, bool, int]:
        key = name_key(placed.name)
        known = key in self.meanings or key in self.fits
        return bool(set(key) & spoken), known, placed.is_proper, len(key)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A name where it stands in an option."""

    name: str
    names: tuple[str, ...]
    is_proper: bool


def _placed(mention: Mention, option: str) -> _Placed | None:
    """The mention as a name of the option's subject; None for a plain word in passing.

    A name with a capitalised word behind it is a part of a longer name ("S3" of "S3 Transfer
    Acceleration"), which then is taken whole and means something else.
    """
    pattern = r"\W+".join(re.escape(word) for word in mention.text.split())
    found = re.search(rf"{pattern}(?P<more>(?:\s+[A-Z][\w-]+)*)", option)
    if found is None:
        return None
    name = found.group()
    is_proper = bool(re.search(r"[A-Z0-9]", name[1:])) or (name[:1].isupper() and found.start() > 0)
    if found["more"]:
        return _Placed(name, (name,), is_proper=True)
    words, before = len(option.split()), len(option[: found.start()].split())
    is_main = len(name.split()) / words >= _MAIN_SHARE or (" " in name and before / words <= _EARLY_SHARE)
    return _Placed(name, mention.names, is_proper) if is_proper or is_main else None


def _meanings(document: str, page: Page, block: Block) -> Iterable[tuple[str, _Meaning]]:
    """Each main name of a glossary row with its meaning; synonyms may mean something wider."""
    cells = {name.lower(): cell for name, cell in zip(block.header, block.cells, strict=False)}
    if "term" not in cells or not cells.get("meaning"):
        return
    for name in (cells["term"], cells.get("stands for", "")):
        if name.strip() not in _NO_NAME:
            yield name, _Meaning(cells["meaning"], block_span(document, page, block))


def _fit_row(document: str, page: Page, block: Block) -> FitRow | None:
    columns = dict(block.quiz)
    cells = dict(zip(block.header, block.cells, strict=False))
    cue, answer = cells.get(columns.get("cue", ""), ""), cells.get(columns.get("answer", ""), "")
    if not cue or not answer:
        return None
    return FitRow(answer, cue, cells.get(columns.get("why", ""), ""), block_span(document, page, block))
