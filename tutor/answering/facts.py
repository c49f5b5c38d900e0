"""What must agree, to the letter, between a claim and its source: numbers, names, negations, opposites.

These checks are deterministic. They can only object; that a claim has the same numbers and names as
its source does not make it true. Knows nothing of vectors or models.
"""

import re
from collections.abc import Callable, Iterable

from ingest.words import search_words
from tutor.answering.comparisons import wrong_comparison
from tutor.answering.glossary import Mention

__all__ = ["NUMBER_WORDS", "OPPOSITE_OF", "Mentions", "digits_in", "disagreement", "names_in", "numbers_in"]

Mentions = Callable[[str], Iterable[Mention]]
"""`Glossary.mentions`, or nothing."""

_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?:e-?\d+)?(?![\w]*\.\d)", re.IGNORECASE)
NUMBER_WORDS = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
    if value >= 2  # "zero" and "one" are used as plain words too often to be compared as numbers
}
# A capital, an inner capital or a digit makes a name: S3, XGBoost, SageMaker, RCF, F1, L2, k-NN.
_NAME = re.compile(r"\b(?=[\w-]*[A-Z])[A-Za-z][\w]*(?:[-/][A-Za-z0-9]+)*\b")
# Small letters and a digit: enc0, p3.2xlarge, max_depth2; no model of words knows enc1 from enc2.
_IDENTIFIER = re.compile(r"(?<![\w.-])[a-z](?=[\w.-]*\d)[a-z0-9_.-]*[a-z0-9]\b")
_NEGATION = re.compile(
    r"\b(?:not|never|cannot|no|none|neither|nor|without|unable|isn't|aren't|doesn't|don't|didn't|can't|won't"
    r"|shouldn't|wasn't|weren't|unsupported)\b",
    re.IGNORECASE,
)
_NEAR_COPY = 0.7
"""Share of a claim's words in its source from which it is compared word by word."""
_MOSTLY_IN_ORDER = 0.35
"""Share of word pairs in the other order below which a claim follows its source's order."""
_OPPOSITES = (
    "increase decrease", "increases decreases", "increasing decreasing", "raise lower", "raises lowers",
    "higher lower", "high low", "more less", "more fewer", "larger smaller", "large small", "maximum minimum",
    "most least", "above below", "before after", "faster slower", "supervised unsupervised",
    "overfitting underfitting", "overfit underfit", "synchronous asynchronous", "online offline",
    "labeled unlabeled", "labelled unlabelled", "stateful stateless", "structured unstructured",
    "public private", "inbound outbound", "linear nonlinear", "positive negative", "positives negatives",
    "enable disable", "enabled disabled", "allow deny", "allows denies", "encrypted unencrypted",
    "managed unmanaged", "required optional", "row column", "rows columns", "left right", "start stop",
    "precision recall", "false true", "bias variance", "horizontal vertical", "upper lower", "add remove",
    "numerator denominator", "classification regression", "always never", "symmetric asymmetric",
    "in-scope out-of-scope", "scored unscored", "l1 l2", "balanced imbalanced", "mutable immutable",
)  # fmt: skip
OPPOSITE_OF: dict[str, set[str]] = {}
for _pair in _OPPOSITES:
    _first, _second = _pair.split()
    OPPOSITE_OF.setdefault(_first, set()).add(_second)
    OPPOSITE_OF.setdefault(_second, set()).add(_first)

# Capitalised words that are no names wherever they stand in a sentence.
_PLAIN = frozenset(
    """
    a an the this that these those it its you your he she we they there here if when while where use
    using for in on at to of as by with from and or but not no yes both each every some all any most
    many then thus so also however because since although unlike like instead first second third
    finally choose pick set add i id ok e.g amazon aws
    """.split()
)


def numbers_in(text: str) -> frozenset[str]:
    """The numbers of a text in one spelling: "1,000" -> "1000", "0.50" -> "0.5", "three" -> "3"."""
    return digits_in(text) | _spelled_numbers(text)


def digits_in(text: str) -> frozenset[str]:
    """The numbers that are written in digits."""
    return frozenset(_plain_number(match.group()) for match in _NUMBER.finditer(text))


def _spelled_numbers(text: str) -> frozenset[str]:
    words = re.findall(r"[a-z]+", text.lower())
    return frozenset(NUMBER_WORDS[word] for word in words if word in NUMBER_WORDS)


def names_in(text: str) -> tuple[str, ...]:
    """The names of a text in order, each once: words with a capital that is not the sentence's own."""
    names: dict[str, None] = {}
    for match in _NAME.finditer(text):
        word = match.group()
        if word.lower() in _PLAIN or (_begins_sentence(text, match.start()) and _is_plain_capital(word)):
            continue
        names[word] = None
    return tuple(names)


