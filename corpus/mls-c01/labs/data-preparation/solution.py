"""A solution of the lab "Data preparation and leakage"."""

import numpy as np
import pandas as pd
from lab_data import NUMBERS, PRIORITIES, deliveries
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler


def clean(raw: pd.DataFrame) -> pd.DataFrame:
    """A new table: every order once, real gaps, no column from the future."""
    table = raw.drop_duplicates("order_id").drop(columns="refund_amount")
    table["weight_kg"] = table["weight_kg"].replace(-1, np.nan)
    return table.reset_index(drop=True)


def split(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Training and test rows; no customer is on both sides."""
    folds = StratifiedGroupKFold(n_splits=5, shuffle=True, random_state=0)
    train, test = next(folds.split(table, table["late"], groups=table["customer_id"]))
    return table.iloc[train], table.iloc[test]


def make_preparer() -> ColumnTransformer:
    """A transformer, not fitted yet, for NUMBERS, carrier and priority."""
    numbers = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
    return ColumnTransformer(
        [
            ("numbers", numbers, NUMBERS),
            ("carrier", OneHotEncoder(handle_unknown="ignore"), ["carrier"]),
            ("priority", OrdinalEncoder(categories=[PRIORITIES]), ["priority"]),
        ]
    )


def fit_and_score(train: pd.DataFrame, test: pd.DataFrame) -> tuple[Pipeline, float]:
    """The fitted model and its ROC AUC on the test rows."""
    model = make_pipeline(make_preparer(), LogisticRegression(max_iter=1000))
    model.fit(train, train["late"])
    return model, roc_auc_score(test["late"], model.predict_proba(test)[:, 1])


if __name__ == "__main__":
    train, test = split(clean(deliveries()))
    print(f"{len(train)} training rows, {len(test)} test rows, {test['late'].mean():.1%} late")
    model, auc = fit_and_score(train, test)
    print(f"ROC AUC on the test rows: {auc:.3f}")
