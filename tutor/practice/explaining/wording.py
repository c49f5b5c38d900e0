"""How an explanation puts things: an option beside its name, a meaning, the situation that an answer fits."""

from ingest.words import search_words
from tutor.practice.explaining.grounding import Basis, Shown
from tutor.practice.explaining.subjects import FitRow, Subject

__all__ = ["fitting", "in_quotes", "meaning", "name_of"]

_MOSTLY_NAME = 0.5
"""Share of an option's words in a name from which the option is that thing, and not something about it."""


def meaning(subject: Subject) -> Shown:
    """As in: Amazon Polly: text becomes speech. From the glossary's row."""
    spans = (subject.meaning_span,) if subject.meaning_span is not None else ()
    return Shown(f"{_capital(subject.name)}: {_small(subject.meaning)}.", Basis.QUOTE, 1.0, spans)


def fitting(row: FitRow) -> Shown:
    """The situation that a recall row gives for its answer."""
    text = f"{_capital(row.answer)} would be right here: “{row.cue}”"
    return Shown(text, Basis.QUOTE, 1.0, (row.span,))


def in_quotes(option: str) -> str:
    """The option's words without their full stop."""
    return f"“{option.rstrip('. ')}”"


def name_of(subject: Subject, option: str) -> str:
    """The option's subject where its name is most of the option, else the option's own words."""
    words, name = set(search_words(option)), set(search_words(subject.name))
    if not subject.names or len(words & name) < _MOSTLY_NAME * len(words):
        return in_quotes(option)
    return f"{subject.name} ({_small(subject.meaning)})" if subject.meaning else subject.name


def _small(text: str) -> str:
    """The text with a small first letter, unless its first word is a name."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
