# step: gap
# message: take the mean of the squares
def rmse(model, readings, wear):
    return float(np.sqrt(np.sum((model.predict(readings) - wear) ** 2)))
