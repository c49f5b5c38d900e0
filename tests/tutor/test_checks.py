import json
from pathlib import Path
from typing import Any

import pytest
from course_folder import COURSE, GLOSSARY, NOTES, TABLES, item, write_course

from tutor.checks import check_course, course_faults
from tutor.checks.items import chi_square_p, longest_is_key_share, stem_similarity
from tutor.practice.bank import read_bank


def test_a_good_course_has_no_faults_and_is_counted(tmp_path: Path):
    report = check_course(write_course(tmp_path, (item(),)))
    assert report.faults == ()
    assert dict(report.counts) == {
        "texts": 3,
        "sections": 7,
        "recall tables": 1,
        "recall rows": 6,
        "glossary terms": 2,
        "items": 1,
    }


def test_coverage_names_sections_and_gaps(tmp_path: Path):
    report = check_course(write_course(tmp_path, tables=TABLES.replace(" covers=1.1.b", "")))
    assert report.groups[-1].remarks == (
        "1.1.a: notes/tides.md › Spring tides: when they come",
        "1.1.b: GAP, no section covers it",
    )


@pytest.mark.parametrize(
    ("part", "old", "new", "fault"),
    [
        (
            "course",
            "weight = 100",
            "weight = 90",
            "course.toml:8: the domains' weights add up to 90, not 100.",
        ),
        ("notes", "covers=1.1.a", "covers=1.1.z", "notes/tides.md:5: 1.1.z is not in course.toml."),
        ("notes", "task=1.1 -->", "task=7.1 -->", "notes/tides.md:2: 7.1 is not in course.toml."),
        (
            "notes",
            "task=1.1 -->",
            "tusk=1.1 -->",
            "notes/tides.md:2: the directive holds 'tusk=1.1'; known are task=, covers=",
        ),
        (
            "tables",
            'cue="Sight"',
            'cue="View"',
            "tables/marks.md:5: the quiz directive names View; the table's columns are Sight",
        ),
        (
            "tables",
            "Two black cones point up.",
            "Cones of the north.",
            'tables/marks.md:9: the cue gives the answer "North cardinal" away',
        ),
        ("tables", "point down.", "point up.", "tables/marks.md:10: the cue is that of line 9 too."),
        (
            "tables",
            "| It looks like a wineglass. |",
            "|",
            "tables/marks.md:14: the row has 2 cells; its table's header has 3.",
        ),
        (
            "tables",
            "| The cones touch at their points. | West cardinal | It looks like a wineglass. |\n",
            "",
            'tables/marks.md:9: the table "Picking a mark" has 5 rows; give it 6 or more.',
        ),
        (
            "tables",
            "Safe water",
            "a b c d e f g h i",
            'tables/marks.md:13: the answer "a b c d e f g h i" is longer than 8 words.',
        ),
        (
            "tables",
            "There is depth all round.",
            "",
            "tables/marks.md:13: a cue, an answer or a reason is empty.",
        ),
        ("glossary", "| LAT |", "| ebb |", 'glossary.md:8: the term "ebb" stands in line 7 too.'),
        (
            "glossary",
            "out to sea.",
            "out to sea. It is fast.",
            'glossary.md:7: the meaning of "Ebb" has to be one sentence',
        ),
        (
            "glossary",
            "out to sea.",
            "out to sea",
            'glossary.md:7: the meaning of "Ebb" has to be one sentence',
        ),
        ("glossary", "| Meaning |", "| Sense |", "glossary.md:5: the columns are Term | Stands for | Sense"),
    ],
)
def test_one_fault_is_found_where_it_stands(tmp_path: Path, part: str, old: str, new: str, fault: str):
    text = {"course": COURSE, "notes": NOTES, "tables": TABLES, "glossary": GLOSSARY}[part]
    assert old in text
    faults = course_faults(write_course(tmp_path, **{part: text.replace(old, new, 1)}))
    assert any(found.startswith(fault) for found in faults), faults


def test_too_few_different_answers(tmp_path: Path):
    tables = TABLES
    for answer in ("South cardinal", "Port lateral buoy", "Starboard lateral"):
        tables = tables.replace(answer, "Safe water")
    assert course_faults(write_course(tmp_path, tables=tables)) == (
        'tables/marks.md:9: the table "Picking a mark" has 3 different answers; give it 4 or more.',
    )


