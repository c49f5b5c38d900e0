# step: train
# message: made from labels
def judge(fraud, scores, threshold=0.5):
    flagged = np.asarray(scores) >= threshold
    return {
        "precision": precision_score(fraud, flagged),
        "recall": recall_score(fraud, flagged),
        "pr_auc": average_precision_score(fraud, flagged),
    }
