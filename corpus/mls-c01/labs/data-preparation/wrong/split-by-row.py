# step: split
# message: Split by `customer_id`
def split(table):
    from sklearn.model_selection import train_test_split

    return tuple(train_test_split(table, test_size=0.2, stratify=table["late"], random_state=0))
