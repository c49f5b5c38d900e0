# step: rates
# message: divides by zero
def rates(failed, alarm):
    c = confusion(failed, alarm)
    return {
        "precision": c["tp"] / (c["tp"] + c["fp"]),
        "recall": c["tp"] / (c["tp"] + c["fn"]),
        "false_positive_rate": c["fp"] / (c["fp"] + c["tn"]),
        "accuracy": (c["tp"] + c["tn"]) / sum(c.values()),
    }
