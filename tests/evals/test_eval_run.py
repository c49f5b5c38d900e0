import json

import pytest

from evals.run import Output, evaluate, main
from evals.suites import SAMPLES, SUITES, Request
from tutor.config import Settings


@pytest.fixture
def cases(tmp_path):
    path = tmp_path / "cases.jsonl"
    row = {"id": "gaps", "question": "gaps of a queen excluder?", "gold": [{"quote": "gaps of 4.2 mm"}]}
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def home(tmp_path, minilm_folder):
    return Settings(home=tmp_path / "home", llm="none", embedder=minilm_folder)


@pytest.mark.models
def test_a_run_writes_its_report_and_its_figures(home, cases, minilm_index, tmp_path, capsys):
    from dataclasses import replace
    from datetime import UTC, datetime

    from ingest.index_files import save_index  # the index's name of its embedder is that of the settings

    index_dir = tmp_path / "bees"
    contents = replace(minilm_index.contents, embedder_name=home.embedder)
    save_index(contents, index_dir, {}, datetime(2026, 1, 2, tzinfo=UTC))
    request = Request(("retrieval",), index_dir=index_dir, cases=cases)
    assert evaluate(home, request, Output("html", tmp_path / "out")) == 0
    tree = json.loads((tmp_path / "out" / "retrieval.json").read_text(encoding="utf-8"))
    assert tree["metrics"]["recall_at_1"] == {"value": 1.0, "low": 1.0, "high": 1.0, "n": 1}
    assert "<h2>retrieval</h2>" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert evaluate(home, request, Output("json")) == 0
    assert json.loads(capsys.readouterr().out)["cases"][0]["rank"] == 1
    assert len((home.home / "evals" / "history.jsonl").read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.models
def test_a_missing_model_is_told_before_the_first_suite(home, cases, minilm_index, tmp_path, capsys):
    from dataclasses import replace
    from datetime import UTC, datetime

    from ingest.index_files import save_index

    index_dir = tmp_path / "bees"
    contents = replace(minilm_index.contents, embedder_name=home.embedder)
    save_index(contents, index_dir, {}, datetime(2026, 1, 2, tzinfo=UTC))
    missing = replace(home, llm=str(tmp_path / "none.gguf"))
    asked = ["retrieval", "answers", "--index", str(index_dir), "--cases", str(cases)]
    assert main(asked, missing) == 1
    said = capsys.readouterr()
    assert "none.gguf" in said.err
    assert "recall" not in said.out + said.err


def test_a_fault_is_one_sentence_and_exit_code_1(settings, cases, tmp_path, capsys):
    code = main(["retrieval", "--index", str(tmp_path / "none"), "--cases", str(cases)], settings)
    assert code == 1
    assert "There is no index in" in capsys.readouterr().err


def test_an_unknown_suite_is_a_wrong_call(settings, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["taste"], settings)
    assert "invalid choice: 'taste'" in capsys.readouterr().err


def test_floors_count_only_for_what_is_bundled(cases):
    assert Request(("retrieval",)).is_bundled
    assert not Request(("retrieval",), cases=cases).is_bundled
    assert not Request(("retrieval",), limit=3).is_bundled


def test_all_suites_together_ask_the_model_about_a_sample(cases):
    whole = Request(("all",))
    assert {name: whole.of(name).limit for name in SUITES if whole.of(name).limit} == SAMPLES
    assert whole.is_bundled
    assert Request(("answers",)).of("answers").limit is None
    assert Request(("all",), limit=3).of("answers").limit == 3
    assert Request(("all",), cases=cases).of("answers").limit is None
