"""The deliveries of the lab "Data preparation and leakage", made up from fixed random numbers."""

import numpy as np
import pandas as pd

CARRIERS = ["alpha", "bravo", "delta"]
PRIORITIES = ["low", "normal", "express"]
NUMBERS = ["distance_km", "weight_kg", "basket_value"]


def deliveries(seed=7, orders=1500, customers=300):
    """A raw table: one row an order, some of them twice; the same for the same seed."""
    rng = np.random.default_rng(seed)
    customer = rng.integers(0, customers, orders)
    remoteness = rng.normal(0, 1, customers)[customer]  # what makes one customer's orders alike
    distance = np.exp(4 + 0.5 * remoteness + rng.normal(0, 0.4, orders))
    weight = rng.gamma(2.0, 3.0, orders)
    basket = np.exp(rng.normal(3.5, 1.1, orders))
    carrier = rng.choice(CARRIERS, orders, p=[0.5, 0.3, 0.2])
    priority = rng.choice(PRIORITIES, orders, p=[0.3, 0.5, 0.2])
    unread = rng.random(orders) < 0.12
    odds = (
        -1.9
        + 0.9 * np.log(distance / 55)
        + 0.04 * weight
        + 0.8 * (carrier == "delta")
        + 0.7 * (priority == "low")
        - 0.9 * (priority == "express")
        + 1.2 * unread  # an address that cannot be read makes a parcel late: the gap says something
        + 0.6 * remoteness
    )
    late = (rng.random(orders) < 1 / (1 + np.exp(-odds))).astype(int)
    table = pd.DataFrame(
        {
            "order_id": np.arange(1, orders + 1),
            "customer_id": customer,
            "distance_km": np.where(unread, np.nan, distance.round(1)),
            "weight_kg": np.where(rng.random(orders) < 0.10, -1.0, weight.round(2)),
            "basket_value": basket.round(2),
            "carrier": carrier,
            "priority": priority,
            "refund_amount": np.where(late == 1, (basket * 0.2).round(2), 0.0),
            "late": late,
        }
    )
    again = table.sample(60, random_state=seed)
    return pd.concat([table, again]).sample(frac=1, random_state=seed).reset_index(drop=True)
