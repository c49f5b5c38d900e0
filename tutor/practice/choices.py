"""An item's options by place, letter and number, "A,C" or "1,3" <-> (0, 2), and what its stem asks."""

from collections.abc import Sequence

from ingest.errors import TutorError
from ingest.sentences import sentence_spans
from tutor.practice.types import PracticeItem

__all__ = ["asking_sentence", "checked_choice", "letters", "read_choice"]


def letters(places: Sequence[int]) -> tuple[str, ...]:
    """A for 0, B for 1, and so on."""
    return tuple(chr(ord("A") + place) for place in places)


def checked_choice(item: PracticeItem, chosen: Sequence[int]) -> tuple[int, ...]:
    """The places ascending, each once.

    Raises:
        TutorError: A place is not among the item's options.
    """
    last = len(item.options) - 1
    outside = [place for place in chosen if not 0 <= place <= last]
    if outside:
        span = f"{letters([0])[0]} to {letters([last])[0]}"
        raise TutorError(f"Item {item.id} has the options {span}; option {outside[0] + 1} is not among them.")
    return tuple(sorted(set(chosen)))


def read_choice(item: PracticeItem, text: str) -> tuple[int, ...]:
    """The places that letters or numbers from 1 name, ascending, each once; empty for no words.

    Raises:
        TutorError: A part is no letter and no number, or names no option of the item.
    """
    places = []
    for part in (piece.strip() for piece in text.replace(";", ",").split(",")):
        if part.isdecimal():
            places.append(int(part) - 1)
        elif len(part) == 1 and part.isascii() and part.isalpha():
            places.append(ord(part.upper()) - ord("A"))
        elif part:
            raise TutorError(f"{part!r} names no option. Give letters or numbers split by commas, as in A,C.")
    return checked_choice(item, places)


def asking_sentence(stem: str) -> str:
    """The last sentence of a stem that is no "Select TWO."; empty for an empty stem."""
    sentences = [stem[span.start : span.end] for span in sentence_spans(stem)]
    asking = [sentence for sentence in sentences if not sentence.startswith("Select ")]
    return (asking or sentences or [""])[-1]
