# step: split
# message: random_state
def split(table):
    folds = StratifiedGroupKFold(n_splits=5, shuffle=True)
    train, test = next(folds.split(table, table["late"], groups=table["customer_id"]))
    return table.iloc[train], table.iloc[test]
