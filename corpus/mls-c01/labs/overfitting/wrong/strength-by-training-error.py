# step: strength
# message: no penalty always looks best
def best_strength(kind, strengths, readings, wear):
    return min(strengths, key=lambda strength: rmse(fit(kind, strength, readings, wear), readings, wear))
