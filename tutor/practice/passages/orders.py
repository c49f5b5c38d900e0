"""What is said of a thing with its lists, its predicates or its conditions in another order.

    reads forms, notes and maps            ->  reads maps, forms and notes
    finds rows and needs a key             ->  needs a key and finds rows
    when A, when B, or when C              ->  when C, when A, or when B

Whatever may belong to more than its own member stays where it is. Pure functions.
"""

import re
from random import Random

from tutor.practice.passages.lists import BOUNDARIES, VERB_FORMS, is_name, lists_in

__all__ = ["SUMS", "reordered"]

_POINTING = re.compile(r"\b(?:it|its|they|them|their|there|so|both|either|same)\b", re.I)
_RELATIVE = re.compile(r"\b(?:that|which|who|whose|what|both|either|between|when|if|where)\b")
_STEPS = frozenset(
    "subtracts divides multiplies adds cuts scales builds downloads splits explores imports reshapes".split()
)
"""Verbs of predicates that are done one after another."""
SUMS = frozenset("subtracts divides multiplies adds cuts scales".split())
"""Of these, what is done to one number or thing, so that "also" would tell of something else."""
_VERB = "|".join(sorted(VERB_FORMS))
_VERB_AHEAD = rf"(?=(?:{_VERB}) (?!of |in |on |for |from |that |and |or |to ))"
_VERB_PARTS = re.compile(rf",? and {_VERB_AHEAD}|, {_VERB_AHEAD}")
_LEAD_PARTS = re.compile(r",? (?:or|and) (?=(?:when|if|for) )|, (?=(?:when|if|for) )")
_TWO_CONDITIONS = re.compile(
    r"(?P<head>(?:.* )?(?:when|if)) (?P<one>(?:the|a|an|most|many|all) [^,]+?) and "
    r"(?P<two>(?:the|a|an|most|many|all) [^,]+ "
    r"(?:is|are|has|have|must|can|works?|needs?|wants?|holds?) [^,]+)"
)
_SAME_LEAD = re.compile(
    r"(?P<head>[^,]* )(?P<lead>for|by|in|with|on|from|to) (?P<one>[^,]+?) (?P<join>and|or) (?P=lead) "
    r"(?P<two>[^,]+)"
)
_FINITE = re.compile(r"\b(?:is|are|has|have|must|can|[a-z]+(?:sts?|rks?|eds?|nts?|lds?))\b")


def reordered(text: str, rng: Random) -> str:
    """The predicate with its lists, predicates or conditions in another order; itself if it has none."""
    made = (_predicates(text, rng), _conditions(text, rng), _two(text), _pair(text), _twins(text))
    ways = [each for each in made if each]
    if ways and rng.random() < 0.7:
        text = rng.choice(ways)
    for each in reversed(lists_in(text)):
        if len(each.movable) > 1:
            text = text[: each.start] + each.shuffled(rng) + text[each.end :]
    return text


def _predicates(text: str, rng: Random) -> str:
    """Two or more predicates in another order; "" where there are not two or one may belong to another."""
    if text.split()[0] not in VERB_FORMS:
        return ""
    parts = _VERB_PARTS.split(text)
    if len(parts) < 2 or any("," in part for part in parts) or _are_steps(parts):
        return ""
    if any(_RELATIVE.search(part) for part in parts) or any(_POINTING.search(part) for part in parts):
        return ""
    return _joined(_other_order(parts, rng), "and")


def _are_steps(parts: list[str]) -> bool:
    """Whether one predicate follows from another: arithmetic, or a thing that is named in both."""
    if any(part.split()[0] in _STEPS for part in parts):
        return True
    named = [set(re.findall(r"\b(?:a|an|the|each|every) (\w{3,}?)s?\b", part)) for part in parts]
    words = [{word.rstrip("s") for word in part.split()} for part in parts]
    return any(named[n] & words[m] for n in range(len(parts)) for m in range(n))


def _conditions(text: str, rng: Random) -> str:
    """Conditions that each begin with "when", "if" or "for", in another order; "" where there are not two."""
    match = re.match(r"(?P<head>(?:is [a-z ]+? choice )?)(?P<lead>when|if|for) ", text)
    if match is None:
        return ""
    parts = _LEAD_PARTS.split(text[match.end("head") :])
    alike = all(part.startswith(f"{match['lead']} ") for part in parts)
    if len(parts) < 2 or not alike or any(_POINTING.search(part) or "," in part for part in parts):
        return ""
    joins = set(re.findall(rf"\b(or|and) {match['lead']} ", text))
    return match["head"] + _joined(_other_order(parts, rng), joins.pop()) if len(joins) == 1 else ""


def _two(text: str) -> str:
    """Two conditions after one "when" in the other order."""
    match = _TWO_CONDITIONS.fullmatch(text) if text.count(" and ") == 1 else None
    if match is None or _POINTING.search(match["two"]) or _RELATIVE.search(match["one"]):
        return ""
    return f"{match['head']} {match['two']} and {match['one']}"


def _pair(text: str) -> str:
    """The only two things that a predicate names, in the other order."""
    match = re.fullmatch(
        r"(?P<head>(?:is [a-z ]+? choice )?[a-z]+) (?P<one>[^,]+) (?P<join>and|or) (?P<two>[^,]+)", text
    )
    if match is None or not (is_name(match["one"]) and is_name(match["two"])):
        return ""
    one, two = match["one"], match["two"]
    if _FINITE.search(f"{one} {two}") or two.endswith("ly"):
        return ""
    if " " in one and " " not in two:  # "strange names and places"
        return ""
    if " " not in one and not re.search(r"[^su]s$", one):  # "test and training channels"
        return ""
    return f"{match['head']} {two} {match['join']} {one}"


def _twins(text: str) -> str:
    """Two things that are told alike, in the other order: "has nets for fish and pumps for mud"."""
    if match := _SAME_LEAD.fullmatch(text):
        one, two, head = match["one"], match["two"], f"{match['head']}{match['lead']} "
        join = f" {match['join']} {match['lead']} "
        if not _plain(one) or not _plain(two):
            return ""
        return f"{head}{two}{join}{one}"
    match = re.fullmatch(r"(?P<verb>[a-z]+) (?P<one>[^,]+) and (?P<two>[^,]+)", text)
    if match is None or text.count(" and ") > 1 or " or " in text:
        return ""
    leads = [[w for w in match[part].split() if w in BOUNDARIES] for part in ("one", "two")]
    if not leads[0] or leads[0][0] == "of" or leads[0][:1] != leads[1][:1]:
        return ""
    if len(leads[0]) != len(leads[1]) or not (_plain(match["one"]) and _plain(match["two"])):
        return ""
    return f"{match['verb']} {match['two']} and {match['one']}"


def _plain(text: str) -> bool:
    """Whether a text is no more than names and what lies between them."""
    return not (
        _RELATIVE.search(text) or _POINTING.search(text) or re.search(r"\b(?:and|or|is|are|has)\b", text)
    )


def _other_order(parts: list[str], rng: Random) -> list[str]:
    if len(parts) == 2:
        return parts[::-1]
    shuffled = list(parts)
    rng.shuffle(shuffled)
    return shuffled


def _joined(parts: list[str], word: str) -> str:
    if len(parts) == 2:
        return f"{parts[0]} {word} {parts[1]}"
    return f"{', '.join(parts[:-1])}, {word} {parts[-1]}"
