# step: threshold
# message: The two costs are exchanged
def total_cost(failed, scores, threshold, false_alarm, miss):
    c = confusion(failed, np.asarray(scores) >= threshold)
    return c["fn"] * false_alarm + c["fp"] * miss
