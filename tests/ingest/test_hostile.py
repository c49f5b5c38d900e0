"""Broken and hostile files by the hundred: each is read or refused in a sentence, within bounds."""

import gzip
import io
import random
import struct
import time
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest
from sample_files import Put, column, declaring, docx_bytes, pdf_bytes, raw_pdf, rezipped, shown, written

from ingest.errors import SourceError
from ingest.worker import ReaderWorker

SECONDS = 3.0
"""The limit of the one worker; a file that reaches it costs as much, so few do."""


@dataclass(frozen=True)
class Given:
    path: Path
    name: str


WORDS = ("Streams keep records", "Firehose delivers them", "Glue transforms them")
PDF = pdf_bytes(*(column(f"{words} in order.", f"\u2022 {words} again") for words in WORDS), title="T")
NOTE = "# Title\n\nText with **bold**.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n- item\n"
HTML = "<html><body><h1>T</h1><table><tr><th>A</th></tr><tr><td>1</td></tr></table><p>text</p></body></html>"


def word(document):
    document.add_heading("Title", 1)
    document.add_paragraph("Text.")
    document.add_table(rows=2, cols=2).cell(0, 0).text = "x"


DOCX = docx_bytes(word)


def truncated():
    for share in range(0, 100, 4):
        yield f"cut-{share}.pdf", PDF[: len(PDF) * share // 100]
    for share in range(4, 100, 8):
        yield f"cut-{share}.docx", DOCX[: len(DOCX) * share // 100]
        yield f"cut-{share}.html", HTML[: len(HTML) * share // 100]
        yield f"cut-{share}.md", NOTE[: len(NOTE) * share // 100]


def flipped():
    chance = random.Random(7)
    for kind, data, count in (("pdf", PDF, 50), ("docx", DOCX, 30)):
        for number in range(count):
            broken = bytearray(data)
            for _ in range(1 + number):
                broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
            yield f"flipped-{number}.{kind}", bytes(broken)


def odd_pdfs():
    catalog, page = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>"
    bomb = zlib.compress(zlib.compress(b" " * 100_000_000))
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream" % (
        len(bomb),
        bomb,
    )
    yield "bomb.pdf", raw_pdf(catalog, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, stream)
    yield "kids-loop.pdf", raw_pdf(catalog, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>")
    yield "no-kids.pdf", raw_pdf(catalog, b"<< /Type /Pages /Kids [] /Count 0 >>")
    yield (
        "count-lies.pdf",
        raw_pdf(catalog, b"<< /Type /Pages /Kids [3 0 R] /Count 99999999 >>", page, b"null"),
    )
    yield "pages-number.pdf", raw_pdf(b"<< /Type /Catalog /Pages 12 >>")
    yield "no-pages.pdf", raw_pdf(b"<< /Type /Catalog >>")
    yield "root-array.pdf", raw_pdf(b"[1 2 3]")
    yield "self.pdf", raw_pdf(b"1 0 R")
    yield "deep-array.pdf", raw_pdf(catalog, b"[" * 20_000 + b"]" * 20_000)
    yield "deep-dictionary.pdf", raw_pdf(catalog, b"<< /A " * 5_000 + b">>" * 5_000)
    yield "long-string.pdf", raw_pdf(catalog, b"(" * 50_000)
    yield "header-alone.pdf", b"%PDF-1.7\n"
    yield "header-late.pdf", b"x" * 900 + PDF
    yield "xref-loop.pdf", PDF.replace(b"/Root", b"/Prev %d /Root" % PDF.rindex(b"xref\n0"))
    yield "startxref-far.pdf", PDF[: PDF.rindex(b"startxref")] + b"startxref\n99999999999\n%%EOF"
    yield "startxref-negative.pdf", PDF[: PDF.rindex(b"startxref")] + b"startxref\n-5\n%%EOF"
    yield "twice.pdf", PDF + PDF
    yield "size-huge.pdf", pdf_bytes([Put("big", 700, size=1e9), Put("small", 1e12, size=0)])
    yield "encrypt-odd.pdf", PDF.replace(b"/Root", b"/Encrypt << /Filter /Standard /V 9 /R 9 >> /Root")
    yield "length-lies.pdf", PDF.replace(b"/Length 1", b"/Length 9999999991")
    yield "nul.pdf", b"\0" * 5000
    yield "eof.pdf", b"%%EOF" * 1000


def nested():
    for depth in (100, 1_000, 100_000):
        yield f"div-{depth}.html", "<div>" * depth + "text" + "</div>" * depth
        yield f"open-{depth}.html", "<b><i>" * depth + "text"
        yield f"list-{depth}.html", "<ul><li>x" * depth
        yield f"table-{depth}.html", "<table><tr><td>x" * depth
        yield f"quote-{depth}.md", ">" * depth + " text"
        yield f"emphasis-{depth}.md", "*" * depth + "text" + "*" * depth
        yield f"brackets-{depth}.md", "[" * depth + "text" + "]" * depth
        yield f"pictures-{depth}.md", "![" * min(depth, 10_000) + "text" + "](x)" * min(depth, 10_000)
        yield f"html-{depth}.md", "<div>" * depth + "\n\ntext"
        yield f"brackets-{depth}.txt", "(" * depth + "text"
    for depth in (50, 400):
        yield f"list-{depth}.md", "\n".join("  " * level + "- x" for level in range(depth))
        yield f"list-{depth}.txt", "\n".join(" " * level + "- x" for level in range(depth))
        deep = b"<w:tbl>" * depth + b"</w:tbl>" * depth
        yield f"table-{depth}.docx", rezipped(DOCX, replace={"word/document.xml": deep})


def bombs():
    yield "zeros.docx", declaring(DOCX, "docProps/app.xml", 4 * 1024**3 - 1)
    yield "lies.docx", declaring(DOCX, "word/document.xml", 10)
    yield "spaces.docx", rezipped(DOCX, replace={"word/styles.xml": b" " * (40 * 1024**2)})
    many = io.BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(10_050):
            archive.writestr(f"word/{number}", b"")
    yield "many-parts.docx", many.getvalue()
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    laughs = f'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a0 "ha">{entities}]><l>&a9;</l>'
    for part in ("word/document.xml", "word/styles.xml", "[Content_Types].xml", "_rels/.rels"):
        yield f"laughs-{part.count('/')}-{len(part)}.docx", rezipped(DOCX, replace={part: laughs.encode()})
    outside = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/hostname">]><l>&x;</l>'
    yield "outside.docx", rezipped(DOCX, replace={"word/document.xml": outside.encode()})
    yield "laughs.html", laughs
    yield "spans.html", "<table>" + "<tr><td colspan=99999 rowspan=99999>x</td></tr>" * 2_000 + "</table>"
    yield "attributes.html", "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">text</p>"
    yield "columns.md", "|a" * 5_000 + "|\n" + "|-" * 5_000 + "|\n" + "|x|\n" * 500
    yield "repeat.html", "<p>text" * 50_000
    yield "references.md", "\n".join(f"[a{n}]: x" for n in range(20_000)) + "\n\n[a1] text"
    yield "ticks.md", " ".join("`" * n for n in range(1, 1_500))
    yield "hundred-megabytes.txt", b"All work and no play makes a long file.\n" * 2_600_000
    yield "hundred-megabytes.md", b"*a _b `c` [d](e) <f> &g; " * 4_000_000


def long_lines():
    for name, text in (("word", "x"), ("words", "ab "), ("dashes", "-"), ("pipes", "|"), ("hyphens", "a- ")):
        for suffix in ("txt", "md", "html"):
            yield f"long-{name}.{suffix}", text * (900_000 // len(text))
    yield "hashes.txt", "#" * 500_000 + " x"
    yield "equals.txt", "a = " * 100_000
    yield "spaces.md", "x" + " " * 1_000_000 + "y"
    yield "breaks.txt", "\n" * 1_000_000 + "x"
    yield "feeds.txt", "\f" * 100_000 + "x"
    yield "front-matter.md", "---\n" + "a: b\n" * 50_000
    yield "comment.md", "<!--" * 50_000
    yield "comment.html", "<!--" * 50_000
    yield "directive.md", "# T\n<!-- tutor: " + "quiz " * 50_000 + "-->\n"


def misnamed():
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
    tar = b"notes/\0" + b"\0" * 250 + b"ustar" + b"\0" * 300
    bodies = {
        "pdf": PDF,
        "docx": DOCX,
        "png": picture,
        "jpeg": b"\xff\xd8\xff\xe0" + bytes(range(256)) * 8,
        "gzip": gzip.compress(NOTE.encode() * 50),
        "program": b"\x7fELF" + struct.pack("<60Q", *range(60)),
        "rtf": b"{\\rtf1 text}",
        "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2_000,
        "tar": tar,
        "text": b"only words",
        "page": HTML.encode(),
    }
    for kind, data in bodies.items():
        for suffix in ("pdf", "md", "html", "txt", "docx"):
            yield f"{kind}.{suffix}", data
    yield "no-ending", NOTE
    yield "video.mp4", b"\0" * 100


def encodings():
    for encoding in (
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "latin-1",
        "cp1252",
        "shift_jis",
        "koi8_r",
    ):
        for suffix, text in (("txt", NOTE), ("md", NOTE), ("html", HTML)):
            yield (
                f"{encoding}.{suffix}",
                (
                    text + ("" if encoding == "shift_jis" else "\nна\n" if "koi" in encoding else "\n\xe9\n")
                ).encode(encoding),
            )
    for suffix in ("txt", "md", "html", "pdf", "docx"):
        yield f"zero-bytes.{suffix}", b""
        yield f"spaces.{suffix}", b" \n\t " * 50
        yield f"nuls.{suffix}", b"\0" * 5_000
        yield f"nul-between.{suffix}", b"\0".join(NOTE.encode().split())
        yield f"bad-utf8.{suffix}", NOTE.encode() + bytes(range(128, 256))
        yield f"controls.{suffix}", bytes(range(32)) * 20 + NOTE.encode()
        yield f"noise.{suffix}", random.Random(3).randbytes(20_000)
    yield "surrogates.txt", "a\ud800b".encode("utf-8", "surrogatepass")
    yield "overlong.txt", b"a \xc0\xaf \xf8\x88\x80\x80\x80 b"
    yield "direction.md", "a \u202etxt.exe\u202c \u200b\u2060 b"
    yield "charset.html", b"<meta charset=zip><p>text"
    yield "charset-rot.html", b"<meta charset=rot13><p>text"


def malformed():
    for number, text in enumerate(
        (
            "<",
            "<>",
            "</p>",
            "<p",
            "<p a=",
            "<!",
            "<![CDATA[x",
            "<!DOCTYPE",
            "<?xml",
            "&#xFFFFFFFF;&#0;&#xD800; x",
            "&amp",
        )
    ):
        yield f"malformed-{number}.html", text
        yield f"malformed-{number}.md", text
    yield "table.html", "<table><td>x<tr><th>y</table></td></tr><li>z</ul><dd>w<dt>v"
    yield "spans.html", '<table><tr><td colspan="-1" rowspan="x">a<td colspan=0 rowspan=0>b<tr><td>c</table>'
    yield "numbers.html", '<ol start="-99999999999999999999"><li>x</ol><ol start="²"><li>y</ol>'
    for part in (
        "word/document.xml",
        "[Content_Types].xml",
        "_rels/.rels",
        "word/_rels/document.xml.rels",
        "word/styles.xml",
    ):
        yield f"without-{len(part)}.docx", rezipped(DOCX, drop=(part,))
        yield f"empty-{len(part)}.docx", rezipped(DOCX, replace={part: b""})
        yield f"other-{len(part)}.docx", rezipped(DOCX, replace={part: b"<a/>"})
    yield "empty.docx", b"PK\x05\x06" + b"\0" * 18


FAMILIES = (truncated, flipped, odd_pdfs, nested, bombs, long_lines, misnamed, encodings, malformed)


@pytest.fixture(scope="module")
def worker():
    with ReaderWorker(seconds=SECONDS) as one:
        yield one


def test_there_are_two_hundred_files_and_more():
    small = [family for family in FAMILIES if family is not bombs]
    assert sum(1 for family in small for _ in family()) >= 200


def outcome(worker, path, name):
    """The document that was read, or the error that says why not."""
    try:
        return worker.read(Given(path, name))
    except SourceError as error:
        return error


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_each_is_read_or_refused_in_a_sentence(family, worker, tmp_path):
    for name, data in family():
        path = written(tmp_path, name, data)
        began = time.monotonic()
        found = outcome(worker, path, name)
        assert time.monotonic() - began < SECONDS + 5, name
        if isinstance(found, SourceError):
            assert str(found) == f"{name}: {found.reason} {found.advice}"
            assert found.reason.endswith("."), str(found)
            assert found.advice.endswith("."), str(found)
            assert len(str(found)) < 400
            assert "\n" not in str(found)
            assert "failed on it" not in found.reason, f"a parser's own error got through: {found}"
        else:
            assert shown(found), name
            assert found.title
        path.unlink()


def test_whole_files_are_read_so_that_the_broken_ones_mean_something(worker, tmp_path):
    for name, data in (("a.pdf", PDF), ("a.docx", DOCX), ("a.html", HTML), ("a.md", NOTE)):
        assert len(shown(outcome(worker, written(tmp_path, name, data), name))) >= 3
