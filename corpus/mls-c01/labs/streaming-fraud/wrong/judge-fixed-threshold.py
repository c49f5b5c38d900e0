# step: train
# message: where the threshold is used
def judge(fraud, scores, threshold=0.5):
    flagged = np.asarray(scores).round() == 1
    return {
        "precision": precision_score(fraud, flagged),
        "recall": recall_score(fraud, flagged),
        "pr_auc": average_precision_score(fraud, scores),
    }
