# step: sensors
# message: L2 only makes them small
def kept_sensors(readings, wear, strength):
    weights = fit("l2", strength, readings, wear)[-1].coef_
    return [name for name, weight in zip(SENSORS, weights) if weight]
