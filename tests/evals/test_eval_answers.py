from dataclasses import replace

import pytest

from evals.answers import answers_suite, conflicts_suite
from evals.cases import ClaimCase, Gold, QuestionCase
from evals.checks import accepted_refusal, both_sides_shown, citation_faults, pattern_faults
from evals.faithfulness import faithfulness_suite, sentence_claims
from evals.judge import judge_suite, trust_in
from evals.refusal import refusal_suite
from tutor.llm.scripted import yes_no_reply
from tutor.prompts import NOT_ANSWERED

GRID = "A queen excluder is a grid with gaps of 4.2 mm."
GAPS = QuestionCase(
    "gaps",
    "How wide are the gaps of a queen excluder?",
    answerable=True,
    must=("4\\.2 ?mm",),
    must_not=("5 ?mm",),
    gold=(Gold("gaps of 4.2 mm", "notes/hive.md"),),
    type="number",
)
SMOKER = QuestionCase(
    "smoker", "What does a smoker do before a hive is opened?", answerable=True, must=("calm",)
)
MOON = QuestionCase("moon", "Who landed on the moon?", answerable=False, accept="refusal")
PREMISE = QuestionCase(
    "premise",
    "Why must one treat while honey supers are on the hive?",
    answerable=False,
    accept="refusal_or_correction",
    must=("never treat",),
)


def test_patterns_are_searched_in_small_letters():
    assert pattern_faults(GAPS, "It is 4.2 MM wide.") == []
    assert pattern_faults(GAPS, "It is 5 mm wide.") == ["lacks /4\\.2 ?mm/", "has /5 ?mm/"]


def test_a_correction_counts_only_where_it_is_accepted():
    refused = {"refused": True, "text": "no"}
    corrected = {"refused": False, "text": "Never treat while honey supers are on."}
    assert accepted_refusal(MOON, refused)
    assert accepted_refusal(PREMISE, corrected)
    assert not accepted_refusal(MOON, {"refused": False, "text": "Armstrong."})
    assert not accepted_refusal(PREMISE, {"refused": False, "text": "Because it is warm."})


def test_answers_are_right_when_their_shown_words_are(bench_with):
    bench = bench_with([GRID, "A smoker calms bees before a hive is opened. It costs 900 dollars."])
    result = answers_suite(bench, [GAPS, SMOKER, MOON], compare=False)
    values = {name: figure.value for name, figure in result.metrics.items()}
    assert (values["correct"], values["answered"], values["citation_validity"]) == (1.0, 1.0, 1.0)
    assert values["sentences_shown"] == pytest.approx(2 / 3)
    assert values["median_prompt_tokens"] > 20
    assert [case["text"] for case in result.cases] == [GRID, "A smoker calms bees before a hive is opened."]
    assert all(case["passed"] for case in result.cases)
    assert result.metrics["correct"].n == 2


def test_a_second_run_asks_no_model(bench_with):
    bench = bench_with([GRID])
    first = answers_suite(bench, [GAPS], compare=False)
    again = answers_suite(bench_with([]), [GAPS], compare=False)
    assert again.json() == first.json()
    # a case that is judged otherwise needs no new answer
    stricter = QuestionCase(GAPS.id, GAPS.question, answerable=True, must=("wood",))
    assert answers_suite(bench_with([]), [stricter], compare=False).metrics["correct"].value == 0.0


def test_the_baselines_are_asked_the_same(bench_with):
    bench = bench_with([GRID, "It is 5 mm.", "I don't know."])
    result = answers_suite(bench, [GAPS], compare=True)
    assert list(result.compare) == ["stock", "closed-book"]
    assert result.compare["stock"]["correct"]["value"] == 0.0
    assert result.compare["stock"]["wrong_words"]["value"] == 1.0
    assert result.compare["stock"]["correct"]["difference"]["value"] == 1.0
    assert result.compare["closed-book"]["answered"]["value"] == 0.0
    stuffed = bench.chain.model.seen[1]
    assert "just say that you don't know" in stuffed[0].text
    assert "gaps of 4.2 mm" in stuffed[0].text
    assert bench.chain.model.seen[2][1].text == GAPS.question


def test_a_citation_that_was_tampered_with_is_found(bench_with):
    bench = bench_with([GRID])
    row = answers_suite(bench, [GAPS], compare=False).cases[0]
    assert citation_faults(bench, {**row, "conflicts": []}) == [[]]
    citation = row["citations"][0]
    moved = {**row, "citations": [{**citation, "start": citation["start"] + 1}]}
    assert citation_faults(bench, moved) == [["[1] is not what stands there"]]
    sentence = row["sentences"][0]
    other = {**row, "sentences": [{**sentence, "text": "An Apidea excluder has 7 gaps of 4.2 mm."}]}
    assert citation_faults(bench, other) == [["number 7 is not cited", "Apidea is not cited"]]
    bare = {**row, "sentences": [{**sentence, "citations": []}]}
    assert citation_faults(bench, bare)[0][0] == "cites nothing"


