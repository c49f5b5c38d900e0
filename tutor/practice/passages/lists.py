"""Lists of names in what is said of a thing: "reads forms, notes and maps", and which of them may move.

Whatever may belong to more than its own member stays where it is. Pure functions.
"""

import re
from dataclasses import dataclass
from random import Random

__all__ = ["BOUNDARIES", "VERB_FORMS", "NameList", "is_name", "lists_in"]

VERB_FORMS = frozenset(
    """keeps gives divides subtracts picks chooses finds needs requires runs reads writes sends stores trains
    predicts returns creates makes lifts takes uses starts stops scales removes replaces adds learns works
    computes measures compares converts cuts turns brings holds supports allows lets hides marks reports
    detects explains produces handles accepts expects shares splits joins merges moves copies generates
    encrypts decrypts rotates registers records delivers collects connects provides offers shows serves
    answers applies avoids reduces raises lowers multiplies assigns estimates is has can carries imports
    explores engineers tries ignores leaves runs loads calls streams exports reshapes dampens builds governs
    proposes queries drops warns throws fits suits exploits charges saves solves retains displays identifies
    reveals reduces calculates employs relies prevents deals selects obtains suggests quantifies contains
    passes inspects examines predicts comprises permits gathers gets disregards presupposes outputs executes
    gauges resides deactivates launches logs lets stays""".split()
)
"""Verbs in the third person."""
BOUNDARIES = frozenset(
    """for of in on with from to by into between as like through behind over at without than per across
    against after before during until about along beyond near under within inside via that which who whose
    what when where while if because so and or nor both either are was were must has is can such than be need
    needs want wants have use using""".split()
)
"""Words that no name of a thing holds."""
_BELONGING = frozenset("of with for in on that which who whose over beyond such than like without".split())
"""Of these, what begins something that may belong to the name before it and not to the whole list."""
_ADJECTIVE = re.compile(
    r"\b(?:long|short|fast|quick|small|large|cheap|complex|simple|frequent|rare|new|deep"
    r"|own|fair|strong|many)$"
)
"""A member that ends so is none: "long, auditable processes"."""
_DOING = re.compile(r"\w{3,}ing \w")
_REFERS = re.compile(r"\b(?:similar|other|further|related|remaining|more)\b")
"""Speaks of the names before it."""
_MOST_WORDS = 5
"""In one member of a list of names."""
_ARTICLES = ("a ", "an ", "the ")
_TOWARDS = frozenset({"to", "from", "as", "for", "like"})


@dataclass(frozen=True, slots=True)
class NameList:
    """Three or more names in `text[start:end]`, and the places of those that may stand elsewhere in it."""

    start: int
    end: int
    names: tuple[str, ...]
    join: str
    """What stands before the last: " and ", ", or "."""
    movable: tuple[int, ...]

    def shuffled(self, rng: Random) -> str:
        """The list with those that may stand elsewhere in an order drawn by `rng`."""
        places = list(self.movable)
        rng.shuffle(places)
        members = list(self.names)
        for place, source in zip(self.movable, places, strict=True):
            members[place] = self.names[source]
        return f"{', '.join(members[:-1])}{self.join}{members[-1]}"


def lists_in(text: str) -> tuple[NameList, ...]:
    """The lists of names in a predicate, in their order."""
    found: list[NameList] = []
    for match in re.finditer(r"(,? (?:and|or) )", text):
        made = _list_at(text, match.start(), match.end())
        if made is not None and (not found or made.start >= found[-1].end):
            found.append(made)
    return tuple(found)


