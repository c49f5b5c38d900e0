# step: gap
# message: a gap alone is no fault
def diagnose(train_rmse, validation_rmse, wanted):
    if validation_rmse > 1.5 * train_rmse:
        return "overfitting"
    return "good" if validation_rmse <= wanted else "underfitting"
