"""Rules of item writing that code can check, each a name and a test over a stem, its options and its key.

After the nineteen flaws of Tarrant et al. (2006), of which rules find most (arXiv 2307.08161); those that
ask for judgement, such as an implausible distractor, are left out. Knows nothing of files or models.
"""

import re
from collections.abc import Callable, Sequence

from evals.cases import ItemCase
from ingest.words import search_words

__all__ = ["RULES", "flaws_of"]

_LONG_STEM_WORDS = 120
_SHORT_STEM_WORDS = 5
_MUCH_LONGER = 1.5
_CLANG_WORDS = 2
# "all" and "every" are plain words of technical options ("encrypts all objects") and are not counted
_ABSOLUTE = re.compile(r"\b(?:always|never|impossible|guarantees?|in (?:all|every) cases?)\b", re.I)
_VAGUE = re.compile(r"\b(?:usually|often|sometimes|frequently|rarely|generally|may|might|possibly)\b", re.I)
_NEGATIVE = re.compile(r"\b(?:not|except|least)\b")
_NUMBER = re.compile(r"^\D{0,3}(\d[\d,]*(?:\.\d+)?)")


def flaws_of(item: ItemCase) -> tuple[str, ...]:
    """The names of the rules that an item breaks, in the order of `RULES`."""
    return tuple(name for name, is_broken in RULES if is_broken(item))


def _all_of_above(item: ItemCase) -> bool:
    return _any_option(item, r"^all of (?:the above|these)")


def _none_of_above(item: ItemCase) -> bool:
    return _any_option(item, r"^none of (?:the above|these)")


def _combined_options(item: ItemCase) -> bool:
    return _any_option(item, r"^(?:both )?\(?[a-h1-8]\)?(?: and |, )\(?[a-h1-8]\)?(?: only)?\.?$")


def _plain_negative(item: ItemCase) -> bool:
    """A negative that asks ("which is not ...?") and is not in capitals."""
    asking = re.split(r"(?<=[.!])\s", item.question.strip())[-1]
    return bool(re.search(r"\b[Ww]hich\b", asking) and _NEGATIVE.search(asking))


def _true_false(item: ItemCase) -> bool:
    return {option.strip(" .").lower() for option in item.options} == {"true", "false"}


def _blank(item: ItemCase) -> bool:
    return "___" in item.question


def _no_question(item: ItemCase) -> bool:
    return "?" not in item.question and not re.search(
        r"\bselect (?:one|two|three|four)\b", item.question, re.I
    )


def _long_stem(item: ItemCase) -> bool:
    return len(item.question.split()) > _LONG_STEM_WORDS


def _unfocused_stem(item: ItemCase) -> bool:
    return len(item.question.split()) < _SHORT_STEM_WORDS


def _key_stands_out(item: ItemCase) -> bool:
    """A single key that is much longer than every other option."""
    if len(item.key) != 1:
        return False
    lengths = [len(option) for option in item.options]
    others = [length for place, length in enumerate(lengths) if place != item.key[0]]
    return lengths[item.key[0]] > _MUCH_LONGER * max(others)


def _clang(item: ItemCase) -> bool:
    """Two words of the stem that stand in every right option and in no wrong one; one is often chance."""
    stem = set(search_words(item.question))
    words = [set(search_words(option)) for option in item.options]
    right = set.intersection(*(words[place] for place in item.key))
    wrong = set().union(*(found for place, found in enumerate(words) if place not in item.key))
    return len(right & stem - wrong) >= _CLANG_WORDS


def _same_options(item: ItemCase) -> bool:
    plain = [" ".join(search_words(option)) or option.strip().lower() for option in item.options]
    return len(set(plain)) < len(plain)


def _absolute_distractors(item: ItemCase) -> bool:
    """Absolute words in wrong options only: they give themselves away."""
    wrong = [option for place, option in enumerate(item.options) if place not in item.key]
    right = [item.options[place] for place in item.key]
    return any(_ABSOLUTE.search(o) for o in wrong) and not any(_ABSOLUTE.search(o) for o in right)


def _vague(item: ItemCase) -> bool:
    return any(_VAGUE.search(option) for option in item.options)


def _uneven_ends(item: ItemCase) -> bool:
    """Some options end in a full stop and some do not."""
    return len({option.strip().endswith(".") for option in item.options}) > 1


def _numbers_out_of_order(item: ItemCase) -> bool:
    matches = [_NUMBER.match(option) for option in item.options]
    numbers = [float(match.group(1).replace(",", "")) for match in matches if match]
    if len(numbers) < len(item.options):
        return False
    return numbers not in (sorted(numbers), sorted(numbers, reverse=True))


def _any_option(item: ItemCase, pattern: str) -> bool:
    return any(re.search(pattern, option.strip(), re.I) for option in item.options)


RULES: Sequence[tuple[str, Callable[[ItemCase], bool]]] = (
    ("all of the above", _all_of_above),
    ("none of the above", _none_of_above),
    ("options are combinations", _combined_options),
    ("negative not emphasised", _plain_negative),
    ("true or false", _true_false),
    ("fill in the blank", _blank),
    ("stem asks nothing", _no_question),
    ("stem too long", _long_stem),
    ("stem unfocused", _unfocused_stem),
    ("key is much longer", _key_stands_out),
    ("stem's words only in the key", _clang),
    ("options repeat each other", _same_options),
    ("absolutes only in wrong options", _absolute_distractors),
    ("vague frequencies", _vague),
    ("options end unevenly", _uneven_ends),
    ("numbers out of order", _numbers_out_of_order),
)
