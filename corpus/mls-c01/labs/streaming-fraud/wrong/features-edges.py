# step: features
# message: look at < and <=
def add_features(raw):
    high = (raw["amount"] >= 1000).astype(int)
    return raw.assign(
        amount_log=np.log1p(raw["amount"]),
        is_high_value=high,
        is_recent_activity=(raw["hours_since_last"] <= 1).astype(int),
        risk_score=0.4 * high + 0.3 * raw["is_international"] + 0.3 * (raw["distance_km"] > 100),
    )
