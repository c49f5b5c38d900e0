"""A `Document` as JSON and back. Knows neither files nor processes."""

from collections.abc import Iterable
from typing import Any

from ingest.types import Block, BlockKind, Document, Page

__all__ = ["document_from_json", "document_to_json"]

# Headings, headers and quizzes are the same for many blocks: each different one is written once and
# named by its place, so a table of 10,000 rows under 1,000 columns does not write its header 10,000 times


def document_to_json(document: Document) -> dict[str, Any]:
    """A value that `json.dumps` takes; `document_from_json` makes the same document of it."""
    places: dict[tuple[Any, ...], int] = {}

    def place(values: tuple[Any, ...]) -> int:
        return places.setdefault(values, len(places))

    pages = [
        {
            "text": page.text,
            "blocks": [
                [
                    block.kind.value,
                    block.start,
                    block.end,
                    block.level,
                    place(block.headings),
                    place(block.header),
                    block.cells,
                    block.task,
                    place(block.covers),
                    place(block.quiz),
                ]
                for block in page.blocks
            ],
        }
        for page in document.pages
    ]
    return {
        "name": document.name,
        "title": document.title,
        "sha256": document.sha256,
        "size_bytes": document.size_bytes,
        "notes": document.notes,
        "pages": pages,
        "tuples": list(places),
    }


def document_from_json(value: dict[str, Any]) -> Document:
    """The document that `document_to_json` wrote.

    Raises:
        KeyError: Something is missing.
        TypeError, ValueError, IndexError: Something is of the wrong kind.
    """
    tuples = [_tuple(values) for values in value["tuples"]]
    pages = tuple(
        Page(number, page["text"], tuple(_block(fields, tuples) for fields in page["blocks"]))
        for number, page in enumerate(value["pages"], start=1)
    )
    return Document(
        value["name"], value["title"], value["sha256"], value["size_bytes"], pages, tuple(value["notes"])
    )


def _block(fields: list[Any], tuples: list[tuple[Any, ...]]) -> Block:
    kind, start, end, level, headings, header, cells, task, covers, quiz = fields
    return Block(
        kind=BlockKind(kind),
        start=start,
        end=end,
        level=level,
        headings=tuples[headings],
        header=tuples[header],
        cells=tuple(cells),
        task=task,
        covers=tuples[covers],
        quiz=tuples[quiz],
    )


def _tuple(values: Iterable[Any]) -> tuple[Any, ...]:
    """Strings, or pairs of strings, as tuples."""
    return tuple(tuple(value) if isinstance(value, list) else value for value in values)
