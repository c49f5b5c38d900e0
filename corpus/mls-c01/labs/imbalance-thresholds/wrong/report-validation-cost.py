# step: report
# message: use the test pumps
def report(validation, test, false_alarm, miss):
    threshold = cheapest_threshold(*validation, false_alarm, miss)
    cost = total_cost(*validation, threshold, false_alarm, miss)
    return {"threshold": threshold, "cost": cost, "saving": int(np.sum(test[0])) * miss - cost}
