# step: gap
# message: which of the two errors is too large
def diagnose(train_rmse, validation_rmse, wanted):
    if validation_rmse <= wanted:
        return "good"
    return "underfitting" if train_rmse <= wanted else "overfitting"
