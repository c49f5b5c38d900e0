# step: penalties
# message: without a root
def penalty(kind, weights, strength):
    return float(strength * (np.sum(np.abs(weights)) if kind == "l1" else np.linalg.norm(weights)))
