# step: catalog
# message: skip.header.line.count
def create_tables(glue):
    glue.create_database(DatabaseInput={"Name": DATABASE})
    numbers = ("temperature", "humidity")
    columns = [{"Name": name, "Type": "double" if name in numbers else "string"} for name in COLUMNS]
    glue.create_table(
        DatabaseName=DATABASE,
        TableInput={
            "Name": RAW_TABLE,
            "TableType": "EXTERNAL_TABLE",
            "Parameters": {},
            "PartitionKeys": [{"Name": "day", "Type": "string"}],
            "StorageDescriptor": {"Columns": columns, "Location": RAW, **TEXT_FORMAT},
        },
    )
