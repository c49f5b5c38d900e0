"""Where a predicate may say the same by another phrase: places and what may stand there. Pure functions.

The table is in `equivalents`; what is protected (terms, names, numbers, quoted words) is never touched.
"""

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tutor.practice.passages.equivalents import PHRASES, VERBS
from tutor.practice.passages.lists import VERB_FORMS, lists_in
from tutor.practice.passages.orders import SUMS

__all__ = ["Swap", "exchanged", "swaps_in"]

_OBJECT = (
    r"(?= (?:a|an|the|all|every|each|any|one|two|three|several|many|only|its|little|new|short|stored|your)\b"
    r"| [A-Z])"
)
"""What begins an object, so that the word before it is a verb and no noun."""
_PLURALS = r"(?:teams|users|people|customers|managers|analysts|scientists|reviewers|columns|components|jobs)"
_BY_FORM = (
    (r"(?<=\b(?:to|ly) )", r"(?<=\bcan )", r"(?<=\bmust )", r"(?<=\bthat )", r"(?<=\bwhich )"),
    (r"^", r"(?<=\bthat )", r"(?<=\bwhich )", r"(?<=\bit )"),
    (r"(?<=\bby )", r"(?<=\bfor )", r"(?<=\bof )", r"(?<=\bwhen )"),
    (r"(?<=\bis )", r"(?<=\bare )", r"(?<=\bbe )", r"(?<=\bwas )", r"(?<=\bbeen )"),
)
"""What has to stand before the base, the third person, the gerund and the participle of a verb."""
_AFTER_AND = r"(?<=\band )"
_PROTECTED = re.compile(
    r"(?<![\w.])\d[\w.,%:-]*(?: [A-Za-z]+)?|“[^”]*”|\"[^\"]*\"|`[^`]*`|\S*[A-Z_/]\S*"
    r"|\b(?:(?:machine|deep|active) learning|(?:large )?language models?|neural networks?)\b"
    r"|\b(?:feature|data|object) stores?\b"
)
"""Numbers with their unit, quoted words, names and code; some terms that no glossary needs to have."""
_THAT = re.compile(
    r"(?<=[a-z] )that (?=(?:is|are|was|were|has|have|can|must|need|use|keep|turn|live|lie|take|tolerate|read"
    r"|hold|carry|make|report|already|grew|paid|come|start|run|the|a|an|each|automatic|people|[A-Z]\w*|summarises"
    rf"|compresses|separates|rates|emits|{'|'.join(sorted(VERB_FORMS))})\b)"
)
_NO_NOUN = frozenset(
    """so means say says show shows sense assumption fact such know knows assume assumes ensure ensures is are
    than condition probability chance risk evidence likelihood idea sign proof predict find
    learn check tell tells and or of in to by all people users customers teams analysts experts workers
    reviewers everything anything something that which who it they""".split()
)
"""Before "that": it joins a clause, or speaks of people."""
_NOUN = re.compile(
    r"(?:\w+(?:[^su]s|tion|ment|ity|ance|ence|ness|training)|data|text|noise|memory|speed|time|cost|video"
    r"|voice|metadata|language|access|storage|effort|search|analysis|training|inference|SQL|Spark)"
)
_NAME_END = re.compile(r",| (?:of|in|on|with|for|to|from|that|when|as|such|at|into|by|or)\b")
_PREPOSITION = re.compile(r"(?:for|in|with|on|by|from) [a-z]")
_COMMA_BEFORE = re.compile(rf", (?!(?:{'|'.join(sorted(VERB_FORMS))}) )(?:[\w-]+ ){{0,3}}[\w-]+$")
"""What stands before is one more of a list."""
_EXAMPLES = re.compile(r"\b(?:such as|like|for example)\b")
_FINITE = re.compile(
    r"\b(?:is|are|was|has|have|can|must|wants?|needs?|works?|holds?|exists?|matters?|counts|lets|it|they)\b"
)
_ALSO = re.compile(
    rf"\band (?:(?:is|can) (?!also)|(?=(?:{'|'.join(sorted(VERB_FORMS - {'is', 'can'}))}) (?!also)))"
)
"""Where a further predicate begins, which "also" may stand in."""
_NAME = r"[A-Z][\w-]*"
_ENDS = r"(?=$|,| and [a-z]+ | when | if | in which )"
_PAIRS = (
    re.compile(
        rf"(?<=[a-z] )(?P<all>(?P<one>{_NAME})(?P<join> (?:and|or) )(?P<two>{_NAME}))(?=$|,| as well as )"
    ),
    re.compile(
        r"\b(?P<all>(?P<one>an? [A-Z]*[a-z-]+(?: [a-z-]+)?|an? [A-Z]+ [a-z]+)(?P<join> (?:and|or) )"
        rf"(?P<two>an? [A-Z]*[a-z-]+(?: [a-z-]+)?|an? [A-Z]+ [a-z]+)){_ENDS}"
    ),
    re.compile(
        rf"(?:(?<= of )|(?<= many ))(?P<all>(?P<one>[a-z]+s)(?P<join> (?:and|or) )(?P<two>[a-z]+s)){_ENDS}"
    ),
    re.compile(
        r"^[a-z]+ (?P<all>(?P<one>[a-z]+s)(?P<join> (?:and|or) )(?P<two>[a-z]+s))(?= (?:to|into|from|by) )"
    ),
)
"""Two things whose order says nothing: products, things with an article, plurals."""
_WHEN = re.compile(r"\b(?:when|if)\b")
_MUST = re.compile(r"(?P<noun>[a-z-]+) (?P<must>must) (?=[a-z])")
_VOWEL = re.compile(r"[aeio]|u(?!n[iu]|s[eu]|ti)|ho(?:ur|nest)", re.I)
_ARTICLE = re.compile(r"\b(a|an) $")


