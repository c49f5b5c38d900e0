from dataclasses import replace

import pytest

from tests.tutor.practice.test_passage_facts import row
from tutor.practice.passages.kinds import TermKinds, kind_noun
from tutor.practice.passages.terms import TermBook, course_terms

ROWS = [
    row("Wave plot", "", "A drawing of heights.", "", "Signals"),
    row("Tide bars", "", "Bars that show depths.", "", "Signals"),
    row("Drift", "", "The mean distance from the course.", "", "Signals"),
    row("Mean gap filling", "", "Gaps are filled.", "hole imputation", "Signals"),
    row("Last imputation", "", "Gaps are filled.", "", "Signals"),
    row("Sail plan", "", "A compressed file type for sails.", "", "Signals"),
    row("Log book", "", "A text file of a voyage.", "", "Signals"),
    row("AWS Tug", "", "A vessel.", "", "AWS harbour services"),
    row("Slot", "", "A place for a vessel.", "", "AWS harbour services"),
    row("Ballast", "", "Weight low in a hull.", "", "Signals"),
    row("Keel", "", "A fin below a hull.", "", "Signals"),
]
BOOK = TermBook(course_terms(ROWS))
BY_NAME = {term.name: term for term in BOOK.terms}


def answer(name, column="Metric", table="Speeds"):
    text = f"| how fast | {name} |"
    return replace(ROWS[0], id=text, text=text, header=("Need", column), headings=("Tables", table))


KINDS = TermKinds(
    BOOK, [answer("Ballast"), answer("Keel"), answer("Drift", "Method"), answer("Slot", "Method", "B")]
)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Wave plot", "Tide bars", True),
        ("Wave plot", "Drift", False),
        ("Mean gap filling", "Last imputation", True),
        ("Sail plan", "Log book", True),
        ("Ballast", "Keel", True),
        ("Drift", "Slot", False),
        ("AWS Tug", "Slot", False),
    ],
)
def test_terms_of_one_finer_kind_are_akin(one, other, expected):
    assert KINDS.akin(BY_NAME[one], BY_NAME[other]) is expected


def test_the_noun_fits_all_and_is_no_word_of_a_name():
    assert KINDS.noun([BY_NAME["Ballast"], BY_NAME["Keel"]]) == "metric"
    assert KINDS.noun([BY_NAME["Wave plot"], BY_NAME["Tide bars"]]) == "chart"
    assert KINDS.noun([BY_NAME["Wave plot"], BY_NAME["Keel"]]) == ""
    assert KINDS.noun([BY_NAME["Mean gap filling"], BY_NAME["Last imputation"]]) == ""
    assert KINDS.noun([BY_NAME["AWS Tug"], BY_NAME["Slot"]]) == "service or feature"


def test_a_heading_of_one_word_names_no_kind():
    assert kind_noun(course_terms([row("Lag", "", "A value.", "", "Features")])[0]) == ""
    assert kind_noun(BY_NAME["AWS Tug"]) == "AWS harbour service"
    assert kind_noun(BY_NAME["Slot"]) == ""


def test_a_term_is_called_by_any_of_its_names():
    assert BOOK.called("Hole Imputation") is BY_NAME["Mean gap filling"]
    assert BOOK.called("tug") is BY_NAME["AWS Tug"]
    assert BOOK.called("gap") is None
