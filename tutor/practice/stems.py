"""The wording of stems and rationales of items from tables: tables of phrases, and how they are filled.

Knows nothing of which rows are chosen.
"""

import re
from collections.abc import Sequence
from random import Random

from tutor.practice.facts_of_tables import RowTable, TableKind, TableRow

__all__ = [
    "answer_noun",
    "ask_for_many",
    "because",
    "belonging",
    "compare_stem",
    "cue_stem",
    "match_stem",
    "noun",
    "number_word",
    "plural",
    "spoken_list",
    "two_cues_stem",
]

_NUMBER_WORDS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
_UNCOUNTABLE = frozenset("hardware software data information equipment advice".split())
_DESCRIPTIVE = frozenset("meaning description property quantity wording".split())
"""Cues that say what the answer is rather than when it is needed."""

_FRAMES = {
    # a stem is the cue and the question; every third gets an opening
    "situation": ("", "", "", "Consider this case: ", "A team asks you for advice. "),
    "symptom": ("", "", "Consider this case: ", "A colleague reports a problem. "),
    "descriptive": ("",),
}
_SYMPTOMS = frozenset("symptom fault fix".split())
_FRAMED_FROM_WORDS = 12
"""An opening before a shorter cue would make up too much of the stem."""
_COMPARE = (
    "{count} {answers} are compared: {names}. {ask}",
    "Your notes list {number} {answers}: {names}. {ask}",
    "You have to tell {number} {answers} apart: {names}. {ask}",
)
_GLOSSARY_STEMS = (
    "“{meaning}” Which term has this meaning?",
    "A glossary says: “{meaning}” Which term does it define?",
    "A colleague explains a term so: “{meaning}” Which term is it?",
)
_ASK_CASE = "Which of these {cues} {one} {name}?"
_ASK_CASES = "Which {count} of these {cues} {many} {name}? Select {count}."
_CALLS = ("calls for", "call for")
_BELONGS = ("belongs to", "belong to")
_POINTS = ("points to", "point to")
_CONCLUSIONS = frozenset("diagnosis reading distribution cause".split())
"""Answers that one arrives at rather than chooses."""
_MATCH = {
    1: "A colleague sorts notes on “{topic}” and pairs each {cue} with one {answer}. Which pair is right?",
    2: "A study group has made pairs of {cue} and {answer} from “{topic}”. Which TWO pairs are right? "
    "Select TWO.",
    3: "A quiz sheet on “{topic}” pairs each {cue} with one {answer}. Which THREE pairs are right? "
    "Select THREE.",
}
_TWO_CUES = (
    "A company faces two {cues}. First: {first} Second: {second} {ask}",
    "Two teams bring one {cue} each. Team A: {first} Team B: {second} {ask}",
    "A review finds two {cues}. (1) {first} (2) {second} {ask}",
)
_TWO_MEANINGS = "Here are two {cues}. (1) {first} (2) {second} {ask}"
_ASK_SHAPE = re.compile(
    r"^Which (?P<noun>[\w -]{1,45}?) (?P<verb>fits|meets|addresses|solves|removes|is)\b(?P<rest>[^?]*)\?$"
)
_PLURAL_VERB = {
    "fits": "fit",
    "meets": "meet",
    "addresses": "address",
    "solves": "solve",
    "removes": "remove",
    "is": "are",
}
_NOT_PLURAL = re.compile(r"\b(?:in|inside|on|at|by|with|of|or|and|for|to|from|does|this|a|an)\b", re.I)
_SECOND_VERB = re.compile(r"\b(?:meets|is|does|needs|costs|and)\b")
_EMPHASISED = re.compile(r"(?<!at )\b(least|most)\b")
_PLAIN_STARTS = frozenset(
    "a an the this that these those it its they their one two three no all each every some many more most "
    "few fewer only both such when if as since any".split()
)


def noun(header: str) -> str:
    """What one cell of a column is called in a sentence: "Question to the data" -> "question"."""
    first = re.split(r" (?:to|of|for|in|from|that|which) ", header.strip())[0]
    if not first or re.search(r"\b(?:and|or)\b|/", first) or len(first.split()) > 3:
        return "case"
    return " ".join(word if re.search(r"[A-Z]{2}", word) else word.lower() for word in first.split())


def answer_noun(table: RowTable) -> str:
    """What an answer of the table is called: its column's name where that reads well."""
    named = noun(table.answer_name)
    return "option" if named == "case" or named.split()[-1] in _UNCOUNTABLE else named


def plural(word: str) -> str:
    """The plural of a noun in lower case: "diagnosis" -> "diagnoses", "family" -> "families"."""
    if word.endswith("sis"):
        return word[:-2] + "es"
    if re.search(r"(?:s|x|ch|sh)$", word):
        return word + "es"
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + "s"


def number_word(count: int) -> str:
    """2 -> "TWO", as the exam writes it in "Select TWO."."""
    return _NUMBER_WORDS[count].upper()


