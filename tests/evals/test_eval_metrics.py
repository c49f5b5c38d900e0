import math

import pytest

from evals.metrics import (
    Bin,
    Figure,
    auroc,
    balanced_accuracy,
    best_threshold,
    calibration_error,
    corrected_share,
    mean_figure,
    paired_difference,
    ratio_figure,
    reciprocal,
    reliability,
    true_share,
    within,
)


def test_ranks_count_from_one():
    assert [within(rank, 5) for rank in (1, 5, 6, None)] == [1.0, 1.0, 0.0, 0.0]
    assert [reciprocal(rank, 10) for rank in (1, 4, 10, 11, None)] == [1.0, 0.25, 0.1, 0.0, 0.0]


def test_a_mean_has_the_interval_of_its_bootstrap():
    figure = mean_figure([1.0] * 80 + [0.0] * 20)
    assert (figure.value, figure.n) == (0.8, 100)
    # the normal approximation gives .80 +- 1.96 * .04
    assert figure.low == pytest.approx(0.72, abs=0.015)
    assert figure.high == pytest.approx(0.88, abs=0.015)
    assert mean_figure([1.0] * 80 + [0.0] * 20) == figure


def test_without_cases_a_figure_is_undefined():
    figure = mean_figure([])
    assert math.isnan(figure.value)
    assert figure.n == 0


def test_a_ratio_counts_its_denominator():
    figure = ratio_figure([2, 0, 1], [2, 1, 1])
    assert (figure.value, figure.n) == (0.75, 4)


def test_a_paired_difference_sees_what_unpaired_ones_hide():
    ours = [1.0, 1.0, 0.0, 1.0] * 25
    theirs = [1.0, 0.0, 0.0, 1.0] * 25
    difference = paired_difference(ours, theirs)
    assert difference.value == 0.25
    assert difference.low > 0.15
    with pytest.raises(ValueError, match="1 and 2 cases cannot be paired"):
        paired_difference([1.0], [1.0, 0.0])


def test_auroc_is_the_chance_of_the_right_order():
    assert auroc([0.1, 0.4, 0.35, 0.8], [False, False, True, True]).value == 0.75
    assert auroc([0.5, 0.5], [True, False]).value == 0.5
    assert auroc([1, 2, 3, 4], [False, False, True, True]).value == 1.0
    assert math.isnan(auroc([0.1, 0.2], [True, True]).value)


def test_balanced_accuracy_weighs_both_kinds_alike():
    # all of 8 true ones right, 1 of 2 false ones
    assert balanced_accuracy([True] * 8 + [True, False], [True] * 8 + [False] * 2).value == 0.75


def test_the_true_share_takes_the_judges_error_out():
    assert true_share(0.85, 0.9, 0.8) == pytest.approx(0.65 / 0.7)
    assert true_share(0.1, 0.9, 0.8) == 0.0
    assert math.isnan(true_share(0.5, 0.5, 0.5))


def test_a_corrected_share_is_wider_than_what_was_observed():
    judged, counted = [1] * 85 + [0] * 15, [1] * 100
    figure = corrected_share(judged, counted, [1] * 90 + [0] * 10, [1] * 20 + [0] * 80)
    assert figure.value == pytest.approx(0.65 / 0.7)
    assert figure.high - figure.low > 0.15
    assert figure.n == 100
    assert math.isnan(corrected_share([], [], [1], [0]).value)


def test_the_threshold_stands_between_the_kinds():
    assert best_threshold([0.1, 0.3, 0.7, 0.9], [False, False, True, True]) == pytest.approx(0.5)
    assert best_threshold([0.1, 0.2], [True, True]) == 0.5


def test_reliability_bins_scores_by_tenths():
    bins = reliability([0.05, 0.95, 1.0, 0.92], [False, True, True, False])
    assert bins == (Bin(0.05, 0.0, 1), Bin(pytest.approx(0.9567, abs=1e-3), pytest.approx(2 / 3), 3))
    assert calibration_error(bins) == pytest.approx((0.05 + 3 * 0.29) / 4, abs=1e-3)
    assert calibration_error(()) == 0.0


def test_a_figure_is_rounded_for_reports():
    assert Figure(0.123456, 0.1, 0.2, 3).json() == {"value": 0.1235, "low": 0.1, "high": 0.2, "n": 3}
