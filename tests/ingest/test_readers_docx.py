import pytest
from sample_files import declaring, docx_bytes, rezipped, shown, written

from ingest.errors import DamagedSourceError, EncryptedSourceError, SourceTooLargeError
from ingest.readers import read_document


def read(tmp_path, data):
    return read_document(written(tmp_path, "notes.docx", data), "notes.docx")


def fill(document):
    document.core_properties.title = "Word notes"
    document.add_heading("Streams", 1)
    document.add_paragraph("A paragraph\twith a tab.")
    document.add_paragraph("one", style="List Bullet")
    document.add_paragraph("two", style="List Bullet 2")
    table = document.add_table(rows=3, cols=3)
    for number, text in enumerate(("A", "B", "C", "1", "2", "3", "4", "", "6")):
        table.rows[number // 3].cells[number % 3].text = text
    table.cell(2, 0).merge(table.cell(2, 1))
    table.cell(1, 2).add_table(1, 1).cell(0, 0).text = "inner"


def test_headings_lists_and_tables(tmp_path):
    document = read(tmp_path, docx_bytes(fill))
    assert document.title == "Word notes"
    assert shown(document) == [
        ("heading", "Streams"),
        ("prose", "A paragraph with a tab."),
        ("list item", "- one"),
        ("list item", "- two"),
        ("table row", "| 1 | 2 | 3 inner |"),
        ("table row", "| 4 |  | 6 |"),
    ]
    assert document.pages[0].blocks[4].header == ("A", "B", "C")


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    bomb = declaring(docx_bytes(fill), "docProps/app.xml", 400 * 1024**2)
    with pytest.raises(
        SourceTooLargeError, match=r"It unpacks to 401 MiB in \d+ parts; the limits are 300 MiB"
    ):
        read(tmp_path, bomb)


def test_missing_parts_and_other_archives_are_damaged(tmp_path):
    data = docx_bytes(fill)
    with pytest.raises(DamagedSourceError, match="It is an archive, but no Word document"):
        read(tmp_path, rezipped(data, drop=("word/document.xml",)))
    with pytest.raises(DamagedSourceError, match="It is a damaged Word document"):
        read(tmp_path, rezipped(data, drop=("_rels/.rels",)))
    with pytest.raises(DamagedSourceError, match="Its archive is truncated or damaged"):
        read(tmp_path, data[:2000])


def test_entities_and_deep_nesting_are_refused(tmp_path):
    data = docx_bytes(fill)
    laughs = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">]><l>&a;</l>'
    with pytest.raises(DamagedSourceError, match="Its text defines entities"):
        read(tmp_path, rezipped(data, replace={"word/document.xml": laughs}))
    with pytest.raises(SourceTooLargeError, match="nested more than 150 deep"):
        read(tmp_path, rezipped(data, replace={"word/document.xml": b"<a>" * 500 + b"</a>" * 500}))


def test_an_old_or_protected_office_file_is_told_apart(tmp_path):
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
    with pytest.raises(DamagedSourceError, match="It is an old Office file"):
        read(tmp_path, ole)
    with pytest.raises(EncryptedSourceError, match="It is protected by a password"):
        read(tmp_path, ole + "EncryptedPackage".encode("utf-16-le"))