@dataclass(frozen=True, slots=True)
class Swap:
    """`text[start:end]` may be any of `told`."""

    start: int
    end: int
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    told: tuple[str, ...]


@functools.lru_cache(maxsize=4096)  # one fact is told in some thirty ways, many of them alike
def swaps_in(text: str, kept: tuple[str, ...] = ()) -> tuple[Swap, ...]:
    """The places of a predicate that may be told otherwise, by their start; none in the phrases of `kept`."""
    fixed = list(_protected(text, kept))
    found = [
        Swap(match.start(), match.end(), told)
        for rule in _rules()
        for match in rule.pattern.finditer(text)
        if (told := tuple(_filled(match, each) for each in rule.told))
        and ("\\" in rule.told[0] or not _touches(match, fixed))
    ]
    found += [Swap(m.start(), m.start() + 4, ("which",)) for m in _relatives(text)]
    found += [Swap(start, start + 3, ("as well as",)) for start in _joins(text)]
    if text and text.split()[0] not in SUMS:
        found += [Swap(m.end(), m.end(), ("also ",)) for m in _ALSO.finditer(text)]
    found += [
        Swap(m.start("all"), m.end("all"), (_turned(m),)) for each in _PAIRS for m in each.finditer(text)
    ]
    found += [
        Swap(m.start("must"), m.end("must"), ("have to" if m["noun"].endswith("s") else "has to",))
        for m in _MUST.finditer(text)
        if _has_one_subject(text[: m.start()], m["noun"])
    ]
    if len(_WHEN.findall(text)) > 1:  # "when …, or whenever …"
        found = [swap for swap in found if not _WHEN.match(text, swap.start)]
    return tuple(sorted(found, key=lambda swap: (swap.start, swap.end)))


def exchanged(text: str, swap: Swap, told: str) -> str:
    """The text with one place told otherwise, its article mended: "a large" -> "an extensive"."""
    before, after = text[: swap.start], text[swap.end :]
    if (match := _ARTICLE.search(before)) and told.split()[0] not in ("a", "an", "the"):
        before = f"{before[: match.start()]}{'an' if _VOWEL.match(told) else 'a'} "
    return f"{before}{told}{after}"


