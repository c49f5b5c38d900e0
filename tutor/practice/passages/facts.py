"""The sentences of a passage that say something distinguishing of a named thing, and how they say it.

Chosen by code: the sentence begins with a term of the course, what follows is a verb, and nothing in it
needs the sentences around it. Knows nothing of models.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from ingest.sentences import sentence_spans
from ingest.types import BlockKind, Chunk
from ingest.words import search_words
from tutor.practice.passages.cases import decided_case
from tutor.practice.passages.terms import CourseTerm, TermBook

__all__ = ["FactForm", "PassageFact", "fact_key", "facts_in"]

_FEWEST_WORDS = 6
_MOST_WORDS = 34
_FEWEST_STEMS = 5
"""Different words to search for; with fewer a fact is true of many things."""
_FEWEST_TOLD = 6
"""The same for a property: "serves edge devices and cloud instances" says too little of one thing."""
_CASES = re.compile(r"Cases\b")
"""The title of notes whose sentences speak of the case above them: "replaces the sensors by few columns"."""
_ASIDE = re.compile(r"\s*(?:\([^()]{1,80}\)|, (?:which|formerly)[^,]{1,80},)")
_HELPERS = r"is|has|can"
_PLURALS = (  # that follow a name as nouns of their own: "SHAP values show"
    r"bias|values|metrics|components|cells|hyperparameters|parameters|scripts|requests|endpoints|permissions|jobs"
    r"|rules|rates|scores|models|nodes|keys|windows|plots|features|weights|tables|records|charts|images"
    r"|tags|files|vectors|policies|tests|counts|labels|layers|events|clusters|instances|containers|notebooks|users|roles"
)
_VERB = re.compile(
    rf"\s+(?:{_HELPERS}|(?!(?:{_PLURALS})\b)[a-z]{{2,}}(?<![su])s)\s+(?!(?:are|were|have|can|must|is|accept|take|need|run|runs|return)\b)",
    re.ASCII,
)
_ADVICE = re.compile(
    r"(?:Choose|Use|Pick|Prefer) (?P<term>[^,.;]+?) (?P<when>when|if|for|where) (?P<need>.+)\.$"
)
_ASKED = re.compile(r"(?:a |the |an )?(?:question|scenario|exam)\w* (?:asks|calls|speaks) (?:for|of) ", re.I)
_NEGATIVE = re.compile(
    r"\b(?:no|not|never|cannot|no longer|without|unlike|neither|nor|n't|rather than|instead|wrong"
    r"|fails?|lacks?)\b",
    re.I,
)
_NEEDS_OTHERS = re.compile(
    r"\b(?:this|these|those|such(?! as)|here|above|below|former|latter|also|too|then|again|other|another"
    r"|same|neighbours?|alternative|reverse|opposite|likewise|similarly|example|trap|exam|question|scenario"
    r"|answers?|story|the words?|points? to|differs?|better|simpler|cheaper|faster|more|less|retired"
    r"|closed|ended|formerly|renamed|today|2\d{3}|older|newer|earlier|first choice|nearest|the different)\b"
    r"|\b(?:that|times)$|^(?:was|were)\b",
    re.I,
)
_UNTOLD = re.compile(
    r"\b(?:the|its|that) (?:new|own|given|old|said|false|chosen|current|right|wrong) |\bboth (?!.*\band\b)"
    r"|\b(?:fewer|larger|smaller|greater|lower|higher|harder|easier|longer|shorter|slower)\b(?!.*\bthan\b)",
    re.I,
)
"""Speaks of something told before, or compares with nothing: "the new product", "fewer parts to learn"."""
_DEFINITE = re.compile(
    r"\bthe ((?:[a-z-]+ )?[a-z-]+)"
    r"(?=[,.]|$| (?:and|or|inside|within|by|as|at|on|to|is|are|has|can|itself|while|with)\b)"
)
"""One thing that nothing describes where it stands: "controls the traffic of the notebook instance"."""
_NOBODYS = re.compile(r"(?:when|if|where) (?:\S+ ){1,7}(?:is|are) (?:needed|required|wanted|enough)")
"""A condition too short to tell whose it is: "when filters or many target types are needed"."""
_GENERIC = re.compile(
    r"(?:underfits|overfits|generalises|converges|improves|matters"
    r"|is (?:(?:very|quite|often) )?(?:simple|fast|easy|popular|common|useful|important|right when|accurate)"
    r"|is the most (?:important|common|popular|frequent))\b"
)
"""Begins what distinguishes nothing: it may be said of any thing of the kind."""
_CLAUSES = re.compile(
    r";|:|=|\. |\(|\"|\b(?:while|whereas|but|although|though)\b|\bso\b(?! that)"
    r"|\b(?:and|or) (?:choose|use|pick)\b",
    re.I,
)
_COMMON = re.compile(r"(?:trains|works|starts|needs|expects|runs on)\b")
"""Begins what is true of many things, whether or not the sources say so of each."""
_OWN_CLAUSE = re.compile(r", and (?!(?:is|has|can|(?!its\b|this\b)[a-z]+s)\b)")
"""After the only comma: another subject follows and not another verb, as in ", and trees report"."""
_OTHER_SUBJECT = re.compile(
    r", (?:and )?[A-Z][\w.]*(?: [A-Z]\w*)* [a-z]{2,}s (?:an?|the|[a-z]+ for)\b|\band [A-Z]\w+ for\b"
)
"""Something else is told of: ", AWS Config supplies the history"."""
_REASON = re.compile(r",? (?:because|since) .*$|, as .*$")
_AND_IT = re.compile(r",? and it (?=[a-z]+s )")
"""The subject named again, which a question has no place for: "builds an index, and it respects"."""
_FITS = re.compile(
    r"(?:fits|suits|is (?:meant|made|suited|right|useful) for"
    r"|is (?:a|an|the) (?:right |usual |common |natural |best |good |better |low-overhead )*"
    r"(?:choice|answer|tool) for) "
    r"(?P<need>(?!when\b|if\b|where\b).+)"
)
_FITS_WHEN = re.compile(
    r"(?:fits(?: best)?|suits|is used|helps|works(?: best| well)?"
    r"|is (?:a|an|the) (?:right |usual |common |natural |best |good |better )*(?:choice|answer|tool)) "
    r"(?P<when>when|if|where) (?P<need>.+)"
)


class FactForm(StrEnum):
    """How a sentence speaks of its subject."""

    PROPERTY = "property"
    """"X keeps records for 24 hours." """
    ADVICE = "advice"
    """"Choose X when records must be replayed." """
    CASE = "case"
    """"A shop that must replay its records should use X." """

    @property
    def is_choice(self) -> bool:
        """Whether the sentence tells what its subject is chosen for, and nothing that it does."""
        return self is not FactForm.PROPERTY


@dataclass(frozen=True, slots=True)
class PassageFact:
    """A sentence of a chunk about one term: `page.text[start:end] == sentence`."""

    term: CourseTerm
    chunk: Chunk
    start: int
    end: int
    form: FactForm
    said: str
    """What is said without the subject: "keeps records for 24 hours", "records must be replayed"."""

    @property
    def sentence(self) -> str:
        """The words as they stand in the passage."""
        return self.chunk.text[self.start - self.chunk.start : self.end - self.chunk.start]

    def statement(self, name: str) -> str:
        """The fact told of another thing."""
        if self.form.is_choice:
            return f"Choose {name} {self.said}."
        return f"{name} {self.said}."


def fact_key(sentence: str) -> str:
    """What a fact's sentence says whatever the order and the form of its words: one key for one fact."""
    return " ".join(sorted(set(search_words(sentence))))


