# step: threshold
# message: 0.5 is nobody's cheapest threshold
def cheapest_threshold(failed, scores, false_alarm, miss):
    return 0.5
