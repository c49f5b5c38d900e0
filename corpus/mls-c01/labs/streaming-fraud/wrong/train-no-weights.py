# step: train
# message: look at class_weight
def train(features, fraud):
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    return model.fit(features[FEATURES].to_numpy(), fraud)
