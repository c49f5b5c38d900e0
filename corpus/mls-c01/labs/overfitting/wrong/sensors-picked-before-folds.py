# step: sensors
# message: pick inside each fold
def honest_rmse(keep, readings, wear):
    links = [abs(np.corrcoef(column, wear)[0, 1]) for column in readings.T]
    best = np.argsort(links)[-keep:]
    errors = []
    for train, left_out in FOLDS.split(readings):
        model = LinearRegression().fit(readings[train][:, best], wear[train])
        errors.append(rmse(model, readings[left_out][:, best], wear[left_out]))
    return float(np.mean(errors))
