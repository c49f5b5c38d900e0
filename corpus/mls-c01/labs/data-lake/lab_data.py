"""Readings of loggers in cold stores for the lab "A data lake", made up from fixed random numbers."""

import numpy as np
import pandas as pd

DAYS = ("2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04")
NEW_DAY = "2026-03-05"
COLUMNS = ("read_at", "site", "logger", "temperature", "humidity", "remark")
_SITES = ("Bergen", "Gdynia", "Leith", "Porto")


def readings(days=DAYS, seed=11):
    """A table with the columns of COLUMNS, 96 readings a day; some humidities are missing."""
    tables = []
    for day in days:
        # a day's numbers do not depend on which other days are asked for
        rng = np.random.default_rng([seed, int(day.replace("-", ""))])
        hours = np.repeat(np.arange(24), len(_SITES))
        humidity = rng.normal(80, 5, len(hours)).round(1)
        humidity[rng.random(len(hours)) < 0.05] = np.nan
        tables.append(
            pd.DataFrame(
                {
                    "read_at": [f"{day} {hour:02d}:00:00" for hour in hours],
                    "site": _SITES * 24,
                    "logger": [f"L-{number:03d}" for number in rng.integers(1, 60, len(hours))],
                    "temperature": rng.normal(-19, 1.5, len(hours)).round(2),
                    "humidity": humidity,
                    "remark": [f"checked by team {number:06d}" for number in rng.integers(0, 10**6, len(hours))],
                },
                columns=list(COLUMNS),
            )
        )
    return pd.concat(tables, ignore_index=True)
