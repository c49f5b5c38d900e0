"""A solution of the lab "Overfitting"."""

import numpy as np
from lab_data import NOISE, SENSORS, GradientDescent, runs
from sklearn.linear_model import Lasso, LinearRegression, Ridge
from sklearn.model_selection import KFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

FOLDS = KFold(5, shuffle=True, random_state=0)


def rmse(model, readings, wear):
    """The root mean squared error of the model's predictions."""
    return float(np.sqrt(np.mean((model.predict(readings) - wear) ** 2)))


def diagnose(train_rmse, validation_rmse, wanted):
    """One of "good", "underfitting" and "overfitting"."""
    if validation_rmse <= wanted:
        return "good"
    return "overfitting" if train_rmse <= wanted else "underfitting"


def penalty(kind, weights, strength):
    """What the penalty adds to the loss."""
    sizes = np.abs(weights) if kind == "l1" else np.square(weights)
    return float(strength * sizes.sum())


def fit(kind, strength, readings, wear):
    """A fitted model that takes raw readings: "l2" is Ridge, "l1" is Lasso."""
    model = Lasso(alpha=strength) if kind == "l1" else Ridge(alpha=strength)
    return make_pipeline(StandardScaler(), model).fit(readings, wear)


def cv_rmse(kind, strength, readings, wear):
    """The mean error on the fold left out, over FOLDS."""
    errors = []
    for train, left_out in FOLDS.split(readings):
        model = fit(kind, strength, readings[train], wear[train])
        errors.append(rmse(model, readings[left_out], wear[left_out]))
    return float(np.mean(errors))


def best_strength(kind, strengths, readings, wear):
    """The strength with the smallest `cv_rmse`."""
    return min(strengths, key=lambda strength: cv_rmse(kind, strength, readings, wear))


def kept_sensors(readings, wear, strength):
    """Names of the sensors whose weights an L1 penalty leaves above or below zero."""
    weights = fit("l1", strength, readings, wear)[-1].coef_
    return [name for name, weight in zip(SENSORS, weights) if weight]


def honest_rmse(keep, readings, wear):
    """The mean error over FOLDS of a linear regression on sensors that each fold picks for itself."""
    errors = []
    for train, left_out in FOLDS.split(readings):
        links = [abs(np.corrcoef(column, wear[train])[0, 1]) for column in readings[train].T]
        best = np.argsort(links)[-keep:]
        model = LinearRegression().fit(readings[train][:, best], wear[train])
        errors.append(rmse(model, readings[left_out][:, best], wear[left_out]))
    return float(np.mean(errors))


def train_until(model, validation, patience, most_epochs):
    """Train with early stopping; the number of the best epoch, whose weights the model then has."""
    best_loss, best_epoch, best_weights = np.inf, 0, model.weights.copy()
    for epoch in range(1, most_epochs + 1):
        model.epoch()
        loss = model.loss(*validation)
        if loss < best_loss:
            best_loss, best_epoch, best_weights = loss, epoch, model.weights.copy()
        elif epoch - best_epoch >= patience:
            break
    model.weights = best_weights
    return best_epoch


if __name__ == "__main__":
    readings, wear = runs()
    new = runs(400, seed=22)
    plain = LinearRegression().fit(readings, wear)
    errors = rmse(plain, readings, wear), rmse(plain, *new)
    print("60 weights:", [round(error, 2) for error in errors], diagnose(*errors, 1.2 * NOISE))
    for kind in ("l2", "l1"):
        strength = best_strength(kind, (0.001, 0.01, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0), readings, wear)
        print(kind, strength, round(rmse(fit(kind, strength, readings, wear), *new), 2))
    print("kept:", kept_sensors(readings, wear, 0.6))
    print("five sensors, honestly:", round(honest_rmse(5, readings, wear), 2))
    model = GradientDescent(readings[:60], wear[:60])
    print("best epoch:", train_until(model, (readings[60:], wear[60:]), 10, 2000))
