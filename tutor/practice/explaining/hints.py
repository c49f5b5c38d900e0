"""Three hints before the answer, from general to specific, none of which gives the key away.

Each hint is the first of its candidates in which neither a distinguishing word of a keyed option nor one
of its names in the glossary occurs; the last candidates say next to nothing. Knows nothing of sources.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.types import Blueprint
from ingest.words import search_words
from tutor.answering.glossary import Glossary
from tutor.practice.choices import asking_sentence, letters
from tutor.practice.explaining.claims import claims_of
from tutor.practice.types import ItemKind, PracticeItem

__all__ = ["hints", "leaked_words"]


@dataclass(frozen=True, slots=True)
class _Signal:
    """Words of a stem, and what they point to."""

    words: re.Pattern[str]
    pointing: str


def _signal(words: str, pointing: str) -> _Signal:
    return _Signal(re.compile(words, re.IGNORECASE), pointing)


_SIGNALS = (
    _signal(
        r"\bleast (?:\w+ ){0,2}(?:overhead|effort|work|code|infrastructure|maintenance|change)\b"
        r"|\bminimal (?:\w+ )?(?:overhead|effort)\b|\boperational overhead must be minimal\b",
        "Of two options that both work, the one that leaves less to build and run wins.",
    ),
    _signal(
        r"\bmost cost-effective\b|\blowest (?:\w+ )?(?:cost|price)\b|\bcheapest\b|\bleast expensive\b"
        r"|\b(?:cost|price|bill)s?\b[^.]{0,30}\b(?:low|lower|lowers|small|down)\b",
        "Of two options that both work, the one that is paid for less wins; look at how often it is used.",
    ),
    _signal(
        r"\b(?:near real time|near-real-time|within (?:a few |several )?minutes)\b",
        "A short delay is allowed, so nothing has to happen at the very moment of the event.",
    ),
    _signal(
        r"\b(?:real[ -]time|millisecond\w*|at once|immediately|within (?:a|one|\d+) seconds?|latency)\b",
        "What collects things first and handles them later comes too late.",
    ),
    _signal(
        r"\b(?:no|without|writes? no|cannot) (?:\w+ ){0,2}(?:code|coding|programming|training|servers?"
        r"|skills?|specialists?|scientists?|labels?)\b|\bnobody\b",
        "This rules out every option that needs what is missing here.",
    ),
    _signal(
        r"\b(?:confidential|private|encrypt\w*|without the internet|must not leave|personal data)\b",
        "Ask of each option who can see the data, and which way it takes.",
    ),
    _signal(
        r"\b(?:unlabelled|no labels|without labels|rare|imbalanced?|few (?:examples|labels|positives))\b",
        "Ask of each option what it needs to know of the outcome beforehand.",
    ),
    _signal(r"\bfirst\b(?=[^.]*\?)", "One step comes before the others: ask what the others would build on."),
    _signal(
        r"\b(?:cause|causes|explains?|explanation|reason)\b(?=[^.]*\?)",
        "Go from the symptom to what makes it.",
    ),
    _signal(
        r"\bhow many\b|\bwhich (?:value|number|estimate|k)\b|\bwhat is the\b(?=[^.]*\?)",
        "Write the formula down before you look at the options, and mind the units.",
    ),
    _signal(
        r"\b(?:must|may not)\b(?! be (?:created|repeated|done) again)[^.?;]*",
        "An option that breaks this one condition is out, however good it is otherwise.",
    ),
    _signal(
        r"\bwants?\b[^.?;]*|\bneeds? (?!the\b)[^.?;]*",
        "Hold each option against this wish, and strike those that miss it.",
    ),
)
_LONGEST_QUOTE_WORDS = 16
_SIGNALS_SHOWN = 2


def hints(
    item: PracticeItem, blueprint: Blueprint | None = None, glossary: Glossary | None = None
) -> tuple[str, ...]:
    """Three hints, or fewer where everything that could be said would give the key away.

    `blueprint` tells the task statement's title, `glossary` the other names of what is keyed.
    """
    known = glossary or Glossary()
    levels = (_on_topic(item, blueprint), _on_requirements(item), _on_a_wrong_option(item))
    found = (next((text for text in level if not leaked_words(item, text, known)), "") for level in levels)
    return tuple(text for text in found if text)


def leaked_words(item: PracticeItem, text: str, glossary: Glossary | None = None) -> tuple[str, ...]:
    """What of the key the text gives away, in order; empty if nothing.

    It is a stemmed word of a keyed option that stands neither in the stem nor in a wrong option, or a
    name that the glossary has for what only the keyed options name.
    """
    wrong = [option for place, option in enumerate(item.options) if place not in item.key]
    open_words = {word for part in (item.stem, *wrong) for word in search_words(part)}
    keyed = [word for place in item.key for word in search_words(item.options[place])]
    said = search_words(text)
    words = [word for word in dict.fromkeys(keyed) if word not in open_words and word in set(said)]
    line = f" {' '.join(said)} "
    names = [
        name for name in _own_names(item, open_words, glossary) if f" {' '.join(search_words(name))} " in line
    ]
    return (*words, *names)


def _own_names(item: PracticeItem, open_words: set[str], glossary: Glossary | None) -> Iterator[str]:
    """The glossary's names of what the keyed options name and nothing else of the item does."""
    for place in item.key:
        for mention in glossary.mentions(item.options[place]) if glossary else ():
            if set(search_words(mention.text)) <= open_words:
                continue
            for name in mention.names:
                words = set(search_words(name))
                if words and not words <= open_words:
                    yield name


