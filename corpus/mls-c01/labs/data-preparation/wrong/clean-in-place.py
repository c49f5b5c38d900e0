# step: clean
# message: work on a copy
def clean(raw):
    raw["weight_kg"] = raw["weight_kg"].replace(-1, np.nan)
    return raw.drop_duplicates("order_id").drop(columns="refund_amount")
