# step: penalties
# message: without their signs
def penalty(kind, weights, strength):
    return float(strength * (np.sum(weights) if kind == "l1" else np.sum(np.square(weights))))
