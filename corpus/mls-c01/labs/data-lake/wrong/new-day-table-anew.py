# step: new-day
# message: leave the table as it is
def register_day(glue, day):
    table = glue.get_table(DatabaseName=DATABASE, Name=RAW_TABLE)["Table"]
    glue.delete_table(DatabaseName=DATABASE, Name=RAW_TABLE)
    kept = {name: table[name] for name in ("Name", "TableType", "Parameters", "PartitionKeys", "StorageDescriptor")}
    glue.create_table(DatabaseName=DATABASE, TableInput=kept)
    storage = {**table["StorageDescriptor"], "Location": f"{RAW}day={day}/"}
    given = {"Values": [day], "StorageDescriptor": storage}
    glue.create_partition(DatabaseName=DATABASE, TableName=RAW_TABLE, PartitionInput=given)
