import io

import pytest

from ingest.readers import digest
from tests.ingest.sample_files import column, pdf_bytes
from tutor.ui.originals import OriginalError, original_of, page_picture, quote_place
from tutor.workspace import Workspace

LINES = ("Retention can be extended to 365 days for a data stream, and a con-", "sumer reads it again.")


@pytest.fixture
def workspace(tmp_path):
    return Workspace("own", tmp_path / "own", None)


def test_a_quote_is_found_whatever_its_white_space_hyphens_ligatures_and_case():
    text = "A con-\r\nsumer of\tﬁles  reads"
    assert text[slice(*_span(quote_place(text, "Consumer of files")))] == "con-\r\nsumer of\tﬁles"
    assert quote_place(text, "writer") is None
    assert quote_place(text, " - ") is None


def _span(place):
    return place[0], place[0] + place[1]


def test_a_page_is_drawn_with_the_quotes_words_in_boxes(tmp_path):
    from PIL import Image

    path = tmp_path / "guide.pdf"
    path.write_bytes(pdf_bytes(column("Another page."), column(*LINES)))
    plain = page_picture(path, 2, "not on this page at all")
    boxed = page_picture(path, 2, "a consumer reads it again.")
    assert (plain.boxes, boxed.boxes) == (0, 2)
    with Image.open(io.BytesIO(boxed.png)) as picture, Image.open(io.BytesIO(plain.png)) as before:
        assert picture.size == (980, 1268)
        changed = [y for y in range(0, 400) if picture.getpixel((130, y)) != before.getpixel((130, y))]
    # the second line's foot is 688 points up: about (792 - 688) * 1.6 = 166 pixels down
    assert 150 < min(changed) < max(changed) < 180


def test_a_quote_that_spans_more_than_the_page_is_boxed_sentence_by_sentence(tmp_path):
    path = tmp_path / "guide.pdf"
    path.write_bytes(pdf_bytes(column("The first sentence stands here.", "The second one too.")))
    assert page_picture(path, 1, "The first sentence stands here. This one stands nowhere at all.").boxes == 1


def test_what_cannot_be_drawn_is_said(tmp_path):
    path = tmp_path / "guide.pdf"
    path.write_bytes(pdf_bytes(column("One page.")))
    with pytest.raises(OriginalError, match=r"guide\.pdf has 1 pages, not 7"):
        page_picture(path, 7, "x")
    path.write_bytes(b"no pdf")
    with pytest.raises(OriginalError, match=r"guide\.pdf cannot be drawn"):
        page_picture(path, 1, "x")


def test_the_original_is_found_by_name_and_digest(workspace, tmp_path):
    upload = workspace.save_upload("a.md", b"# A")
    other = tmp_path / "notes" / "deep" / "a.md"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"# Other")
    workspace.add_sources([tmp_path / "notes"])
    assert original_of(workspace, "a.md", digest(upload)) == upload
    assert original_of(workspace, "deep/a.md", digest(other)) == other


def test_a_changed_or_missing_original_is_said(workspace):
    upload = workspace.save_upload("a.md", b"# A")
    with pytest.raises(OriginalError, match=r"a\.md was changed since it was indexed"):
        original_of(workspace, "a.md", "0" * 64)
    upload.unlink()
    with pytest.raises(OriginalError, match=r"a\.md is no longer where it was indexed"):
        original_of(workspace, "a.md", "0" * 64)
