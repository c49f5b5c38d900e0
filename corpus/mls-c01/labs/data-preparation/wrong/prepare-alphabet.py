# step: prepare
# message: alphabet
def make_preparer():
    numbers = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    return ColumnTransformer(
        [
            ("numbers", numbers, NUMBERS),
            ("carrier", OneHotEncoder(handle_unknown="ignore"), ["carrier"]),
            ("priority", OrdinalEncoder(), ["priority"]),
        ]
    )
