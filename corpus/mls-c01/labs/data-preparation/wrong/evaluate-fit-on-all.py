# step: evaluate
# message: Fit on `train` only
def fit_and_score(train, test):
    both = pd.concat([train, test])
    preparer = make_preparer().fit(both)
    model = make_pipeline(preparer, LogisticRegression(max_iter=1000))
    model.fit(both, both["late"])
    return model, roc_auc_score(test["late"], model.predict_proba(test)[:, 1])
