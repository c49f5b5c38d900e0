import pytest

from tutor.practice.explaining.claims import claims_of, is_when_right, without_verdict


def test_statements_are_split_at_sentences_and_semicolons():
    rationale = (
        "Wrong: clusters of titles give no suggestion; they need own code. Two runs e.g. of it are slow."
    )
    assert claims_of(rationale) == (
        "Clusters of titles give no suggestion.",
        "They need own code.",
        "Two runs e.g. of it are slow.",
    )


def test_a_part_of_two_words_stays_with_its_sentence():
    assert claims_of("Right: it is cheap enough; very cheap.") == ("It is cheap enough; very cheap.",)


@pytest.mark.parametrize(
    ("rationale", "said"),
    [
        ("Wrong: It makes speech from text.", "Amazon Polly makes speech from text."),
        ("Wrong: this is for speech only.", "Amazon Polly is for speech only."),
        ("Wrong: Its speech marks are time stamps.", "Its speech marks are time stamps."),
        ("Wrong: This example is too long.", "This example is too long."),
    ],
)
def test_a_pronoun_becomes_the_subject_only_as_one(rationale, said):
    assert claims_of(rationale, "Amazon Polly") == (said,)


def test_no_rationale_has_no_statements():
    assert claims_of("") == ()
    assert claims_of("Wrong: ") == ()
    assert without_verdict("Right:  yes. ") == "yes."


@pytest.mark.parametrize(
    ("claim", "is_when"),
    [
        ("Min-max scaling suits known bounds such as pixel values.", True),
        ("S3 would be the choice for a new data set.", True),
        ("The median does not fit a categorical column.", False),
        ("The copy takes time.", False),
    ],
)
def test_what_an_option_is_good_for_is_told_from_why_it_is_wrong(claim, is_when):
    assert is_when_right(claim) is is_when


def test_a_quotation_that_ends_a_statement_brings_its_own_full_stop():
    rationale = "Wrong: Raku firing is right for another wish: “A sculptor wants black cracks.”"
    assert claims_of(rationale) == (
        "Raku firing is right for another wish: “A sculptor wants black cracks.”",
    )
    assert claims_of("Right: Raku firing leaves “cracks”") == ("Raku firing leaves “cracks”.",)
