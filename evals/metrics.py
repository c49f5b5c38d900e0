"""Pure figures: from hits, scores and verdicts to numbers with 95 % intervals. Knows nothing of cases.

Intervals are percentile bootstraps over cases with a fixed seed, so that a run repeats to the digit; two
systems are compared on the same cases by resampling their differences (paired bootstrap).
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "Bin",
    "Figure",
    "auroc",
    "balanced_accuracy",
    "best_threshold",
    "bootstrap",
    "calibration_error",
    "corrected_share",
    "mean_figure",
    "median_of",
    "paired_difference",
    "ratio_figure",
    "reciprocal",
    "reliability",
    "true_share",
    "within",
]

ROUNDS = 2000
SEED = 20_261
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its 95 % interval and the number of cases behind it."""

    value: float
    low: float
    high: float
    n: int

    def json(self) -> dict[str, float | int]:
        """The figure as it stands in reports, four digits after the point."""
        return {
            "value": round(self.value, 4),
            "low": round(self.low, 4),
            "high": round(self.high, 4),
            "n": self.n,
        }


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases of like score: their mean score, the share that is true, and how many they are."""

    score: float
    share: float
    n: int


def bootstrap(rows: ArrayLike, statistic: Callable[[Floats], float], rounds: int = ROUNDS) -> Figure:
    """`statistic` of `rows` (n, ...), with the interval of it over resampled rows.

    Rounds in which the statistic is undefined (NaN) are left out; with no rows everything is NaN.
    """
    array = np.asarray(rows, dtype=np.float64)
    n = len(array)
    if n == 0:
        return Figure(float("nan"), float("nan"), float("nan"), 0)
    chance = np.random.default_rng(SEED)
    values = np.array([statistic(array[chance.integers(0, n, n)]) for _ in range(rounds)])
    values = values[~np.isnan(values)]
    value = statistic(array)
    low, high = np.percentile(values, [2.5, 97.5]) if len(values) else (value, value)
    return Figure(float(value), float(low), float(high), n)


def mean_figure(values: Sequence[float]) -> Figure:
    """The mean of one number for each case."""
    return bootstrap(values, _mean)


def ratio_figure(numerators: Sequence[float], denominators: Sequence[float]) -> Figure:
    """Sum over sum, resampled by case; `n` counts the denominators' total, e.g. 14 of 16 refusals."""
    rows = np.column_stack([numerators, denominators]) if len(numerators) else np.zeros((0, 2))
    figure = bootstrap(rows, _ratio)
    return Figure(figure.value, figure.low, figure.high, round(sum(denominators)))


def paired_difference(ours: Sequence[float], theirs: Sequence[float]) -> Figure:
    """Mean of ours - theirs over the same cases. Raises ValueError when they are not equally many."""
    if len(ours) != len(theirs):
        raise ValueError(f"{len(ours)} and {len(theirs)} cases cannot be paired")
    return mean_figure([a - b for a, b in zip(ours, theirs, strict=True)])


def within(rank: int | None, k: int) -> float:
    """1.0 if a rank (from 1, None for not found) is among the first `k`, else 0.0."""
    return float(rank is not None and rank <= k)


def reciprocal(rank: int | None, k: int) -> float:
    """1 / rank among the first `k`, else 0.0: e.g. rank 4 -> 0.25."""
    return 1.0 / rank if rank is not None and rank <= k else 0.0


def auroc(scores: Sequence[float], labels: Sequence[bool]) -> Figure:
    """The chance that a true case scores above a false one, ties counting half; NaN without both."""
    return bootstrap(np.column_stack([scores, labels]) if len(scores) else [], _auroc)


def balanced_accuracy(verdicts: Sequence[bool], labels: Sequence[bool]) -> Figure:
    """Mean of the true cases' and the false cases' share that was judged right; NaN without both."""
    return bootstrap(np.column_stack([verdicts, labels]) if len(verdicts) else [], _balanced)


