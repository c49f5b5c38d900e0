# step: new-day
# message: The partition 2026-03-05 is not in the catalog
def register_day(glue, day):
    storage = glue.get_table(DatabaseName=DATABASE, Name=RAW_TABLE)["Table"]["StorageDescriptor"]
    try:
        given = {"Values": [f"day={day}"], "StorageDescriptor": {**storage, "Location": f"{RAW}day={day}/"}}
        glue.create_partition(DatabaseName=DATABASE, TableName=RAW_TABLE, PartitionInput=given)
    except glue.exceptions.AlreadyExistsException:
        pass
