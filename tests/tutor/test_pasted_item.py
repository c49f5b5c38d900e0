import pytest

from tutor.answering.pasted_item import PastedItem, pasted_item

STEM = "A team needs captions for its videos. Which service fits?"


@pytest.mark.parametrize(
    "text",
    [
        f"{STEM}\nA. Amazon Polly\nB. Amazon Transcribe\nC. Amazon Lex",
        f"{STEM}\n  A) Amazon Polly\n  B) Amazon Transcribe\n  C) Amazon Lex",
        f"{STEM} A. Amazon Polly  B. Amazon Transcribe  C. Amazon Lex",
        f"{STEM}\n\n(A) Amazon Polly\n\n(B) Amazon Transcribe\n\n(C) Amazon Lex\n",
    ],
)
def test_letters_in_a_row_make_an_item(text):
    assert pasted_item(text) == PastedItem(STEM, ("Amazon Polly", "Amazon Transcribe", "Amazon Lex"))


@pytest.mark.parametrize(
    "text",
    [
        STEM,
        "Is plan A. better than plan B. or not?",
        "A. first\nB. second\nC. third",  # no stem
        f"{STEM}\nA. one\nB. two",
        f"{STEM}\nA. one\nB. two\nD. four",
        f"{STEM}\nA.\nB. two\nC. three",
        "",
    ],
)
def test_anything_else_is_a_plain_question(text):
    assert pasted_item(text) is None


def test_an_option_may_hold_several_sentences():
    item = pasted_item(f"{STEM}\nA. Use X. It is fast.\nB. Use Y\nC. Use Z\nD. Use vitamin A. daily")
    assert item is not None
    assert item.options == ("Use X. It is fast.", "Use Y", "Use Z", "Use vitamin A. daily")
