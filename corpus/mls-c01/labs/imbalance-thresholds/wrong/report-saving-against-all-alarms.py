# step: report
# message: Never raising an alarm costs
def report(validation, test, false_alarm, miss):
    threshold = cheapest_threshold(*validation, false_alarm, miss)
    cost = total_cost(*test, threshold, false_alarm, miss)
    usual = total_cost(*test, 0.0, false_alarm, miss)
    return {"threshold": threshold, "cost": cost, "saving": usual - cost}
