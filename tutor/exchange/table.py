"""CSV (RFC 4180) with a header row: items out and in; cards and attempts out, cards in.

A table holds everything of an item but its checks; sources stand as JSON in one cell. A cell that a
spreadsheet would run as a formula is written behind an apostrophe, and read back without it.
Knows no file.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict

from tutor.exchange.drafts import Draft, Found, collect
from tutor.exchange.flashcards import card_of
from tutor.exchange.keys import key_letters, key_positions, letter, letter_positions
from tutor.exchange.types import ExchangeError, FileContent
from tutor.learner.types import Attempt, Card
from tutor.practice.types import ItemSource, PracticeItem

__all__ = ["attempt_row", "read_table", "write_attempts", "write_cards", "write_table"]

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"''*[=+\-@\t\r]")
_PLAIN = "id kind domain task difficulty stem key concept origin made sources".split()
_CARD_COLUMNS = "id kind task front back document page heading quote item_id".split()
_ATTEMPT_COLUMNS = "item_id course task chosen correct answered_at mode confidence seconds session".split()
_ALIASES = {
    "question": "stem",
    "prompt": "stem",
    "answer": "key",
    "answers": "key",
    "correct": "key",
    "correct_answer": "key",
    "correct_answers": "key",
    "correct_option": "key",
    "explanation": "explanation",
    "feedback": "explanation",
    "rationale": "explanation",
}
_OPTION = re.compile(r"(?:option|choice|answer)_?([a-l]|\d{1,2})|([a-l])")
_RATIONALE = re.compile(r"(?:rationale|feedback|explanation)_?([a-l]|\d{1,2})")
_SHOWN_CHARS = 40


def write_table(items: Sequence[PracticeItem]) -> str:
    """One row an item; as many columns of options and rationales as the item with the most has."""
    width = max((len(item.options) for item in items), default=4)
    letters = [letter(place).lower() for place in range(width)]
    options, rationales = [f"option_{a}" for a in letters], [f"rationale_{a}" for a in letters]
    columns = [*_PLAIN[:6], *options, "key", *rationales, *_PLAIN[7:]]
    return _written(columns, (_row(item) for item in items))


def _row(item: PracticeItem) -> dict[str, str]:
    texts = {f"option_{letter(n).lower()}": text for n, text in enumerate(item.options)}
    reasons = {f"rationale_{letter(n).lower()}": text for n, text in enumerate(item.rationales)}
    sources = [asdict(source) for source in item.sources]
    return {
        "id": item.id,
        "kind": item.kind.value,
        "domain": str(item.domain),
        "task": item.task,
        "difficulty": item.difficulty.value,
        "stem": item.stem,
        "key": key_letters(item.key),
        "concept": item.concept,
        "origin": item.origin.value,
        "made": item.made,
        "sources": json.dumps(sources, ensure_ascii=False) if sources else "",
        **texts,
        **reasons,
    }


def write_cards(cards: Iterable[Card]) -> str:
    """One row a card: front, back, and what the back rests on."""
    rows = ({name: str(getattr(card, name)) for name in _CARD_COLUMNS} for card in cards)
    return _written(_CARD_COLUMNS, rows)


def write_attempts(attempts: Iterable[Attempt]) -> str:
    """One row an attempt; chosen options as letters, times in UTC (ISO 8601), durations in seconds."""
    return _written(_ATTEMPT_COLUMNS, (attempt_row(attempt) for attempt in attempts))


def attempt_row(attempt: Attempt) -> dict[str, str]:
    """An attempt by column, each value as text; see `write_attempts`."""
    return {
        "item_id": attempt.item_id,
        "course": attempt.course,
        "task": attempt.task,
        "chosen": key_letters(attempt.chosen),
        "correct": "yes" if attempt.correct else "no",
        "answered_at": attempt.answered_at.isoformat(),
        "mode": attempt.mode.value,
        "confidence": "" if attempt.confidence is None else str(int(attempt.confidence)),
        "seconds": f"{attempt.seconds:g}",
        "session": attempt.session,
    }


def _written(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_guarded(row.get(column, "")) for column in columns])
    return out.getvalue()


def _guarded(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell


def read_table(text: str, name: str) -> FileContent:
    """The items (or cards, where the columns are front and back) of a table; commas, `;` or tabs.

    Raises:
        ExchangeError: The header row names no question, options and key, and no front and back.
    """
    rows = _rows(text)
    try:
        header = [_column(cell) for cell in next(rows)]
    except StopIteration:
        raise ExchangeError(f"{name} is empty; write a header row and a row for each question.") from None
    except csv.Error as error:
        raise ExchangeError(f"{name} has no header row that can be read ({error}).") from error
    if {"front", "back"} <= set(header):
        return collect(_cards(rows, header))
    lacking = [name for name in ("stem", "key") if name not in header]
    if lacking or not any(_OPTION.fullmatch(column) for column in header):
        lacking += [] if any(_OPTION.fullmatch(column) for column in header) else ["option_a, option_b …"]
        raise ExchangeError(
            f"{name}: the header row lacks {', '.join(lacking)}. It has to name stem, option_a, option_b … "
            "and key; rationale_a …, id, task, difficulty and concept are welcome."
        )
    return collect(_items(rows, header))


def _rows(text: str) -> Iterator[list[str]]:
    head = text.partition("\n")[0]
    between = max(",;\t", key=head.count)
    return csv.reader(io.StringIO(text, newline=""), delimiter=between)


def _column(cell: str) -> str:
    name = re.sub(r"[\s.-]+", "_", _unguarded(cell).strip().lower())
    return _ALIASES.get(name, name)


def _named_rows(
    rows: Iterator[list[str]], header: Sequence[str]
) -> Iterator[tuple[str, dict[str, str] | str]]:
    """Each row by its number (the header is row 1) as column -> cell; a string says what is wrong."""
    number = 1
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield f"row {number}", f"it cannot be read ({error})."
            continue
        if not any(cell.strip() for cell in row):
            continue
        if len(row) > len(header) and any(row[len(header) :]):
            yield (
                f"row {number}",
                f"{len(row)} cells under {len(header)} columns; put cells with commas in quotes.",
            )
            continue
        yield f"row {number}", {c: _unguarded(v) for c, v in zip(header, row, strict=False)}


def _items(rows: Iterator[list[str]], header: Sequence[str]) -> Iterator[Found]:
    for place, cells in _named_rows(rows, header):
        yield Found(place, cells if isinstance(cells, str) else _draft(cells))


def _cards(rows: Iterator[list[str]], header: Sequence[str]) -> Iterator[Found]:
    for place, cells in _named_rows(rows, header):
        if isinstance(cells, str):
            yield Found(place, cells)
        else:
            yield Found(place, card_of(cells))


def _draft(cells: Mapping[str, str]) -> Draft | str:
    options, empty_before = _in_order(cells, _OPTION)
    if empty_before:
        return "an option is empty and a later one is not; leave no gap."
    said = cells.get("key", "")
    key = letter_positions(said, len(options)) or key_positions(said, options, first=1)
    if key is None:
        shown = said[:_SHOWN_CHARS]
        return f"the key is {shown!r}, and that names none of its options; write letters such as A, C."
    sources = _sources(cells.get("sources", ""))
    if sources is None:
        return "the sources are no JSON list of document, heading and quote; mend the cell or empty it."
    reasons = _in_order(cells, _RATIONALE, keep_gaps=True)[0]
    rationales = tuple((*reasons, *[""] * len(options))[: len(options)])
    explanation = cells.get("explanation", "").strip()
    if explanation and not any(rationales):
        rationales = tuple(explanation if place in key else "" for place in range(len(options)))
    domain = cells.get("domain", "").strip()
    return Draft(
        stem=cells["stem"],
        options=options,
        key=key,
        rationales=rationales,
        concept=cells.get("concept", ""),
        id=cells.get("id", ""),
        task=cells.get("task", ""),
        domain=int(domain) if domain.isdecimal() and len(domain) < 3 else 0,
        kind=cells.get("kind", "").strip().lower(),
        difficulty=cells.get("difficulty", ""),
        origin=cells.get("origin", ""),
        sources=sources,
        made=cells.get("made", ""),
    )


def _in_order(
    cells: Mapping[str, str], named: re.Pattern[str], keep_gaps: bool = False
) -> tuple[tuple[str, ...], bool]:
    """The cells whose columns are numbered or lettered, in that order, and whether one of them is empty.

    Empty ones at the end are left out.
    """
    numbered: dict[int, str] = {}
    for column, cell in cells.items():
        found = named.fullmatch(column)
        which = next((each for each in found.groups() if each), "") if found else ""
        if which:
            numbered[int(which) - 1 if which.isdecimal() else ord(which) - ord("a")] = cell.strip()
    texts = [numbered[place] for place in sorted(numbered)]
    while texts and not texts[-1] and not keep_gaps:
        texts.pop()
    return tuple(texts), not all(texts)


def _sources(cell: str) -> tuple[ItemSource, ...] | None:
    """The sources of a cell; None when it holds something else."""
    if not cell.strip():
        return ()
    try:
        listed = json.loads(cell)
        return tuple(
            ItemSource(
                str(each["document"]),
                str(each.get("heading", "")),
                str(each["quote"]),
                int(each.get("page", 1)),
                str(each.get("sha256", "")),
            )
            for each in listed
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
