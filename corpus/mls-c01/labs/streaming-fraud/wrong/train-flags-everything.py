# step: train
# message: says fraud to nearly all
def train(features, fraud):
    weights = {0: 1, 1: 100_000}
    model = make_pipeline(StandardScaler(), LogisticRegression(class_weight=weights, max_iter=1000))
    return model.fit(features[FEATURES].to_numpy(), fraud)