def spoken_list(names: Sequence[str]) -> str:
    """Names in a row: "A, B and C"; with semicolons where a name holds a comma or is a phrase of its own."""
    long = any("," in name or len(name.split()) > 3 for name in names)
    return f"{'; '.join(names[:-1])}; {names[-1]}" if long else f"{', '.join(names[:-1])} and {names[-1]}"


def _is_descriptive(table: RowTable) -> bool:
    return noun(table.cue_name).split()[-1] in _DESCRIPTIVE


def _emphasised(ask: str) -> str:
    return _EMPHASISED.sub(lambda found: found[1].upper(), ask)


def cue_stem(table: RowTable, row: TableRow, rng: Random) -> str:
    """The cue and the table's question; `{cue}` in the question is where the cue goes."""
    if table.kind is TableKind.GLOSSARY:
        return rng.choice(_GLOSSARY_STEMS).format(meaning=row.cue)
    ask = _emphasised(table.ask)
    if "{cue}" in ask:
        return ask.replace("{cue}", row.cue)
    frame = rng.choice(_FRAMES[_frame_of(table, row.cue)])
    return f"{frame if len(row.cue.split()) >= _FRAMED_FROM_WORDS else ''}{row.cue} {ask}"


def _frame_of(table: RowTable, cue: str) -> str:
    if _is_descriptive(table) or cue.endswith("?"):
        return "descriptive"
    return "symptom" if noun(table.cue_name).split()[-1] in _SYMPTOMS else "situation"


def compare_stem(table: RowTable, answer: str, names: Sequence[str], count: int, rng: Random) -> str:
    """Answers are named, and it is asked which `count` of the cues below belong to one of them."""
    one_calls, many_call = _verbs(table)
    words = {
        "one": one_calls,
        "many": many_call,
        "cues": _cue_nouns(table),
        "name": f"“{answer}”" if len(answer.split()) > 3 or "," in answer else answer,
        "count": number_word(count) if count > 1 else "",
    }
    ask = (_ASK_CASE if count == 1 else _ASK_CASES).format(**words)
    return rng.choice(_COMPARE).format(
        count=number_word(len(names)).capitalize(),
        number=number_word(len(names)).lower(),
        answers=plural(answer_noun(table)),
        names=spoken_list(names),
        ask=ask,
    )


def belonging(table: RowTable) -> str:
    """What a cue of the table does to its answer: "calls for", "points to" or "belongs to"."""
    return _verbs(table)[0]


def _verbs(table: RowTable) -> tuple[str, str]:
    if _is_descriptive(table):
        return _BELONGS
    return _POINTS if answer_noun(table).split()[-1] in _CONCLUSIONS else _CALLS


def match_stem(table: RowTable, count: int) -> str:
    """It is asked which `count` of the pairs of cue and answer below are right."""
    return _MATCH[count].format(topic=table.heading, cue=_cue_noun(table), answer=answer_noun(table))


def two_cues_stem(table: RowTable, first: str, second: str, rng: Random) -> str:
    """Two cues, and the question for the two answers that they have."""
    frames = (_TWO_MEANINGS,) if _is_descriptive(table) else _TWO_CUES
    return rng.choice(frames).format(
        cue=_cue_noun(table),
        cues=_cue_nouns(table),
        first=first,
        second=second,
        ask=ask_for_many(table, 2),
    )


def ask_for_many(table: RowTable, count: int) -> str:
    """The table's question for so many answers: "Which TWO services fit best, one for each? Select TWO."."""
    word = number_word(count)
    found = _ASK_SHAPE.match(table.ask)
    verb = _PLURAL_VERB.get(found["verb"]) if found else None
    if "{cue}" in table.ask:
        ask = f"Which {word} {plural(answer_noun(table))} are right, one for each?"
    elif found is None or verb is None or _SECOND_VERB.search(f"{found['noun']} {found['rest']}"):
        ask = f"For each of them, {table.ask[0].lower()}{table.ask[1:]}"
    else:
        named = answer_noun(table) if _NOT_PLURAL.search(found["noun"]) else found["noun"]
        ask = f"Which {word} {plural(named)} {verb}{found['rest']}, one for each?"
    return f"{_emphasised(ask)} Select {word}."


def _cue_noun(table: RowTable) -> str:
    return noun(table.cue_name)


def _cue_nouns(table: RowTable) -> str:
    return plural(_cue_noun(table))


def because(why: str, plain_words: frozenset[str]) -> str:
    """A reason as a clause: "It finds text." -> "because it finds text"; empty if it begins with a name.

    `plain_words` are words that are written small elsewhere, and never with a capital within a sentence.
    """
    first, _, rest = why.strip().rstrip(".").partition(" ")
    if not rest or re.search(r"[.;:]", rest):
        return ""
    small = first.lower()
    if small in _PLAIN_STARTS or small in plain_words:
        return f"because {small} {rest}"
    return ""
