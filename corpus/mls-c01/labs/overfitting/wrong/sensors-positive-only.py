# step: sensors
# message: You drop s11, s29
def kept_sensors(readings, wear, strength):
    weights = fit("l1", strength, readings, wear)[-1].coef_
    return [name for name, weight in zip(SENSORS, weights) if weight > 0]
