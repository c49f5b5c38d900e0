import json

import pytest
from streamlit.testing.v1 import AppTest

from tutor.config import Settings
from tutor.ui.quality import figure_rows, last_results, shown_cases
from tutor.ui.resources import KEY, Parts, Resources

RESULT = {
    "suite": "retrieval",
    "measured_at": "2026-01-02T03:04:00+00:00",
    "settings": {},
    "metrics": {
        "mrr": {"value": 0.7, "low": 0.65, "high": 0.74, "n": 200},
        "failure_at_20": {"value": 0.02, "low": 0.0, "high": 0.04, "n": 200},
        "auroc": {"value": None, "low": None, "high": None, "n": 0},
    },
    "floors": {
        "mrr": {"value": 0.75, "at_most": False, "aim": None},
        "failure_at_20": {"value": 0.04, "at_most": True, "aim": 0.01},
    },
    "compare": {"words": {"mrr": {"value": 0.6, "low": 0.5, "high": 0.7, "n": 200}}},
    "cases": [
        {"id": "a", "question": "fine?", "passed": True, "type": "short", "task": "1.1"},
        {
            "id": "b",
            "question": "what is *this*?",
            "passed": False,
            "type": "long",
            "task": "1.2",
            "faults": ["refused"],
            "found": [{"document": "notes/hive.md", "heading": "Hive", "text": "A grid."}],
        },
    ],
    "curves": {"recall_at_k": {"tutor": [[1, 0.5], [2, 0.9]]}, "reliability": [[0.2, 0.1, 3]]},
}


@pytest.fixture
def page(tmp_path):
    """The page of a home, run in Streamlit's own test runner."""

    def script():
        from tutor.ui import quality

        quality.draw()

    app = AppTest.from_function(script)
    settings = Settings(home=tmp_path, llm="none")
    app.session_state[KEY] = Resources(Parts(lambda: settings))
    return app


def keep(home):
    folder = home / "evals" / "last"
    folder.mkdir(parents=True)
    (folder / "retrieval.json").write_text(json.dumps(RESULT), encoding="utf-8")
    (folder / "torn.json").write_text("{", encoding="utf-8")
    return folder


def test_figures_stand_beside_floors_and_other_systems():
    first, second, third = figure_rows(RESULT)
    assert first == {
        "Figure": "mrr",
        "Value": "0.700",
        "Interval": "0.650 to 0.740",
        "Cases": "200",
        "Floor": "≥ 0.75",
        "Reached": "✕ no",
        "words": "0.600",
    }
    assert (second["Floor"], second["Reached"], second["words"]) == ("≤ 0.04", "✓ yes", "")
    assert (third["Value"], third["Interval"], third["Reached"]) == ("", "", "")


def test_cases_are_filtered_and_failures_come_first():
    cases = RESULT["cases"]
    assert [case["id"] for case in shown_cases(cases, "all", "all", failed_only=False)] == ["b", "a"]
    assert [case["id"] for case in shown_cases(cases, "all", "all", failed_only=True)] == ["b"]
    assert [case["id"] for case in shown_cases(cases, "short", "1.1", failed_only=False)] == ["a"]
    assert shown_cases(cases, "short", "1.2", failed_only=False) == []


def test_a_torn_file_is_passed_over(tmp_path):
    assert list(last_results(keep(tmp_path))) == ["retrieval"]
    assert last_results(tmp_path / "none") == {}


def test_without_a_measurement_the_page_says_what_to_run(page):
    page.run()
    assert not page.exception
    assert "Run `tutor eval fast`" in page.info[0].value


def test_the_page_shows_the_last_run(page, tmp_path):
    keep(tmp_path)
    page.run()
    assert not page.exception
    assert page.dataframe[0].value["Value"].tolist() == ["0.700", "0.020", ""]
    assert any("1 of 2 cases failed; 1 are shown." in one.value for one in page.markdown)
    assert any("what is \\*this\\*?" in one.value for one in page.markdown)
    page.toggle[0].set_value(False).run()
    assert any("2 are shown." in one.value for one in page.markdown)