def test_refusals_are_counted_on_both_kinds(bench_with):
    bench = bench_with([GRID, NOT_ANSWERED, NOT_ANSWERED, "Never treat while honey supers are on the hive."])
    result = refusal_suite(bench, [GAPS, SMOKER, MOON, PREMISE], compare=False)
    values = {name: figure.value for name, figure in result.metrics.items()}
    assert values["refusal_recall"] == 1.0
    assert values["wrong_refusals"] == 0.5
    assert values["refusal_precision"] == 0.5
    assert values["false_premise"] == 1.0
    assert [case["passed"] for case in result.cases] == [True, False, True, True]
    assert result.cases[1]["faults"] == ["refused"]
    assert sum(n for _, _, n in result.curves["reliability"]) == 4
    assert result.curves["thresholds"][0][0] == 0.05


def test_both_sides_of_a_conflict_must_be_cited(bench_with):
    case = QuestionCase(
        "minutes",
        "How many minutes does the beekeeping exam take?",
        answerable=True,
        must=("90", "120"),
        gold=(Gold("exam takes 90 minutes", "guide.md"), Gold("exam takes 120 minutes", "notes/exam-day.md")),
        gold_need="each_document",
    )
    result = conflicts_suite(bench_with(["The beekeeping exam takes 90 minutes."]), [case])
    row = result.cases[0]
    assert result.metrics["both_sides_shown"].value == float(both_sides_shown(case, row)) == 1.0
    assert result.metrics["both_values_in_text"].value == 1.0
    assert "The sources disagree" in row["text"]
    assert "false_alarms_of_conflict" not in result.metrics
    agreed = replace(case, id="agreed", type="agreement")
    alarmed = conflicts_suite(bench_with(["The beekeeping exam takes 90 minutes."]), [case, agreed])
    assert alarmed.metrics["both_sides_shown"].n == 1
    assert alarmed.metrics["false_alarms_of_conflict"].value == 1.0
    assert [row["passed"] for row in alarmed.cases] == [True, False]
    one_side = {**row, "citations": row["citations"][:1]}
    assert not both_sides_shown(case, one_side)


CLAIMS = [
    ClaimCase("c1", GRID, GRID, supported=True, kind="copy", half="calibrate"),
    ClaimCase("c2", "Bees like rain.", GRID, supported=False, kind="other", half="calibrate"),
    ClaimCase("r1", GRID, GRID, supported=True, kind="copy"),
    ClaimCase("r2", "A queen excluder is a grid with gaps of 5 mm.", GRID, supported=False, kind="number"),
]


def test_a_judge_is_measured_on_the_half_it_was_not_fitted_on(bench_with):
    result = judge_suite(bench_with(), CLAIMS, compare=True)
    assert result.metrics["auroc"].value == 1.0
    assert result.metrics["auroc"].n == 2
    assert result.metrics["balanced_accuracy"].value == 1.0
    assert result.metrics["right: number"].value == 1.0
    assert result.settings["validity"] == "valid"
    assert list(result.compare) == ["words in common"]
    assert [case["id"] for case in result.cases] == ["r1", "r2"]


def test_a_judges_threshold_comes_from_the_calibration_half():
    rows = [{"score": score} for score in (0.9, 0.7, 0.85, 0.6)]
    trust = trust_in(CLAIMS, rows)
    assert trust.threshold == pytest.approx(0.8)
    assert (trust.on_true, trust.on_false) == ((1.0,), (0.0,))
    assert trust_in(CLAIMS, rows, fixed_threshold=0.5).on_false == (1.0,)


def test_shown_sentences_are_judged_against_what_they_cite(bench_with):
    def reply(messages):
        if not messages[1].text.startswith("Passage:"):
            return GRID
        claim = messages[1].text.split("\nClaim: ")[1].split("\n")[0]
        return yes_no_reply(0.9 if claim == GRID else 0.1)

    result = faithfulness_suite(bench_with(reply), [GAPS], CLAIMS)
    values = {name: figure.value for name, figure in result.metrics.items()}
    assert result.settings["judge"] == "language model"
    assert (values["faithfulness"], values["citation_recall"], values["citation_precision"]) == (
        1.0,
        1.0,
        1.0,
    )
    (verdict,) = result.cases[0]["verdicts"]
    assert verdict == {"text": GRID, "evidence": GRID, "supported": True}


def test_without_a_model_the_judge_is_not_independent(bench_with):
    result = faithfulness_suite(bench_with(), [GAPS], CLAIMS)
    assert (result.settings["judge"], result.settings["validity"]) == ("support check", "not validated")


def test_a_sentence_with_two_citations_is_judged_with_each_alone_and_left_out():
    row = {
        "refused": False,
        "sentences": [{"text": "s", "supported": True, "citations": [1, 2]}],
        "citations": [{"n": 1, "quote": "a", "heading": "X › H"}, {"n": 2, "quote": "b", "heading": "H"}],
    }
    (one,) = sentence_claims(GAPS, row)
    assert (one.whole.id, one.whole.evidence, one.whole.context) == ("gaps/0", "a b", "H")
    assert [claim.evidence for claim in one.alone] == ["a", "b"]
    assert [claim.evidence for claim in one.without] == ["b", "a"]
