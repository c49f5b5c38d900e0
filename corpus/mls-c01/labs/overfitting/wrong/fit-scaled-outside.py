# step: penalties
# message: as a pipeline does
def fit(kind, strength, readings, wear):
    model = Lasso(alpha=strength) if kind == "l1" else Ridge(alpha=strength)
    return model.fit(StandardScaler().fit_transform(readings), wear)