def disagreement(claim: str, evidence: str, mentions: Mentions = lambda text: ()) -> str:
    """Why `evidence` can't support `claim`, in a few words, or "" when nothing objects.

    `mentions` gives what else the things are called that a text names; any of the names will do.
    """
    missing = _missing_number(claim, evidence)
    if missing:
        return f"the number {missing} is not in the source"
    stated = evidence.lower()
    identifier = next((m.group() for m in _IDENTIFIER.finditer(claim) if m.group() not in stated), "")
    if identifier:
        return f"{identifier} is not in the source"
    name = _missing_name(claim, evidence, mentions)
    if name:
        return f"{name} is not in the source"
    compared = wrong_comparison(claim, evidence, names_in)
    if compared:
        return compared
    if not _is_near_copy(claim, evidence):
        return ""  # said in other words, so opposites and negations can't be compared word by word
    opposite = _opposite(claim, evidence)
    if opposite:
        return f"the source says {opposite[1]}, not {opposite[0]}"
    if bool(_NEGATION.search(claim)) and not _NEGATION.search(evidence):
        return "the source does not say it in the negative"
    if _swapped_numbers(claim, evidence) or _repeated_number(claim, evidence):
        return "the source gives these numbers to other things"
    return ""


def _missing_number(claim: str, evidence: str) -> str:
    present = numbers_in(evidence)
    missing = sorted(digits_in(claim) - present)
    if missing:
        return missing[0]
    # "two reasons" may be counted by the writer; beside other numbers it is a number like them
    spelled = sorted(_spelled_numbers(claim) - present)
    return spelled[0] if spelled and _spelled_numbers(evidence) else ""


def _is_near_copy(claim: str, evidence: str) -> bool:
    words = set(search_words(claim))
    return bool(words) and len(words & set(search_words(evidence))) >= _NEAR_COPY * len(words)


def _swapped_numbers(claim: str, evidence: str) -> bool:
    """True when two numbers stand in the claim in the other order, though their words do not."""
    claimed = [_plain_number(m.group()) for m in _NUMBER.finditer(claim)]
    stated = [_plain_number(m.group()) for m in _NUMBER.finditer(evidence)]
    if len(set(claimed)) < 2 or len(set(claimed)) != len(claimed) or len(set(stated)) != len(stated):
        return False
    order = [stated.index(number) for number in claimed if number in stated]
    if order == sorted(order):
        return False
    masked = [_NUMBER.sub("#", text) for text in (claim, evidence)]
    words = [search_words(text) for text in masked]
    shared = [word for word in words[0] if words[0].count(word) == 1 and words[1].count(word) == 1]
    places = [words[1].index(word) for word in shared]
    inversions = sum(a > b for i, a in enumerate(places) for b in places[i + 1 :])
    pairs = len(places) * (len(places) - 1) / 2
    return pairs > 0 and inversions / pairs < _MOSTLY_IN_ORDER


def _repeated_number(claim: str, evidence: str) -> bool:
    """True when a near copy gives one number twice where its source gives two: "170 in most, 170 in some"."""
    claimed = [_plain_number(m.group()) for m in _NUMBER.finditer(claim)]
    stated = {_plain_number(m.group()) for m in _NUMBER.finditer(evidence)}
    return len(set(claimed)) < len(claimed) and bool(stated - set(claimed))


def _missing_name(claim: str, evidence: str, mentions: Mentions) -> str:
    present = set(search_words(evidence))
    for mention in mentions(claim):
        if any(_all_present(name, present) for name in mention.names):
            present.update(search_words(mention.text))
    return next((name for name in names_in(claim) if not _all_present(name, present)), "")


def _all_present(name: str, present: set[str]) -> bool:
    words = search_words(name)
    return not words or words[-1] in present or set(words) <= present


def _opposite(claim: str, evidence: str) -> tuple[str, str] | None:
    """A word of the claim of which the evidence has only an opposite."""
    said = set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", claim.lower()))
    source = set(re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", evidence.lower()))
    for word in sorted(said & OPPOSITE_OF.keys()):
        opposites = OPPOSITE_OF[word]
        if word not in source and opposites & source and not opposites & said:
            return word, sorted(opposites & source)[0]
    return None


def _plain_number(text: str) -> str:
    digits = text.replace(",", "")
    if "." in digits and "e" not in digits.lower():
        digits = digits.rstrip("0").rstrip(".")
    return digits


def _begins_sentence(text: str, position: int) -> bool:
    before = text[:position].rstrip(" \"'(*_`[")
    return not before or before[-1] in ".!?:\n|;•-"


def _is_plain_capital(word: str) -> bool:
    return word[1:].islower() or len(word) == 1
