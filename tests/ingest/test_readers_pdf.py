import io

import pypdf
import pytest
from sample_files import Put, column, pdf_bytes, shown, written

from ingest.errors import DamagedSourceError, EncryptedSourceError, NoTextError
from ingest.readers import read_document

BODY = (
    "Overfitting is what happens when a model has learned the noise of its training",
    "data. Regularization, dropout and early stopping are what is usually done about",
    "it. The exam asks for signs.",
)


def read(tmp_path, data, name="guide.pdf"):
    return read_document(written(tmp_path, name, data), name)


def test_headings_are_found_by_size_and_paragraphs_rejoined(tmp_path):
    page = [
        Put("Exam Guide", 740, size=20, bold=True),
        Put("Overfitting and what to do about it", 716, size=14, bold=True),
        *column(*BODY, "", "A new paragraph.", "", "\u2022 one item that goes on", "\u2022 two", "o nested"),
        Put("Bold title", 560, bold=True),
        Put("Text under it.", 545),
    ]
    document = read(tmp_path, pdf_bytes(page, title="The guide"))
    assert document.title == "The guide"
    assert shown(document) == [
        ("heading", "Exam Guide"),
        ("heading", "Overfitting and what to do about it"),
        ("prose", " ".join(BODY)),
        ("prose", "A new paragraph."),
        ("list item", "- one item that goes on"),
        ("list item", "- two"),
        ("list item", "- nested"),
        ("heading", "Bold title"),
        ("prose", "Text under it."),
    ]
    assert [block.level for block in document.pages[0].blocks] == [1, 2, 0, 0, 1, 1, 2, 3, 0]
    assert document.pages[0].blocks[2].headings == ("Exam Guide", "Overfitting and what to do about it")


def test_a_word_cut_at_a_line_end_is_mended_only_if_that_is_plausible(tmp_path):
    lines = (
        "This long line is about regularization and ends in the middle of a word, regu-",
        "larization, while this line, about a guide in real time, ends in words for real-",
        "time use and for multi-class models. It goes on, and one more time it is a multi-",
        "class model.",
    )
    [(_, text)] = shown(read(tmp_path, pdf_bytes(column(*lines))))
    assert "word, regularization, while" in text
    assert "real-time use" in text
    assert text.endswith("a multi-class model.")


def test_running_lines_and_page_numbers_are_taken_out(tmp_path):
    def page(number):
        return [
            Put(f"Version 2.3 page {number}", 30, size=8),  # drawn first, as footers often are
            Put("MLS-C01 Exam Guide", 770, size=8),
            *column(
                f"Domain {number * number}: it differs in words on page {'abcd'[number - 1]}.",
                "Chapter 7",
                BODY[2],
            ),
        ]

    document = read(tmp_path, pdf_bytes(*(page(number) for number in (1, 2, 3, 4))))
    texts = [page.text for page in document.pages]
    assert not any("Version" in text or "Guide" in text for text in texts)
    assert all(f"Domain {number * number}:" in text for number, text in enumerate(texts, 1))


def test_two_pages_lose_their_page_numbers_only(tmp_path):
    pages = [[Put("Header", 770), *column(*BODY), Put(f"{number} of 2", 30)] for number in (1, 2)]
    assert [page.text.count("Header") for page in read(tmp_path, pdf_bytes(*pages)).pages] == [1, 1]
    assert "of 2" not in read(tmp_path, pdf_bytes(*pages)).pages[0].text


def test_a_page_without_text_is_noted_and_keeps_its_number(tmp_path):
    document = read(tmp_path, pdf_bytes(column(*BODY), [], column("Last page.")))
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert document.pages[1].text == ""
    assert document.notes == ("No text was found on page 2; scanned pages need OCR.",)


def test_a_scan_has_no_text(tmp_path):
    with pytest.raises(
        NoTextError, match=r"It has 2 pages but no text on them, as a scan does\. Run it through OCR"
    ):
        read(tmp_path, pdf_bytes([], []))


def encrypted(user_password):
    writer = pypdf.PdfWriter(io.BytesIO(pdf_bytes(column(*BODY))))
    writer.encrypt(user_password=user_password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_an_empty_password_opens_and_any_other_is_asked_for(tmp_path):
    assert shown(read(tmp_path, encrypted(""))) == [("prose", " ".join(BODY))]
    with pytest.raises(EncryptedSourceError, match=r"It asks for a password\. Save a copy without one"):
        read(tmp_path, encrypted("secret"))


@pytest.mark.parametrize("title", ["Microsoft Word - guide.doc", "untitled", "guide.indd"])
def test_a_title_that_a_program_put_there_gives_way_to_the_first_heading(tmp_path, title):
    page = [Put("Real title", 740, size=20), *column(*BODY)]
    assert read(tmp_path, pdf_bytes(page, title=title)).title == "Real title"


def test_bullets_apart_from_their_text_or_lost_are_found(tmp_path):
    apart = [Put("\u2022", 700), Put("item of a list", 700, x=90), *column(*BODY, top=650)]
    assert ("list item", "- item of a list") in shown(read(tmp_path, pdf_bytes(apart)))
    lost = column("The tasks are these:", " Select one", " Identify two", " Design three", *BODY, *BODY)
    kinds = [kind for kind, _ in shown(read(tmp_path, pdf_bytes(lost)))]
    assert kinds[:4] == ["prose", "list item", "list item", "list item"]


def test_without_sizes_the_rules_for_text_find_headings(tmp_path):
    page = column("Domain 1: Data Engineering", "1.1 Create data repositories.", "\u2022 Sources", *BODY)
    blocks = read(tmp_path, pdf_bytes(page)).pages[0].blocks
    assert [(block.kind.value, block.level) for block in blocks[:3]] == [
        ("heading", 1),
        ("heading", 2),
        ("list item", 1),
    ]


def test_a_truncated_file_is_damaged(tmp_path):
    with pytest.raises(DamagedSourceError, match=r"guide\.pdf: .*(damaged|read)"):
        read(tmp_path, pdf_bytes(column(*BODY))[:120])


def test_a_table_of_figures_is_kept_line_by_line(tmp_path):
    lines = ("Domain 1: Data Engineering 20%", "Domain 2: Analysis 24%", "Domain 3: Modeling 36%")
    assert shown(read(tmp_path, pdf_bytes(column(*BODY, "", *lines))))[1:] == [
        ("prose", line) for line in lines
    ]
