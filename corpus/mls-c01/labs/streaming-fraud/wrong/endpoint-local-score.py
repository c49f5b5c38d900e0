# step: endpoint
# message: The endpoint was called 0 times
_KEPT = []


def pack(model, _pack=pack):
    _KEPT.append(model)
    return _pack(model)


def score_now(runtime, row):
    return float(_KEPT[-1].predict_proba([row])[0, 1])
