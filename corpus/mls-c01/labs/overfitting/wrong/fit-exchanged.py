# step: penalties
# message: L1 is Lasso
def fit(kind, strength, readings, wear):
    model = Ridge(alpha=strength) if kind == "l1" else Lasso(alpha=strength)
    return make_pipeline(StandardScaler(), model).fit(readings, wear)
