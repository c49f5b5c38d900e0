"""Your work for the lab "Overfitting". Fill in each function; check with the tutor."""

import numpy as np
from lab_data import NOISE, SENSORS, GradientDescent, runs
from sklearn.linear_model import Lasso, LinearRegression, Ridge
from sklearn.model_selection import KFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

FOLDS = KFold(5, shuffle=True, random_state=0)


def rmse(model, readings, wear):
    """The root mean squared error of the model's predictions."""
    raise NotImplementedError("TODO 1")


def diagnose(train_rmse, validation_rmse, wanted):
    """One of "good", "underfitting" and "overfitting"."""
    raise NotImplementedError("TODO 1")


def penalty(kind, weights, strength):
    """What the penalty adds to the loss."""
    raise NotImplementedError("TODO 2")


def fit(kind, strength, readings, wear):
    """A fitted model that takes raw readings: "l2" is Ridge, "l1" is Lasso."""
    raise NotImplementedError("TODO 2")


def cv_rmse(kind, strength, readings, wear):
    """The mean error on the fold left out, over FOLDS."""
    raise NotImplementedError("TODO 3")


def best_strength(kind, strengths, readings, wear):
    """The strength with the smallest `cv_rmse`."""
    raise NotImplementedError("TODO 3")


def kept_sensors(readings, wear, strength):
    """Names of the sensors whose weights an L1 penalty leaves above or below zero."""
    raise NotImplementedError("TODO 4")


def honest_rmse(keep, readings, wear):
    """The mean error over FOLDS of a linear regression on sensors that each fold picks for itself."""
    raise NotImplementedError("TODO 4")


def train_until(model, validation, patience, most_epochs):
    """Train with early stopping; the number of the best epoch, whose weights the model then has."""
    raise NotImplementedError("TODO 5")


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
