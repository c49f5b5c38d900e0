"""Your work for the lab "Data preparation and leakage". Fill in each function; check with the tutor."""

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
    raise NotImplementedError("TODO 1")


def split(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Training and test rows; no customer is on both sides."""
    raise NotImplementedError("TODO 2")


def make_preparer() -> ColumnTransformer:
    """A transformer, not fitted yet, for NUMBERS, carrier and priority."""
    raise NotImplementedError("TODO 3")


def fit_and_score(train: pd.DataFrame, test: pd.DataFrame) -> tuple[Pipeline, float]:
    """The fitted model and its ROC AUC on the test rows."""
    raise NotImplementedError("TODO 4")


if __name__ == "__main__":
    train, test = split(clean(deliveries()))
    print(f"{len(train)} training rows, {len(test)} test rows, {test['late'].mean():.1%} late")
    model, auc = fit_and_score(train, test)
    print(f"ROC AUC on the test rows: {auc:.3f}")
