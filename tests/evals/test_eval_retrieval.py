from evals.baseline import StockRecipe, by_vectors, by_words, says_unknown
from evals.cases import Gold, QuestionCase
from evals.retrieval import asked_of, retrieval_suite

GAPS = QuestionCase(
    "gaps",
    "How wide are the gaps of a queen excluder?",
    answerable=True,
    gold=(Gold("a grid with gaps of 4.2 mm", "notes/hive.md"),),
    type="number",
)
NOWHERE = QuestionCase("nowhere", "How heavy is a hive?", answerable=True, gold=(Gold("weighs 30 kg"),))
UNANSWERABLE = QuestionCase("moon", "Who landed on the moon?", answerable=False, accept="refusal")


def test_the_suite_says_where_the_gold_words_stand(bench_with):
    result = retrieval_suite(bench_with(), [GAPS, NOWHERE, UNANSWERABLE], compare=False)
    metrics = {name: figure.value for name, figure in result.metrics.items()}
    assert (metrics["recall_at_1"], metrics["mrr"], metrics["failure_at_20"]) == (0.5, 0.5, 0.5)
    assert metrics["recall_600_tokens"] == 0.5
    assert result.metrics["recall_at_5"].n == 2
    assert result.settings["gold_not_in_the_sources"] == ["nowhere"]
    found, missed = result.cases
    assert (found["id"], found["rank"], found["passed"]) == ("gaps", 1, True)
    assert found["found"][0]["document"] == "notes/hive.md"
    assert 0 < found["tokens_read"] < 60
    assert (missed["rank"], missed["first"], missed["passed"]) == (None, None, False)


def test_the_systems_compared_are_measured_on_the_same_cases(bench_with):
    result = retrieval_suite(bench_with(), [GAPS, NOWHERE], compare=True)
    assert list(result.compare) == ["words", "dense", "stock"]
    for table in result.compare.values():
        assert table["recall_at_20"]["value"] == 0.5
        assert table["recall_at_20"]["n"] == 2
        assert table["recall_at_20"]["difference"]["value"] == 0.0
    assert result.cases[0]["others"]["words"]["rank"] == 1
    assert result.curves["recall_at_k"]["tutor"][0] == [1, 0.5]
    assert len(result.curves["recall_at_k"]["stock"]) == 20


def test_a_follow_up_is_searched_with_what_it_points_back_to():
    case = QuestionCase(
        "f",
        "And how wide are its gaps?",
        answerable=True,
        history=(("What is a queen excluder?", "A grid."),),
    )
    assert asked_of(case) == "What is a queen excluder? And how wide are its gaps?"
    assert asked_of(GAPS) == GAPS.question


def test_single_searches_rank_the_tutors_own_passages(hashed_index, hashed):
    for found in (
        by_words(hashed_index, GAPS.question, 3),
        by_vectors(hashed_index, hashed, GAPS.question, 3),
    ):
        assert len(found) == 3
        assert "4.2 mm" in found[0].text
        assert found[0].document == "notes/hive.md"


def test_the_stock_recipe_keeps_its_vectors(hashed_index, hashed, tmp_path):
    first = StockRecipe(hashed_index, hashed, tmp_path)
    (kept,) = (tmp_path / "stock").iterdir()
    written = kept.stat().st_mtime_ns
    again = StockRecipe(hashed_index, hashed, tmp_path)
    assert kept.stat().st_mtime_ns == written
    found = first.search("How is foulbrood told? American foulbrood turns larvae brown.")
    assert len(found) == 4
    assert found == again.search("How is foulbrood told? American foulbrood turns larvae brown.")
    assert any("American foulbrood" in one.text for one in found)
    assert all(len(one.text) <= 1000 for one in found)


def test_a_model_that_does_not_know_is_understood():
    assert says_unknown("I don't know.")
    assert says_unknown("I’m sorry, but the context does not mention that.")
    assert says_unknown("The default value is not specified in the provided context.")
    assert says_unknown("")
    assert not says_unknown("The gaps are 4.2 mm wide; the queen does not fit.")
