# step: sensors
# message: on one common scale
def kept_sensors(readings, wear, strength):
    weights = Lasso(alpha=strength).fit(readings, wear).coef_
    return [name for name, weight in zip(SENSORS, weights) if weight]