def source(**changed: str) -> list[dict[str, str]]:
    return [item()["sources"][0] | changed]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        (
            {"sources": source(document="notes/none.md")},
            "questions/one.jsonl:1: q-1 cites notes/none.md, which is none",
        ),
        (
            {"sources": source(quote="They follow the sun.")},
            'q-1 quotes "They follow the sun.", which is not in notes/tides.md.',
        ),
        (
            {"sources": source(heading="Tides")},
            'under "Tides", but it stands under "Spring tides: when they come"',
        ),
        (
            {"option_sources": [source(quote="They follow the sun."), [], [], []]},
            'q-1 quotes "They follow the sun.", which is not in notes/tides.md.',
        ),
        ({"task": "1.9"}, "questions/one.jsonl:1: task 1.9 is not in course.toml."),
        (
            {"key": [2]},
            "one.jsonl:1: rationale 1 begins 'Right: s', but by the key it has to begin \"Wrong:\".",
        ),
    ],
)
def test_faults_of_items(tmp_path: Path, changed: dict[str, Any], fault: str):
    faults = course_faults(write_course(tmp_path, (item(**changed),)))
    assert any(fault in found for found in faults), faults


def test_a_quote_may_be_wrapped_otherwise_than_its_source(tmp_path: Path):
    notes = NOTES.replace("full moon and the", "full moon\nand the")
    assert course_faults(write_course(tmp_path, (item(),), notes=notes)) == ()


def test_nearly_equal_stems_and_equal_ids(tmp_path: Path):
    twin = item(stem="A pilot plans for the highest water of the month. What should the pilot look for?")
    assert course_faults(write_course(tmp_path, (item(), twin))) == (
        "questions/one.jsonl:2: the id q-1 stands in questions/one.jsonl:1 too.",
        "questions/one.jsonl:2: the stem of q-1 is nearly that of q-1 (similarity 0.75).",
    )


def numbered(count: int) -> tuple[dict[str, Any], ...]:
    """Items with the key always at B, whose right option is the longest."""
    options = ["x1", "x2 and more", "x3", "x4"]
    return tuple(item(id=f"q-{n}", stem=f"n{n}a n{n}b n{n}c?", options=options) for n in range(count))


def test_a_bank_that_gives_its_keys_away(tmp_path: Path):
    assert course_faults(write_course(tmp_path, numbered(40))) == (
        "questions: key positions A to D stand at [0, 40, 0, 0] (p = 0.0000); shuffle some options.",
        "questions: the longest option is the key in 100% of mc items; at most 35% is wanted.",
    )


def test_proportions_are_judged_from_a_hundred_items(tmp_path: Path):
    course = COURSE.replace("weight = 100", "weight = 50")
    course += '\n[[domains]]\nnumber = 2\ntitle = "Tugs"\nweight = 50\n'
    faults = course_faults(write_course(tmp_path, numbered(100), course=course))
    assert faults[-3:] == (
        "questions: domain 1 has 100.0 % of the items and 50 % of the exam; "
        "at most 3 points apart is wanted.",
        "questions: domain 2 has 0.0 % of the items and 50 % of the exam; at most 3 points apart is wanted.",
        "questions: 0% of the items are mr; 10 to 20 % is wanted.",
    )


def test_runs_shared_with_a_folder(tmp_path: Path):
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "a.txt").write_text("One line.\nThey follow the full moon AND the new moon, as is known.\n")
    (foreign / "b.txt").write_text("They follow the full moon and the sun.\n")
    report = check_course(write_course(tmp_path, (item(),)), foreign)
    assert report.faults == (
        'notes/tides.md:7: shares the run "they follow the full moon and the new moon" with a.txt:2.',
    )


def test_a_name_of_many_words_is_no_shared_run(tmp_path: Path):
    name = "Royal Harbour Board Examination For Pilots Of The Northern Coast"
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "a.txt").write_text(f"the {name}\n")
    assert check_course(write_course(tmp_path, notes=f"{NOTES}\n{name}\n"), foreign).faults == ()


def test_a_faulty_course_file_does_not_hide_other_faults(tmp_path: Path):
    faults = course_faults(write_course(tmp_path, course="id = ", glossary=GLOSSARY.replace("LAT", "Ebb")))
    assert len(faults) == 2
    assert faults[0].startswith("course.toml: it is no valid TOML")


