"""The values of answering: what was asked, what was found, what is said and what it rests on."""

from dataclasses import dataclass, field

from ingest.index import Selection
from tutor.answering.retrieval import Passage
from tutor.letters import LETTERS

__all__ = [
    "Answer",
    "AnswerSentence",
    "Choice",
    "Citation",
    "Conflict",
    "Question",
    "Refusal",
    "Timings",
    "Turn",
]


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier question and what was answered."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a learner asks: the text, the talk before it (oldest first), and where to look."""

    text: str
    history: tuple[Turn, ...] = ()
    selection: Selection = field(default_factory=Selection)


@dataclass(frozen=True, slots=True)
class Citation:
    """A span of a source: `page.text[start:end] == quote`, cut by code. `n` counts from 1 in an answer."""

    n: int
    document: str
    page: int
    heading: str
    start: int
    end: int
    quote: str
    chunk_id: str


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence as the model wrote it, without marks; `citations` are numbers of the answer's citations."""

    text: str
    supported: bool
    score: float
    """How surely the cited spans support it, 0 to 1."""
    citations: tuple[int, ...] = ()
    reason: str = ""
    """Why it is not supported, in a few words ("the number 500 is not in the source"); else empty."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Sources that state different values for what was asked; each side is a citation's number."""

    subject: str
    values: tuple[str, ...]
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a model picks of an exam item's options with passages before it: an opinion, not a citation."""

    options: tuple[str, ...]
    """All options, in the order of the item."""
    chosen: tuple[int, ...]
    """Those picked, counted from 0, ascending."""
    probabilities: tuple[float, ...]
    """Of each option, 0 to 1, adding up to 1: the mean over the orders in which they were shown."""

    @property
    def text(self) -> str:
        """As in "B. A second shard"."""
        return "; ".join(f"{LETTERS[i]}. {self.options[i].rstrip('. ')}" for i in self.chosen)

    @property
    def certainty(self) -> float:
        """How much of the probability lies on what is picked, 0 to 1."""
        return sum(self.probabilities[i] for i in self.chosen)

    @property
    def note(self) -> str:
        """Whose pick it is and how sure, in a sentence; below one half it is called a guess."""
        guess = ": no more than a guess" if self.certainty < 0.5 else ""
        return f"The model's pick with these passages before it, {self.certainty:.0%} sure{guess}."


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why there is no answer, and what the learner can do."""

    reason: str
    advice: str
    nearest: Citation | None = None
    """The sentence or row that speaks most of what was asked; whoever asked may find the premise wrong."""


@dataclass(frozen=True, slots=True)
class Timings:
    """Seconds from the question on; tokens of the answer itself, zeros where none was written."""

    retrieve_seconds: float = 0.0
    first_token_seconds: float = 0.0
    total_seconds: float = 0.0
    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question. When `refusal` is set there are no sentences to show as true."""

    question: str
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    passages: tuple[Passage, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    refusal: Refusal | None = None
    answerable: float = 1.0
    """How surely the passages answer the question, 0 to 1."""
    timings: Timings = field(default_factory=Timings)
    choice: Choice | None = None
    """Of a pasted exam item; None for any other question."""

    @property
    def refused(self) -> bool:
        """True when the sources do not answer the question."""
        return self.refusal is not None

    @property
    def text(self) -> str:
        """The pick, then the supported sentences with their [n]; or the refusal in words."""
        if self.refusal is not None:
            return f"{self.refusal.reason} {self.refusal.advice}"
        shown = [s.text + "".join(f" [{n}]" for n in s.citations) for s in self.sentences if s.supported]
        lead = [f"{self.choice.text}."] if self.choice else []
        return " ".join((*lead, *shown))

    @property
    def withheld(self) -> tuple[AnswerSentence, ...]:
        """The sentences that no source supports."""
        return tuple(s for s in self.sentences if not s.supported)