def _turned(match: re.Match[str]) -> str:
    return f"{match['two']}{match['join']}{match['one']}"


def _has_one_subject(before: str, noun: str) -> bool:
    """Whether the noun alone, or with others after "or", is what must do something."""
    clause = re.split(r", |\b(?:when|if) ", before)[-1]
    if (
        noun in _NO_NOUN
        or noun.endswith(("ss", "us", "data"))
        or noun in ("that", "which", "who", "it", "they")
    ):
        return False
    return not re.search(r"\b(?:and|that|which)\b", clause)


def _touches(match: re.Match[str], spans: Iterable[tuple[int, int]]) -> bool:
    end = match.end() - (match[0].endswith(" "))
    return any(match.start() < there and start < end for start, there in spans)


def _filled(match: re.Match[str], told: str) -> str:
    space = " " if match[0].endswith(" ") else ""
    return match.expand(told) + space


def _protected(text: str, kept: Iterable[str]) -> Iterator[tuple[int, int]]:
    for match in _PROTECTED.finditer(text):
        yield match.span()
    lowered = text.lower()
    for phrase in kept:
        for match in re.finditer(rf"(?<![\w-]){re.escape(phrase.lower())}s?(?![\w-])", lowered):
            yield match.span()


def _relatives(text: str) -> Iterator[re.Match[str]]:
    """Where "that" begins what tells of a thing: "columns that are related"."""
    for match in _THAT.finditer(text):
        before = text[: match.start()].split()
        if before and before[-1].lower() not in _NO_NOUN and len(before) > 1:
            yield match


def _joins(text: str) -> Iterator[int]:
    """Where "and" joins two nouns, and no sentence, verb, adjective or list."""
    if re.search(r"\b(?:both|between)\b", text):
        return
    for match in re.finditer(r" and (?=[a-z])", text):
        before, rest = text[: match.start()], text[match.end() :]
        if _COMMA_BEFORE.search(before) or _EXAMPLES.search(before):
            continue
        if _PREPOSITION.match(rest):
            yield match.start() + 1
            continue
        left, phrase = before.split(), _NAME_END.split(rest)[0].split()
        if len(left) < 2 or not 0 < len(phrase) <= 4 or left[-2] in ("to", "can", "must"):
            continue
        if not (_NOUN.fullmatch(left[-1]) and _NOUN.fullmatch(phrase[-1])):
            continue
        if phrase[0] in VERB_FORMS or phrase[0] == "also" or _FINITE.search(rest) or " and " in rest[:20]:
            continue
        if not any(each.start <= match.start() < each.end for each in lists_in(text)):
            yield match.start() + 1


@functools.cache
def _rules() -> tuple[_Rule, ...]:
    rules = [_phrase_rule(line) for line in PHRASES]
    for forms, told, follows in _verbs():
        for place, befores in enumerate(_BY_FORM):
            if "_" in (forms[place], told[place]):
                continue
            for before in befores:
                rules.append(_rule(before, forms[place], follows, told[place]))
        if told[1] != "_":
            rules.append(_rule(_AFTER_AND, forms[1], _OBJECT + follows, told[1]))
        if forms[0] in ("need", "want", "use", "keep"):
            rules.append(_rule(r"(?<=\b(?:teams|users) )", forms[0], follows, told[0]))
    return tuple(rules)


def _rule(before: str, form: str, follows: str, told: str) -> _Rule:
    pattern = re.compile(rf"{before}(?<![\w-]){form}(?![\w-]){follows}")
    return _Rule(pattern, (told.replace("+", " "),))


def _phrase_rule(line: str) -> _Rule:
    phrase, _, told = line.partition(" -> ")
    return _Rule(re.compile(rf"(?<![\w-])(?:{phrase})(?:(?<= )|(?![\w-]))"), tuple(told.split(" | ")))


@functools.cache
def _verbs() -> tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...]:
    found = []
    for line in VERBS:
        pair, _, follows = line.partition(";")
        one, _, other = pair.partition(" -> ")
        found.append((tuple(one.split()), tuple(other.split()), follows.strip()))
    return tuple(found)
