import pytest
from kiln_course import ITEM

from ingest.errors import TutorError
from tutor.practice.choices import asking_sentence, checked_choice, letters, read_choice


@pytest.mark.parametrize(
    ("text", "places"),
    [("A", (0,)), ("c,a", (0, 2)), ("1, 3", (0, 2)), ("B;B", (1,)), ("", ()), (" , ", ())],
)
def test_letters_and_numbers_name_places(text, places):
    assert read_choice(ITEM, text) == places


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("E", "Item k-1 has the options A to D; option 5 is not among them"),
        ("0", "option 0 is not among them"),
        ("AB", "'AB' names no option. Give letters or numbers split by commas, as in A,C"),
        ("-1", "'-1' names no option"),
    ],
)
def test_anything_else_is_refused(text, message):
    with pytest.raises(TutorError, match=message):
        read_choice(ITEM, text)


def test_places_are_sorted_and_lettered():
    assert checked_choice(ITEM, (3, 0, 3)) == (0, 3)
    assert letters((0, 3)) == ("A", "D")


def test_the_asking_sentence_is_the_last_but_the_count():
    assert asking_sentence("A pot leaks. Which fix is right? Select TWO.") == "Which fix is right?"
    assert asking_sentence("Select TWO.") == "Select TWO."
    assert asking_sentence("") == ""
