"""Lists that a model wrote, told by what a section says of each member."""

import pytest

from ingest.types import BlockKind, Chunk
from tutor.answering.enumerations import enumerated, written_members
from tutor.answering.retrieval import Passage

HEADING = ("Hive", "Frames and what they are for")
QUESTION = "Which kinds of frames are there?"
POINTS = (
    "A hive holds frames of several kinds.\n\n"
    "- Brood frames carry the nest.\n"
    "- Drone frames are cut out against mites.\n"
    "- Honey frames are harvested.\n"
)
MEMBERS = ("Brood frames", "Drone frames", "Honey frames")
CASES = ("Case", "Frame", "Because")


def alike(word):
    return 1.0


def chunk(text, headings=HEADING, start=0, kind=BlockKind.PROSE, header=(), task=None):
    return Chunk(
        f"c{start}", "a.md", 1, start, start + len(text), text, kind, headings, header=header, task=task
    )


def rows(*texts, header=CASES):
    return [
        chunk(text, start=1000 + n * 100, kind=BlockKind.TABLE_ROW, header=header)
        for n, text in enumerate(texts)
    ]


def told(members, chunks, found=None, question=QUESTION):
    passages = [Passage(one, 1.0) for one in (found or chunks[:1])]
    spans = enumerated(question, members, passages, chunks, alike)
    return {member: span.text for member, span in spans.items()}


@pytest.mark.parametrize(
    ("written", "members"),
    [
        ("The modes are File, FastFile and Pipe.", ("File", "FastFile", "Pipe")),
        ("There are three modes: File, FastFile, and Pipe.", ("File", "FastFile", "Pipe")),
        ("There are three modes mentioned in the notes: hot, warm, or cold.", ("hot", "warm", "cold")),
        ("Options include SSE-S3 (the default), SSE-KMS and SSE-C.", ("SSE-S3", "SSE-KMS", "SSE-C")),
        ("File, FastFile, and Pipe are the three input modes.", ("File", "FastFile", "Pipe")),
        ("File, FastFile and Pipe.", ("File", "FastFile", "Pipe")),
        ("The modes are hot; warm; and cold, which are chosen by age.", ("hot", "warm", "cold")),
        ("It is either hot, warm or cold, etc.", ("hot", "warm", "cold")),
        ("1) hot, 2) warm, 3) cold", ("hot", "warm", "cold")),
        ("The modes include:\n- File\n- FastFile\n- Pipe", ("File", "FastFile", "Pipe")),
        ("Kinds:\n- Brood frames: carry the nest\n- Drone frames - cut out\n* Honey frames.", MEMBERS),
        ("1. **File mode**: downloads.\n2. **Pipe mode** is a stream. It is fast.\n3. **FastFile**\n",
         ("File mode", "Pipe mode", "FastFile")),
        ("A drone is larger than a worker, and it has no sting.", ()),
        ("Accuracy counts hits. It depends. Use File by default. Yes.", ()),
        ("There are four modes.", ()),
        ("It is File or Pipe.", ()),
        ("1. Open the hive and look at every frame of it.\n2. Close it.\n3. Go.", ()),
    ],
)  # fmt: skip
def test_the_members_of_a_written_list(written, members):
    assert written_members(written) == members


def test_each_member_is_told_by_its_own_point_in_the_section_s_order():
    assert told(("Honey frames", "brood frames", "Drone frames"), [chunk(POINTS)]) == {
        "brood frames": "- Brood frames carry the nest.",
        "Drone frames": "- Drone frames are cut out against mites.",
        "Honey frames": "- Honey frames are harvested.",
    }


def test_members_of_other_chunks_of_the_section_count():
    first, second = POINTS.split("- Honey")
    assert len(told(MEMBERS, [chunk(first), chunk("- Honey" + second, start=500)])) == 3


def test_a_point_that_is_nothing_but_the_name_tells_nothing():
    assert told(MEMBERS, [chunk(POINTS.replace("- Honey frames are harvested.", "- Honey frames"))]) == {}


def test_a_longer_name_chooses_first():
    text = "Kinds.\n\n- Brood frames of wood last.\n- Brood frames bend.\n- Honey frames fill.\n"
    found = told(("Brood frames", "Brood frames of wood", "Honey frames"), [chunk(text)])
    assert found["Brood frames"] == "- Brood frames bend."
    assert found["Brood frames of wood"] == "- Brood frames of wood last."


