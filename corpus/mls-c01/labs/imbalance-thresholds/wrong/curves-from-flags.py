# step: curves
# message: no flags
def areas(failed, scores):
    flags = np.asarray(scores) >= 0.5
    return {"roc_auc": roc_auc_score(failed, scores), "pr_auc": average_precision_score(failed, flags)}