def facts_in(chunk: Chunk, book: TermBook) -> tuple[PassageFact, ...]:
    """The facts of a passage of prose in their order; none of tables and code."""
    if chunk.kind not in (BlockKind.PROSE, BlockKind.LIST_ITEM):
        return ()
    tells_cases = bool(_CASES.match("".join(chunk.headings[:1])))
    facts = []
    for span in sentence_spans(chunk.text):
        sentence = chunk.text[span.start : span.end]
        found = _case(sentence, book)
        if found is None and not tells_cases:
            found = _property(sentence, book) or _advice(sentence, book)
        if found is None or not _stands_alone(found) or _speaks_of_others(found, book):
            continue
        if not _speaks_of_the_known(
            found.said, f"{' '.join(chunk.headings[-1:])}\n{chunk.text[: span.start]}"
        ):
            start = chunk.start + span.start
            facts.append(
                PassageFact(found.term, chunk, start, chunk.start + span.end, found.form, found.said)
            )
    return tuple(facts)


@dataclass(frozen=True, slots=True)
class _Found:
    term: CourseTerm
    form: FactForm
    said: str


def _property(sentence: str, book: TermBook) -> _Found | None:
    head = book.at_head(sentence)
    if head is None or not sentence.endswith("."):
        return None
    rest = sentence[head.length :]
    aside = _ASIDE.match(rest)
    rest = rest[aside.end() :] if aside else rest
    if not _VERB.match(rest):
        return None
    said = _AND_IT.sub(" and ", _REASON.sub("", rest.strip().rstrip(".")))
    if match := _FITS.fullmatch(said):
        return _Found(head.term, FactForm.ADVICE, f"for {match['need']}")
    if match := _FITS_WHEN.fullmatch(said):
        return _Found(head.term, FactForm.ADVICE, f"{match['when']} {match['need']}")
    return _Found(head.term, FactForm.PROPERTY, said)


