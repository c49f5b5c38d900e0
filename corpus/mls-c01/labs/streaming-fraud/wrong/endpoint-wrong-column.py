# step: endpoint
# message: column of predict_proba
def predict_fn(rows, model):
    return model.predict_proba(rows)[:, 0]
