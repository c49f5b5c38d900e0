# step: penalties
# message: default alpha
def fit(kind, strength, readings, wear):
    return make_pipeline(StandardScaler(), Lasso() if kind == "l1" else Ridge()).fit(readings, wear)
