# step: threshold
# message: not errors or F1
def cheapest_threshold(failed, scores, false_alarm, miss):
    return min(np.unique(scores), key=lambda t: total_cost(failed, scores, t, 1, 1))
