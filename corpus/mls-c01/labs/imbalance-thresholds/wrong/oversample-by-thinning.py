# step: oversample
# message: throws data away
def split_and_oversample(table):
    train, test = train_test_split(table, test_size=0.25, stratify=table["failed"], random_state=0)
    failures = train[train["failed"] == 1]
    others = train[train["failed"] == 0].sample(len(failures), random_state=0)
    return pd.concat([failures, others]), test
