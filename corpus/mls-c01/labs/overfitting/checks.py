"""The checks of the lab "Overfitting"."""

import numpy as np
from lab_data import NOISE, REAL, SENSORS, GradientDescent, runs
from sklearn.linear_model import Lasso, LinearRegression, Ridge
from sklearn.model_selection import KFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from tutor.labs.checking import Wrong, expect

STRENGTHS = (0.001, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)
FOLDS = KFold(5, shuffle=True, random_state=0)


class Fixed:
    """A model that predicts what it was told."""

    def __init__(self, predictions):
        self.predictions = np.asarray(predictions, dtype=float)

    def predict(self, readings):
        return self.predictions


def reference_rmse(model, readings, wear):
    """The error, independent of the learner's own."""
    return float(np.sqrt(np.mean((model.predict(readings) - wear) ** 2)))


def reference_fit(kind, strength, readings, wear):
    """The model, independent of the learner's own."""
    model = Lasso(alpha=strength) if kind == "l1" else Ridge(alpha=strength)
    return make_pipeline(StandardScaler(), model).fit(readings, wear)


def reference_cv(kind, strength, readings, wear):
    """The error over the folds, independent of the learner's own."""
    return np.mean(
        [
            reference_rmse(reference_fit(kind, strength, readings[a], wear[a]), readings[b], wear[b])
            for a, b in FOLDS.split(readings)
        ]
    )


# --- gap


def rmse_is_right(lab, bench):
    """The error of a small example is right."""
    found = lab.rmse(Fixed([1, 2, 3, 8]), np.zeros((4, 2)), np.array([1.0, 2.0, 3.0, 4.0]))
    if np.isclose(found, 4):
        raise Wrong("With errors 0, 0, 0 and 4 you get 4; take the mean of the squares before the root: 2.")
    expect(np.isclose(found, 2), f"With errors 0, 0, 0 and 4 you get {found:.3f}; root of the mean square is 2.")


def three_cases_are_told_apart(lab, bench):
    """Good, underfitting and overfitting are told apart."""
    cases = {(1.8, 2.1, 2.4): "good", (0.6, 4.1, 2.4): "overfitting", (4.0, 4.2, 2.4): "underfitting"}
    for (train, validation, wanted), word in cases.items():
        found = lab.diagnose(train, validation, wanted)
        expect(
            found == word,
            f"Training error {train}, validation error {validation}, wanted {wanted}: you say {found!r}, and it is "
            f"{word!r}. Look at which of the two errors is too large.",
        )
    # a gap alone is no fault, as long as validation is good enough
    found = lab.diagnose(0.5, 2.0, 2.4)
    expect(
        found == "good",
        f"Training error 0.5, validation error 2.0, wanted 2.4: you say {found!r}. The validation error is good "
        "enough, and a gap alone is no fault.",
    )


def sixty_weights_overfit(lab, bench):
    """A plain regression on all sensors is found to overfit."""
    readings, wear = runs()
    plain = LinearRegression().fit(readings, wear)
    train, new = lab.rmse(plain, readings, wear), lab.rmse(plain, *runs(400, seed=22))
    found = lab.diagnose(train, new, 1.2 * NOISE)
    expect(
        found == "overfitting",
        f"The plain model has errors of {train:.2f} (training) and {new:.2f} (new runs), and you call it {found!r}.",
    )


# --- penalties


def penalties_are_right(lab, bench):
    """With weights 3 and -1 and strength 0.1, L1 adds 0.4 and L2 adds 1.0."""
    l1, l2 = (lab.penalty(kind, np.array([3.0, -1.0]), 0.1) for kind in ("l1", "l2"))
    if np.isclose(l1, 0.2):
        raise Wrong("L1 adds 0.2 in the example: 3 and -1 cancel each other. Add up sizes, without their signs.")
    expect(np.isclose(l1, 0.4), f"L1 adds {l1:.2f} in the example; 0.1 * (3 + 1) = 0.4.")
    if np.isclose(l2, 0.1 * np.sqrt(10)):
        raise Wrong("L2 adds 0.32 in the example; the penalty is the sum of squares without a root: 1.0.")
    expect(np.isclose(l2, 1.0), f"L2 adds {l2:.2f} in the example; 0.1 * (9 + 1) = 1.0.")


def compared(lab, kind, strength):
    """Predictions of the learner's model and of a right one, on new runs."""
    readings, wear = runs()
    new, _ = runs(50, seed=23)
    found = np.asarray(lab.fit(kind, strength, readings.copy(), wear.copy()).predict(new))
    return found, reference_fit(kind, strength, readings, wear).predict(new), (readings, wear, new)


