"""The wording of stems and rationales of items from tables: tables of phrases, and how they are filled.

Knows nothing of which rows are chosen.
"""

import re
from random import Random

from tutor.practice.tables.facts import RowTable, TableKind, TableRow

__all__ = [
    "answer_noun",
    "ask_for_combination",
    "ask_for_many",
    "belonging",
    "cue_stem",
    "is_chosen",
    "is_descriptive",
    "noun",
    "number_word",
    "plural",
    "reverse_stem",
    "two_cues_stem",
    "two_parts_stem",
]

_NUMBER_WORDS = {2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}
_UNCOUNTABLE = frozenset("hardware software data information equipment advice".split())
_DESCRIPTIVE = frozenset("meaning description property quantity wording".split())
"""Cues that say what the answer is rather than when it is needed."""

_OPENINGS_APART = "||"
"""Between the openings before `{cue}` in a table's question, of which an item gets one."""
_ACTOR = re.compile(r"(?:An?|Two|Four|Five|Six|Ten|Twelve|Twenty) ")
"""Begins a cue that says who has the need, so that an opening would bring in another."""
_TWO_OPENINGS = {
    "symptom": "A company investigates two separate problems.",
    "observation": "A data scientist makes two separate observations.",
    "question": "A data scientist has two separate questions.",
    "workload": "A company runs two separate workloads.",
    "job": "A company plans two separate jobs.",
    "tuning job": "A company runs two separate tuning jobs.",
    "data": "A company keeps two separate sets of data.",
    "signal": "A company has two separate monitoring requirements.",
    "target": "A data scientist builds two separate networks.",
    **dict.fromkeys(("case", "situation", "need"), "A company has two separate requirements."),
}
_TWO_OF_KIND = "A company has two separate {cues}."
_SYMPTOMS = frozenset("symptom fault fix".split())
_GLOSSARY_STEMS = (
    "“{meaning}” Which term has this meaning?",
    "A course book defines a term as follows: “{meaning}” Which term is defined?",
)
_REVERSE = (
    "A company considers {name}. Which of these {cues} {one} {name}?",
    "A company evaluates {name} for several {cues}. Which of them {one} {name}?",
)
_REVERSE_MANY = "A company considers {name}. Which {count} of these {cues} {many} {name}? Select {count}."
_CALLS = ("calls for", "call for")
_BELONGS = ("belongs to", "belong to")
_POINTS = ("points to", "point to")
_CONCLUSIONS = frozenset("diagnosis reading distribution cause".split())
"""Answers that one arrives at rather than chooses."""
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
_SINGULAR_VERB = {many: one for one, many in _PLURAL_VERB.items()}
_THIS = re.compile(r"\bthis (\w+)")
_THE_ONE = re.compile(r"\bthe (requirement|cause|need|problem|symptom|situation)\b")
_NOT_PLURAL = re.compile(r"\b(?:in|inside|on|at|by|with|of|or|and|for|to|from|does|this|a|an)\b", re.I)
_SECOND_VERB = re.compile(r"\b(?:meets|is|does|needs|costs|and)\b")
_EMPHASISED = re.compile(r"(?<!at )\b(least|most)\b")


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


def is_chosen(table: RowTable) -> bool:
    """True where an answer is something that one takes for a need, and no finding, remedy or description."""
    cue, answer = noun(table.cue_name).split()[-1], answer_noun(table).split()[-1]
    return not (is_descriptive(table) or cue in _SYMPTOMS or answer in _CONCLUSIONS)


def is_descriptive(table: RowTable) -> bool:
    """True where a cue says what its answer is rather than when it is needed."""
    return noun(table.cue_name).split()[-1] in _DESCRIPTIVE


def _emphasised(ask: str) -> str:
    return _EMPHASISED.sub(lambda found: found[1].upper(), ask)


def cue_stem(table: RowTable, row: TableRow, rng: Random) -> str:
    """The cue and the table's question; what stands before `{cue}` in the question opens it.

    An opening that ends as a sentence is left out where the cue itself says who needs something.
    """
    if table.kind is TableKind.GLOSSARY:
        return rng.choice(_GLOSSARY_STEMS).format(meaning=row.cue)
    openings, ask = _parts(table)
    if not openings:
        return f"{row.cue} {ask}"
    opening = rng.choice(openings)
    if opening.endswith("."):
        opening = f"{opening} " if _wants_opening(row.cue) else ""
    elif not opening.endswith('"'):
        opening += " "
    closing = "" if ask.startswith('"') else " "
    return f"{opening}{row.cue}{closing}{ask}"


