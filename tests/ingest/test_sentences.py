import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import sentence_spans


def cut(text):
    return [text[span.start : span.end] for span in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("  \n ", []),
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("It takes 4.5 minutes. Then stop.", ["It takes 4.5 minutes.", "Then stop."]),
        ("Use e.g. Glue or i.e. EMR. Done.", ["Use e.g. Glue or i.e. EMR.", "Done."]),
        ("J. Smith wrote it. Read it.", ["J. Smith wrote it.", "Read it."]),
        ("So did I. They left.", ["So did I.", "They left."]),
        ('He said "Stop." Then he left.', ['He said "Stop."', "Then he left."]),
        ("a one\n\nb two", ["a one", "b two"]),
        ("List:\n- one\n- two", ["List:", "- one", "- two"]),
        ("| a | b |\n| c | d |", ["| a | b |", "| c | d |"]),
        ("1. First step.\n2. Second step.", ["1. First step.", "2. Second step."]),
        (
            "A long line of words before the list.\n\n1. First step.\n2. Second step.",
            ["A long line of words before the list.", "1. First step.", "2. Second step."],
        ),
        ("The exam has 40. The next has 50.", ["The exam has 40.", "The next has 50."]),
        ("see fig. 3 there. New one.", ["see fig. 3 there.", "New one."]),
        ("wait... and go", ["wait... and go"]),
    ],
)
def test_sentences(text, sentences):
    assert cut(text) == sentences


@given(st.text(alphabet="ab. A1\n-|!?\"'’ e.g", max_size=200))
def test_sentences_stand_in_order_and_leave_only_white_space_out(text):
    position = 0
    for span in sentence_spans(text):
        assert not text[position : span.start].strip()
        assert span.start < span.end
        position = span.end
    assert not text[position:].strip()


def test_a_long_text_of_list_numbers_takes_time_in_proportion():
    text = "1. A " * 40_000
    assert len(sentence_spans(text)) == 40_000
