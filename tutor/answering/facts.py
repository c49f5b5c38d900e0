"""What must agree, to the letter, between a claim and its source: numbers, names, negations, opposites.

These checks are deterministic. They can only object; that a claim has the same numbers and names as
its source does not make it true. Knows nothing of vectors or models.
"""

import re
from collections.abc import Callable, Iterable

from ingest.words import search_words

__all__ = ["OPPOSITE_OF", "disagreement", "names_in", "numbers_in"]

_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?:e-?\d+)?(?![\w]*\.\d)", re.IGNORECASE)
_NUMBER_WORDS = {
    word: str(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
    if value >= 2  # "zero" and "one" are used as plain words too often to be compared as numbers
}
# A capital, an inner capital or a digit makes a name: S3, XGBoost, SageMaker, RCF, F1, L2, k-NN.
_NAME = re.compile(r"\b(?=[\w-]*[A-Z])[A-Za-z][\w]*(?:[-/][A-Za-z0-9]+)*\b")
_NEGATION = re.compile(
    r"\b(?:not|never|cannot|no|none|neither|nor|without|unable|isn't|aren't|doesn't|don't|didn't|can't|won't"
    r"|shouldn't|wasn't|weren't|unsupported)\b",
    re.IGNORECASE,
)
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
    found = {_plain_number(match.group()) for match in _NUMBER.finditer(text)}
    words = re.findall(r"[a-z]+", text.lower())
    return frozenset(found | {_NUMBER_WORDS[word] for word in words if word in _NUMBER_WORDS})


def names_in(text: str) -> tuple[str, ...]:
    """The names of a text in order, each once: words with a capital that is not the sentence's own."""
    names: dict[str, None] = {}
    for match in _NAME.finditer(text):
        word = match.group()
        if word.lower() in _PLAIN or (_begins_sentence(text, match.start()) and _is_plain_capital(word)):
            continue
        names[word] = None
    return tuple(names)


def disagreement(
    claim: str, evidence: str, same_names: Callable[[str], Iterable[str]] = lambda name: ()
) -> str:
    """Why `evidence` can't support `claim`, in a few words, or "" when nothing objects.

    `same_names` gives what else a name is called; any of them in the evidence will do.
    """
    missing = sorted(numbers_in(claim) - numbers_in(evidence))
    if missing:
        return f"the number {missing[0]} is not in the source"
    name = _missing_name(claim, evidence, same_names)
    if name:
        return f"{name} is not in the source"
    opposite = _opposite(claim, evidence)
    if opposite:
        return f"the source says {opposite[1]}, not {opposite[0]}"
    if _negations(claim) and not _negations(evidence):
        return "the source does not say it in the negative"
    return ""


def _missing_name(claim: str, evidence: str, same_names: Callable[[str], Iterable[str]]) -> str:
    present = set(search_words(evidence))
    for name in names_in(claim):
        spellings = (name, *same_names(name))
        if not any(_all_present(spelling, present) for spelling in spellings):
            return name
    return ""


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


def _negations(text: str) -> int:
    return len(_NEGATION.findall(text))


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
