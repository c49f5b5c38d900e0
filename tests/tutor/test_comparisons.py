import pytest

from tutor.answering.comparisons import comparison_in, not_of_both, one_sided_comparison, wrong_comparison
from tutor.answering.facts import disagreement, names_in

SERIES = (
    "DeepAR usually beats ARIMA when hundreds of related series exist. "
    "With a single series, ARIMA or exponential smoothing is the simpler first choice."
)


def test_a_comparison_names_both_sides_and_the_case():
    found = comparison_in("Yes, DeepAR is better than ARIMA for one single series.", names_in)
    assert found is not None
    assert (found.left, found.right, found.degree) == ({"deepar"}, {"arima"}, "better")
    assert "singl" in found.qualifier


@pytest.mark.parametrize(
    "text", ["DeepAR beats everything.", "It is faster than before.", "ARIMA is simple."]
)
def test_a_comparison_takes_two_named_things(text):
    assert comparison_in(text, names_in) is None


@pytest.mark.parametrize(
    ("claim", "evidence", "objection"),
    [
        (
            "Yes, DeepAR is better than ARIMA for one single series.",
            SERIES,
            "for this case the source names the other one",
        ),
        (
            "Yes, DeepAR is better than ARIMA for one single series.",
            "Do not choose DeepAR for one single series. ARIMA is the cheaper model there.",
            "for this case the source names the other one",
        ),
        ("MAE is never smaller than RMSE.", "RMSE is never smaller than MAE.", "the other way round"),
        ("Flink is slower than Firehose.", "Firehose is slower than Flink in every test.", "other way round"),
        ("DeepAR beats ARIMA when hundreds of related series exist.", SERIES, ""),
        ("RMSE is never smaller than MAE.", "RMSE is never smaller than MAE.", ""),
        ("A GRU trains faster than an LSTM.", "A GRU has fewer weights than an LSTM and trains faster.", ""),
    ],
)
def test_an_objection_says_what_the_source_has(claim, evidence, objection):
    found = wrong_comparison(claim, evidence, names_in)
    assert objection in found
    assert bool(found) == bool(objection)


def test_the_facts_object_to_a_turned_comparison():
    assert disagreement("ARIMA beats DeepAR.", "DeepAR beats ARIMA.") == (
        "the source compares them the other way round"
    )


@pytest.mark.parametrize(
    ("claim", "text", "objection"),
    [
        (
            "Yes, DeepAR is better than ARIMA for one single series.",
            "DeepAR fits one model over hundreds of related series.",
            "the source does not compare the two",
        ),
        ("DeepAR beats ARIMA when hundreds of related series exist.", SERIES, ""),
        ("DeepAR fits one model over many series.", "DeepAR fits one model over hundreds of series.", ""),
    ],
)
def test_a_text_about_one_of_the_two_compares_nothing(claim, text, objection):
    assert one_sided_comparison(claim, text, names_in) == objection


@pytest.mark.parametrize(
    ("claim", "evidence", "objects"),
    [
        ("Hives and skeps both have frames.", "A hive has frames; a skep has none.", True),
        ("Hives and skeps both keep bees.", "Hives and skeps alike keep bees.", False),
        (
            "Hives and skeps both have frames.",
            "A hive has frames; a skep has none. In a hive all frames hang.",
            True,
        ),
        ("Hives and skeps both keep bees.", "A hive keeps bees. A skep also keeps bees.", False),
        ("Hives measure how both variables rise.", "A hive has frames.", False),
    ],
)
def test_what_is_said_of_both_has_to_be_said_of_both(claim, evidence, objects):
    assert bool(not_of_both(claim, evidence)) is objects
