# step: prepare
# message: add_indicator
def make_preparer():
    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    return ColumnTransformer(
        [
            ("numbers", numbers, NUMBERS),
            ("carrier", OneHotEncoder(handle_unknown="ignore"), ["carrier"]),
            ("priority", OrdinalEncoder(categories=[PRIORITIES]), ["priority"]),
        ]
    )
