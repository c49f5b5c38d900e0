"""Lists that a model wrote, told by what a section says of each member."""

import pytest

from ingest.types import BlockKind, Chunk
from tutor.answering.enumerations import enumerated, names_in
from tutor.answering.retrieval import Passage

HEADING = ("Hive", "Frames and what they are for")
QUESTION = "Which kinds of frames are there?"
POINTS = (
    "A hive holds frames of several kinds.\n\n"
    "- Brood frames carry the nest.\n"
    "- Drone frames are cut out against mites.\n"
    "- Honey frames are harvested.\n"
)
LIST = ["The frames are brood frames, drone frames and honey frames."]


def alike(word):
    return 1.0


def prose(text, headings=HEADING, start=0):
    return Chunk(f"p{start}", "a.md", 1, start, start + len(text), text, BlockKind.PROSE, headings)


def row(n, text, header, headings=HEADING):
    start = 1000 + n * 100
    return Chunk(
        f"r{n}", "a.md", 1, start, start + len(text), text, BlockKind.TABLE_ROW, headings, header=header
    )


def told(question, written, chunks, found=None):
    passages = [Passage(chunk, 1.0) for chunk in (found or chunks[:1])]
    return [span.text for span in enumerated(question, written, passages, chunks, alike)]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("The modes are File, FastFile and Pipe.", ("File", "FastFile", "Pipe")),
        ("There are three modes: File, FastFile, and Pipe.", ("File", "FastFile", "Pipe")),
        (
            "There are three classes mentioned in the notes: hot, warm, or cold.",
            ("hot", "warm", "cold"),
        ),
        ("Options include SSE-S3 (the default), SSE-KMS and SSE-C.", ("SSE-S3", "SSE-KMS", "SSE-C")),
        ("The modes include:\nFile\nFastFile\nPipe", ("File", "FastFile", "Pipe")),
        ("A drone is larger than a worker, and it has no sting.", ()),
        ("There are four modes.", ()),
    ],
)
def test_the_members_of_a_written_list(written, names):
    assert names_in([written]) == names


def test_each_member_is_told_by_its_own_point_in_the_section_s_order():
    written = ["The frames are honey frames, brood frames and drone frames."]
    assert told(QUESTION, written, [prose(POINTS)]) == [
        "- Brood frames carry the nest.",
        "- Drone frames are cut out against mites.",
        "- Honey frames are harvested.",
    ]


def test_members_of_other_chunks_of_the_section_count():
    first, second = POINTS.split("- Honey")
    chunks = [prose(first), prose("- Honey" + second, start=500)]
    assert len(told(QUESTION, LIST, chunks)) == 3


def test_a_case_row_tells_of_the_member_that_it_names_and_of_no_longer_name():
    header = ("Case", "Frame", "Because")
    rows = [
        row(0, "| A nest is moved. | Brood frame-XL | Large. |", header),
        row(1, "| A nest is looked at. | Brood frame | It holds the brood. |", header),
        row(2, "| Mites are many. | Drone frame | Mites like drones. |", header),
        row(3, "| Harvest is near. | Honey frame | It is full. |", header),
    ]
    assert told(QUESTION, LIST, rows) == [each.text for each in rows[1:]]


def test_a_list_of_which_the_section_tells_less_than_most_is_not_told():
    written = ["The frames are brood frames, glass frames, paper frames, ice frames and honey frames."]
    assert told(QUESTION, written, [prose(POINTS)]) == []


def test_fewer_than_three_members_are_no_list():
    assert told(QUESTION, ["The frames are brood frames and honey frames."], [prose(POINTS)]) == []


def test_a_section_that_does_not_name_what_is_asked_for_is_none():
    assert told("Which kinds of alloy wheels are there?", LIST, [prose(POINTS)]) == []


def test_members_spread_over_several_sections_are_no_list():
    chunks = [
        prose(line, ("Hive", f"Frames, part {n}"), n * 100) for n, line in enumerate(POINTS.splitlines()[2:])
    ]
    assert told(QUESTION, LIST, chunks, chunks) == []
