# step: penalties
# message: Standardise first
def fit(kind, strength, readings, wear):
    model = Lasso(alpha=strength) if kind == "l1" else Ridge(alpha=strength)
    return model.fit(readings, wear)
