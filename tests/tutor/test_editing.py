"""What of a model's text is shown, and what is kept behind it with a reason."""

from word_verifier import WordVerifier

from ingest.types import BlockKind, Chunk
from tutor.answering.editing import Editor
from tutor.answering.retrieval import Passage
from tutor.answering.settings import AnswerSettings
from tutor.answering.support import SupportCheck

FUEL = "Burlap burns long and cool."
HEADING = "Smoker fuels: what burns long and cool"
ASKED = "Which fuel suits a smoker?"


def edited(retriever, written, answerable=1.0):
    chunk = Chunk("c", "a.md", 1, 0, len(FUEL), FUEL, BlockKind.PROSE, ("Hive", HEADING))
    settings = AnswerSettings(relevant_from=0.0)
    editor = Editor(retriever, SupportCheck(WordVerifier()), None, settings)
    return editor.shown(ASKED, written, [Passage(chunk, 1.0)], answerable)


def kept(found):
    """Text and reason of each sentence; the reason of what is shown is empty."""
    return [(sentence.text, sentence.reason) for sentence in found.sentences]


def test_a_heading_and_an_echo_are_kept_behind_what_is_shown(hashed_retriever):
    found = edited(hashed_retriever, f"{FUEL}\nA smoker suits a fuel.\n{HEADING}")
    assert kept(found) == [
        (FUEL, ""),
        ("A smoker suits a fuel.", "it only repeats the question"),
        (HEADING, "it is a heading"),
    ]


def test_where_nothing_else_is_left_the_sources_speak(hashed_retriever):
    found = edited(hashed_retriever, HEADING)
    assert kept(found) == [(FUEL, ""), (HEADING, "it is a heading")]
    assert found.citations[0].quote == FUEL


def test_what_says_that_the_notes_do_not_answer_is_no_sentence(hashed_retriever):
    assert kept(edited(hashed_retriever, "NOT IN THE NOTES")) == [(FUEL, "")]
