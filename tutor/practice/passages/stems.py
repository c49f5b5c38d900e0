"""How a fact that was told in other words becomes a question. Pure functions.

Knows nothing of options.
"""

import re
from random import Random

from tutor.practice.passages.kinds import kind_noun
from tutor.practice.passages.prompts import HIDDEN
from tutor.practice.passages.terms import CourseTerm

__all__ = ["RIGHT_CHOICE", "both_stem", "need_stem", "statement_stem", "term_stem"]

RIGHT_CHOICE = "is the right choice"
"""How advice is told of the hidden thing: "X is the right choice when …"."""
_ASKS = ("{Which} meets this need?", "{Which} suits this case?", "{Which} should be chosen?")
_LOOKING = (
    "A company is looking for the right {noun} for {need}. Which one should it choose?",
    "{Which} should a team choose for {need}?",
    "{Which} is the right choice for {need}?",
)
_PEOPLE = re.compile(r"(?:an? (?:team|company|regulator|customer)|teams|analysts|managers|data scientists)\b")
_CLAUSE = re.compile(r"(?:when|whenever|if|provided that|where) (?P<need>.+)")
_SEVERAL = re.compile(r"\b(?:when|whenever|if|provided that)\b|, or for\b|, for\b|\bor for\b")
_SUPERLATIVE = re.compile(r"\b(with (?:the )?)(least|lowest|highest|fewest|most)\b", re.I)
_ABOUT = (
    "Which {statement} about {name} {is_} correct?",
    "Which {statement} {describes} {name} correctly?",
    "Which {statement} {is_} true of {name}?",
)
_HIDDEN = re.compile(rf"(?<![\w-]){HIDDEN}(?![\w-])")


def term_stem(noun: str, sentence: str) -> str:
    """A question for the hidden thing: "Which … keeps …?".

    `noun` is what one of the options is called, "" if no word fits all. A condition that the sentence begins
    with stays in front: "Before a job starts, which … copies …?"
    """
    subject = _which(noun)
    front = _HIDDEN.split(sentence, maxsplit=1)[0]
    if front and not sentence.startswith(HIDDEN):
        subject = f"{front}{subject[0].lower()}{subject[1:]}"
    return _weighed(f"{subject}{_rest(sentence.removeprefix(front))}?")


def need_stem(noun: str, sentence: str, rng: Random, *, is_case: bool = False) -> str:
    """A question for what somebody needs: "A team … Which service meets this need?".

    Of a sentence on when the hidden thing is the right choice; "" where its grammar does not permit it.
    With `is_case` the sentence tells a whole case, whoever it is about.
    """
    begin = f"{HIDDEN} {RIGHT_CHOICE} "
    if not sentence.startswith(begin):
        return ""
    said = sentence.removeprefix(begin).rstrip(".")
    if said.startswith("for "):
        need = said.removeprefix("for ")
        if _SEVERAL.search(need):
            return ""
        frames = _LOOKING if noun and not set(noun.split()) & set(need.split()) else _LOOKING[1:]
        return _weighed(rng.choice(frames).format(noun=noun, need=need, Which=_which(noun)))
    match = _CLAUSE.fullmatch(said)
    if match is None:
        return ""
    need = match["need"]
    if not is_case and (_SEVERAL.search(need) or not _PEOPLE.match(need)):
        return ""  # "a step feeds the whole lake" is a condition, and nobody's need
    return _weighed(f"{need[0].upper()}{need[1:]}. {rng.choice(_ASKS).format(Which=_which(noun))}")


def _which(noun: str) -> str:
    return f"Which {noun}" if noun else "Which of the following"


def _weighed(stem: str) -> str:
    """The stem with the word that decides in capitals, as on the exam: "with the LEAST effort"."""
    return _SUPERLATIVE.sub(lambda match: f"{match[1]}{match[2].upper()}", stem)


def both_stem(term: CourseTerm, first: str, second: str) -> str:
    """A question for two terms of one kind, each told of in a sentence."""
    things = term.kind if kind_noun(term) else "terms"
    said = f"The first {_rest(first).strip()}. The second {_rest(second).strip()}."
    return f"Two {things} are described. {said} Which are they? Select TWO."


def statement_stem(term: CourseTerm, count: int, rng: Random) -> str:
    """A question for true statements about the term."""
    is_one = count == 1
    stem = rng.choice(_ABOUT).format(
        statement="statement" if is_one else "statements",
        is_="is" if is_one else "are",
        describes="describes" if is_one else "describe",
        name=term.name,
    )
    return stem if is_one else f"{stem} Select TWO."


def _rest(sentence: str) -> str:
    return sentence.removeprefix(HIDDEN).rstrip(".")
