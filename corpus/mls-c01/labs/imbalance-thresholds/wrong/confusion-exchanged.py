# step: rates
# message: fp and fn are exchanged
def confusion(failed, alarm):
    from sklearn.metrics import confusion_matrix

    tn, fn, fp, tp = confusion_matrix(failed, alarm).ravel()
    return {"tp": tp, "fp": fp, "fn": fn, "tn": tn}
