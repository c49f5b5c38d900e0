"""Card payments for the lab "A streaming fraud pipeline", made up from fixed random numbers."""

import numpy as np
import pandas as pd

CATEGORIES = ["grocery", "retail", "travel", "electronics"]


def payments(count=120, seed=1):
    """Payments as a till sends them: a list of dicts, the same for the same seed."""
    return _table(count, seed).drop(columns="is_fraud").to_dict("records")


def labelled(count=4000, seed=2):
    """Older payments whose outcome is known: the raw table, and a series with 1 for fraud (about 2 %)."""
    table = _table(count, seed)
    return table.drop(columns="is_fraud"), table["is_fraud"]


def _table(count, seed):
    rng = np.random.default_rng(seed)
    amount = np.exp(rng.normal(4.2, 1.3, count)).round(2)
    distance = rng.exponential(60, count).round(1)
    hours = rng.exponential(20, count).round(2)
    abroad = (rng.random(count) < 0.12).astype(int)
    odds = (
        -6.3
        + 3.2 * (amount > 1000)
        + 2.4 * abroad
        + 2.0 * (distance > 100)
        + 3.0 * (hours < 1)
        + 0.5 * (np.log1p(amount) - 4)
    )
    seconds = np.cumsum(rng.integers(1, 40, count))
    return pd.DataFrame(
        {
            "payment_id": [f"pay-{seed}-{number:05d}" for number in range(count)],
            "paid_at": (pd.Timestamp("2026-02-02 09:00") + pd.to_timedelta(seconds, unit="s")).astype(str),
            "amount": amount,
            "category": rng.choice(CATEGORIES, count),
            "distance_km": distance,
            "hours_since_last": hours,
            "is_international": abroad,
            "is_fraud": (rng.random(count) < 1 / (1 + np.exp(-odds))).astype(int),
        }
    )
