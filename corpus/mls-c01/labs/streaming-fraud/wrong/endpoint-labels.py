# step: endpoint
# message: a label
def predict_fn(rows, model):
    return model.predict(rows)
