# step: oversample
# message: Split first
def split_and_oversample(table):
    failures = table[table["failed"] == 1]
    missing = (table["failed"] == 0).sum() - len(failures)
    whole = pd.concat([table, failures.sample(missing, replace=True, random_state=0)])
    train, test = train_test_split(whole, test_size=0.25, stratify=whole["failed"], random_state=0)
    return train, test
