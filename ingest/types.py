"""The values that ingestion makes: documents, pages, blocks, chunks.

They know nothing of files, models or indexes. Text positions count characters (Python `str`
indices) from 0 in the page's text, the end exclusive; pages count from 1.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

__all__ = [
    "Block",
    "BlockKind",
    "Blueprint",
    "Bullet",
    "Chunk",
    "Document",
    "Domain",
    "Fact",
    "Page",
    "TaskStatement",
    "chunk_id",
]


class BlockKind(StrEnum):
    """What a stretch of a page is."""

    HEADING = "heading"
    PROSE = "prose"
    LIST_ITEM = "list item"
    TABLE_ROW = "table row"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item, table row or code block: `page.text[start:end]`.

    Blocks of a page stand in order and do not overlap; between them is only white space.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    """Of a heading 1 to 6, of a list item its depth from 1; 0 for anything else."""
    headings: tuple[str, ...] = ()
    """The headings above the block, outermost first; a heading's own text is not among them."""
    header: tuple[str, ...] = ()
    """Of a table row, the cells of its table's header row; the header row itself is no block."""
    cells: tuple[str, ...] = ()
    """Of a table row, its cells; as many as `header` has."""
    task: str | None = None
    """The task statement ("1.2") that a directive gave this section, if one did."""
    covers: tuple[str, ...] = ()
    """Of a heading, the blueprint bullets ("1.2.a") that a directive says its section answers."""
    quiz: tuple[tuple[str, str], ...] = ()
    """Of a table row, what a quiz directive said of its table: pairs of name and value."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a document: clean text, and the blocks that it is made of."""

    number: int
    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read. `name` is its path below what was ingested, with `/`; unique in an index."""

    name: str
    title: str
    sha256: str
    size_bytes: int
    pages: tuple[Page, ...]
    notes: tuple[str, ...] = ()
    """What the reader could not make out, a sentence each (for example pages without text)."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage: `page.text[start:end] == text` on page `page` of document `document`."""

    id: str
    document: str
    page: int
    start: int
    end: int
    text: str
    kind: BlockKind
    headings: tuple[str, ...]
    header: tuple[str, ...] = ()
    task: str | None = None
    tokens: int = 0
    """Length of `text` in the embedder's tokens."""

    @property
    def heading(self) -> str:
        """The heading path in one line, outermost first."""
        return " › ".join(self.headings)

    @property
    def context(self) -> str:
        """What stands above the text and is needed to read it alone: heading path, table header."""
        lines = [" > ".join(self.headings)] if self.headings else []
        if self.header:
            lines.append("| " + " | ".join(self.header) + " |")
        return "\n".join(lines)

    @property
    def full_text(self) -> str:
        """The context and the text: what the embedder and the word index read."""
        return f"{self.context}\n{self.text}" if self.context else self.text


def chunk_id(document: str, page: int, start: int, text: str) -> str:
    """The first 16 hex digits of SHA-256 over where a chunk stands and what it says."""
    return hashlib.sha256(f"{document}\0{page}\0{start}\0{text}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure of an exam as one source states it, e.g. `Fact("minutes", 180, "guide.pdf", 2, "...")`."""

    name: str
    """`code`, `minutes`, `scored_items`, `unscored_items`, `items`, `scale_low`, `scale_high`, `pass_mark`,
    `multiple_choice_options`, `multiple_response_options`, `price_usd` or `retired_on`."""
    value: str | int | float
    source: str
    """The document's name, or what `course.toml` says of where the figure comes from."""
    page: int | None = None
    quote: str = ""
    """The words it was read from; empty for a figure of `course.toml`."""


@dataclass(frozen=True, slots=True)
class Bullet:
    """One line of the content outline; `id` is the task's number and a letter ("1.2.a")."""

    id: str
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class TaskStatement:
    """One task statement ("1.2") of a domain, with its bullets in order."""

    number: str
    title: str
    bullets: tuple[Bullet, ...] = ()
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Domain:
    """One content domain; `weight` is its percentage of the scored content, None if not stated."""

    number: int
    title: str
    weight: float | None
    tasks: tuple[TaskStatement, ...] = ()
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Blueprint:
    """What an exam covers and how it is scored, as far as the sources say."""

    title: str
    domains: tuple[Domain, ...]
    facts: tuple[Fact, ...] = ()
    """In reading order; two facts of one name with different values are a contradiction, and both stay."""
    in_scope: tuple[str, ...] = ()
    out_of_scope: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    """What could not be read from the sources, a sentence each."""

    @property
    def tasks(self) -> tuple[TaskStatement, ...]:
        """All task statements, in order of their domains."""
        return tuple(task for domain in self.domains for task in domain.tasks)

    def values(self, name: str) -> tuple[Fact, ...]:
        """The facts of that name, first those read first; more than one value is a contradiction."""
        return tuple(fact for fact in self.facts if fact.name == name)
