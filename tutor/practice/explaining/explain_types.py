"""The values of an explanation: sentences with what they rest on, by option, and the contrast."""

from dataclasses import dataclass
from enum import StrEnum

from tutor.answering.types import Citation
from tutor.practice.explaining.contrast import Confusion
from tutor.practice.explaining.grounding import Basis, Withheld

__all__ = ["Contrast", "ExplainedOption", "ExplainedSentence", "Explanation", "Role"]


class Role(StrEnum):
    """What a sentence is there for."""

    VERDICT = "verdict"
    """Which option it is, and whether it was chosen and is right."""
    MEANING = "meaning"
    """What the option's subject is."""
    REASON = "reason"
    """Why the option is right or wrong here."""
    WHEN = "when"
    """What a wrong option would have been right for."""
    CONTRAST = "contrast"
    """What tells the two apart."""
    CONCEPT = "concept"
    """What to remember."""


@dataclass(frozen=True, slots=True)
class ExplainedSentence:
    """A sentence that is shown; `citations` are numbers of the explanation's citations."""

    text: str
    role: Role
    basis: Basis
    score: float
    """How surely it is supported, 0 to 1; 1 for quotes, sums and what the item itself says."""
    citations: tuple[int, ...] = ()

    @property
    def supported(self) -> bool:
        """True of every shown sentence; what is not supported is withheld."""
        return True


@dataclass(frozen=True, slots=True)
class ExplainedOption:
    """Why one option is right or wrong; `place` counts from 0."""

    place: int
    text: str
    right: bool
    chosen: bool
    sentences: tuple[ExplainedSentence, ...]
    withheld: tuple[Withheld, ...] = ()
    """Statements of its rationale that nothing bears out; not to be shown as true."""

    @property
    def letter(self) -> str:
        """A for the first option."""
        return chr(ord("A") + self.place)

    @property
    def citations(self) -> tuple[int, ...]:
        """The numbers that its sentences cite, each once."""
        return tuple(dict.fromkeys(n for sentence in self.sentences for n in sentence.citations))


@dataclass(frozen=True, slots=True)
class Contrast:
    """The chosen thing beside the right one; a name is empty where the course has none."""

    right: str
    chosen: str
    right_meaning: str = ""
    chosen_meaning: str = ""
    sentences: tuple[ExplainedSentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that is said of an answer to an item; places count from 0."""

    item_id: str
    task: str
    chosen: tuple[int, ...]
    key: tuple[int, ...]
    correct: bool
    right: tuple[ExplainedOption, ...]
    wrong: tuple[ExplainedOption, ...]
    contrast: Contrast | None
    """None for a right answer, or when only right options were missed."""
    concept: ExplainedSentence | None
    """None when no source bears out the item's own line and none is quoted either."""
    citations: tuple[Citation, ...]
    """What the sentences cite, in their order, then the item's own sources."""
    follow_up: Confusion | None

    @property
    def sentences(self) -> tuple[ExplainedSentence, ...]:
        """All that is shown, in order: the right options, the wrong ones, the contrast, the concept."""
        options = [sentence for option in (*self.right, *self.wrong) for sentence in option.sentences]
        contrast = self.contrast.sentences if self.contrast else ()
        return (*options, *contrast, *((self.concept,) if self.concept else ()))

    @property
    def withheld(self) -> tuple[Withheld, ...]:
        """What the rationales say and nothing bears out, in the options' order."""
        return tuple(each for option in (*self.right, *self.wrong) for each in option.withheld)
