# step: prepare
# message: use the median
def make_preparer():
    numbers = make_pipeline(SimpleImputer(add_indicator=True), StandardScaler())
    return ColumnTransformer(
        [
            ("numbers", numbers, NUMBERS),
            ("carrier", OneHotEncoder(handle_unknown="ignore"), ["carrier"]),
            ("priority", OrdinalEncoder(categories=[PRIORITIES]), ["priority"]),
        ]
    )
