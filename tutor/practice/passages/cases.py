"""Sentences that decide a case: "A city that counts cars should use object detection." Pure functions.

    When a shop wants X and has Y, choose Z.             a shop wants X and has Y
    A shop that wants X and has Y should use Z.          a shop wants X and has Y
    A shop with X and Y needs Z.                         a shop has X and Y
    A shop whose X does Y uses Z.                        a shop's X does Y

The thing that is chosen has to be a term of the course, and nothing in the case may name it. Knows nothing of
questions.
"""

import re
from dataclasses import dataclass

from tutor.practice.passages.lists import VERB_FORMS
from tutor.practice.passages.terms import CourseTerm, TermBook

__all__ = ["DecidedCase", "decided_case"]

_FEWEST_WORDS, _MOST_WORDS = 9, 40
_CHOICE = re.compile(r"(?:choose|use|prefer|pick|take|start with|select) ")
_MAIN = re.compile(
    r",? (?:should (?:first )?(?:choose|use|prefer|pick|take|start with|train)|uses|needs|calls|chooses"
    r"|trains|takes|draws|starts with|can use) "
)
_FITS = re.compile(
    r" (?:is the (?:right|first|usual|managed|direct)|fits|suits|should be (?:used|chosen|tried)|is right)\b"
)
"""What follows the term where no verb of choice stands before it."""
_SUBJECT = re.compile(r"(?P<who>An? [a-z][\w'-]*(?: (?!that\b|who\b|whose\b|with\b)[\w'-]+){0,3}) ")
_LINK = re.compile(r"(?P<link>that|who|whose|with) ")
_ARTICLE = re.compile(r"(?:an? |the |one )(?:plain |simple |single )?")
_AFTER_TERM = re.compile(
    r"$|,| \(| (?:in|with|for|on|to|over|under|as|through|trained|because|by|when|from|side)\b"
    r"|(?: [A-Z][\w-]*)+(?=$|,| (?!or\b|and\b))"
)
"""What may follow the term, so that the term is all that is chosen; a capital goes on with its name."""
_OTHER_CHOICE = re.compile(r"\b(?:or|either|while|but)\b")
_WITH_MORE = re.compile(r",? (?:that|who) (?=(?:wants|must|needs|has|owns|plans)\b)")
"""Behind "with", what is said of the subject: "with many reviews that wants speed"."""
_MODALS = frozenset("must may can cannot wants has needs had would already also now often".split())
_UNFINISHED = re.compile(
    r"\b(?:and|or|only|not|never|no longer|rarely|seldom|hardly|still|also|often)$"
    r"|, (?:choose|use|prefer|pick|take|start with|select) "
)
"""A case that ends in the middle, or that holds a choice of its own."""
_POINTING = re.compile(r"\b(?:this|these|those|such|here|above|below|while|exam|question|scenario)\b|[;:]")


@dataclass(frozen=True, slots=True)
class DecidedCase:
    """What is the case, as a clause that begins with a small letter, and what is chosen for it."""

    term: CourseTerm
    case: str


def decided_case(sentence: str, book: TermBook) -> DecidedCase | None:
    """The case that the sentence decides for one term, or None when it does not have that form."""
    if sentence.startswith(("When ", "If ")):
        return _under_condition(sentence, book)
    subject = _SUBJECT.match(sentence)
    link = _LINK.match(sentence, subject.end()) if subject else None
    if subject is None or link is None or not sentence.endswith("."):
        return None
    for main in _MAIN.finditer(sentence, link.end()):  # the first verb of choice before a term
        case = _clause(subject["who"], link["link"], sentence[link.end() : main.start()])
        found = _decided(case, sentence[main.end() : -1], book) if case else None
        if found is not None:
            return found
    return None


def _under_condition(sentence: str, book: TermBook) -> DecidedCase | None:
    """The case before the last comma behind which a choice stands."""
    body = sentence.partition(" ")[2]
    if not body.endswith("."):
        return None
    for comma in reversed(list(re.finditer(", ", body))):
        rest = body[comma.end() : -1]
        choice = _CHOICE.match(rest)
        chosen = rest[choice.end() :] if choice else rest
        found = _decided(body[: comma.start()], chosen, book, is_subject=choice is None)
        if found is not None:
            return found
    return None


def _clause(who: str, link: str, said: str) -> str:
    """The subject and what is said of it behind "that" or "with" as a clause of its own; "" if it is none."""
    if link == "with":
        return f"{who} has {_WITH_MORE.sub(' and ', said, count=1)}"
    if link == "whose":
        return f"{who}'s {said}"
    first = said.split()[0] if said else ""
    return f"{who} {said}" if first in VERB_FORMS | _MODALS or _is_third_person(first) else ""


def _is_third_person(word: str) -> bool:
    return word.islower() and word.endswith("s") and not word.endswith(("ss", "us", "is"))


def _decided(case: str, rest: str, book: TermBook, *, is_subject: bool = False) -> DecidedCase | None:
    """The case if `rest` begins with a term that is all that is chosen, or with `is_subject` that fits."""
    article = _ARTICLE.match(rest)
    chosen = rest[article.end() :] if article else rest
    head = book.at_head(chosen)
    if head is None or _OTHER_CHOICE.search(chosen):
        return None
    if not (_FITS if is_subject else _AFTER_TERM).match(chosen, head.length):
        return None
    words = len(case.split())
    if not _FEWEST_WORDS <= words <= _MOST_WORDS or _POINTING.search(case) or _UNFINISHED.search(case):
        return None
    is_name = len(case) > 1 and case[1] != " " and not case[1].islower()
    return DecidedCase(head.term, case if is_name else f"{case[0].lower()}{case[1:]}")
