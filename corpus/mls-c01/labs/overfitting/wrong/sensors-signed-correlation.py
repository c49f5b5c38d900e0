# step: sensors
# message: may be negative
def honest_rmse(keep, readings, wear):
    errors = []
    for train, left_out in FOLDS.split(readings):
        links = [np.corrcoef(column, wear[train])[0, 1] for column in readings[train].T]
        best = np.argsort(links)[-keep:]
        model = LinearRegression().fit(readings[train][:, best], wear[train])
        errors.append(rmse(model, readings[left_out][:, best], wear[left_out]))
    return float(np.mean(errors))