def test_a_case_row_tells_of_the_member_that_fits_and_not_of_one_that_its_case_names():
    table = rows(
        "| Brood frame | Wide hive | It is broad. |",
        "| A nest is looked at. | Old brood frame | It is dark. |",
        "| A nest is moved. | Brood frame | It holds the brood. |",
        "| Mites are many. | Drone frame | Mites like drones. |",
        "| Harvest is near. | Honey frame | It is full. |",
    )
    assert list(told(MEMBERS, table).values()) == [each.text for each in table[2:]]


def test_a_row_of_facts_tells_of_the_member_in_any_of_its_cells_that_names_little_else():
    table = rows(
        "| 1 | Brood frame | nest |",
        "| 2 | Drone frame | mites |",
        "| 3 | Honey frame | harvest |",
        "| 4 | Queen frame of a very old hive | none |",
        header=("No", "Frame", "For"),
    )
    members = (*MEMBERS, "Queen frame")
    assert list(told(members, table).values()) == [each.text for each in table[:3]]


@pytest.mark.parametrize("comes_first", [True, False])
def test_of_several_sections_the_one_that_tells_of_most(comes_first):
    faults = chunk(
        "Frames.\n\n- Brood frames crack.\n- Drone frames bend.\n- Honey frames leak.\n",
        ("Hive", "Frame faults"),
        500,
    )
    kinds = chunk(POINTS + "- Queen frames are small.\n- Mating frames are tiny.\n")
    members = (*MEMBERS, "Queen frames", "Mating frames")
    found = [kinds, faults] if comes_first else [faults, kinds]
    assert len(told(members, [faults, kinds], found)) == 5


def test_a_list_of_which_the_section_tells_less_than_most_is_not_told():
    members = (*MEMBERS, "glass frames", "paper frames", "ice frames")
    assert told(members, [chunk(POINTS)]) == {}
    assert len(told(members[:5], [chunk(POINTS)])) == 3


def test_too_few_members_and_too_many_are_no_list():
    assert told(MEMBERS[:2], [chunk(POINTS)]) == {}
    text = POINTS + "".join(f"- Kind{n} frames rest.\n" for n in range(7))
    many = (*MEMBERS, *(f"Kind{n} frames" for n in range(7)))
    assert told(many, [chunk(text)]) == {}
    assert len(told(many[:9], [chunk(text)])) == 9


@pytest.mark.parametrize("kind", [BlockKind.HEADING, BlockKind.CODE])
def test_headings_and_code_tell_of_nothing(kind):
    pieces = [chunk(line, start=n * 100, kind=kind) for n, line in enumerate(POINTS.splitlines()[2:])]
    assert told(MEMBERS, [chunk("Frames of several kinds.", start=900), *pieces]) == {}


def test_a_section_that_does_not_name_what_is_asked_for_is_none():
    assert told(MEMBERS, [chunk(POINTS)], question="Which kinds of alloy wheels are there?") == {}


def test_what_is_asked_for_may_stand_above_the_section():
    points = POINTS.replace("A hive holds frames of several kinds.", "They are several.")
    parts = ("Parts of a smoker", "Kinds")
    assert told(MEMBERS, [chunk(points)], question="Which kinds of smoker parts are there?") == {}
    assert len(told(MEMBERS, [chunk(points, parts)], question="Which kinds of smoker parts are there?")) == 3


@pytest.mark.parametrize(
    ("headings", "tasks"),
    [((("Hive", "1"), ("Hive", "2"), ("Hive", "3")), (None,) * 3), ((HEADING,) * 3, ("1.1", "1.2", "1.3"))],
)
def test_members_of_several_sections_or_tasks_are_no_list(headings, tasks):
    lines = zip(POINTS.splitlines()[2:], headings, tasks, strict=True)
    chunks = [chunk(text, above, n * 100, task=task) for n, (text, above, task) in enumerate(lines)]
    assert told(MEMBERS, chunks, chunks) == {}


def test_a_text_without_headings_or_a_very_long_section_is_none():
    assert told(MEMBERS, [chunk(POINTS, ())]) == {}
    long = [chunk(POINTS), *(chunk("More frames.", start=500 + n * 20) for n in range(60))]
    assert told(MEMBERS, long) == {}
    assert len(told(MEMBERS, long[:60])) == 3