def true_share(observed: float, true_positive: float, true_negative: float) -> float:
    """Theta = (p + TNR - 1) / (TPR + TNR - 1): the true share behind a share that a judge observed.

    E.g. .85 observed by a judge with .9 and .8: (.85 + .8 - 1) / .7 = .93. Between 0 and 1; NaN when
    the judge is no better than chance.
    """
    skill = true_positive + true_negative - 1
    if skill <= 0:
        return float("nan")
    return float(np.clip((observed + true_negative - 1) / skill, 0.0, 1.0))


def corrected_share(
    judged: Sequence[float], counted: Sequence[float], on_true: Sequence[float], on_false: Sequence[float]
) -> Figure:
    """`true_share` of what a judge observed, with an interval for its own error too.

    `judged` of `counted` claims of each answer were found supported; `on_true` and `on_false` are its
    verdicts (1 for supported) on labelled claims. Answers and labelled claims are resampled together.
    """
    answers = np.column_stack([judged, counted]).astype(np.float64) if len(judged) else np.zeros((0, 2))
    true, false = np.asarray(on_true, dtype=np.float64), np.asarray(on_false, dtype=np.float64)
    if not len(answers) or not len(true) or not len(false):
        return Figure(float("nan"), float("nan"), float("nan"), 0)
    chance = np.random.default_rng(SEED)

    def drawn(rows: Floats) -> Floats:
        return rows[chance.integers(0, len(rows), len(rows))]

    values = np.array(
        [
            true_share(_ratio(drawn(answers)), float(drawn(true).mean()), 1 - float(drawn(false).mean()))
            for _ in range(ROUNDS)
        ]
    )
    values = values[~np.isnan(values)]
    value = true_share(_ratio(answers), float(true.mean()), 1 - float(false.mean()))
    low, high = np.percentile(values, [2.5, 97.5]) if len(values) else (value, value)
    return Figure(value, float(low), float(high), round(sum(counted)))


def best_threshold(scores: Sequence[float], labels: Sequence[bool]) -> float:
    """The score from which calling a case true gives the best balanced accuracy; 0.5 without both kinds.

    Between two scores the middle is taken, so that equal scores fall on one side.
    """
    if all(labels) or not any(labels):
        return 0.5
    known = sorted(set(scores))
    cuts = [known[0], *((a + b) / 2 for a, b in itertools.pairwise(known))]
    rows = [np.column_stack([[score >= cut for score in scores], labels]).astype(np.float64) for cut in cuts]
    return float(cuts[int(np.argmax([_balanced(each) for each in rows]))])


def reliability(scores: Sequence[float], labels: Sequence[bool], bins: int = 10) -> tuple[Bin, ...]:
    """Cases in bins of equal width over 0..1, empty ones left out."""
    array, truth = np.asarray(scores, dtype=np.float64), np.asarray(labels, dtype=np.float64)
    places = np.clip((array * bins).astype(int), 0, bins - 1)
    found = sorted(set(places.tolist()))
    return tuple(
        Bin(
            float(array[places == place].mean()),
            float(truth[places == place].mean()),
            int((places == place).sum()),
        )
        for place in found
    )


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: the distance of score and share, weighed by cases; 0 for none."""
    total = sum(one.n for one in bins)
    return sum(abs(one.score - one.share) * one.n for one in bins) / total if total else 0.0


def median_of(values: Floats) -> float:
    """The middle value, for `bootstrap`."""
    return float(np.median(values))


def _mean(rows: Floats) -> float:
    return float(rows.mean())


def _ratio(rows: Floats) -> float:
    total = float(rows[:, 1].sum())
    return float(rows[:, 0].sum()) / total if total else float("nan")


def _auroc(rows: Floats) -> float:
    scores, truth = rows[:, 0], rows[:, 1] > 0.5
    positives, negatives = int(truth.sum()), int((~truth).sum())
    if not positives or not negatives:
        return float("nan")
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2.0)[inverse]  # equal scores share their mean rank
    return float((ranks[truth].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def _balanced(rows: Floats) -> float:
    verdict, truth = rows[:, 0] > 0.5, rows[:, 1] > 0.5
    if truth.all() or not truth.any():
        return float("nan")
    return float((verdict[truth].mean() + (~verdict[~truth]).mean()) / 2)
