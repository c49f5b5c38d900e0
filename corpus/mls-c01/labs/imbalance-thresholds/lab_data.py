"""Pumps and their scores for the lab "Imbalance and thresholds", made up from fixed random numbers."""

import numpy as np
import pandas as pd

FALSE_ALARM, MISS = 200, 3000


def pumps(count=3000, seed=5):
    """A table of pumps, about 2 % of which failed; the same for the same seed."""
    rng = np.random.default_rng(seed)
    heat, shaking, age = rng.normal(60, 8, count), rng.gamma(2, 1.5, count), rng.uniform(0, 20, count)
    odds = -8.3 + 0.05 * (heat - 60) + 0.6 * shaking + 0.12 * age
    return pd.DataFrame(
        {
            "pump_id": np.arange(1, count + 1),
            "heat": heat.round(1),
            "shaking": shaking.round(2),
            "age_years": age.round(1),
            "failed": (rng.random(count) < 1 / (1 + np.exp(-odds))).astype(int),
        }
    )


def scored(count=2000, seed=6):
    """A list of three pairs (failed, scores), for validation, testing and a later month; scores are calibrated."""
    rng = np.random.default_rng(seed)
    pairs = []
    for _ in range(3):
        chance = rng.beta(0.25, 8, count)
        pairs.append(((rng.random(count) < chance).astype(int), chance))
    return pairs
