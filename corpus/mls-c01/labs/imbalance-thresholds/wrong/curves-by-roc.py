# step: curves
# message: larger ROC area
def better(failed, candidates):
    return max(candidates, key=lambda name: roc_auc_score(failed, candidates[name]))
