import pytest

from ingest.types import BlockKind, Chunk
from tutor.practice.passages.cases import decided_case
from tutor.practice.passages.terms import TermBook, course_terms

HEADER = ("Term", "Stands for", "Meaning", "Also called")
ROWS = (
    "| Tug | | A strong vessel. | |",
    "| Pilot boat | | A boat for pilots. | |",
    "| VTS | vessel traffic service | A watch over ships. | |",
)


@pytest.fixture(scope="module")
def book():
    chunks = [
        Chunk(f"t{n}", "glossary.md", 1, n, n + len(row), row, BlockKind.TABLE_ROW, ("Vessels",), HEADER)
        for n, row in enumerate(ROWS)
    ]
    return TermBook(course_terms(chunks))


@pytest.mark.parametrize(
    ("sentence", "term", "case"),
    [
        (
            "When a long tanker must be turned in a narrow basin, choose a tug.",
            "Tug",
            "a long tanker must be turned in a narrow basin",
        ),
        (
            "A harbour that must turn long tankers in a narrow basin should use a tug with two ropes.",
            "Tug",
            "a harbour must turn long tankers in a narrow basin",
        ),
        (
            "A harbour with forty calls a day and no radar needs VTS, because masters see little.",
            "VTS",
            "a harbour has forty calls a day and no radar",
        ),
        (
            "A harbour with forty calls a day that wants fewer accidents in fog uses VTS.",
            "VTS",
            "a harbour has forty calls a day and wants fewer accidents in fog",
        ),
        (
            "A port whose pilots climb aboard from the sea in storms chooses one pilot boat.",
            "Pilot boat",
            "a port's pilots climb aboard from the sea in storms",
        ),
        (
            "When masters meet in fog, and nobody knows who turns first, VTS is the right answer.",
            "VTS",
            "masters meet in fog, and nobody knows who turns first",
        ),
        (  # the first verb of choice stands in the case itself
            "A port that uses old charts and wants to see every ship by night uses VTS.",
            "VTS",
            "a port uses old charts and wants to see every ship by night",
        ),
        ("When NOAA warns of a storm from the north for two days, use VTS.",
            "VTS", "NOAA warns of a storm from the north for two days"),
    ],
)  # fmt: skip
def test_what_is_chosen_and_for_what(book, sentence, term, case):
    found = decided_case(sentence, book)
    assert found is not None
    assert (found.term.name, found.case) == (term, case)


@pytest.mark.parametrize(
    "sentence",
    [
        "When it rains, choose a tug.",  # too short to be a case
        "When a long tanker must be turned in a narrow basin, choose a tug or a pilot boat.",
        "When a long tanker must be turned in a narrow basin, choose tug masters of long standing.",
        "When a long tanker must be turned in a narrow basin, choose a rope.",
        "When a long tanker must be turned in this narrow basin, choose a tug.",
        "When a long tanker turns in a narrow basin, a tug and its master look on.",
        "A harbour that must turn long tankers in a narrow basin has a tug.",
        "A question that asks for turning long tankers in a basin uses a tug.",
        "The tug that must turn long tankers in a narrow basin needs a pilot boat.",
        "A tug is a strong vessel.",
        "When a long tanker must be turned in a narrow basin, a tug should not be used.",
        "A harbour that keeps all of its long tankers at one pier no longer needs a tug.",
        "A harbour that turns tankers in a narrow basin and calls a tug for it should use a rope.",
        "When masters meet in fog every night, use ropes, and for small ships, a tug fits.",
    ],
)
def test_what_decides_no_case_for_one_term(book, sentence):
    assert decided_case(sentence, book) is None
