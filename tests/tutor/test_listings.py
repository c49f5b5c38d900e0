"""Lists that a question asks for, as a section of the sources has them."""

from dataclasses import replace

import pytest

from ingest.types import BlockKind, Chunk
from tutor.answering.listings import listing
from tutor.answering.retrieval import Passage

HEADING = ("Hive", "Feeds of the year")


def alike(word):
    return 1.0


def row(n, text, header=("Season", "Feed"), headings=HEADING):
    return Chunk(
        f"r{n}", "a.md", 1, n * 100, n * 100 + len(text), text, BlockKind.TABLE_ROW, headings, header=header
    )


def prose(text, headings=HEADING):
    return Chunk("p", "a.md", 1, 1000, 1000 + len(text), text, BlockKind.PROSE, headings)


ROWS = [row(0, "| Spring | Thin syrup |"), row(1, "| Autumn | Thick syrup |"), row(2, "| Winter | Fondant |")]
OTHER = row(3, "| Smoker | Grass |", headings=("Hive", "Tools"))


def quotes(spans):
    return [span.text for span in spans]


def test_all_rows_of_the_section_in_their_order():
    found = [Passage(ROWS[2], 1.0), Passage(ROWS[0], 0.9)]
    assert quotes(listing("feeds", "", found, [*ROWS, OTHER], alike)) == [each.text for each in ROWS]


def test_a_section_s_introduction_leads_to_its_table():
    intro = prose("There are three feeds in a year.")
    assert len(listing("feeds", "", [Passage(intro, 1.0)], [intro, *ROWS, OTHER], alike)) == 3


def test_points_of_a_list():
    text = "Feeds differ.\n\n- Thin syrup stirs the queen.\n- Thick syrup is stored.\n"
    points = listing("feeds", "", [Passage(prose(text), 1.0)], [], alike)
    assert quotes(points) == ["- Thin syrup stirs the queen.", "- Thick syrup is stored."]


def test_a_section_of_another_task_under_the_same_heading_is_another_section():
    of_one = [replace(each, task="1.1") for each in ROWS]
    of_another = [replace(row(n, f"| Month {n} | None |"), task="1.2") for n in range(4, 7)]
    found = listing("feeds", "", [Passage(of_one[0], 1.0)], [*of_one, *of_another], alike)
    assert quotes(found) == [each.text for each in ROWS]


def test_answers_that_what_is_asked_for_only_begins_with_are_no_list():
    header, above = ("Case", "Feed", "Because"), ("Hive", "Feed changes")
    cells = [("One", "Syrup"), ("Two", "Fondant")]
    cases = [row(n, f"| {case} | {feed} | Reason. |", header, above) for n, (case, feed) in enumerate(cells)]
    assert listing("feed changes", "", [Passage(cases[1], 1.0)], cases, alike) == []


def test_a_table_of_cases_with_other_answers_is_no_list():
    header = ("Case", "Remedy", "Why")
    cases = [row(n, f"| Case {word} | Syrup | Reason. |", header) for n, word in enumerate(("one", "two"))]
    assert listing("feeds", "", [Passage(cases[0], 1.0)], cases, alike) == []


def test_a_table_of_cases_whose_answers_are_what_is_asked_for_is_listed_once_for_each_answer():
    header = ("Case", "Feed", "Because")
    cells = [("One", "Syrup"), ("Two", "Fondant"), ("Three", "Syrup")]
    cases = [row(n, f"| {case} | {feed} | Reason. |", header) for n, (case, feed) in enumerate(cells)]
    found = listing("feeds", "", [Passage(cases[1], 1.0)], cases, alike)
    assert quotes(found) == [cases[0].text, cases[1].text]
    said = "There are syrup and fondant."
    assert listing("feeds", said, [Passage(cases[1], 1.0)], cases, alike) == []


@pytest.mark.parametrize("count", [1, 10])
def test_a_single_row_and_a_long_table_are_none(count):
    rows = [row(n, f"| Month {n} | Syrup |") for n in range(count)]
    assert listing("feeds", "", [Passage(rows[0], 1.0)], rows, alike) == []


def test_a_section_under_another_heading_is_none():
    assert listing("queens", "", [Passage(ROWS[0], 1.0)], ROWS, alike) == []


def test_what_the_answer_names_already_is_not_listed_again():
    said = "Spring and autumn have feeds of their own."
    assert listing("feeds", said, [Passage(ROWS[0], 1.0)], ROWS, alike) == []
