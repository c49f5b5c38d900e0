import json
from pathlib import Path

import pytest
from course_folder import GLOSSARY, item, write_course
from typer.testing import CliRunner

from ingest.errors import CourseError
from tutor.commands.course import app


def test_a_good_course_exits_with_0(tmp_path: Path):
    result = CliRunner().invoke(app, ["check", str(write_course(tmp_path, (item(),)))])
    assert result.exit_code == 0
    assert "glossary: no faults\n" in result.output
    assert result.output.endswith("recall tables: 1; recall rows: 6; glossary terms: 2; items: 1\n")


def test_faults_are_grouped_and_exit_with_1(tmp_path: Path):
    folder = write_course(tmp_path, glossary=GLOSSARY.replace("LAT", "Ebb"))
    result = CliRunner().invoke(app, ["check", str(folder)])
    assert result.exit_code == 1
    assert 'glossary: 1 fault\n  glossary.md:8: the term "Ebb" stands in line 7 too.\n' in result.output


def test_json_and_shared_runs(tmp_path: Path):
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "a.txt").write_text("They follow the full moon and the new moon.")
    arguments = ["check", str(write_course(tmp_path)), "--against", str(foreign), "--format", "json"]
    result = CliRunner().invoke(app, arguments)
    tree = json.loads(result.output)
    assert result.exit_code == 1
    assert (tree["course"], tree["faults"], tree["counts"]["recall rows"]) == ("hpa-01", 1, 6)
    assert [group["name"] for group in tree["groups"] if group["faults"]] == ["shared runs"]


def test_a_folder_that_is_not_there(tmp_path: Path):
    with pytest.raises(CourseError, match=r"nowhere: there is no such folder; give an existing one"):
        CliRunner().invoke(app, ["check", str(tmp_path / "nowhere")], catch_exceptions=False)
