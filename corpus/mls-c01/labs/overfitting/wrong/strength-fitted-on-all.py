# step: strength
# message: Fit within the loop
def cv_rmse(kind, strength, readings, wear):
    model = fit(kind, strength, readings, wear)
    errors = [rmse(model, readings[left_out], wear[left_out]) for _, left_out in FOLDS.split(readings)]
    return float(np.mean(errors))