def _advice(sentence: str, book: TermBook) -> _Found | None:
    match = _ADVICE.match(sentence)
    if match is None:
        return None
    head = book.at_head(match["term"])
    if head is None or _ASIDE.sub("", match["term"][head.length :]).strip() not in ("", "also"):
        return None
    asked = _ASKED.match(match["need"])
    need = _REASON.sub("", match["need"][asked.end() if asked else 0 :])
    return _Found(head.term, FactForm.ADVICE, f"{'for' if asked else match['when']} {need}")


def _case(sentence: str, book: TermBook) -> _Found | None:
    found = decided_case(sentence, book)
    return _Found(found.term, FactForm.CASE, f"when {found.case}") if found else None


def _stands_alone(found: _Found) -> bool:
    """True for a predicate of fair length that says one positive thing and points to nothing outside.

    A case is told whole, and what is missing in it may be what decides.
    """
    if found.form is FactForm.CASE:
        return True
    said = found.said
    if not _FEWEST_WORDS <= len(said.split()) <= _MOST_WORDS:
        return False
    fewest = _FEWEST_TOLD if found.form is FactForm.PROPERTY else _FEWEST_STEMS
    if len(set(search_words(said))) < fewest:
        return False
    if _COMMON.match(said) or _GENERIC.match(said) or _UNTOLD.search(said):
        return False
    if _NOBODYS.fullmatch(said):
        return False
    if (said.count(",") == 1 and _OWN_CLAUSE.search(said)) or _OTHER_SUBJECT.search(said):
        return False
    if said.startswith("for ") and re.search(r"\band (?:is|has|can)\b", said):
        return False  # a second predicate of the thing itself
    return not (_NEGATIVE.search(said) or _NEEDS_OTHERS.search(said) or _CLAUSES.search(said))


def _speaks_of_the_known(said: str, before: str) -> bool:
    """True when "the traffic" or "the notebook instance" is one that the text before has told of."""
    told = set(search_words(before))
    things = (search_words(match[1])[-1:] for match in _DEFINITE.finditer(said))
    return any(thing and thing[0] in told for thing in things)


def _speaks_of_others(found: _Found, book: TermBook) -> bool:
    """True when the subject is named again, or a second clause has another subject."""
    lowered = f" {found.said.lower()} "
    if any(re.search(rf"\b{re.escape(name.lower())}\b", lowered) for name in found.term.own_names):
        return True
    if found.form is FactForm.CASE:
        return False
    clauses = re.split(r", (?:and )?|\band ", found.said)[1:]
    return any((head := book.at_head(clause)) and _VERB.match(clause[head.length :]) for clause in clauses)
