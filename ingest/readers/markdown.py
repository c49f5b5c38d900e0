"""Markdown -> parts; the only user of markdown-it-py. Knows HTML only through `html_parts`."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import SourceTooLargeError
from ingest.readers.directives import (
    Directed,
    Directive,
    Fault,
    apply_directives,
    comments,
    parse_directive,
)
from ingest.readers.files import decode
from ingest.readers.html import NestedTooDeep, html_parts
from ingest.readers.limits import MAX_NESTING
from ingest.readers.parts import Content, Part, clean, clean_code, table_parts
from ingest.types import BlockKind

if TYPE_CHECKING:
    from markdown_it.token import Token

__all__ = ["directive_faults", "inline_text", "read_markdown"]

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title:(.{1,500})$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_RAISED = re.compile(r"<sup>", re.IGNORECASE)


def read_markdown(path: Path) -> Content:
    """The file as one page of parts; directives are applied, and faulty ones ignored.

    Raises:
        SourceError: Empty, not text, or nested too deep.
    """
    decoded = decode(path, path.read_bytes())
    directed = _directed(path, decoded.text)
    return Content(_front_title(decoded.text), (directed.parts,), (decoded.note,) if decoded.note else ())


def directive_faults(path: Path) -> tuple[str, ...]:
    """What is wrong with a file's directives, each as "file:line: sentence"; nothing for a good file.

    Raises:
        SourceError: The file cannot be read at all.
    """
    directed = _directed(path, decode(path, path.read_bytes()).text)
    return tuple(f"{path.name}:{fault.line}: {fault.message}" for fault in directed.faults)


def _directed(path: Path, text: str) -> Directed:
    try:
        return apply_directives(_stream(text))
    except NestedTooDeep as error:
        raise SourceTooLargeError(path, str(error), "Simplify its lists and quotes, or split it.") from error


def _front_title(text: str) -> str:
    front = _FRONT_MATTER.match(text)
    title = _FRONT_TITLE.search(front[1] or "") if front else None
    return clean(title[1].strip(" \t\"'")) if title else ""


def _tokens(text: str) -> "list[Token]":
    from markdown_it import MarkdownIt

    front = _FRONT_MATTER.match(text)
    if front:  # blank lines in its place, so that tokens keep their line numbers
        text = "\n" * front[0].count("\n") + text[front.end() :]
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    tokens = parser.parse(text)
    # The parser leaves out what stands deeper, without a word
    if any(token.level >= MAX_NESTING - 2 for token in tokens):
        raise NestedTooDeep(f"Its lists and quotes are nested more than {MAX_NESTING - 2} deep.")
    return tokens


def _stream(text: str) -> Iterator[Part | Directive | Fault]:
    """Parts and directives in reading order."""
    tokens = _tokens(text)
    lists = _Lists()
    position = 0
    while position < len(tokens):
        token = tokens[position]
        step = 1
        if token.type == "heading_open":
            title = inline_text(tokens[position + 1])
            yield Part(BlockKind.HEADING, title, level=int(token.tag[1:]))
            yield from _misplaced(tokens[position + 1])
            step = 3
        elif token.type == "inline":
            yield lists.text(inline_text(token))
            yield from _misplaced(token)
        elif token.type in ("fence", "code_block"):
            yield Part(BlockKind.CODE, clean_code(token.content))
        elif token.type == "html_block":
            step = _run_of(tokens, position)
            yield from _html(tokens[position : position + step])
        elif token.type == "table_open":
            step = _table_length(tokens, position)
            yield from table_parts(_rows(tokens[position : position + step]))
        else:
            lists.follow(token)
        position += step


class _Lists:
    """Which lists are open, and whether the next text is the first of a list item."""

    def __init__(self) -> None:
        self._depth = 0
        self._marker = ""

    def follow(self, token: "Token") -> None:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            self._depth += 1
            self._marker = ""
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self._depth -= 1
        elif token.type == "list_item_open":
            self._marker = f"{token.info}." if token.info else "-"
        elif token.type == "list_item_close":
            self._marker = ""

    def text(self, text: str) -> Part:
        marker, self._marker = self._marker, ""
        if marker:
            return Part(BlockKind.LIST_ITEM, text, level=self._depth, marker=marker)
        return Part(BlockKind.PROSE, text)


def inline_text(token: "Token") -> str:
    """The text of an inline token without its markup: links give their text, pictures their alt."""
    return clean("".join(_inline(child) for child in token.children or ()))


def _inline(token: "Token") -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.type == "image":
        return inline_text(token)
    if token.type == "html_inline":
        if _RAISED.match(token.content):
            return "^"  # 10<sup>6</sup> is 10^6, and by no means 106
        return " " if token.content.lower().startswith("<br") else ""
    return token.content


def _misplaced(token: "Token") -> Iterator[Fault]:
    """A directive inside a line would be lost without a word."""
    for child in token.children or ():
        if child.type == "html_inline" and child.content.startswith("<!--"):
            inside = child.content.removeprefix("<!--").strip()
            if inside.startswith("tutor:"):
                line = (token.map[0] if token.map else 0) + 1
                yield Fault(line, "the directive stands inside a line of text; give it a line of its own")


def _run_of(tokens: "Sequence[Token]", position: int) -> int:
    """How many HTML blocks follow each other: a table with blank lines in it comes in several.

    A run ends after a comment, since a directive speaks of what stands around it.
    """
    end = position + 1
    while end < len(tokens) and tokens[end].type == "html_block" and "<!--" not in tokens[end].content:
        end += 1
    return 1 if "<!--" in tokens[position].content else end - position


def _html(tokens: "Sequence[Token]") -> Iterator[Part | Directive | Fault]:
    for token in tokens:
        for line, comment in comments(token.content, (token.map[0] if token.map else 0) + 1):
            found = parse_directive(comment, line)
            if found is not None:
                yield found
    html = _COMMENT.sub("", "\n".join(token.content for token in tokens))
    if html.strip():
        yield from html_parts(html)


def _table_length(tokens: "Sequence[Token]", position: int) -> int:
    end = position
    while tokens[end].type != "table_close":
        end += 1
    return end - position + 1


def _rows(tokens: "Sequence[Token]") -> list[list[str]]:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(inline_text(token))
    return rows