def _on_topic(item: PracticeItem, blueprint: Blueprint | None) -> Iterator[str]:
    """The task statement, else the domain, else their numbers."""
    for domain in blueprint.domains if blueprint else ():
        for task in domain.tasks:
            if task.number == item.task:
                yield f"This item is on task {task.number}: {task.title}."
        if domain.number == item.domain:
            yield f"This item is on domain {domain.number}: {domain.title}."
    yield f"This item is on task {item.task}."
    yield "Put the question in your own words before you read the options again."
    yield "Read the question once more."


def _on_requirements(item: PracticeItem) -> Iterator[str]:
    """The words of the stem that limit the choice and what they point to; two of them, one, or none."""
    found = []
    taken: list[tuple[int, int]] = []
    for signal in _SIGNALS:
        match = signal.words.search(item.stem)
        if match and not any(match.start() < end and start < match.end() for start, end in taken):
            taken.append(match.span())
            found.append(f"“{_short(match.group())}”: {signal.pointing[0].lower()}{signal.pointing[1:]}")
    if len(found) >= _SIGNALS_SHOWN:
        yield f"Mind these words. {' '.join(found[:_SIGNALS_SHOWN])}"
    yield from (f"Mind these words. {each}" for each in found)
    asked = asking_sentence(item.stem)
    if item.kind is ItemKind.MULTIPLE_RESPONSE:
        yield f"Judge each option by itself against this: “{asked}”"
    told = item.stem[: item.stem.find(asked)].strip()
    if told:
        yield f"Hold each option against this: “{asking_sentence(told)}”"
    yield f"Look at what is asked: “{asked}” Strike every option that answers something else."
    yield f"“{asked}”"


def _on_a_wrong_option(item: PracticeItem) -> Iterator[str]:
    """A wrong option and why it is ruled out, the reason that tells least of the key first; then bare."""
    wrong = [place for place in range(len(item.options)) if place not in item.key]
    for reasons in (_reasons(item, wrong), [(place, "") for place in wrong]):
        for place, reason in reasons:
            option = item.options[place].rstrip(". ")
            yield f"You can rule out {letters([place])[0]}: “{option}”. {reason}".strip()
    for place in wrong:
        letter = letters([place])[0]
        yield from (f"You can rule out {letter}.", f"{letter} does not fit.", f"Not {letter}.")


def _reasons(item: PracticeItem, wrong: Sequence[int]) -> list[tuple[int, str]]:
    """The first statement of each wrong option's rationale; those that share least with the key's first."""
    rationales = dict(enumerate(item.rationales))
    told = {
        word
        for place in item.key
        for word in search_words(f"{item.options[place]} {rationales.get(place, '')}")
    } - set(search_words(item.stem))
    firsts = [(place, claim) for place in wrong for claim in claims_of(rationales.get(place, ""))[:1]]
    return sorted(
        firsts, key=lambda pair: len(told & set(search_words(f"{item.options[pair[0]]} {pair[1]}")))
    )


def _short(text: str) -> str:
    words = text.split()
    return (
        " ".join(words)
        if len(words) <= _LONGEST_QUOTE_WORDS
        else f"{' '.join(words[:_LONGEST_QUOTE_WORDS])} …"
    )
