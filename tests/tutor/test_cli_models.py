import json

import pytest
from typer.testing import CliRunner

from tutor.cli import app, run
from tutor.config import Settings
from tutor.doctor import CHECKS, Finding, Level, check_memory, check_processor, examine
from tutor.models import CATALOGUE, ModelError


def invoke(settings: Settings, *arguments: str):
    return CliRunner().invoke(app, list(arguments), obj=settings)


@pytest.fixture
def bare(tmp_path) -> Settings:
    return Settings(home=tmp_path)


def test_list_shows_every_model_and_which_are_used(bare):
    rows = json.loads(invoke(bare, "models", "list", "--format", "json").stdout)["models"]
    assert [row["name"] for row in rows] == [model.name for model in CATALOGUE]
    assert [row["name"] for row in rows if row["used"]] == ["all-MiniLM-L6-v2", "qwen2.5-coder-1.5b"]
    assert {row["state"] for row in rows} == {"missing"}
    lines = invoke(bare, "models", "list").stdout.splitlines()
    assert lines[0].startswith("* all-MiniLM-L6-v2")
    assert "92 MB  missing" in lines[0]


def test_fetch_takes_what_is_there_and_says_where(bare):
    none = Settings(home=bare.home, llm="none", embedder="org/other")
    assert json.loads(invoke(none, "models", "fetch", "--format", "json").stdout) == {"paths": {}}


def test_fetch_of_an_unknown_name_fails(bare):
    result = invoke(bare, "models", "fetch", "gpt")
    assert isinstance(result.exception, ModelError)
    assert str(result.exception).startswith("The catalogue has no gpt; it has all-MiniLM-L6-v2")


def test_verify_names_every_fault_and_the_command(bare):
    result = invoke(bare, "models", "verify", "smollm2-135m", "--format", "json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)["models"]
    path = bare.home / "models/smollm2-135m/SmolLM2-135M-Instruct.Q4_1.gguf"
    assert found == [{"name": "smollm2-135m", "verified": False, "faults": [f"{path} is missing"]}]
    assert result.stderr == "Run `tutor models fetch smollm2-135m`.\n"


def test_path_of_a_missing_model_fails(bare):
    result = invoke(bare, "models", "path", "smollm2-135m")
    assert isinstance(result.exception, ModelError)


def test_run_turns_errors_into_a_sentence_and_codes(capsys):
    assert run(["models", "fetch", "gpt"]) == 1
    shown = capsys.readouterr()
    assert (shown.out, shown.err[:29]) == ("", "The catalogue has no gpt; it ")
    assert run(["version"]) == 0
    assert run(["models", "nonsense"]) == 2
    assert run(["--help"]) == 0


def test_doctor_fails_with_advice_when_models_are_missing(bare):
    result = invoke(bare, "doctor", "--format", "json")
    report = json.loads(result.stdout)
    findings = {finding["name"]: finding for finding in report["findings"]}
    assert (result.exit_code, report["healthy"]) == (1, False)
    assert findings["model qwen2.5-coder-1.5b"] == {
        "name": "model qwen2.5-coder-1.5b",
        "level": "fail",
        "found": "missing",
        "advice": "Run `tutor models fetch qwen2.5-coder-1.5b`.",
    }
    assert findings["model smollm2-135m"]["level"] == "ok"
    assert findings["language model"]["found"] == "qwen2.5-coder-1.5b (catalogue)"


def test_doctor_is_content_without_a_language_model(tmp_path):
    settings = Settings(home=tmp_path, llm="none", embedder="org/other")
    result = invoke(settings, "doctor", "--deep")
    assert result.exit_code == 0
    assert "ok    language model: none: answers are extracts from the sources" in result.stdout


def test_doctor_says_what_is_wrong_with_the_settings(tmp_path):
    findings = examine(Settings(home=tmp_path, llm="/m/x.gguf", embedder="org/other"), CHECKS)
    failed = [finding for finding in findings if finding.level is Level.FAIL]
    assert failed == [Finding("language model", Level.FAIL, "there is no file /m/x.gguf", "Mend TUTOR_LLM.")]


def test_deep_doctor_reports_an_engine_that_does_not_start(tmp_path):
    broken = tmp_path / "broken.gguf"
    broken.write_bytes(b"GGUF")
    settings = Settings(home=tmp_path, llm=str(broken), embedder="org/other")
    result = invoke(settings, "doctor", "--deep")
    assert result.exit_code == 1
    assert "FAIL  answer: The engine could not load broken.gguf" in result.stdout


def test_little_memory_and_an_old_processor_are_warned_of(bare, tmp_path):
    meminfo, cpuinfo = tmp_path / "meminfo", tmp_path / "cpuinfo"
    meminfo.write_text("MemTotal:  4000000 kB\nMemAvailable:  1000000 kB\n")
    cpuinfo.write_text("flags\t\t: sse2 avx\nphysical id\t: 0\ncore id\t\t: 0\n")
    assert list(check_memory(bare, meminfo)) == [
        Finding("memory", Level.WARN, "1.0 GB available", "Set TUTOR_LLM=qwen2.5-coder-0.5b, or none.")
    ]
    assert [(f.level, f.found) for f in check_processor(bare, cpuinfo)] == [
        (Level.WARN, "1 physical core, no AVX2")
    ]
