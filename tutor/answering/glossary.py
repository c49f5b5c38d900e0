"""What else a term is called: acronyms, expansions and synonyms from the sources' own glossaries.

Any table with a column "Term" and a column "Also called" or "Stands for" is a glossary, whichever
document it stands in. Knows nothing of search; it only adds names to a question.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.types import Block, Page

__all__ = ["Glossary", "Mention", "Term"]

_LONGEST_NAME_WORDS = 6
_WORD = re.compile(r"[a-z0-9][a-z0-9+#.&/'-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """One row: all names of a thing, the main one first, and its definition."""

    names: tuple[str, ...]
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as it stands in a text, and all names of what it may mean."""

    text: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Glossary:
    """Terms, found by any of their names whatever the case."""

    terms: tuple[Term, ...] = ()
    _by_name: dict[tuple[str, ...], tuple[Term, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_name: dict[tuple[str, ...], tuple[Term, ...]] = {}
        for term in self.terms:
            for name in dict.fromkeys(_key(name) for name in term.names):
                by_name[name] = (*by_name.get(name, ()), term)
        object.__setattr__(self, "_by_name", by_name)

    @classmethod
    def of(cls, pages: Iterable[Page]) -> "Glossary":
        """The glossary tables on these pages."""
        rows = (block for page in pages for block in page.blocks if _is_glossary_row(block))
        return cls(tuple(_term(row) for row in rows))

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """What the text names, in order; the longest name wins where two overlap.

        A short word that is also plain English ("ROC" is fine, "IT" is not) has to be written as
        the glossary writes it.
        """
        words = [match.group().rstrip(".'-/") for match in _WORD.finditer(text)]
        lowered = [word.lower() for word in words]
        found: dict[int, Mention] = {}
        used = [False] * len(words)
        for length in range(min(_LONGEST_NAME_WORDS, len(words)), 0, -1):
            for start in range(len(words) - length + 1):
                if any(used[start : start + length]):
                    continue
                terms = self._by_name.get(tuple(lowered[start : start + length]), ())
                terms = tuple(t for t in terms if _written_alike(t, words[start : start + length]))
                if terms:
                    used[start : start + length] = [True] * length
                    names = dict.fromkeys(name for term in terms for name in term.names)
                    found[start] = Mention(" ".join(words[start : start + length]), tuple(names))
        return tuple(found[start] for start in sorted(found))

    def other_names(self, text: str) -> tuple[str, ...]:
        """Names, not in the text themselves, of the things that the text names."""
        names = dict.fromkeys(name for mention in self.mentions(text) for name in mention.names)
        words = f" {' '.join(_key(text))} "
        return tuple(name for name in names if f" {' '.join(_key(name))} " not in words)

    def meanings(self, question: str) -> tuple[Term, ...]:
        """The terms whose name makes up the whole question but for small words, e.g. "what is SMOTE?"."""
        return self._by_name.get(_key(question), ())


def _is_glossary_row(block: Block) -> bool:
    header = {cell.lower() for cell in block.header}
    return "term" in header and bool(header & {"also called", "stands for"})


def _term(row: Block) -> Term:
    cells = {name.lower(): cell for name, cell in zip(row.header, row.cells, strict=False)}
    others = [cells.get("stands for", ""), *cells.get("also called", "").split(";")]
    names = [name.strip() for name in (cells["term"], *others)]
    return Term(
        tuple(dict.fromkeys(n for n in names if n and n not in {"-", "–", "—"})), cells.get("meaning", "")
    )


def _key(name: str) -> tuple[str, ...]:
    return tuple(match.group().rstrip(".'-/").lower() for match in _WORD.finditer(name))


def _written_alike(term: Term, words: list[str]) -> bool:
    """False for a word of up to three letters in lower case where the glossary has capitals."""
    if len(words) > 1 or len(words[0]) > 3 or not words[0].islower():
        return True
    return words[0] in term.names or not words[0].isalpha() or len(words[0]) == 3
