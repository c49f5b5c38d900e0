"""GIFT, the text format of Moodle's question bank: choice items out and in.

It holds id, domain, task, difficulty, origin, question, options, key, rationales (feedback) and concept
(general feedback). It cannot hold sources, checks, or that a wrong choice makes the whole item wrong: a
right option of several counts its share, and a wrong one takes all of it away. Knows no file.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.readers.html import NestedTooDeep
from tutor.exchange.drafts import Draft, Found, collect
from tutor.exchange.html_text import looks_like_html, text_of_html
from tutor.exchange.tags import tags_of, with_tags
from tutor.exchange.types import FileContent, clean
from tutor.practice.types import ItemKind, PracticeItem

__all__ = ["read_gift", "share", "write_gift"]

_SPECIAL = "\\~=#{}:"
_ESCAPED = re.compile(r"\\([\\~=#{}:n])")
# An escaped character becomes a control character while its question is taken apart. A cleaned text has
# none of its own, so nothing else can turn into one.
_STAND_INS = {**{sign: chr(1 + n) for n, sign in enumerate(_SPECIAL)}, "n": "\x0b"}
_BACK = str.maketrans({stand_in: "\n" if sign == "n" else sign for sign, stand_in in _STAND_INS.items()})
_TITLE = re.compile(r"::(.*?)::", re.DOTALL)
_FORMAT = re.compile(r"\[(html|moodle|plain|markdown)\]", re.IGNORECASE)
_WEIGHT = re.compile(r"%(-?\d{1,3}(?:[.,]\d+)?)%")
_COMMENT_ID = re.compile(r"\[id:((?:\\\]|[^\[\]\n])+)\]")
_COMMENT_TAG = re.compile(r"\[tag:((?:\\\]|[^\[\]\n])+)\]")
_TRUE, _FALSE = ("T", "TRUE"), ("F", "FALSE")


def share(right: bool, right_count: int) -> str:
    """The percentage that Moodle gives for an option of several right ones: 33.33333, or -100 for wrong."""
    return f"{100 / right_count:.5f}".rstrip("0").rstrip(".") if right else "-100"


def write_gift(items: Sequence[PracticeItem]) -> str:
    """The items as GIFT text, a blank line between them."""
    return "\n".join(_question(item) for item in items)


def _question(item: PracticeItem) -> str:
    tags = "".join(f" [tag:{tag}]" for tag in tags_of(item))
    lines = [f"// [id:{item.id}]{tags}", f"::{_escaped(item.id)}::[plain]{_escaped(item.stem)} {{"]
    several = item.kind is ItemKind.MULTIPLE_RESPONSE
    for place, (option, rationale) in enumerate(zip(item.options, item.rationales, strict=True)):
        right = place in item.key
        sign = f"~%{share(right, len(item.key))}%" if several else "=" if right else "~"
        feedback = f"#{_escaped(rationale)}" if rationale else ""
        lines.append(f"\t{sign}{_escaped(option)}{feedback}")
    if item.concept:
        lines.append(f"\t####{_escaped(item.concept)}")
    return "\n".join([*lines, "}", ""])


def _escaped(text: str) -> str:
    return re.sub(r"([\\~=#{}:])", r"\\\1", text).replace("\n", "\\n")


def read_gift(text: str) -> FileContent:
    """The choice questions; each fault names the line on which its question begins."""
    return collect(Found(f"line {line}", _draft(block)) for line, block in _blocks(text))


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines of each question and the line (from 1) of the first; categories are left out."""
    block: list[str] = []
    first = 1
    for number, line in enumerate((*text.split("\n"), ""), start=1):
        if line.strip() and not line.lstrip().startswith("$CATEGORY:"):
            first = first if block else number
            block.append(line)
        elif block:
            if any(not each.lstrip().startswith("//") for each in block):
                yield first, block
            block = []


def _draft(lines: Sequence[str]) -> Draft | str:
    comments = "\n".join(line for line in lines if line.lstrip().startswith("//"))
    said = "\n".join(clean(line) for line in lines if not line.lstrip().startswith("//"))
    text = _ESCAPED.sub(lambda found: _STAND_INS[found[1]], said).strip()
    title = _TITLE.match(text)
    text = text[title.end() :].lstrip() if title else text
    form = _FORMAT.match(text)
    text = text[form.end() :] if form else text
    opening, closing = text.find("{"), text.rfind("}")
    if opening < 0 or closing < opening:
        return "there are no answers in { }; write them, or take the line out."
    kind = form[1].lower() if form else "moodle"
    before, after = text[:opening].strip(), text[closing + 1 :].strip()
    try:
        draft = _answers(text[opening + 1 : closing], kind)
        if isinstance(draft, str):
            return draft
        stem = _plain(f"{before} _____ {after}" if after else before, kind)
    except NestedTooDeep as error:
        return f"its HTML cannot be read: {error}."
    named = _COMMENT_ID.search(comments)
    id_ = named[1].replace("\\]", "]") if named else title[1].translate(_BACK) if title else ""
    return with_tags(
        replace(draft, stem=stem, id=id_), [t.replace("\\]", "]") for t in _COMMENT_TAG.findall(comments)]
    )


def _answers(body: str, kind: str) -> Draft | str:
    """A draft of options, key, rationales and concept, from what stands between the braces."""
    body, _, general = body.partition("####")
    concept = _plain(general, kind)
    if body.strip().startswith("#"):
        return "it asks for a number; only choices can be practised."
    verdict, *notes = [part.strip() for part in body.split("#")]
    if verdict.upper() in (*_TRUE, *_FALSE):
        return _true_or_false(verdict.upper() in _TRUE, [_plain(note, kind) for note in notes], concept)
    pieces = re.split(r"([~=])", body)
    signs, texts = pieces[1::2], pieces[2::2]
    if not signs:
        return "it is an essay or a description; only choices can be practised."
    if "~" not in signs:
        of = "matches pairs" if all("->" in text for text in texts) else "asks for a written answer"
        return f"it {of}; only choices can be practised."
    options, rationales, weights = [], [], []
    for sign, text in zip(signs, texts, strict=True):
        option, _, note = text.strip().partition("#")
        weight = _WEIGHT.match(option)
        option = option[weight.end() :] if weight else option
        options.append(_plain(_FORMAT.sub("", option, count=1) if _FORMAT.match(option) else option, kind))
        rationales.append(_plain(note, kind))
        weights.append(100.0 if sign == "=" else float(weight[1].replace(",", ".")) if weight else 0.0)
    # with "=" one answer is wanted, and a share is a consolation; without, all shares add up to the answer
    single = "=" in signs
    key = tuple(
        n for n, (s, w) in enumerate(zip(signs, weights, strict=True)) if s == "=" or (not single and w > 0)
    )
    return Draft("", tuple(options), key, tuple(rationales), concept)


def _true_or_false(truth: bool, notes: Sequence[str], concept: str) -> Draft:
    """GIFT gives the feedback for a wrong answer first, then that for the right one."""
    wrong, right = (*notes, "", "")[:2]
    rationales = (right, wrong) if truth else (wrong, right)
    return Draft("", ("True", "False"), (0 if truth else 1,), rationales, concept)


def _plain(text: str, kind: str) -> str:
    """The text of a piece, its escapes undone; as HTML where it is said to be, or looks like it unsaid."""
    whole = text.translate(_BACK).strip()
    return text_of_html(whole) if kind == "html" or (kind == "moodle" and looks_like_html(whole)) else whole
