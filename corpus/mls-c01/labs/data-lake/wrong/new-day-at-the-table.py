# step: new-day
# message: prefix of this day alone
def register_day(glue, day):
    storage = glue.get_table(DatabaseName=DATABASE, Name=RAW_TABLE)["Table"]["StorageDescriptor"]
    try:
        given = {"Values": [day], "StorageDescriptor": storage}
        glue.create_partition(DatabaseName=DATABASE, TableName=RAW_TABLE, PartitionInput=given)
    except glue.exceptions.AlreadyExistsException:
        pass
