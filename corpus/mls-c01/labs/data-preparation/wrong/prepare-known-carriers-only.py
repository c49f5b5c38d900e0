# step: prepare
# message: handle_unknown
def make_preparer():
    numbers = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    return ColumnTransformer(
        [
            ("numbers", numbers, NUMBERS),
            ("carrier", OneHotEncoder(), ["carrier"]),
            ("priority", OrdinalEncoder(categories=[PRIORITIES]), ["priority"]),
        ]
    )
