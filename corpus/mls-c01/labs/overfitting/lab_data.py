"""Test runs of bearings for the lab "Overfitting", made up from fixed random numbers."""

import numpy as np

SENSORS = tuple(f"s{number:02d}" for number in range(60))
REAL = ("s03", "s11", "s17", "s29", "s42")
"""The sensors that wear depends on; a real project does not know them."""
_WEIGHTS = (4.0, -3.0, 2.5, -2.0, 3.5)
NOISE = 2.0
"""Standard deviation of what no sensor tells; no model can have a smaller error on new runs."""


def runs(count=80, seed=21):
    """Readings (count, 60) and wear in micrometres (count,); sensors have quite different units."""
    rng = np.random.default_rng(seed)
    clean = rng.normal(0, 1, (count, len(SENSORS)))
    wear = 50 + rng.normal(0, NOISE, count)
    for name, weight in zip(REAL, _WEIGHTS):
        wear = wear + weight * clean[:, SENSORS.index(name)]
    units = 10.0 ** (np.arange(len(SENSORS)) % 4 - 1)  # 0.1, 1, 10, 100, and again
    return clean * units, wear


class GradientDescent:
    """A linear model on standardised readings that learns epoch by epoch, as a neural network does."""

    def __init__(self, readings, wear, rate=0.05):
        self._mean, self._spread = readings.mean(axis=0), readings.std(axis=0)
        self._readings, self._wear, self._rate = (readings - self._mean) / self._spread, wear, rate
        self.weights = np.zeros(readings.shape[1])
        self.intercept = float(wear.mean())
        self.epochs = 0

    def epoch(self):
        """Go through the training runs once."""
        error = self._readings @ self.weights + self.intercept - self._wear
        self.weights -= self._rate * self._readings.T @ error / len(error)  # changes the array in place
        self.epochs += 1

    def loss(self, readings, wear):
        """The mean squared error on these runs."""
        return float(np.mean((self.predict(readings) - wear) ** 2))

    def predict(self, readings):
        """Wear, by the present weights."""
        return (readings - self._mean) / self._spread @ self.weights + self.intercept
