"""Example questions drawn from a course's own pages; pure functions.

Quiz tables give exam-like situations, glossaries give terms, headings give comparisons and topics. So a
course of a learner's own files has examples too, and no question is written here.
"""

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.types import Block, BlockKind, Page

__all__ = ["example_questions"]

_LONGEST_CHARS = 150
_VERSUS = re.compile(
    r"^(?P<a>[^:,?]{2,40}?)\s+(?:vs\.?|versus|or|compared with)\s+(?P<b>[^:,?]{2,40})$", re.I
)
_NUMBERED = re.compile(r"^(?:\d+(?:\.\d+)*\.?|[IVX]+\.|chapter \d+|section \d+)[:.)]?\s+", re.I)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Questions by kind; a kind may be empty."""

    situations: tuple[str, ...]
    terms: tuple[str, ...]
    comparisons: tuple[str, ...]
    topics: tuple[str, ...]


def example_questions(pages: Iterable[Page], chance: random.Random, count: int = 4) -> tuple[str, ...]:
    """At most `count` different questions of as many kinds as the pages give; none for empty pages."""
    drawn = _drawn(tuple(pages))
    kinds = [list(kind) for kind in (drawn.comparisons, drawn.terms, drawn.situations, drawn.topics)]
    for kind in kinds:
        chance.shuffle(kind)
    chosen: list[str] = []
    while len(chosen) < count and any(kinds):
        # topics are vague, so they only fill up what the better kinds leave
        for kind in [kind for kind in kinds[:3] if kind] or kinds[3:]:
            if kind and len(chosen) < count:
                chosen.append(kind.pop())
    return tuple(chosen)


def _drawn(pages: tuple[Page, ...]) -> _Drawn:
    blocks = [block for page in pages for block in page.blocks]
    headings = [
        page.text[block.start : block.end]
        for page in pages
        for block in page.blocks
        if block.kind is BlockKind.HEADING and block.level > 1
    ]
    return _Drawn(
        tuple(dict.fromkeys(_situations(blocks))),
        tuple(dict.fromkeys(_terms(blocks))),
        tuple(dict.fromkeys(_comparisons(headings))),
        tuple(dict.fromkeys(_topics(headings))),
    )


def _situations(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        quiz = dict(block.quiz)
        cells = dict(zip(block.header, block.cells, strict=False))
        cue, ask = cells.get(quiz.get("cue", ""), ""), quiz.get("ask", "")
        question = ask.replace("{cue}", cue) if "{cue}" in ask else f"{cue} {ask}".strip()
        if cue and ask and len(question) <= _LONGEST_CHARS:
            yield question


def _terms(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        cells = {name.lower(): cell for name, cell in zip(block.header, block.cells, strict=False)}
        if cells.get("term") and cells.get("meaning"):
            yield f"What is {cells['term']}?"


def _comparisons(headings: Iterable[str]) -> Iterator[str]:
    for heading in headings:
        subject = _NUMBERED.sub("", heading).split(":")[0].strip()
        found = _VERSUS.match(subject)
        if found:
            yield f"What is the difference between {_inside(found[1])} and {found[2]}?"


def _inside(subject: str) -> str:
    """A heading's subject inside a sentence: "Accuracy" loses its capital, "AWS" and "k-NN" stay."""
    return subject[0].lower() + subject[1:] if subject[1:2].islower() and " " in subject else subject


def _topics(headings: Iterable[str]) -> Iterator[str]:
    for heading in headings:
        subject = _NUMBERED.sub("", heading).strip()
        if subject.endswith("?"):
            yield subject
        elif 3 < len(subject) <= 60 and not _VERSUS.match(subject.split(":")[0]):
            yield f"What does the material say about {subject.split(':')[0].strip()}?"