def _list_at(text: str, join_start: int, join_end: int) -> NameList | None:
    before = text[:join_start].split(", ")
    members = [before.pop()]
    while before and is_name(members[0]):
        members.insert(0, before.pop())
    if len(members) < 2:
        return None
    lead = members[0]
    members[0] = _tail(members[0], is_head=not before)
    last, is_open = _head(text[join_end:])
    members.append(last)
    if not all(is_name(each) for each in members) or _ADJECTIVE.search(members[0]) or _is_shared(members):
        return None
    join = text[join_start:join_end]
    size = len(", ".join(members[:-1])) + len(join) + len(last)
    start = join_end + len(last) - size
    movable = tuple(place for place in range(len(members)) if _may_move(members, place, is_open=is_open))
    leading = lead.removesuffix(members[0]).split()
    if (
        all(_is_product(each.split()[:1]) for each in members)
        and leading[-1] in _TOWARDS
        and not _is_product(leading[-2:-1])
    ):
        movable = tuple(range(len(members)))
    elif not _is_own(leading):
        movable = tuple(place for place in movable if place)
    return NameList(start, start + size, tuple(members), join, movable)


def _is_product(words: list[str]) -> bool:
    return any(word[0].isupper() for word in words)


def _is_own(lead: list[str]) -> bool:
    """Whether the first name belongs to nothing but the list, by what leads to it.

    Not so in "the curse of noise, drift and bias" and in "for regression with a penalty, trees and charts".
    """
    said = lead[5:] if lead[:4] == "is the right choice".split() else lead
    between = [word for word in said if word in BOUNDARIES and word not in ("and", "or", "is")]
    if lead[-1:] == ["as"]:
        return True
    if lead[-1:] in (["of"], ["and"], ["or"]) or (len(lead) > 1 and lead[-2][0].isupper()):
        return False
    return len(between) <= 1


def _is_shared(members: list[str]) -> bool:
    """Whether an article or owner and a noun belong to all: "a fast, cheap and small model"."""
    if re.match(r"(?:your|its|their|own)\b|.*['’]s ", members[0]):
        return True
    if members[-2].startswith(_ARTICLES) and not members[-1].startswith(_ARTICLES):
        return True  # "the median, the first and third quartile"
    if len({bool(_DOING.match(each)) for each in members}) > 1:
        return True  # "for lookups, sessions and storing results": what is done has objects
    return members[0].startswith(("a ", "an ")) and not any(
        each.startswith(("a ", "an ", "the ")) or each.endswith("s") for each in members[1:]
    )


def is_name(member: str) -> bool:
    """Whether a text is no more than what a thing is called."""
    words = member.split()
    if not 0 < len(words) <= _MOST_WORDS or re.match(r"(?:named|called) \w*\d", member):
        return False
    return words[0] not in VERB_FORMS and not any(word in BOUNDARIES for word in words)


def _tail(text: str, *, is_head: bool) -> str:
    """The words after the last one that no name holds; the first word of a predicate is its verb."""
    words = text.split()
    ends = [
        n
        for n, word in enumerate(words)
        if word in BOUNDARIES
        or (word in VERB_FORMS and words[n - 1 : n] in ([], ["and"], ["that"], ["which"]))
    ]
    place = max(ends, default=0 if is_head else -1)
    return " ".join(words[place + 1 :])


def _head(text: str) -> tuple[str, bool]:
    """The words before the first one that no name holds, and whether what may belong to them follows."""
    match = re.match(r"[^,]*", text)
    words = (match[0] if match else "").split()
    for place, word in enumerate(words):
        if word in BOUNDARIES:
            return " ".join(words[:place]), word in _BELONGING
    return " ".join(words), False


def _may_move(members: list[str], place: int, *, is_open: bool) -> bool:
    name = members[place]
    others = members[:place] + members[place + 1 :]
    if _REFERS.search(name):
        return False
    if place == 0:  # "old maps, charts and lights": the adjective may belong to all
        return " " not in name or any(" " in other for other in others)
    if place < len(members) - 1:
        return True
    if is_open or name.endswith("ly") or re.search(r"\b(?:all|together|run|use|directly)\b", name):
        return False
    # "train, test and validation channels" are all channels
    return " " not in name or name.startswith(_ARTICLES) or " " in members[place - 1]
