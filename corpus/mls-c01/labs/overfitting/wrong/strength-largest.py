# step: strength
# message: has the smaller error
def best_strength(kind, strengths, readings, wear):
    return max(strengths)
