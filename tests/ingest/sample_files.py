"""Writes small files of each format for the tests: PDFs by hand, DOCX with python-docx."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Put:
    """A line of text on a PDF page; `y` counts from the foot of a page 792 points high."""

    text: str
    y: float
    size: float = 10.0
    bold: bool = False
    x: float = 72.0


def column(*lines, top=700.0, pitch=12.0):
    """Lines of 10-point text below each other; "" leaves a gap."""
    return [Put(text, top - pitch * number) for number, text in enumerate(lines) if text]


def pdf_bytes(*pages, title=""):
    """A PDF with Helvetica text in WinAnsi encoding, one content stream a page."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        b"<< /Title (" + title.encode("latin-1") + b") >>",
    ]
    kids = []
    for puts in pages:
        stream = b"\n".join(_shown(put) for put in puts)
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % (len(objects) + 2)
        )
        objects.append(b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream")
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Kids [" + listed + b"] /Count %d >>" % len(kids)
    return _file(objects, b" /Info 5 0 R" if title else b"")


def _shown(put):
    text = put.text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    font = b"F2" if put.bold else b"F1"
    return b"BT /%s %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET" % (font, put.size, put.x, put.y, text)


def _file(objects, info=b""):
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % offset for offset in offsets)
    out.write(
        b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, info, start)
    )
    return out.getvalue()


def raw_pdf(*objects):
    """A PDF of objects as they stand; the first must be the catalog."""
    return _file(list(objects))


def docx_bytes(build):
    """A Word file; `build` is given the python-docx document to fill."""
    import docx

    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def rezipped(data, *, drop=(), replace=None):
    """A zip archive with members left out or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename not in drop:
                new.writestr(member.filename, (replace or {}).get(member.filename, old.read(member)))
    return out.getvalue()


def declaring(data, name, size):
    """A zip archive whose directory says that a member unpacks to `size` bytes."""
    central = data.index(b"PK\x01\x02")
    while data[central + 46 : central + 46 + len(name)] != name.encode():
        central = data.index(b"PK\x01\x02", central + 4)
    return data[: central + 24] + size.to_bytes(4, "little") + data[central + 28 :]


def written(folder: Path, name: str, data: bytes | str) -> Path:
    """The path of a new file with these bytes, or this text in UTF-8."""
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def shown(document):
    """A document's blocks as (kind, text) in order, checked to be exact spans in order."""
    blocks = []
    for page in document.pages:
        position = 0
        for block in page.blocks:
            assert position <= block.start < block.end <= len(page.text)
            between = page.text[position : block.start]
            assert not between.strip() or (block.header and between.strip().startswith("| "))
            blocks.append((block.kind.value, page.text[block.start : block.end]))
            position = block.end
        assert position == len(page.text)
    return blocks