def _wants_opening(cue: str) -> bool:
    return not _ACTOR.match(cue)


def _parts(table: RowTable) -> tuple[list[str], str]:
    """The openings and the question proper, its superlative in capitals as on the exam."""
    before, mark, after = table.ask.partition("{cue}")
    if not mark:
        return [], _emphasised(table.ask)
    return [each.strip() for each in before.split(_OPENINGS_APART) if each.strip()], _emphasised(
        after.strip()
    )


def reverse_stem(table: RowTable, answer: str, count: int, rng: Random) -> str:
    """It is asked which `count` of the cues below belong to the answer."""
    one_calls, many_call = _verbs(table)
    name = f"“{answer}”" if len(answer.split()) > 3 or "," in answer else answer
    words = {"name": name, "cues": _cue_nouns(table), "one": one_calls, "many": many_call}
    if count == 1:
        return rng.choice(_REVERSE).format(**words)
    return _REVERSE_MANY.format(**words, count=number_word(count))


def belonging(table: RowTable) -> str:
    """What a cue of the table does to its answer: "calls for", "points to" or "belongs to"."""
    return _verbs(table)[0]


def _verbs(table: RowTable) -> tuple[str, str]:
    if is_descriptive(table):
        return _BELONGS
    return _POINTS if answer_noun(table).split()[-1] in _CONCLUSIONS else _CALLS


def two_cues_stem(table: RowTable, first: str, second: str) -> str:
    """Two cues, and the question for the two answers that they have."""
    return f"{_two(table, first, second)} {ask_for_many(table, 2)}"


def two_parts_stem(table: RowTable, first: str, second: str) -> str:
    """Two cues, and the question for one combination of answers."""
    return f"{_two(table, first, second)} {ask_for_combination(table)}"


def _two(table: RowTable, first: str, second: str) -> str:
    named = _cue_noun(table)
    opening = _TWO_OPENINGS.get(named, _TWO_OF_KIND.format(cues=_cue_nouns(table)))
    return f"{opening} (1) {first} (2) {second}"


def ask_for_many(table: RowTable, count: int) -> str:
    """The table's question for so many answers: "Which TWO services fit best, one for each? Select TWO."."""
    word = number_word(count)
    asked = _for_several(table)
    ask = f"Which {word} {asked}, one for each?" if asked else _for_each(table)
    return f"{ask} Select {word}."


def ask_for_combination(table: RowTable) -> str:
    """The table's question for one answer to each of two cues."""
    asked = _for_several(table)
    if not asked:
        return _for_each(table)
    verb = re.search(rf"(?<=\w )(?:{'|'.join(_SINGULAR_VERB)})\b", asked)
    if verb:  # the first one only: "options are the best fit" has a noun that looks like a verb
        asked = asked[: verb.start()] + _SINGULAR_VERB[verb.group()] + asked[verb.end() :]
    return f"Which combination of {asked}?"


def _for_several(table: RowTable) -> str:
    """The question after "Which TWO", without its question mark: "services fit best"; "" if it has none."""
    _, ask = _parts(table)
    found = _ASK_SHAPE.match(ask)
    verb = _PLURAL_VERB.get(found["verb"]) if found else None
    if table.kind is TableKind.PLAIN:
        return f"{plural(answer_noun(table))} are right"
    if found is None or verb is None or _SECOND_VERB.search(f"{found['noun']} {found['rest']}"):
        return ""
    named = answer_noun(table) if _NOT_PLURAL.search(found["noun"]) else found["noun"]
    rest = _THIS.sub(lambda match: f"these {plural(match[1])}", found["rest"])
    rest = _THE_ONE.sub(lambda match: f"the {plural(match[1])}", rest)
    return f"{plural(named)} {verb}{rest}"


def _for_each(table: RowTable) -> str:
    _, ask = _parts(table)
    return f"For each of them, {ask[0].lower()}{ask[1:]}"


def _cue_noun(table: RowTable) -> str:
    return noun(table.cue_name)


def _cue_nouns(table: RowTable) -> str:
    return plural(_cue_noun(table))
