# step: evaluate
# message: predict_proba
def fit_and_score(train, test):
    model = make_pipeline(make_preparer(), LogisticRegression(max_iter=1000))
    model.fit(train, train["late"])
    return model, roc_auc_score(test["late"], model.predict(test))
