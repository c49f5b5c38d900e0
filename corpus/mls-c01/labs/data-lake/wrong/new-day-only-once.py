# step: new-day
# message: let that one exception pass
def register_day(glue, day):
    storage = glue.get_table(DatabaseName=DATABASE, Name=RAW_TABLE)["Table"]["StorageDescriptor"]
    given = {"Values": [day], "StorageDescriptor": {**storage, "Location": f"{RAW}day={day}/"}}
    glue.create_partition(DatabaseName=DATABASE, TableName=RAW_TABLE, PartitionInput=given)
