# step: clean
# message: before the split
def clean(raw):
    table = raw.drop_duplicates("order_id").drop(columns="refund_amount")
    table["weight_kg"] = table["weight_kg"].replace(-1, np.nan)
    return table.assign(weight_kg=table["weight_kg"].fillna(table["weight_kg"].median()))
