# step: clean
# message: still weigh -1 kg
def clean(raw):
    return raw.drop_duplicates("order_id").drop(columns="refund_amount")
