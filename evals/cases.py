"""Case files: JSON lines -> cases, every fault with its file and line.

Three formats: questions (retrieval, answers, refusal, conflicts), items with options (exam, items) and
labelled claims (judge). Keys that are not known are kept in `extra`, so that other people's data keeps
what it carries. Knows nothing of indexes or models. See `evals/README.md`.
"""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from evals.fields import Reader
from ingest.errors import TutorError

__all__ = [
    "ACCEPTS",
    "GOLD_NEEDS",
    "CaseError",
    "ClaimCase",
    "Gold",
    "ItemCase",
    "QuestionCase",
    "case_key",
    "read_claims",
    "read_items",
    "read_questions",
    "sampled",
]

GOLD_NEEDS = ("any", "all", "each_document")
ACCEPTS = ("answer", "refusal", "refusal_or_correction")


class CaseError(TutorError):
    """A case file breaks its format; `faults` lists all of them, each with file and line."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        count = f"{len(faults)} faults" if len(faults) > 1 else "1 fault"
        super().__init__(f"The cases have {count}:\n" + "\n".join(faults))


@dataclass(frozen=True, slots=True)
class Gold:
    """Words that settle a question; without a document they count in any."""

    quote: str
    document: str | None = None


@dataclass(frozen=True, slots=True)
class QuestionCase:
    """One question. `gold_need` says how much of `gold` is wanted: any, all, or one for each document."""

    id: str
    question: str
    answerable: bool
    answer: str = ""
    must: tuple[str, ...] = ()
    """Patterns that a right answer holds, all of them, searched in the lower-cased answer."""
    must_not: tuple[str, ...] = ()
    """Patterns that only a wrong answer holds."""
    gold: tuple[Gold, ...] = ()
    gold_need: str = "any"
    accept: str = "answer"
    """`answer`; of an unanswerable one `refusal`, or `refusal_or_correction` of a false premise."""
    type: str = ""
    task: str = ""
    history: tuple[tuple[str, str], ...] = ()
    """Earlier questions and answers, oldest first."""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemCase:
    """One item with options; `key` counts them from 0."""

    id: str
    question: str
    options: tuple[str, ...]
    key: tuple[int, ...]
    type: str = ""
    task: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClaimCase:
    """One claim with its evidence. `half` is `calibrate` or `report`; `context` stands above the evidence."""

    id: str
    claim: str
    evidence: str
    supported: bool
    context: str = ""
    kind: str = ""
    half: str = "report"
    extra: Mapping[str, Any] = field(default_factory=dict)


Case = TypeVar("Case", QuestionCase, ItemCase, ClaimCase)


def read_questions(path: Path) -> tuple[QuestionCase, ...]:
    """The questions of a file in order. Raises CaseError with every fault."""
    return _read(path, _question)


def read_items(path: Path) -> tuple[ItemCase, ...]:
    """The items of a file in order. Raises CaseError with every fault."""
    return _read(path, _item)


def read_claims(path: Path) -> tuple[ClaimCase, ...]:
    """The claims of a file in order; one without an id gets its line's number. Raises CaseError."""
    return _read(path, _claim)


def case_key(case: QuestionCase | ItemCase | ClaimCase) -> str:
    """The first 16 hex digits of SHA-256 over everything that the case says."""
    return hashlib.sha256(repr(case).encode()).hexdigest()[:16]


def sampled(cases: Sequence[Case], limit: int | None) -> tuple[Case, ...]:
    """At most `limit` cases in their order, spread over the file by their ids' hashes; always the same."""
    if limit is None or limit >= len(cases):
        return tuple(cases)
    order = sorted(range(len(cases)), key=lambda i: hashlib.sha256(cases[i].id.encode()).hexdigest())
    return tuple(cases[i] for i in sorted(order[:limit]))


def _read(path: Path, make: Callable[[Reader], Case]) -> tuple[Case, ...]:
    cases: list[Case] = []
    faults: list[str] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(_lines(path), start=1):
        if not line.strip():
            continue
        reader = Reader.of_line(line, number)
        case = make(reader) if not reader.faults else None
        faults += [f"{path.name}:{number}: {fault}" for fault in reader.faults]
        if case is None or reader.faults:
            continue
        if case.id in seen:
            faults.append(f"{path.name}:{number}: the id {case.id!r} stands on line {seen[case.id]} too.")
        seen.setdefault(case.id, number)
        cases.append(case)
    if not cases and not faults:
        faults.append(f"{path.name}: it holds no case; write one JSON object on each line.")
    if faults:
        raise CaseError(tuple(faults))
    return tuple(cases)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError((f"{path}: it cannot be read as UTF-8 text ({error}).",)) from error


def _question(reader: Reader) -> QuestionCase:
    answerable = reader.truth("answerable", default=True)
    accept = reader.choice("accept", ACCEPTS, "answer" if answerable else "refusal")
    gold = tuple(_gold(part) for part in reader.objects("gold"))
    case = QuestionCase(
        id=reader.text("id"),
        question=reader.text("question"),
        answerable=answerable,
        answer=reader.text("answer", ""),
        must=_patterns(reader, "must"),
        must_not=_patterns(reader, "must_not"),
        gold=gold,
        gold_need=reader.choice("gold_need", GOLD_NEEDS, "any"),
        accept=accept,
        type=reader.text("type", ""),
        task=reader.text("task", ""),
        history=reader.pairs("history"),
        extra=reader.rest(),
    )
    if answerable and accept != "answer":
        reader.faults.append("`accept` is for questions that have `answerable` false.")
    if case.gold_need == "each_document" and any(one.document is None for one in gold):
        reader.faults.append("`gold_need` each_document wants a `document` in each gold.")
    return case


def _gold(part: Reader) -> Gold:
    return Gold(part.text("quote"), part.text("document", "") or None)


def _patterns(reader: Reader, name: str) -> tuple[str, ...]:
    patterns = reader.texts(name)
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            reader.faults.append(f"`{name}` has {pattern!r}, which is no pattern ({error}).")
    return patterns


def _item(reader: Reader) -> ItemCase:
    options, key = reader.texts("options"), reader.numbers("key")
    if len(options) < 2:
        reader.faults.append("`options` has fewer than two.")
    if not key or any(not 0 <= index < len(options) for index in key):
        reader.faults.append("`key` lists the right options, counted from 0; it is empty or out of range.")
    return ItemCase(
        id=reader.text("id"),
        question=reader.text("question"),
        options=options,
        key=tuple(sorted(set(key))),
        type=reader.text("type", ""),
        task=reader.text("task", ""),
        extra=reader.rest(),
    )


def _claim(reader: Reader) -> ClaimCase:
    return ClaimCase(
        id=reader.text("id", f"line-{reader.line}"),
        claim=reader.text("claim"),
        evidence=reader.text("evidence"),
        supported=reader.truth("supported"),
        context=reader.text("context", "") or reader.text("heading", ""),
        kind=reader.text("kind", ""),
        half=reader.choice("half", ("calibrate", "report"), "report"),
        extra=reader.rest(),
    )