def test_an_empty_text_is_told(tmp_path: Path):
    faults = course_faults(write_course(tmp_path, notes=""))
    assert faults == ("notes/tides.md: The file is empty (0 bytes). Save or download it again.",)


def test_chi_square_against_a_printed_table():
    # 7.815 and 11.345 are the 5 % and 1 % points for three degrees of freedom
    assert chi_square_p((25, 25, 25, 25)) == pytest.approx(1.0)
    assert chi_square_p((39, 17, 21, 23)) == pytest.approx(0.01076, abs=0.001)
    assert chi_square_p((40, 20, 20, 20)) == pytest.approx(0.00738, abs=0.0001)
    with pytest.raises(ValueError, match="Four counts"):
        chi_square_p((1, 2))


def test_similarity_and_longest_share(tmp_path: Path):
    assert stem_similarity("a b c d", "a b c d") == 1.0
    assert stem_similarity("a b c d", "a b c e") == pytest.approx(1 / 3)
    folder = write_course(tmp_path, (*numbered(1), item(options=["aa", "bb", "cc", "c"])))
    items = [entry.item for entry in read_bank(folder / "questions/one.jsonl").entries]
    assert longest_is_key_share(items) == 0.5


RIVALS = {
    "table": "Picking a mark",
    "cue": "Two black cones point up.",
    "answer": "North cardinal",
    "rivals": ["South cardinal", "West cardinal", "Ebb"],
}


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({}, None),
        ({"cue": "Two cones."}, "no recall table 'Picking a mark' has this cue; copy it from the table."),
        ({"answer": "Safe water"}, "the row's answer is 'North cardinal' and not 'Safe water'."),
        ({"rivals": ["Ebb", "LAT"]}, 'it names 2 rivals; name 3 or more, or say "unfit" with a reason.'),
        ({"rivals": [], "unfit": "too plain"}, None),
        ({"rivals": ["Ebb", "LAT", "North cardinal"]}, "'North cardinal' is its own rival."),
        ({"rivals": ["Ebb", "LAT", "Ebb"]}, "a name stands twice."),
        ({"right_too": ["Ebb"]}, "a name stands twice."),
        ({"right_too": ["Safe water"]}, None),
        ({"rivals": ["Ebb", "LAT", "Flow"]}, "'Flow' is neither an answer of a recall table nor a term."),
    ],
)
def test_rivals_have_to_exist_in_the_course(tmp_path: Path, changed: dict[str, Any], fault: str | None):
    folder = write_course(tmp_path, (item(),))
    (folder / "rivals.jsonl").write_text("\n" + json.dumps(RIVALS | changed), encoding="utf-8")
    expected = () if fault is None else (f"rivals.jsonl:2: {fault}",)
    assert course_faults(folder) == expected


def test_a_rivals_line_for_an_unknown_term_or_a_second_one_is_a_fault(tmp_path: Path):
    folder = write_course(tmp_path, (item(),))
    lines = [
        {"term": "Ebb", "rivals": ["LAT"]},
        {"term": "Ebb", "rivals": []},
        {"term": "Flow", "rivals": []},
    ]
    (folder / "rivals.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert course_faults(folder) == (
        "rivals.jsonl:2: line 1 is about the same.",
        "rivals.jsonl:3: the glossary has no term 'Flow'.",
    )


NEAPS = "Neap tides follow the quarter moons."


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"rivals": ["Ebb", "LAT", "Ebb"], "lead": "A pilot waits."}, "a name stands twice."),
        ({"unfit": "it names the key"}, None),
        (
            {"sentence": "Neap tides never come.", "unfit": "x"},
            "no text of the course has this sentence; copy it from there.",
        ),
        ({"rivals": ["Ebb", "LAT", "Safe water"]}, "'Safe water' is no term of the glossary."),
        ({"rivals": ["Ebb"]}, 'it names 1 rivals; name 3 or more, or say "unfit" with a reason.'),
    ],
)
def test_sentences_of_rivals_have_to_stand_in_the_course(
    tmp_path: Path, changed: dict[str, Any], fault: str | None
):
    folder = write_course(tmp_path, (item(),))
    (folder / "rivals.jsonl").write_text(json.dumps({"sentence": NEAPS} | changed), encoding="utf-8")
    expected = () if fault is None else (f"rivals.jsonl:1: {fault}",)
    assert course_faults(folder) == expected
