import pytest

from evals.cases import ClaimCase, Gold, QuestionCase
from evals.ragas_table import JUDGED, OWN, PRECISION, RECALL, gold_ids, ragas_row, ragas_suite

GRID = "A queen excluder is a grid with gaps of 4.2 mm."
GAPS = QuestionCase(
    "gaps", "How wide are the gaps of a queen excluder?", answerable=True, gold=(Gold("gaps of 4.2 mm"),)
)
ANSWER = {
    "refused": False,
    "sentences": [{"text": GRID, "supported": True, "citations": [1]}],
    "citations": [{"n": 1, "quote": GRID}],
    "conflicts": [],
    "passages": [{"document": "a.md", "text": GRID}, {"document": "b.md", "text": "A smoker."}],
}
CLAIMS = [
    ClaimCase("r1", GRID, GRID, supported=True),
    ClaimCase("r2", "A queen excluder has gaps of 5 mm.", GRID, supported=False),
]
ragas_warns = pytest.mark.filterwarnings("ignore")  # of its own deprecations, on import and in use


def test_passages_with_a_gold_go_by_its_name():
    assert gold_ids(GAPS, ANSWER["passages"]) == (["gold", "passage-1"], ["gold"])
    both = QuestionCase(
        "b", "?", answerable=True, gold=(Gold("grid"), Gold("wax"), Gold("smoker")), gold_need="all"
    )
    assert gold_ids(both, ANSWER["passages"]) == (["gold-0", "gold-2"], ["gold-0", "gold-1", "gold-2"])


@ragas_warns
def test_our_judge_is_a_metric_of_ragas():
    pytest.importorskip("ragas")
    seen = []

    def share(response, contexts):
        seen.append((response, contexts))
        return 0.5

    row = ragas_row(GAPS, ANSWER, share)
    assert row == {JUDGED: 0.5, RECALL: 1.0, PRECISION: 0.5}
    assert seen == [(GRID, [GRID])]


@ragas_warns
def test_all_metrics_stand_in_one_table(bench_with):
    pytest.importorskip("ragas")
    result = ragas_suite(bench_with(), [GAPS], CLAIMS)
    assert list(result.metrics) == [JUDGED, OWN, RECALL, PRECISION]
    assert result.metrics[JUDGED].value == 1.0
    assert result.metrics[OWN].n == 0  # no served model
    assert result.metrics[RECALL].value == 1.0
    assert result.settings["judge"] == "support check"
    assert result.settings["validity"] == "not validated"