def same_predictions(lab, kind, strength, plain):
    """Whether the learner's model predicts as a right one; `plain` is the model without scaling."""
    found, wanted, (readings, wear, new) = compared(lab, kind, strength)
    if np.allclose(found, wanted, atol=0.01):
        return
    if np.allclose(found, plain(alpha=strength).fit(readings, wear).predict(new), atol=0.01):
        raise Wrong(
            "The sensors go into the penalty in their own units, so a sensor that counts in hundreds is hardly "
            "penalised at all. Standardise first, inside the model."
        )
    other = "l1" if kind == "l2" else "l2"
    if np.allclose(found, reference_fit(other, strength, readings, wear).predict(new), atol=0.01):
        raise Wrong(f"For {kind!r} you fit the other penalty: L1 is Lasso, L2 is Ridge.")
    if np.allclose(found, reference_fit(kind, 1.0, readings, wear).predict(new), atol=0.01):
        raise Wrong("The strength does not reach the model: it is fitted with its default alpha of 1.")
    raise Wrong(
        f"For {kind!r} with strength {strength} predictions on new runs differ by {np.abs(found - wanted).max():.2f}. "
        "New readings have to be scaled with the training runs' mean and spread, as a pipeline does."
    )


def l2_is_ridge_on_one_scale(lab, bench):
    """"l2" is ridge regression on standardised readings."""
    same_predictions(lab, "l2", 10.0, Ridge)


def l1_is_lasso_on_one_scale(lab, bench):
    """"l1" is lasso regression on standardised readings."""
    same_predictions(lab, "l1", 0.3, Lasso)


def a_penalty_helps(lab, bench):
    """Both penalties bring the error on new runs down."""
    readings, wear = runs()
    new = runs(400, seed=22)
    plain = reference_rmse(LinearRegression().fit(readings, wear), *new)
    for kind, strength in (("l2", 10.0), ("l1", 0.3)):
        error = reference_rmse(lab.fit(kind, strength, readings, wear), *new)
        expect(error < 0.9 * plain, f"With {kind!r} the error on new runs is {error:.2f}, without it {plain:.2f}.")


# --- strength


def folds_are_left_out(lab, bench):
    """Each fold is judged by a model that has not seen it."""
    readings, wear = runs()
    for kind, strength in (("l2", 10.0), ("l1", 0.3), ("l1", 0.01)):
        found, wanted = lab.cv_rmse(kind, strength, readings, wear), reference_cv(kind, strength, readings, wear)
        whole = reference_fit(kind, strength, readings, wear)
        seen = np.mean([reference_rmse(whole, readings[b], wear[b]) for _, b in FOLDS.split(readings)])
        if np.isclose(found, seen, atol=1e-3) or np.isclose(found, reference_rmse(whole, readings, wear), atol=1e-3):
            raise Wrong(
                f"For {kind!r} with strength {strength} you get {found:.2f}: the model was judged on runs that it was "
                "fitted to. Fit within the loop, on the other folds only."
            )
        expect(
            np.isclose(found, wanted, atol=1e-3),
            f"For {kind!r} with strength {strength} you get {found:.3f}; it is {wanted:.3f}. Average the errors on the "
            "folds left out.",
        )


def strength_is_the_best_of_the_folds(lab, bench):
    """The strength with the smallest error over the folds is taken."""
    readings, wear = runs()
    for kind in ("l2", "l1"):
        found = lab.best_strength(kind, STRENGTHS, readings, wear)
        expect(found in STRENGTHS, f"`best_strength` returned {found!r}, which is none of the strengths.")
        wanted = min(STRENGTHS, key=lambda strength: reference_cv(kind, strength, readings, wear))
        if found == wanted:
            continue
        if found == min(STRENGTHS):
            raise Wrong(
                f"For {kind!r} you take {found}, the weakest penalty: on the training runs no penalty always looks "
                "best. Compare by the folds left out."
            )
        raise Wrong(f"For {kind!r} you take {found}; over the folds {wanted} has the smaller error.")


# --- sensors


def kept(lab):
    """The sensors that the learner keeps at a strength that suits these data."""
    found = lab.kept_sensors(*runs(), 0.6)
    expect(
        isinstance(found, list | tuple) and all(name in SENSORS for name in found),
        f"`kept_sensors` has to return names of SENSORS; it returned {str(found)[:60]}.",
    )
    return list(found)


def real_sensors_are_kept(lab, bench):
    """The five sensors that wear depends on are kept."""
    lost = [name for name in REAL if name not in kept(lab)]
    expect(not lost, f"You drop {', '.join(lost)}, which wear depends on. Look at the weights on one common scale.")


def most_others_are_dropped(lab, bench):
    """At most ten of sixty sensors are kept, in the order of SENSORS."""
    found = kept(lab)
    expect(
        len(found) <= 10,
        f"You keep {len(found)} sensors. Which penalty makes weights exactly zero? L2 only makes them small, "
        "and a sensor in large units escapes a penalty unless all are on one common scale.",
    )
    expect(found == sorted(found), f"The sensors come as {', '.join(found)}; keep the order of SENSORS.")


