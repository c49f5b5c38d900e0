from pathlib import Path

import pytest

from ingest.course import list_courses, load_course
from ingest.errors import CourseError
from ingest.types import Bullet, Fact

GOOD = """\
id = "hpa-01"
title = "Harbour Pilot Associate"
licence = "CC-BY-4.0"

[exam]
code = "HPA-01"
retired_on = 2031-05-05
multiple_response_options = [5, 6]
scale = [200, 900]
pass_mark = 640
minutes = [
  { value = 135, source = "the guide" },
  { value = 120, source = "a study article" },
]

[[domains]]
number = 1
title = "Reading the water"
weight = 60

[[domains.tasks]]
number = "1.1"
title = "Judge tides"
bullets = [{ id = "1.1.a", text = "Tide tables" }]

[[domains]]
number = 2
title = "Tugs"
weight = 40

[scope]
in = ["Harbour Radar"]
out = ["Salvage Desk"]
"""


def course_at(root: Path, toml: str) -> Path:
    folder = root / "hpa-01"
    folder.mkdir(exist_ok=True)
    (folder / "course.toml").write_text(toml)
    return folder


def faults_of(root: Path, toml: str) -> tuple[str, ...]:
    with pytest.raises(CourseError, match=r"The course has") as caught:
        load_course(course_at(root, toml))
    return caught.value.faults


def test_a_good_course(tmp_path: Path):
    course = load_course(course_at(tmp_path, GOOD))
    assert (course.id, course.title, course.licence) == ("hpa-01", "Harbour Pilot Associate", "CC-BY-4.0")
    assert course.blueprint.tasks[0].bullets == (Bullet("1.1.a", "Tide tables"),)
    assert [domain.weight for domain in course.blueprint.domains] == [60.0, 40.0]
    assert course.blueprint.in_scope == ("Harbour Radar",)
    assert course.multiple_response_options == (5, 6)


def test_facts_keep_both_values_with_their_sources(tmp_path: Path):
    course = load_course(course_at(tmp_path, GOOD))
    assert course.blueprint.values("minutes") == (
        Fact("minutes", 135, "the guide"),
        Fact("minutes", 120, "a study article"),
    )
    assert [(fact.name, fact.value) for fact in course.facts[:6]] == [
        ("code", "HPA-01"),
        ("retired_on", "2031-05-05"),
        ("multiple_response_options", 5),
        ("scale_low", 200),
        ("scale_high", 900),
        ("pass_mark", 640),
    ]


def test_sources_never_hold_questions_labs_or_readme(tmp_path: Path):
    folder = course_at(tmp_path, GOOD)
    for name in ("README.md", "guide.md", "glossary.md", "notes/b.md", "notes/a.md", "notes/README.md",
                 "tables/t.md", "labs/lab.md", "questions/q.md", "questions/q.jsonl"):  # fmt: skip
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("# Title\n")
    names = [path.relative_to(folder).as_posix() for path in load_course(folder).sources]
    assert names == ["guide.md", "glossary.md", "notes/a.md", "notes/b.md", "tables/t.md"]


def test_all_faults_at_once_with_their_lines(tmp_path: Path):
    toml = GOOD.replace("pass_mark = 640", 'pass_mark = "640"').replace("weight = 40", "weight = 30")
    toml = toml.replace('title = "Tugs"', 'titel = "Tugs"')
    assert faults_of(tmp_path, toml) == (
        "course.toml:10: [exam] has pass_mark = '640'; it has to be a whole number or a number or a list.",
        "course.toml:19: the domains' weights add up to 90, not 100.",
        "course.toml:26: [domains] lacks title.",
        "course.toml:28: [domains] holds the unknown key 'titel'; known are number, tasks, title, weight.",
    )


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('id = "hpa-01"', 'id = "other"', "course.toml:1: the id is 'other', but the folder is 'hpa-01'"),
        ('id = "hpa-01"', 'id = "HPA 01"', "course.toml:1: the id 'HPA 01' has to be lower-case"),
        (
            "[5, 6]",
            "[6, 5]",
            "course.toml:8: [exam] has multiple_response_options = [6, 5]; it has to be like",
        ),
        (
            '{ value = 120, source = "a study article" }',
            "{ value = 120 }",
            "course.toml:11: [exam] has {'value': 120}",
        ),
        (
            '"1.1.a"',
            '"1.1.b"',
            "course.toml:24: task 1.1 holds {'id': '1.1.b', 'text': 'Tide tables'}; write",
        ),
        ('number = "1.1"', 'number = "2.1"', "course.toml:22: task '2.1' stands in domain 1; number it"),
        ("number = 2", "number = 1", "course.toml:27: two domains have the number 1."),
        ('in = ["Harbour Radar"]', "in = [3]", "course.toml:32: [scope] in has to be a list of names"),
    ],
)
def test_single_faults(tmp_path: Path, old: str, new: str, fault: str):
    assert any(found.startswith(fault) for found in faults_of(tmp_path, GOOD.replace(old, new)))


def test_missing_and_broken_files(tmp_path: Path):
    with pytest.raises(CourseError, match=r"course.toml: it is not in empty; write one"):
        load_course(tmp_path / "empty")
    assert faults_of(tmp_path, "id = ")[0].startswith("course.toml: it is no valid TOML in UTF-8")


def test_courses_are_the_folders_with_a_course_file(tmp_path: Path):
    folder = course_at(tmp_path, GOOD)
    (tmp_path / "notes").mkdir()
    assert list_courses(tmp_path) == (folder,)
    assert list_courses(tmp_path / "nowhere") == ()
