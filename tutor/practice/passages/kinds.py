"""Of what kind a term is, finer than its heading: chart, metric, encoding, service ... by three signs.

    the column of a table in which it stands as an answer     Chart: box plot, histogram
    the head noun of what the glossary says of it             "A compressed file type" -> file
    the last word of its name                                 "... imputation", "... encoding"

A heading that names its things ("AWS data services") is a sign of its own. Options of one question share a
sign; the question's noun is one that all of them share. Knows nothing of facts or models.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from ingest.types import BlockKind, Chunk
from ingest.words import search_words
from tutor.practice.passages.terms import CourseTerm, TermBook
from tutor.prompts import row_cells

__all__ = ["TermKinds", "kind_noun"]

_THINGS = re.compile(r"\w \b(service|feature|tool|product)s$", re.I)
"""Kinds whose heading names what its terms are: "AWS data services"."""
_MAKER = re.compile(r"^(?:AWS|Amazon|SageMaker|Azure|Google|Microsoft)\b")
_MADE = "service or feature"
"""What any of the things is called that stand under headings with a maker in them."""
_NOUN_OF_COLUMN = {
    "algorithm": "algorithm",
    "metric": "metric",
    "service": "service",
    "aws service": "service",
    "encoding": "encoding",
    "chart": "chart",
    "hyperparameter": "hyperparameter",
    "distribution": "distribution",
    "test": "test",
    "format": "file format",
    "engine": "engine",
    "strategy": "strategy",
}
"""Columns whose answers are of one kind in every table, and what one of them is called in a question."""
_KIND_OF_COLUMN = frozenset(
    "method transformation treatment tool technology feature store repository control scheme family option"
    " choice".split()
)
"""Columns whose answers are of one kind within their own table only."""
_HEADS = {
    "file": "file format",
    "layout": "file format",
    "engine": "engine",
    "framework": "engine",
    "database": "",
    "share": "metric",
    "area": "metric",
    "error": "metric",
    "root": "metric",
    "chip": "",
    "firewall": "",
    "drawing": "chart",
    "bars": "chart",
    "points": "chart",
    "colours": "chart",
    "curve": "chart",
    "measure": "",
    "algorithm": "algorithm",
}
"""Head nouns of a meaning that tell a kind, and what one is called in a question, if anything."""
_AFTER_HEAD = re.compile(r"\b(?:of|that|for|by|from|in|with|which|on|to)\b|,")
_FILE_TYPE = re.compile(r"\bfile(?: type| layout)?\b")
_NAME_HEADS = frozenset(
    """imputation scaling transform encoding search plot distribution deployment inference endpoint clustering
    regression sampling ingestion deletion correlation regularisation prompting tuning mode drift gateway
    stopping augmentation format learning""".split()
)
_SAME_HEAD = {"tuning": "search"}
"""Of a further name: a "Gaussian process tuning" is a search, while "tuning" itself is what searches do."""
_FIRST_COLUMN_WORDS = 4
"""An answer of more words is no name."""


def kind_noun(term: CourseTerm) -> str:
    """What one thing of the term's heading is called: "AWS data service"; "" when the heading does not say.

    Under a heading with a maker in it a plain word is a part of some product: "Slot" is no AI service.
    """
    if not _THINGS.search(term.kind):
        return ""
    is_plain = term.name[1:] == term.name[1:].lower()
    return "" if is_plain and _MAKER.match(term.kind) else term.kind[:-1]


class TermKinds:
    """The signs of kind of every term of a book, read from the chunks of its course."""

    def __init__(self, book: TermBook, chunks: Iterable[Chunk]) -> None:
        self._signs: dict[str, set[str]] = defaultdict(set)
        self._nouns: dict[str, str] = {}
        for term in book.terms:
            self._signs[term.chunk.id] |= set(self._own_signs(term))
        for chunk in chunks:
            if chunk.kind is BlockKind.TABLE_ROW:
                self._read_row(chunk, book)

    def akin(self, one: CourseTerm, other: CourseTerm) -> bool:
        """True when the two share a sign of kind."""
        return bool(self._signs[one.chunk.id] & self._signs[other.chunk.id])

    def noun(self, terms: Sequence[CourseTerm]) -> str:
        """What one of the terms is called in a question, "" when there is no word that fits all.

        Never a word of one of their names, which would give it away.
        """
        shared = set.intersection(*(self._signs[term.chunk.id] for term in terms))
        named = {stem for term in terms for stem in search_words(term.name)}
        nouns = {self._nouns.get(sign, "") for sign in shared} - {""}
        free = [noun for noun in nouns if " " in noun or not set(search_words(noun)) & named]
        wide = _MADE if all(_MAKER.match(term.kind) for term in terms) else ""
        return max(free, key=lambda noun: (len(noun.split()), noun), default=wide)

    def _own_signs(self, term: CourseTerm) -> Iterable[str]:
        if noun := kind_noun(term):
            yield self._sign(f"heading {term.kind}", noun)
        for name in (text.lower() for text in (term.name, *term.others)):
            *before, last = name.split() or [""]
            if before and last in _NAME_HEADS:
                yield f"name {last if name == term.name.lower() else _SAME_HEAD.get(last, last)}"
        if head := _meaning_head(term.meaning):
            yield self._sign(f"head {_HEADS[head] or head}", _HEADS[head])

    def _read_row(self, chunk: Chunk, book: TermBook) -> None:
        columns = [name.strip().lower() for name in chunk.header]
        cells = dict(zip(columns, row_cells(chunk.text), strict=False))
        for column, cell in cells.items():
            term = book.called(cell) if len(cell.split()) <= _FIRST_COLUMN_WORDS else None
            if term is None:
                continue
            if noun := _NOUN_OF_COLUMN.get(column):
                self._signs[term.chunk.id].add(self._sign(f"column {column}", noun))
            elif column in _KIND_OF_COLUMN:
                place = (chunk.document, *chunk.headings[-1:], column, cells.get("kind", ""))
                self._signs[term.chunk.id].add(" / ".join(place))

    def _sign(self, sign: str, noun: str) -> str:
        self._nouns[sign] = noun
        return sign


def _meaning_head(meaning: str) -> str:
    """The head noun of a meaning, if it tells a kind: "A compressed file type for ..." -> "file"."""
    words = _AFTER_HEAD.split(meaning.rstrip(".").lower(), maxsplit=1)[0]
    if _FILE_TYPE.search(words) and "system" not in words:
        return "file"
    head = words.split()[-1:]
    return head[0] if head and head[0] in _HEADS else ""