def useless_sensors_look_useless(lab, bench):
    """Where no sensor tells anything, the error is not better than guessing the mean."""
    rng = np.random.default_rng(7)
    readings, wear = rng.normal(0, 1, (80, 60)), rng.normal(50, 2, 80)
    found, guess = lab.honest_rmse(5, readings, wear), float(wear.std())
    expect(
        found > 0.98 * guess,
        f"Wear has nothing to do with these sensors, and yet your error is {found:.2f}, where guessing the mean has "
        f"{guess:.2f}. The sensors were picked with the runs that judge them; pick inside each fold.",
    )


def five_sensors_are_judged_right(lab, bench):
    """The error with five sensors is right."""
    readings, wear = runs()
    errors = []
    for a, b in FOLDS.split(readings):
        links = [abs(np.corrcoef(column, wear[a])[0, 1]) for column in readings[a].T]
        best = np.argsort(links)[-5:]
        errors.append(reference_rmse(LinearRegression().fit(readings[a][:, best], wear[a]), readings[b][:, best], wear[b]))
    found, wanted = lab.honest_rmse(5, readings, wear), float(np.mean(errors))
    expect(
        np.isclose(found, wanted, atol=1e-3),
        f"With five sensors you get {found:.3f}; it is {wanted:.3f}. The strongest correlation may be negative: "
        "compare sizes.",
    )


# --- early-stopping


class Scripted:
    """A model whose validation loss follows a list; its weights are the number of the epoch."""

    def __init__(self, losses):
        self._losses = losses
        self.weights, self.epochs = np.zeros(1), 0

    def epoch(self):
        if self.epochs == len(self._losses):
            raise Wrong(f"You go on after epoch {self.epochs}, where `most_epochs` is reached.")
        self.epochs += 1
        self.weights += 1  # in place, as gradient descent does

    def loss(self, readings, wear):
        return self._losses[self.epochs - 1]


FALLS_UNTIL_12 = [5 - 0.3 * epoch for epoch in range(12)] + [1.8 + 0.1 * epoch for epoch in range(30)]
NOISY = [5, 4, 4.2, 4.1, 3, 3.2, 3.1, 2, 2.5, 2.5, 2.5, 2.5, 2.5, 2.5]


def best_epoch_is_told(lab, bench):
    """The number of the best epoch is returned."""
    for losses, wanted in ((FALLS_UNTIL_12, 12), (NOISY, 8)):
        found = lab.train_until(Scripted(losses), (None, None), 3, len(losses))
        if found == wanted - 1:
            raise Wrong(f"The best epoch is {wanted} and you say {found}; epochs are counted from 1.")
        if found == wanted + 3:
            raise Wrong(f"The best epoch is {wanted} and you say {found}, where training stopped; return the best one.")
        expect(
            found == wanted,
            f"The best epoch is {wanted} and you say {found}. One worse epoch ends nothing: the patience is 3.",
        )


def patience_is_kept(lab, bench):
    """Training ends `patience` epochs after the best one."""
    for patience in (3, 5):
        model = Scripted(FALLS_UNTIL_12)
        lab.train_until(model, (None, None), patience, len(FALLS_UNTIL_12))
        expect(
            model.epochs == 12 + patience,
            f"The best epoch is 12 and the patience {patience}; you trained {model.epochs} epochs, and it should end at "
            f"{12 + patience}. Count the epochs since the best one.",
        )


def weights_are_the_best_ones(lab, bench):
    """Afterwards the model has the weights of its best epoch."""
    model = Scripted(FALLS_UNTIL_12)
    lab.train_until(model, (None, None), 3, len(FALLS_UNTIL_12))
    expect(
        model.weights[0] == 12,
        f"Afterwards the model has the weights of epoch {model.weights[0]:.0f} instead of 12. Keep a copy of the best "
        "ones; the array itself changes with each epoch.",
    )
    readings, wear = runs()
    real = GradientDescent(readings[:60], wear[:60])
    best = lab.train_until(real, (readings[60:], wear[60:]), 10, 500)
    again = GradientDescent(readings[:60], wear[:60])
    losses = []
    for _ in range(best):
        again.epoch()
        losses.append(again.loss(readings[60:], wear[60:]))
    expect(
        best < 500 and np.allclose(real.weights, again.weights) and losses[-1] == min(losses),
        f"On the bearings you say epoch {best}, and the validation loss is not the smallest there.",
    )


def it_ends_without_a_turn(lab, bench):
    """Training ends at `most_epochs` if the loss never turns, and the last epoch counts."""
    losses = [10.0 - epoch for epoch in range(8)]
    model = Scripted(losses)
    found = lab.train_until(model, (None, None), 3, 8)
    expect(
        (found, model.epochs, model.weights[0]) == (8, 8, 8),
        f"The loss falls through all 8 epochs; you say epoch {found} after {model.epochs}. The last one may be the best.",
    )
