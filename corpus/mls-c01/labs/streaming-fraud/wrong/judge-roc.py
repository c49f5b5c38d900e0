# step: train
# message: area under the ROC curve
def judge(fraud, scores, threshold=0.5):
    from sklearn.metrics import roc_auc_score

    flagged = np.asarray(scores) >= threshold
    return {
        "precision": precision_score(fraud, flagged),
        "recall": recall_score(fraud, flagged),
        "pr_auc": roc_auc_score(fraud, scores),
    }
