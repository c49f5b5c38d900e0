# step: catalog
# message: the order of the table counts
def create_tables(glue):
    glue.create_database(DatabaseInput={"Name": DATABASE})
    numbers = ("temperature", "humidity")
    columns = [{"Name": name, "Type": "double" if name in numbers else "string"} for name in sorted(COLUMNS)]
    glue.create_table(
        DatabaseName=DATABASE,
        TableInput={
            "Name": RAW_TABLE,
            "TableType": "EXTERNAL_TABLE",
            "Parameters": {"skip.header.line.count": "1"},
            "PartitionKeys": [{"Name": "day", "Type": "string"}],
            "StorageDescriptor": {"Columns": columns, "Location": RAW, **TEXT_FORMAT},
        },
    )
