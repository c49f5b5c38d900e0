import pytest

from tutor.answering.written import written_sentences


@pytest.mark.parametrize(
    ("written", "sentences"),
    [
        ("", []),
        ("Smoke calms bees. Fire does not.", ["Smoke calms bees.", "Fire does not."]),
        ("- Smoke calms **bees**. [1]\n2. Fire does not. [2]", ["Smoke calms bees.", "Fire does not."]),
        ("## Smoke\n\n* calms bees", ["Smoke", "calms bees"]),
        ("3)\n\n- 42\n\nThe gap is 4.2 mm wide.", ["The gap is 4.2 mm wide."]),
    ],
)
def test_marks_numbers_and_what_has_no_words_are_left_out(written, sentences):
    assert written_sentences(written) == sentences
