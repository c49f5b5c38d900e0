# step: report
# message: choose it on the validation pumps
def report(validation, test, false_alarm, miss):
    threshold = cheapest_threshold(*test, false_alarm, miss)
    cost = total_cost(*test, threshold, false_alarm, miss)
    return {"threshold": threshold, "cost": cost, "saving": int(np.sum(test[0])) * miss - cost}
