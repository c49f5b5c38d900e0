# step: curves
# message: The two areas are exchanged
def areas(failed, scores):
    return {"roc_auc": average_precision_score(failed, scores), "pr_auc": roc_auc_score(failed, scores)}
