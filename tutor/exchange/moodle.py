"""Moodle XML: choice items out and in.

It holds what GIFT holds, with fractions, feedback and tags as elements of their own; it cannot hold
sources or checks either. A file may declare no DTD and no entities, so nothing can grow or be fetched
while it is read. Knows no file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ingest.readers.html import NestedTooDeep
from tutor.exchange.drafts import Draft, Found, collect
from tutor.exchange.gift import share
from tutor.exchange.html_text import looks_like_html, text_of_html
from tutor.exchange.tags import tags_of, with_tags
from tutor.exchange.types import ExchangeError, FileContent, check_size
from tutor.practice.types import ItemKind, PracticeItem

__all__ = ["read_moodle", "write_moodle"]

_CHOICES = ("multichoice", "multichoiceset", "truefalse")
_HTML_FORMATS = ("html", "")
_GUESSED_FORMATS = ("moodle_auto_format",)


def _etree() -> Any:  # noqa: ANN401 - lxml has no types
    from lxml import etree  # type: ignore[import-untyped]

    return etree


def write_moodle(items: Sequence[PracticeItem]) -> bytes:
    """The items as one `<quiz>`, UTF-8 with its declaration."""
    etree = _etree()
    quiz = etree.Element("quiz")
    for item in items:
        _write_question(etree.SubElement(quiz, "question", type="multichoice"), item)
    return bytes(etree.tostring(quiz, encoding="UTF-8", xml_declaration=True, pretty_print=True))


def _write_question(question: Any, item: PracticeItem) -> None:  # noqa: ANN401 - lxml has no types
    several = item.kind is ItemKind.MULTIPLE_RESPONSE
    _write_text(question, "name", item.id)
    _write_text(question, "questiontext", item.stem, format="plain_text")
    _write_text(question, "generalfeedback", item.concept, format="plain_text")
    for name, value in {
        "defaultgrade": "1",
        "penalty": "0",
        "hidden": "0",
        "idnumber": item.id,
        "single": "false" if several else "true",
        "shuffleanswers": "true",
        "answernumbering": "ABCD",
    }.items():
        _child(question, name).text = value
    for place, (option, rationale) in enumerate(zip(item.options, item.rationales, strict=True)):
        right = place in item.key
        worth = share(right, len(item.key)) if several else "100" if right else "0"
        answer = _child(question, "answer", fraction=worth, format="plain_text")
        _child(answer, "text").text = option
        _write_text(answer, "feedback", rationale, format="plain_text")
    tags = _child(question, "tags")
    for tag in tags_of(item):
        _write_text(tags, "tag", tag)


def _write_text(parent: Any, name: str, text: str, **attributes: str) -> None:  # noqa: ANN401 - lxml
    _child(_child(parent, name, **attributes), "text").text = text


def _child(parent: Any, name: str, **attributes: str) -> Any:  # noqa: ANN401 - lxml has no types
    return _etree().SubElement(parent, name, attributes)


def read_moodle(content: bytes, name: str) -> FileContent:
    """The choice questions of a quiz; a fault names its question by number, and by name if it has one.

    Raises:
        ExchangeError: It is no well-formed XML, declares a DTD, or is no Moodle quiz.
    """
    etree = _etree()
    check_size(name, len(content))
    # neither entities nor a DTD are read, nothing is fetched, and libxml2's own bounds stay on
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = str(error).split(", line", 1)[0]
        raise ExchangeError(
            f"{name} is no well-formed XML ({reason}). Export it again as Moodle XML."
        ) from error
    if root.getroottree().docinfo.doctype:
        raise ExchangeError(f"{name} declares a document type, which Moodle never does. It is not read.")
    if root.tag != "quiz":
        raise ExchangeError(f"{name} holds <{root.tag}>, not <quiz>. Export the questions as Moodle XML.")
    return collect(_found(root))


def _found(root: Any) -> Iterator[Found]:  # noqa: ANN401 - lxml has no types
    number = 0
    for question in root.iterchildren("question"):
        kind = question.get("type", "")
        if kind == "category":
            continue
        number += 1
        title = _text(question.find("name"), plain=True)
        place = f"question {number}" + (f" ({title[:60]})" if title else "")
        if kind not in _CHOICES:
            yield Found(place, f"it is of the type {kind or 'unknown'}; only choices can be practised.")
            continue
        try:
            yield Found(place, _draft(question, kind))
        except NestedTooDeep as error:
            yield Found(place, f"its HTML cannot be read: {error}.")


def _draft(question: Any, kind: str) -> Draft | str:  # noqa: ANN401 - lxml has no types
    answers = list(question.iterchildren("answer"))
    worth = [_fraction(answer.get("fraction", "0")) for answer in answers]
    if None in worth:
        return "the fraction of an answer is no number; give one from -100 to 100."
    single = kind == "truefalse" or (
        kind == "multichoice" and (question.findtext("single") or "true").strip().lower() in ("true", "1")
    )
    # of one answer the full mark is wanted, a share is a consolation; of several, every share is right
    enough = max((each or 0 for each in worth), default=0) if single else 0
    key = tuple(
        n for n, each in enumerate(worth) if each and (each >= enough if single else each > 0) and each > 0
    )
    options = tuple(_text(answer) for answer in answers)
    if kind == "truefalse":
        options = tuple(option.capitalize() for option in options)
    draft = Draft(
        stem=_text(question.find("questiontext")),
        options=options,
        key=key,
        rationales=tuple(_text(answer.find("feedback")) for answer in answers),
        concept=_text(question.find("generalfeedback")),
        id=(question.findtext("idnumber") or "").strip() or _text(question.find("name"), plain=True),
    )
    tags = [_text(tag, plain=True) for tag in question.iterfind("tags/tag")]
    return with_tags(replace(draft, kind="mc" if single else ""), tags)


def _fraction(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def _text(element: Any, plain: bool = False) -> str:  # noqa: ANN401 - lxml has no types
    """What a text element says; HTML becomes text, by the element's format or else by its looks."""
    if element is None:
        return ""
    text = element.findtext("text") or ""
    form = element.get("format", "").lower()
    if not plain and (form in _HTML_FORMATS or (form in _GUESSED_FORMATS and looks_like_html(text))):
        return text_of_html(text)
    return text
