import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from evals.charts import line_chart, reliability_chart
from evals.floors import Floor, fallen, read_floors
from evals.history import last_figures, remember
from evals.metrics import Figure
from evals.report import markdown
from evals.report_html import html_page
from evals.result import SuiteResult, compared
from evals.suites import SUITES

FLOORS = """
[at_least.retrieval]
mrr = 0.75
[at_most.retrieval]
failure_at_20 = 0.04
[aims.retrieval]
mrr = 0.85
"""
RESULT = SuiteResult(
    suite="retrieval",
    settings={"index": "abc", "gold_not_in_the_sources": []},
    metrics={
        "mrr": Figure(0.7, 0.65, 0.74, 200),
        "failure_at_20": Figure(0.05, 0.03, 0.07, 200),
        "auroc": Figure(float("nan"), float("nan"), float("nan"), 0),
    },
    cases=[
        {"id": "a", "question": "fine?", "passed": True, "type": "short"},
        {"id": "b", "question": "<script>x</script>", "passed": False, "rank": None, "faults": ["lacks /x/"]},
    ],
    compare={"words": compared({"mrr": [1.0, 0.5]}, {"mrr": [0.5, 0.5]})},
    curves={"recall_at_k": {"tutor": [[1, 0.5], [20, 0.9]]}, "reliability": [[0.2, 0.1, 3], [0.9, 1.0, 5]]},
)


@pytest.fixture
def floors(tmp_path):
    path = tmp_path / "floors.toml"
    path.write_text(FLOORS, encoding="utf-8")
    return path


def test_floors_and_ceilings_are_read_with_their_aims(floors):
    assert read_floors("retrieval", floors) == {
        "mrr": Floor(0.75, aim=0.85),
        "failure_at_20": Floor(0.04, at_most=True),
    }


def test_a_figure_falls_when_its_whole_interval_does(floors):
    assert fallen("retrieval", RESULT.metrics, floors) == [
        "retrieval: mrr is 0.700 (0.650 to 0.740), below its floor of 0.750."
    ]
    assert fallen("retrieval", {"mrr": Figure(0.7, 0.6, 0.76, 20)}, floors) == []
    worse = {"failure_at_20": Figure(0.07, 0.05, 0.09, 200)}
    assert fallen("retrieval", worse, floors) == [
        "retrieval: failure_at_20 is 0.070 (0.050 to 0.090), above its ceiling of 0.040."
    ]


def test_the_recorded_floors_are_for_suites_that_exist():
    for suite in SUITES:
        for floor in read_floors(suite).values():
            assert floor.value >= 0
            assert suite == "speed" or floor.value <= 1


def test_markdown_has_figures_floors_and_failures(floors):
    text = markdown([RESULT], "python -m evals retrieval", floors)
    assert "Made with `python -m evals retrieval`." in text
    assert (
        "| mrr | 0.700 (0.650-0.740), n 200 ✗ | ≥ 0.75 | 0.85 | 0.500; ours +0.250 (+0.000 to +0.500) |"
        in text
    )
    assert "| auroc | - |  |  |  |" in text
    assert "1 of 2 cases failed" in text
    assert "- **b** <script>x</script> - rank None - lacks /x/" in text


def test_json_has_the_agreed_keys():
    tree = json.loads(json.dumps(RESULT.json()))
    assert tree["metrics"]["mrr"] == {"value": 0.7, "low": 0.65, "high": 0.74, "n": 200}
    assert tree["metrics"]["auroc"]["value"] is None
    assert tree["compare"]["words"]["mrr"]["value"] == 0.5
    assert tree["compare"]["words"]["mrr"]["difference"]["value"] == 0.25
    assert set(tree) == {"suite", "settings", "metrics", "compare", "cases", "curves"}


def test_the_page_is_one_file_and_escapes_every_case(floors):
    page = html_page([RESULT.json()], "python -m evals <x>", {"retrieval": {"mrr": {"value": 0.68}}}, floors)
    assert "python -m evals &lt;x&gt;" in page
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "<script>x" not in page
    assert "<td>0.680</td>" in page
    assert '<tr class="missed"><td>mrr</td>' in page
    assert page.index("&lt;script&gt;") < page.index("fine?")  # failures first
    assert page.count("<svg") == 3
    for outside in ("http://", "https://", " src=", "@import"):
        assert outside not in page


def test_charts_need_points():
    assert line_chart("nothing", {}) == ""
    assert reliability_chart("nothing", []) == ""
    assert line_chart("one", {"<a>": [[0, 0.0], [1, 1.0]]}).count("&lt;a&gt;") == 1


def test_the_last_run_of_the_same_kind_is_remembered(tmp_path):
    now = datetime(2026, 1, 2, tzinfo=UTC)
    assert last_figures(tmp_path, [RESULT]) == {}
    remember(tmp_path, [RESULT], now)
    remember(tmp_path, [replace(RESULT, settings={"llm": "other"})], now)
    assert last_figures(tmp_path, [RESULT])["retrieval"]["mrr"]["value"] == 0.7
    assert last_figures(tmp_path, [replace(RESULT, cases=[])]) == {}
    whole = json.loads((tmp_path / "last" / "retrieval.json").read_text(encoding="utf-8"))
    assert whole["measured_at"] == "2026-01-02T00:00:00+00:00"
    assert whole["floors"]["mrr"] == {"value": 0.75, "at_most": False, "aim": 0.85}
    assert len(whole["cases"]) == 2
