"""A fact told in another order by code: nothing is added, so nothing can drift. Pure functions.

    X finds rows and needs a key.               ->  X needs a key and finds rows.
    X is right for images, text or sound.       ->  X is right for images, sound or text.
    X copies the files before a job starts.     ->  Before a job starts, X copies the files.

Used where the result shares no long run of words with the passage. Knows nothing of items.
"""

import re
from collections.abc import Iterator

from tutor.practice.passages.fidelity import same_verbs
from tutor.practice.passages.prompts import HIDDEN

__all__ = ["retellings"]

_VERBS = (
    r"keeps|gives|divides|subtracts|picks|chooses|finds|needs|requires|runs|reads|writes|sends|stores|trains"
    r"|predicts|returns|creates|makes|lifts|takes|uses|starts|stops|scales|removes|replaces|adds|learns|works"
    r"|computes|measures|compares|converts|cuts|turns|brings|holds|supports|allows|lets|hides|marks|writes"
    r"|reports|detects|explains|produces|handles|accepts|expects|shares|splits|joins|merges|moves|copies"
    r"|generates|encrypts|decrypts|rotates|registers|records|delivers|collects|connects|provides|offers"
    r"|shows|serves|answers|applies|avoids|reduces|raises|lowers|multiplies|assigns|estimates|is|has|can"
)
_TWO_PREDICATES = re.compile(rf"(?P<one>[^,]+?),? and (?P<two>(?:{_VERBS}) [^,]+)")
_TWO_CONDITIONS = re.compile(
    r"(?P<head>(?:.* )?(?:when|if)) (?P<one>(?:the|a|an|most|many|all) [^,]+?) and "
    r"(?P<two>(?:the|a|an|most|many|all) [^,]+ "
    r"(?:is|are|has|have|must|can|works?|needs?|wants?|holds?) [^,]+)"
)
_RELATIVE = re.compile(r"\b(?:that|which|who|whose|what|both|either|between)\b")
_POINTING = re.compile(r"\b(?:it|its|they|them|their|each|there|so|both)\b", re.I)
_LIST_END = re.compile(r"(?P<head>.*?), (?P<one>[^,]+?),? (?P<join>and|or) (?P<two>[^,]+)")
_SPREADS = re.compile(
    r"\b(?:for|to|in|with|from|by|on|at|as|per)\b|^(?!an? |the ).*\bof\b|\b(?:all|together)\b"
)
"""In the last of a list: may belong to the whole list."""
_CLAUSE = re.compile(
    r"\b(?:that|which|who|what|when|if|while|where|such|is|are|was|has|takes|and|or|both|either)\b"
)
"""Within a list or before it: more than names of things."""
_JOINED = re.compile(r"\b(?:and|or)\b")
_LATE = re.compile(r"(?P<rest>.+?),? (?P<front>(?:before|after|when|while|during|until|once|if) [^,]+)")
_WISH = re.compile(r"(?P<rest>.+?) (?P<front>with (?:the )?(?:least|lowest|highest|fewest|most) [^,]+)")
_HEAD = re.compile(r"(?P<verb>[a-z]+) (?P<rest>.+)")


def retellings(predicate: str, *, may_front: bool) -> Iterator[str]:
    """The predicate ("keeps …") as sentences on the hidden thing, the nearest to the source's order first.

    With `may_front` a sentence may begin with a condition: "Before a job starts, X copies the files."
    """
    told = list(dict.fromkeys(_reordered(predicate)))
    for each in told:
        yield f"{HIDDEN} {each}."
    if not may_front:
        return
    for each in (predicate, *told):
        if (match := _LATE.fullmatch(each) or _WISH.fullmatch(each)) and _may_lead(
            match["front"], match["rest"]
        ):
            front = match["front"]
            yield f"{front[0].upper()}{front[1:]}, {HIDDEN} {match['rest']}."


def _may_lead(front: str, rest: str) -> bool:
    """Whether a condition can be told first: it is one thing, and nothing before it waits for it."""
    return not (_POINTING.search(front) or _JOINED.search(front) or rest.endswith((" or", " and", ",")))


def _reordered(predicate: str) -> Iterator[str]:
    swapped = [each for each in (_swapped(predicate), _rotated(predicate)) if each]
    yield from swapped
    for each in (predicate, *swapped):
        if match := _HEAD.fullmatch(each):
            yield from (f"{verb} {match['rest']}" for verb in same_verbs(match["verb"]))


def _swapped(predicate: str) -> str:
    """Two predicates, or two conditions, in the other order; "" where there are not two."""
    if predicate.count(" and ") != 1:
        return ""
    if match := _TWO_CONDITIONS.fullmatch(predicate):
        if _POINTING.search(match["two"]) or _RELATIVE.search(match["one"]):
            return ""
        return f"{match['head']} {match['two']} and {match['one']}"
    match = _TWO_PREDICATES.fullmatch(predicate)
    if match is None or _RELATIVE.search(match["one"]) or _POINTING.search(match["two"]):
        return ""
    return f"{match['two']} and {match['one']}"


def _rotated(predicate: str) -> str:
    """The last two of a list of three or more in the other order; "" where there is none at the end."""
    match = _LIST_END.fullmatch(predicate)
    if match is None or _SPREADS.search(match["two"]) or _CLAUSE.search(match["head"].partition(" ")[2]):
        return ""
    if _CLAUSE.search(match["one"]) or _CLAUSE.search(match["two"]):
        return ""
    alone = " " not in match["one"] and " " in match["two"]
    if alone and not match["two"].startswith(("a ", "an ", "the ")):
        return ""  # "train, test and validation channels" are all channels
    return f"{match['head']}, {match['two']} {match['join']} {match['one']}"
