import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ingest.errors import IndexUnavailableError
from ingest.index_files import save_index
from tutor.cli import app, run
from tutor.config import Settings

ANSWER_KEYS = {"question", "refused", "text", "sentences", "citations", "passages", "conflicts", "timings"}
PASSAGE_KEYS = {"rank", "score", "document", "page", "heading", "text", "start", "end", "chunk_id"}
ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def cli(minilm_folder, minilm_index, tmp_path_factory):
    """Runs a command line over the beekeeping index, without a language model, as its embedder's folder."""
    from dataclasses import replace
    from datetime import UTC, datetime

    home = tmp_path_factory.mktemp("cli")
    contents = replace(minilm_index.contents, embedder_name=minilm_folder)
    save_index(contents, home / "bees", {}, datetime.now(UTC))
    settings = Settings(home=home, llm="none", embedder=minilm_folder)

    def invoke(*arguments):
        return CliRunner().invoke(app, [*arguments, "--index", str(home / "bees")], obj=settings)

    return invoke


def test_ask_answers_with_citations(cli):
    result = cli("ask", "How wide are the gaps of a queen excluder?")
    assert result.exit_code == 0
    assert result.stdout.startswith("A queen excluder is a grid with gaps of 4.2 mm. [1]")
    assert "[1] notes/hive.md, page 1, The hive and its parts › Queen excluder: what it does" in result.stdout
    assert "“A queen excluder is a grid with gaps of 4.2 mm.”" in result.stdout
    assert result.stderr == ""


def test_ask_as_json_has_the_documented_keys(cli):
    result = cli("ask", "How wide are the gaps of a queen excluder?", "--format", "json")
    answer = json.loads(result.stdout)
    assert set(answer) >= ANSWER_KEYS
    assert set(answer["sentences"][0]) >= {"text", "supported", "score", "citations"}
    assert set(answer["citations"][0]) >= {"n", "document", "page", "heading", "quote", "start", "end"}
    assert set(answer["passages"][0]) == PASSAGE_KEYS
    assert set(answer["timings"]) == {
        "retrieve_seconds", "first_token_seconds", "total_seconds", "prompt_tokens", "completion_tokens"
    }  # fmt: skip


def test_a_refusal_exits_with_3(cli):
    question = "Who won the Tour de France in 1998?"
    result = cli("ask", question)
    assert result.exit_code == 3
    assert result.stdout.startswith("The course material does not answer this question.")
    assert "Nearest passages:" in result.stdout
    as_json = cli("ask", question, "--format", "json")
    assert (as_json.exit_code, json.loads(as_json.stdout)["refused"]) == (3, True)


def test_search_as_json_has_exactly_the_documented_keys(cli, minilm_index):
    result = cli("search", "treating mites", "--count", "3", "--format", "json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert set(found) == {"passages"}
    assert [row["rank"] for row in found["passages"]] == [1, 2, 3]
    for row in found["passages"]:
        assert set(row) == PASSAGE_KEYS
        assert minilm_index.page(row["document"], row["page"]).text[row["start"] : row["end"]] == row["text"]


def test_search_keeps_to_a_task_and_a_document(cli):
    rows = json.loads(cli("search", "queen", "--task", "2.1", "--format", "json").stdout)["passages"]
    assert {row["document"] for row in rows} == {"tables/feeds.md"}
    rows = json.loads(cli("search", "queen", "--document", "guide.md", "--format", "json").stdout)["passages"]
    assert {row["document"] for row in rows} == {"guide.md"}
    assert (
        cli("search", "queen", "--document", "none.md").stdout
        == "No passage shares a word or a meaning with this.\n"
    )


def test_search_for_people_names_the_places(cli):
    lines = cli("search", "queen excluder", "--count", "1").stdout.splitlines()
    assert lines[0].startswith("1. notes/hive.md, page 1, The hive and its parts › Queen excluder")


def test_a_count_of_none_is_a_wrong_call(cli):
    assert cli("search", "queen", "--count", "0").exit_code == 2


def test_a_missing_index_is_one_sentence_on_stderr(settings, tmp_path, minilm_folder, capsys):
    result = CliRunner().invoke(
        app,
        ["search", "queen", "--index", str(tmp_path / "none")],
        obj=Settings(settings.home, embedder=minilm_folder),
    )
    assert isinstance(result.exception, IndexUnavailableError)
    assert run(["ask", "queen", "--index", str(tmp_path / "none")]) == 1
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.startswith("There is no index in ")
    assert shown.err.endswith("Run `tutor ingest` again to build it.\n")


def test_as_a_program_stderr_is_empty_or_one_sentence(cli, minilm_folder, tmp_path):
    """A real process: no progress of libraries, no warning, no traceback."""
    environment = {"PATH": os.environ["PATH"], "TUTOR_HOME": str(tmp_path), "TUTOR_EMBEDDER": minilm_folder}
    environment |= {"TUTOR_LLM": "none", "PYTHONPATH": str(ROOT)}

    def tutor(*arguments):
        command = [sys.executable, "-m", "tutor", *arguments]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, cwd=tmp_path
        )

    (tmp_path / "wax.md").write_text("# Wax\n\nBeeswax melts at 62 degrees.")
    made = tutor("ingest", str(tmp_path / "wax.md"), "--index", str(tmp_path / "i"), "--format", "json")
    assert (made.returncode, made.stderr) == (0, "")
    assert json.loads(made.stdout)["embedded_chunks"] == 1
    missing = tutor("ask", "When does wax melt?", "--index", str(tmp_path / "none"))
    assert missing.returncode == 1
    assert missing.stderr.count("\n") == 1
    assert "Traceback" not in missing.stderr
