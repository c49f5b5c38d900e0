"""The limits that keep one file from taking the machine, each with its reason. Knows no format."""

__all__ = [
    "MAX_ARCHIVE_BYTES",
    "MAX_ARCHIVE_MEMBERS",
    "MAX_BLOCKS",
    "MAX_FILE_BYTES",
    "MAX_HEADING_CHARS",
    "MAX_NESTING",
    "MAX_PAGES",
    "MAX_TABLE_CELLS",
    "MAX_TEXT_CHARS",
]

MAX_FILE_BYTES = 200 * 1024**2
"""A scanned textbook is about 100 MiB; above twice that it is not study notes."""

MAX_PAGES = 5_000
"""The thickest vendor manuals have 2,000 to 3,000 pages."""

MAX_TEXT_CHARS = 20_000_000
"""About 7,000 pages of 3,000 characters; their vectors alone are 100 MB."""

MAX_BLOCKS = 500_000
"""Blocks cost about 400 bytes each, e.g. 500,000 x 400 = 200 MB: well inside the child's memory."""

MAX_NESTING = 150
"""Real pages nest up to about 80 deep; a reader uses 3 Python frames a level of the 1,000 there are."""

MAX_TABLE_CELLS = 1_000_000
"""What spans may blow a table up to; `colspan=1000` in each of 10,000 rows is 10 million."""

MAX_ARCHIVE_BYTES = 300 * 1024**2
"""Of a .docx unpacked: pictures barely shrink, so this is more than any file under MAX_FILE_BYTES needs."""

MAX_ARCHIVE_MEMBERS = 10_000
"""A .docx holds some 20 parts and one more for each picture."""

MAX_HEADING_CHARS = 300
"""A longer "heading" is a paragraph in disguise; it would be repeated above each passage below it."""
