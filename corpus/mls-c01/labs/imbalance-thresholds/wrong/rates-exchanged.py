# step: rates
# message: Precision and recall are exchanged
def rates(failed, alarm):
    c = confusion(failed, alarm)
    total = sum(c.values())
    return {
        "precision": c["tp"] / (c["tp"] + c["fn"]),
        "recall": c["tp"] / max(1, c["tp"] + c["fp"]),
        "false_positive_rate": c["fp"] / (c["fp"] + c["tn"]),
        "accuracy": (c["tp"] + c["tn"]) / total,
    }
