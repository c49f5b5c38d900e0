"""Labelled claims made from a course itself: what a passage says, and what it does not quite say.

A sentence, a row or a definition that is kept is supported by its passage; with a sibling's name, another
number, a turned negation, an opposite, or another row's answer in it, it is not. Knows nothing of models.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ingest.sentences import sentence_spans
from ingest.types import BlockKind, Chunk
from tutor.answering.facts import OPPOSITE_OF, names_in
from tutor.prompts import row_cells

__all__ = ["LabelledClaim", "counterfactuals"]


@dataclass(frozen=True, slots=True)
class LabelledClaim:
    """A claim, the passage it is judged by (what stands above it, and its text), and the verdict."""

    claim: str
    context: str
    evidence: str
    supported: bool
    kind: str


_SIGNAL = "Signal words"
_SHORTEST_CHARS = 30
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_STRONGER = (
    (re.compile(r"\b(can|may|might|could)\b"), ("must always", "always has to")),
    (re.compile(r"\b(usually|often|sometimes|mostly|typically)\b"), ("always", "never")),
    (re.compile(r"\b(some|many|most|several)\b"), ("all", "no")),
)
_NEGATED = (
    (re.compile(r"\b(is|are|was|were|can|does|do|has|should|must|will)\b(?! not)"), r"\1 not"),
    (re.compile(r"\b(is|are|was|were|can|does|do|has|should|must|will) not\b"), r"\1"),
    (re.compile(r"\bcannot\b"), "can"),
    (re.compile(r"\bwithout\b"), "with"),
    (re.compile(r"\bwith\b"), "without"),
    (re.compile(r"\bno\b"), "a"),
)


def counterfactuals(
    chunks: Sequence[Chunk], chance: random.Random, other_names: Callable[[str], Sequence[str]]
) -> Iterator[LabelledClaim]:
    """Claims over all chunks in order, about as many supported as not; the same seed, the same claims."""
    sections: dict[tuple[str, tuple[str, ...]], list[Chunk]] = {}
    for chunk in chunks:
        if chunk.kind is not BlockKind.CODE:
            sections.setdefault((chunk.document, chunk.headings), []).append(chunk)
    for (_, headings), group in sections.items():
        rows = [chunk for chunk in group if chunk.kind is BlockKind.TABLE_ROW]
        prose = [chunk for chunk in group if chunk.kind is not BlockKind.TABLE_ROW]
        if rows and not (headings and headings[-1].startswith(_SIGNAL)):
            yield from _row_claims(rows, chance)
        if prose:
            yield from _prose_claims(prose, chance, other_names)


def _row_claims(rows: Sequence[Chunk], chance: random.Random) -> Iterator[LabelledClaim]:
    for position, row in enumerate(rows):
        cells = row_cells(row.text)
        others = [row_cells(r.text) for i, r in enumerate(rows) if i != position]
        others = [o for o in others if len(o) == len(cells) and o[0] != cells[0] and o[1] != cells[1]]
        if len(cells) < 2 or not cells[0] or not cells[1]:
            continue
        tell = chance.choice(_definitions if row.header[:1] == ("Term",) else _verdicts)
        yield LabelledClaim(tell(cells), row.context, row.text, True, "row")
        if not others:
            continue
        other = chance.choice(others)
        mixed = [cells[0], other[1], *other[2:]] if chance.random() < 0.5 else [other[0], *cells[1:]]
        yield LabelledClaim(tell(mixed), row.context, row.text, False, "row of a sibling")


def _say(subject: str, text: str) -> str:
    return f"{subject} {text}".replace("..", ".").strip()


_verdicts: tuple[Callable[[Sequence[str]], str], ...] = (
    lambda c: f"{c[0].rstrip('.')}: {c[1].rstrip('.')}.",
    lambda c: f"{c[1].rstrip('.')} fits when {c[0][0].lower()}{c[0][1:].rstrip('.')}.",
    lambda c: (
        f"Use {c[1].rstrip('.')} because {c[2][0].lower()}{c[2][1:].rstrip('.')}."
        if len(c) > 2 and c[2]
        else f"The answer to this is {c[1].rstrip('.')}: {c[0]}"
    ),
    lambda c: _say(c[0], f"The right choice is {c[1].rstrip('.')}."),
)
_definitions: tuple[Callable[[Sequence[str]], str], ...] = (
    lambda c: f"{c[0]} is {c[2][0].lower()}{c[2][1:]}" if len(c) > 2 and c[2] else f"{c[0]} means {c[1]}.",
    lambda c: f"{c[0]} stands for {c[1]}." if c[1] not in {"-", ""} else f"{c[0]} means: {c[2]}",
    lambda c: (
        f"The term {c[0]} means {c[2][0].lower()}{c[2][1:]}" if len(c) > 2 and c[2] else f"{c[0]}: {c[1]}."
    ),
)


def _prose_claims(
    chunks: Sequence[Chunk], chance: random.Random, other_names: Callable[[str], Sequence[str]]
) -> Iterator[LabelledClaim]:
    context = chunks[0].context
    sentences = [
        chunk.text[span.start : span.end].removeprefix("- ")
        for chunk in chunks
        for span in sentence_spans(chunk.text)
    ]
    sentences = [s for s in sentences if len(s) >= _SHORTEST_CHARS]
    names = list(dict.fromkeys(name for s in sentences for name in names_in(s)))
    for position, sentence in enumerate(sentences):
        evidence = sentence
        if chance.random() < 0.5 and position + 1 < len(sentences):
            evidence = f"{sentence} {sentences[position + 1]}"
        kept = _renamed(sentence, chance, other_names) if chance.random() < 0.3 else sentence
        if chance.random() < 0.5:
            kept = _part(kept, chance)
        yield LabelledClaim(kept, context, evidence, True, "kept")
        wrong = _wrong(sentence, names, chance)
        if wrong is not None:
            yield LabelledClaim(wrong[0], context, evidence, False, wrong[1])
        elsewhere = [s for s in sentences if s not in evidence]
        if elsewhere and chance.random() < 0.35:
            yield LabelledClaim(chance.choice(elsewhere), context, evidence, False, "another sentence")


def _renamed(sentence: str, chance: random.Random, other_names: Callable[[str], Sequence[str]]) -> str:
    for name in names_in(sentence):
        others = [n for n in other_names(name) if n.lower() not in sentence.lower() and len(n) > 1]
        if others:
            return sentence.replace(name, chance.choice(others), 1)
    return sentence


def _part(sentence: str, chance: random.Random) -> str:
    """The sentence up to a comma or a joining word, when what is left is still a clause of some length."""
    cuts = [m.start() for m in re.finditer(r", (?:and|so|because|but|which)\b|; | because ", sentence)]
    cuts = [cut for cut in cuts if cut >= _SHORTEST_CHARS]
    return sentence[: chance.choice(cuts)] + "." if cuts else sentence


def _wrong(sentence: str, names: Sequence[str], chance: random.Random) -> tuple[str, str] | None:
    """The sentence with one thing wrong, and what it is; None when nothing in it can be turned."""
    makers = [_swapped_name, _swapped_roles, _other_number, _turned, _negated, _stronger]
    chance.shuffle(makers)
    for maker in makers:
        changed = maker(sentence, names, chance)
        if changed is not None and changed != sentence:
            return changed, maker.__name__.strip("_").replace("_", " ")
    return None


def _swapped_name(sentence: str, names: Sequence[str], chance: random.Random) -> str | None:
    own = names_in(sentence)
    others = [name for name in names if name not in own]
    if not own or not others:
        return None
    return sentence.replace(chance.choice(own), chance.choice(others), 1)


def _swapped_roles(sentence: str, names: Sequence[str], chance: random.Random) -> str | None:
    own = names_in(sentence)
    if len(own) < 2:
        return None
    a, b = chance.sample(own, 2)
    if a in b or b in a:
        return None
    return sentence.replace(a, "\0").replace(b, a).replace("\0", b)


def _other_number(sentence: str, names: Sequence[str], chance: random.Random) -> str | None:
    found = list(_NUMBER.finditer(sentence))
    if len(found) >= 2 and chance.random() < 0.5:
        a, b = chance.sample(found, 2)
        if a.group() != b.group():
            a, b = sorted((a, b), key=lambda m: m.start())
            between = sentence[a.end() : b.start()]
            return f"{sentence[: a.start()]}{b.group()}{between}{a.group()}{sentence[b.end() :]}"
    if not found:
        return None
    one = chance.choice(found)
    value = float(one.group().replace(",", ""))
    other = value * chance.choice([2, 10, 0.5]) + chance.choice([0, 1])
    return f"{sentence[: one.start()]}{other:g}{sentence[one.end() :]}"


def _turned(sentence: str, names: Sequence[str], chance: random.Random) -> str | None:
    words = [m for m in re.finditer(r"[A-Za-z0-9-]+", sentence) if m.group().lower() in OPPOSITE_OF]
    if not words:
        return None
    one = chance.choice(words)
    other = chance.choice(sorted(OPPOSITE_OF[one.group().lower()]))
    other = other.capitalize() if one.group()[0].isupper() else other
    return f"{sentence[: one.start()]}{other}{sentence[one.end() :]}"


def _negated(sentence: str, names: Sequence[str], chance: random.Random) -> str | None:
    usable = [(pattern, text) for pattern, text in _NEGATED if pattern.search(sentence)]
    if not usable:
        return None
    pattern, text = chance.choice(usable)
    return pattern.sub(text, sentence, count=1)


def _stronger(sentence: str, names: Sequence[str], chance: random.Random) -> str | None:
    usable = [(pattern, texts) for pattern, texts in _STRONGER if pattern.search(sentence)]
    if not usable:
        return None
    pattern, texts = chance.choice(usable)
    return pattern.sub(chance.choice(texts), sentence, count=1)
