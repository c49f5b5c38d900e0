# step: threshold
# message: look at > and >=
def total_cost(failed, scores, threshold, false_alarm, miss):
    c = confusion(failed, np.asarray(scores) > threshold)
    return c["fp"] * false_alarm + c["fn"] * miss
