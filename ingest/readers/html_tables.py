"""An HTML table -> rows under a header, spans filled in. Knows nothing of what stands around it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.readers.html_text import flat_text
from ingest.readers.limits import MAX_TABLE_CELLS
from ingest.readers.parts import Part, TooMuchText, clean, table_parts

if TYPE_CHECKING:
    from bs4 import Tag

__all__ = ["read_table"]

_MAX_SPAN = 1000  # what browsers allow for colspan


def read_table(table: "Tag") -> list[Part]:
    """The rows of a table; tables inside its cells become text of those cells.

    The header is the rows of `<thead>`, else the first row. Rows of a header become one, top to bottom.
    A cell over several rows is repeated in each, so that every row can be read alone; a cell over
    several columns is repeated in a header and stands in the first column otherwise.

    Raises:
        TooMuchText: The spans blow the table up beyond MAX_TABLE_CELLS.
    """
    rows = [row for row in _rows(table) if row.get_text(strip=True) or row.find("img") is not None]
    if not rows:
        return []
    head = sum(1 for row in rows if row.parent is not None and row.parent.name == "thead")
    head = min(head, len(rows)) or 1
    grid = _grid(rows, head)
    header = [_joined(column) for column in zip(*grid[:head], strict=True)]
    return table_parts([header, *grid[head:]])


def _rows(table: "Tag") -> Iterator["Tag"]:
    """The table's own rows, those of `<thead>` first; rows of tables inside it are not among them."""
    from bs4 import Tag

    children = [child for child in table.children if isinstance(child, Tag)]
    sections = sorted(children, key=lambda child: {"thead": 0, "tfoot": 2}.get(child.name, 1))
    for section in sections:
        if section.name == "tr":
            yield section
        elif section.name in ("thead", "tbody", "tfoot"):
            yield from section.find_all("tr", recursive=False)


def _grid(rows: list["Tag"], head: int) -> list[list[str]]:
    """The text of each cell in each row; all rows of one length."""
    grid: list[list[str]] = []
    carried: dict[int, tuple[int, str]] = {}  # column -> rows still to fill, and with what
    total = 0
    for number, row in enumerate(rows):
        cells = _filled(row, carried, repeat=number < head)
        total += len(cells)
        if total > MAX_TABLE_CELLS:
            raise TooMuchText(f"one of its tables has more than {MAX_TABLE_CELLS:,} cells")
        grid.append(cells)
    width = max(len(cells) for cells in grid)
    if width * len(grid) > MAX_TABLE_CELLS:
        raise TooMuchText(f"one of its tables has more than {MAX_TABLE_CELLS:,} cells")
    return [cells + [""] * (width - len(cells)) for cells in grid]


def _filled(row: "Tag", carried: dict[int, tuple[int, str]], *, repeat: bool) -> list[str]:
    cells: list[str] = []

    def take_carried() -> None:
        while len(cells) in carried:
            left, text = carried[len(cells)]
            if left > 1:
                carried[len(cells)] = (left - 1, text)
            else:
                del carried[len(cells)]
            cells.append(text)

    for cell in row.find_all(["td", "th"], recursive=False):
        take_carried()
        text = clean(flat_text(cell))
        down = _span(cell, "rowspan")
        for offset in range(_span(cell, "colspan")):
            shown = text if repeat or offset == 0 else ""
            if down > 1:
                carried[len(cells)] = (down - 1, shown)
            cells.append(shown)
    take_carried()
    return cells


def _span(cell: "Tag", name: str) -> int:
    value = str(cell.get(name) or "1").strip()
    if not (value.isascii() and value.isdigit()):
        return 1
    # rowspan=0 means "down to the end"
    return (
        min(int(value[:6]) or _MAX_SPAN, _MAX_SPAN)
        if name == "rowspan"
        else max(1, min(int(value[:6]), _MAX_SPAN))
    )


def _joined(column: tuple[str, ...]) -> str:
    """The header cells of a column as one: "Exam" over "Weight" is "Exam Weight"."""
    return " ".join(dict.fromkeys(text for text in column if text))
