import json

import pytest
from typer.testing import CliRunner

from ingest.__main__ import main
from ingest.index_files import load_index
from tutor.cli import app
from tutor.config import Settings

pytestmark = pytest.mark.models


@pytest.fixture
def notes(tmp_path):
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "wax.md").write_text("# Wax\n\nBeeswax melts at 62 degrees.")
    return folder


@pytest.fixture
def tutor(tmp_path, minilm_folder):
    settings = Settings(home=tmp_path / "home", llm="none", embedder=minilm_folder, course="my-notes")
    return lambda *arguments: CliRunner().invoke(app, ["ingest", *map(str, arguments)], obj=settings)


def test_a_folder_goes_into_an_index_anywhere(tutor, notes, tmp_path):
    (notes / "broken.pdf").write_bytes(b"%PDF-1.4")
    result = tutor(notes, "--index", tmp_path / "index", "--format", "json")
    assert result.exit_code == 0
    report = json.loads(result.stdout)
    assert set(report) == {"changed", "documents", "problems", "chunks", "embedded_chunks", "seconds"}
    assert report["documents"] == [
        {"name": "broken.pdf", "status": "failed"},
        {"name": "wax.md", "status": "added"},
    ]
    assert (report["chunks"], report["embedded_chunks"], report["changed"]) == (1, 1, True)
    assert set(report["problems"][0]) == {"path", "reason", "advice"}
    assert len(load_index(tmp_path / "index").chunks) == 1
    assert not (tmp_path / "home").exists()
    again = json.loads(tutor(notes, "--index", tmp_path / "index", "--format", "json").stdout)
    assert (again["changed"], again["embedded_chunks"]) == (False, 0)


def test_added_files_are_remembered_by_the_course(tutor, notes, tmp_path):
    first = tutor(notes / "wax.md")
    assert first.exit_code == 0
    assert "1 added: 1 chunks, 1 of them new" in first.stdout
    (notes / "wax.md").write_text("# Wax\n\nBeeswax melts at 63 degrees.")
    assert "1 changed: 1 chunks, 1 of them new" in tutor().stdout
    assert "63" in load_index(tmp_path / "home" / "courses" / "my-notes" / "index").chunks[0].text


def test_an_index_of_nothing_is_a_wrong_call(tutor, tmp_path):
    result = tutor("--index", tmp_path / "index")
    assert result.exit_code == 2
    assert "--index needs at least one PATH" in result.stderr


def test_without_the_tutor(notes, tmp_path, minilm_folder, capsys):
    arguments = [str(notes), "--index", str(tmp_path / "index"), "--embedder", minilm_folder]
    assert main(arguments) == 0
    shown = capsys.readouterr()
    assert shown.out == f"1 chunks, 1 of them new, in {tmp_path / 'index'}\n"
    assert "reading (files): 1 of 1" in shown.err
    assert load_index(tmp_path / "index").embedder_name == "all-MiniLM-L6-v2"


def test_without_the_tutor_a_fault_is_one_sentence(tmp_path, minilm_folder, capsys):
    arguments = [str(tmp_path / "none"), "--index", str(tmp_path / "index"), "--embedder", minilm_folder]
    assert main(arguments) == 1
    assert "none: There is no such file or folder. Check the path.\n" in capsys.readouterr().err
