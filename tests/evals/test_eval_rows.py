import json

from evals.cases import QuestionCase
from evals.rows import System, rows_of

CASES = [QuestionCase(f"q{i}", f"question {i}", answerable=True) for i in range(4)]


def counting(calls, key="a"):
    def compute(case):
        calls.append(case.id)
        return {"id": case.id}

    return System("tutor", {"code": key}, compute)


def test_a_second_run_computes_nothing(tmp_path):
    calls = []
    assert rows_of(counting(calls), CASES, tmp_path) == [{"id": f"q{i}"} for i in range(4)]
    assert rows_of(counting(calls), CASES, tmp_path) == [{"id": f"q{i}"} for i in range(4)]
    assert calls == ["q0", "q1", "q2", "q3"]


def test_other_settings_and_other_cases_are_computed_anew(tmp_path):
    calls = []
    rows_of(counting(calls), CASES[:1], tmp_path)
    rows_of(counting(calls, "b"), CASES[:1], tmp_path)
    rows_of(counting(calls), [QuestionCase("q0", "another question", answerable=True)], tmp_path)
    assert calls == ["q0", "q0", "q0"]


def test_a_run_that_was_killed_goes_on(tmp_path):
    calls = []
    rows_of(counting(calls), CASES[:2], tmp_path)
    (path,) = (tmp_path / "rows").iterdir()
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole[:-20], encoding="utf-8")  # the last row is cut in its middle
    assert rows_of(counting(calls), CASES, tmp_path) == [{"id": f"q{i}"} for i in range(4)]
    assert calls == ["q0", "q1", "q1", "q2", "q3"]
    good = [line for line in path.read_text(encoding="utf-8").splitlines() if line.endswith("}}")]
    assert len([json.loads(line) for line in good]) == 4


def test_progress_says_how_many_and_how_long(tmp_path):
    told = []
    rows_of(counting([]), CASES[:2], tmp_path, lambda *what: told.append(what))
    assert [what[:3] for what in told] == [("tutor", 1, 2), ("tutor", 2, 2)]
    assert told[-1][3] == 0.0
