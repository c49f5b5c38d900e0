# step: clean
# message: target leakage
def clean(raw):
    table = raw.drop_duplicates("order_id").copy()
    table["weight_kg"] = table["weight_kg"].replace(-1, np.nan)
    return table
