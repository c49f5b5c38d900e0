import pytest
from kiln_course import kiln_tools

from tutor.practice.explaining.subjects import CourseTerms, Subject, name_key


@pytest.fixture(scope="module")
def terms(tmp_path_factory):
    return kiln_tools(tmp_path_factory.mktemp("kiln")).terms


def test_a_subject_has_its_meaning_and_its_rows(terms):
    subject = terms.subject("Use Raku firing for all of the cups")
    assert (subject.name, subject.meaning) == ("Raku firing", "A hot pot is cooled in smoke")
    assert subject.meaning_span.text.startswith("| Raku firing |")
    assert [row.cue for row in subject.rows] == ["A sculptor wants a network of black cracks."]


def test_what_both_options_name_tells_nothing(terms):
    option = "Raku firing, then Stoneware glaze, on every single pot of the order"
    assert terms.subject(option, "Raku firing alone").name == "Stoneware glaze"


def test_a_synonym_lends_no_meaning(terms):
    subject = terms.subject("SWG")
    assert (subject.name, subject.meaning, "Stoneware glaze" in subject.names) == ("SWG", "", True)


def test_a_part_of_a_longer_name_is_taken_whole(terms):
    subject = terms.subject("Fire the cups by Raku firing Deluxe on a Sunday")
    assert (subject.name, subject.meaning, subject.rows) == ("Raku firing Deluxe", "", ())


def test_a_plain_word_in_passing_is_no_subject(terms):
    assert terms.subject("Put the finished cups near the window with a glass coat on each").name == ""


def test_a_short_option_is_its_own_name(terms):
    assert terms.subject("Wax and patience.") == Subject("Wax and patience")
    assert CourseTerms().subject("0.75") == Subject("0.75")


def test_spellings_of_a_name_have_one_key():
    assert name_key("Amazon S3") == name_key("s3") == name_key("AWS S3")
    assert name_key("Amazon") == ("amazon",)
    assert name_key("K-Means") == name_key("k-means")
