# step: rates
# message: divide by all that did not fail
def rates(failed, alarm):
    c = confusion(failed, alarm)
    alarms = max(1, c["tp"] + c["fp"])
    return {
        "precision": c["tp"] / alarms,
        "recall": c["tp"] / (c["tp"] + c["fn"]),
        "false_positive_rate": c["fp"] / alarms,
        "accuracy": (c["tp"] + c["tn"]) / sum(c.values()),
    }
