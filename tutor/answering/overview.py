"""Broad questions, with which learners begin: "what is X for", "X vs Y", "when X, not Y", "limits of X".

No single sentence tells all of what they ask. What is left of such a question without the words that frame
it is its subject, or its two. Pure functions; knows nothing of searching.
"""

import re
from collections.abc import Callable, Sequence

from ingest.sentences import sentence_spans
from ingest.types import BlockKind, Chunk
from ingest.words import search_words

__all__ = [
    "Rarity",
    "asks_for_contrast",
    "asks_for_list",
    "begins_with",
    "contrasts",
    "is_bare_name",
    "is_named",
    "name_share",
    "names",
    "subjects_of",
]

_MOST_WORDS = 5
"""To search for in a subject; what is longer tells of a case."""
_NAMED_FROM = 0.85
"""Share of a subject's words, the rare ones counting more, that name it: "SageMaker" may be missing."""
_A_KIND_OF = 2
_SIDES = 2
_BARE_WORDS = 2
_COMMON = 0.2
"""Rarity, of that of the rarest, below which a word hardly tells things apart: "Amazon", "training"."""
_ASKS = frozenset(
    "what whats when why how explain define describe compare comparison difference differences vs versus pros"
    " cons advantage advantages disadvantage disadvantages benefit benefits drawback drawbacks downside"
    " downsides limit limits limitation limitations strength strengths weakness weaknesses type types kind"
    " kinds which purpose summary overview about".split()
)
_FRAME = _ASKS | frozenset(
    "s is are was do does did should would could can must might i we you u one people someone it its they me"
    " my our your need want use used using uses useful choose pick prefer take apply go good better best work"
    " works working function mean means meant calculated computed watch out look careful mind keep know tell"
    " give show there exist main key basic different differ differs compared distinguish between please pls"
    " exactly simply short briefly anything something again so then actually really idea point behind if some"
    " have has be".split()
)
_PARTS = frozenset("vs versus and or instead rather over not than against".split())
_PARTS_IN_A_CONTRAST = frozenset("from to with".split())
_JOINS = frozenset("of in for the a an with on to by at as from".split())
_ENDS_A_NAME = frozenset("key function point idea".split())
"""Frame a question, and stand at the end of names: "loss function", "partition key"."""
_TOKEN = re.compile(r"[^\W_](?:[\w./:+&-]*\w)?\+*")
_CONTRASTS = re.compile(
    r"\b(?:vs|versus|instead|rather than|over|and not|or|differen(?:ce|ces|t)|differs?|compare[sd]?"
    r"|comparison|distinguish)\b",
    re.I,
)

_AGAINST_EACH_OTHER = re.compile(r",? (?:while|whereas|but) |, and |; | than | instead of ", re.I)
_WHICH = re.compile(r"\bwhich\b", re.I)
_LISTS = re.compile(
    r"\b(?:kinds?|types?|sorts?) of\b|^\W*(?:list|name)\b|\bare there\b"
    r"|^\W*(?:what|which) (?!(?:do|does|did|is|are|was|were|can|has|have)\b)(?:[\w-]+ ){0,4}[\w-]{3,}s"
    r" (?:are|do|does|exist|has|have|can)\b",
    re.I,
)


def subjects_of(question: str) -> tuple[str, ...]:
    """What a broad question is about, as it is written: one thing, or two that it names side by side.

    Empty for any other question. Of a question for a list all that it names is one: "services in scope".
    """
    words = _TOKEN.findall(re.sub(r"['\u2019]s\b", "", question))
    if re.search(r"\?\s*\w", question) or not any(word.lower() in _ASKS for word in words):
        return ()
    is_contrast, is_list = asks_for_contrast(question), asks_for_list(question)
    if not (is_contrast or is_list) and _WHICH.search(question):
        return ()  # one thing out of several is asked for, by what distinguishes it
    subjects = _stretches(words, is_contrast, is_list)
    if is_contrast and not is_list and len(subjects) < _SIDES:
        return ()  # "mean vs median": a word of the frame may be one of the two
    sizes = [len(search_words(one)) for one in subjects]
    return subjects if len(subjects) <= 2 and all(0 < size <= _MOST_WORDS for size in sizes) else ()


