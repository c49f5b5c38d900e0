# step: prepare
# message: add a scaler
def make_preparer():
    return ColumnTransformer(
        [
            ("numbers", SimpleImputer(strategy="median", add_indicator=True), NUMBERS),
            ("carrier", OneHotEncoder(handle_unknown="ignore"), ["carrier"]),
            ("priority", OrdinalEncoder(categories=[PRIORITIES]), ["priority"]),
        ]
    )
