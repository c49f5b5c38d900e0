# step: split
# message: stratify by `late`
def split(table):
    shares = table.groupby("customer_id")["late"].mean().sort_values()
    test = table["customer_id"].isin(shares.index[: len(shares) // 5])
    return table[~test], table[test]