def asks_for_list(question: str) -> bool:
    """True for "which kinds of X", "types of X", "what Xs are there", "which Xs does Y have"."""
    return _LISTS.search(question) is not None


def asks_for_contrast(question: str) -> bool:
    """True for "X vs Y", "X instead of Y", "the difference between X and Y"; False for "explain X and Y"."""
    return _CONTRASTS.search(question) is not None


Rarity = Callable[[str], float]
"""How rare a stem is in the index, above 0; of "" how rare the rarest is."""


def name_share(subject: str, text: str, rarity: Rarity) -> float:
    """The share of the subject's words that stand in a text, each by its rarity; 0 to 1.

    Of two words the second has to: a federated query is no federated learning.
    """
    return _share(subject, _words_told(subject, text), rarity)


def begins_with(subject: str, text: str, rarity: Rarity, others: int = 1) -> bool:
    """Whether a text, such as a heading, begins with the subject; so many words may stand before or in it."""
    most = len(search_words(subject)) + others
    return _share(subject, _words_told(subject, text)[:most], rarity) >= _NAMED_FROM


def is_bare_name(subject: str, rarity: Rarity) -> bool:
    """Whether a subject is one or two words that matter: "Bayesian networks", not "silhouette below zero"."""
    common = _COMMON * rarity("")
    return sum(rarity(word) >= common for word in set(search_words(subject))) <= _BARE_WORDS


def names(subject: str, text: str, rarity: Rarity) -> bool:
    """Whether a text names the subject, all of its words or nearly all that matter."""
    return name_share(subject, text, rarity) >= _NAMED_FROM


def contrasts(subjects: Sequence[str], text: str, rarity: Rarity) -> bool:
    """Whether a sentence of a text sets the two subjects against each other: "X ..., while Y ..."."""
    sentences = (text[span.start : span.end] for span in sentence_spans(text))
    return any(_sets_apart(subjects, sentence, rarity) for sentence in sentences)


def _sets_apart(subjects: Sequence[str], sentence: str, rarity: Rarity) -> bool:
    for split in _AGAINST_EACH_OTHER.finditer(sentence):
        left, right = sentence[: split.start()], sentence[split.end() :]
        told = [one for one in subjects if names(one, right, rarity)]
        if len(told) == 1 and all(names(one, left, rarity) for one in subjects if one not in told):
            return True
    return False


def is_named(subject: str, chunk: Chunk, rarity: Rarity) -> bool:
    """Whether the heading above a chunk names the subject, or the chunk is a table's row about it."""
    if chunk.headings and names(subject, chunk.headings[-1], rarity):
        return True
    cell = chunk.text.strip("| ").split("|")[0] if chunk.kind is BlockKind.TABLE_ROW else ""
    return len(search_words(cell)) <= len(search_words(subject)) + 1 and names(subject, cell, rarity)


def _share(subject: str, told: Sequence[str], rarity: Rarity) -> float:
    words = search_words(subject)
    if len(words) == _A_KIND_OF and words[-1] not in told:
        return 0.0
    weights = {word: rarity(word) for word in words}
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if word in told) / total if total else 0.0


def _words_told(subject: str, text: str) -> list[str]:
    """The stems of a text; of "SMOTE-NC" the whole alone, where "SMOTE" is the subject."""
    own = set(search_words(subject))
    told: list[str] = []
    for token in text.split():
        stems = search_words(token)
        parts = stems[:-1]
        told += stems if not parts or set(parts) <= own or not own & set(parts) else stems[-1:]
    return told


def _stretches(words: list[str], is_contrast: bool, is_list: bool) -> tuple[str, ...]:
    """What stands between the words that frame a question; empty where no word parts two stretches."""
    found: list[list[str]] = []
    joins: list[str] = []
    is_open, is_parted = False, True
    for word in words:
        small = word.lower()
        if small in _PARTS or (is_contrast and small in _PARTS_IN_A_CONTRAST):
            is_open, is_parted = False, True
        elif small in _FRAME and not (is_open and not joins and small in _ENDS_A_NAME):
            is_open = False
        elif small in _JOINS:
            joins.append(word)
            continue
        elif is_open or (is_list and found):
            found[-1] += [*joins, word]
        elif not is_parted:
            return ()
        else:
            found.append([word])
            is_open, is_parted = True, False
        joins = []
    return tuple(" ".join(one) for one in found)
