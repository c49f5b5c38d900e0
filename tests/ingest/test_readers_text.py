import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_files import shown, written

from ingest.errors import DamagedSourceError, EmptySourceError
from ingest.readers import read_document
from ingest.types import BlockKind

WRAPPED = """\
Introduction

This exam validates the ability of a candidate to design, build and opti-
mize solutions for real-
time use. The word optimization stands here, real work and time as well.
It is followed by a second sentence that goes on to the next line of the text
and ends here.

Response types

There are two kinds of question on this exam and each of them has its rules:
  • Multiple choice: has one correct response and three incorrect responses that
    are called distractors
    o nested item
  • Multiple response
1.1 Create data repositories.
* Identify data sources
Domain 2: Modeling (36%)
Domain 3: Operations 20%
"""


def read(tmp_path, text, name="guide.txt"):
    return read_document(written(tmp_path, name, text), name)


def test_wrapped_lines_are_rejoined_and_headings_and_bullets_found(tmp_path):
    document = read(tmp_path, WRAPPED)
    assert shown(document) == [
        ("heading", "Introduction"),
        (
            "prose",
            "This exam validates the ability of a candidate to design, build and optimize"
            " solutions for real-time use. The word optimization stands here, real work and time as"
            " well. It is followed by a"
            " second sentence that goes on to the next line of the text and ends here.",
        ),
        ("heading", "Response types"),
        ("prose", "There are two kinds of question on this exam and each of them has its rules:"),
        (
            "list item",
            "- Multiple choice: has one correct response and three incorrect responses that"
            " are called distractors",
        ),
        ("list item", "- nested item"),
        ("list item", "- Multiple response"),
        ("heading", "1.1 Create data repositories."),
        ("list item", "- Identify data sources"),
        ("heading", "Domain 2: Modeling (36%)"),
        ("prose", "Domain 3: Operations 20%"),
    ]
    levels = [block.level for block in document.pages[0].blocks]
    assert levels == [1, 0, 1, 0, 1, 2, 1, 2, 1, 1, 0]


def double_spaced(*groups):
    """Each group's lines with a blank line after each, groups right under each other."""
    return "\n".join("\n\n".join(f"{line} " for line in group) for group in groups)


def test_a_double_spaced_text_with_lost_bullets_is_read_as_it_was_set(tmp_path):
    text = double_spaced(
        [" Introduction"],
        [
            "The exam validates that somebody can design, build and deploy solutions for a given",
            "business problem by means of a cloud.",
            "The exam also validates the ability to complete the following tasks:",
            " Select and justify the approach (for example by cost, size of the data and",
            "other reasons)",
            " Identify services",
            "Target candidate description",
        ],
        [
            "The target candidate is expected to have two or more years of practice with such",
            "workloads, and to know the following:",
            " Intuition behind algorithms",
            " Tuning",
            "Domain 1: Data Engineering",
            "1.1 Create data repositories for machine learning.",
            " Identify data sources",
            "o Kinesis",
            "o Glue",
            " Determine storage for data that is large or that many people read, which is",
            "everywhere the case",
            " One more item that is long enough to be wrapped by the program that set the",
            "text",
        ],
        [" Domain 2: Modeling", " Item of the second domain", "The end of all this comes with a full stop."],
    )
    assert shown(read(tmp_path, text)) == [
        ("heading", "Introduction"),
        (
            "prose",
            "The exam validates that somebody can design, build and deploy solutions for a given"
            " business problem"
            " by means of a cloud.",
        ),
        ("prose", "The exam also validates the ability to complete the following tasks:"),
        (
            "list item",
            "- Select and justify the approach (for example by cost, size of the data and other reasons)",
        ),
        ("list item", "- Identify services"),
        ("heading", "Target candidate description"),
        (
            "prose",
            "The target candidate is expected to have two or more years of practice with such"
            " workloads, and to"
            " know the following:",
        ),
        ("list item", "- Intuition behind algorithms"),
        ("list item", "- Tuning"),
        ("heading", "Domain 1: Data Engineering"),
        ("heading", "1.1 Create data repositories for machine learning."),
        ("list item", "- Identify data sources"),
        ("list item", "- Kinesis"),
        ("list item", "- Glue"),
        (
            "list item",
            "- Determine storage for data that is large or that many people read, which is"
            " everywhere the case",
        ),
        (
            "list item",
            "- One more item that is long enough to be wrapped by the program that set the text",
        ),
        ("heading", "Domain 2: Modeling"),
        ("list item", "- Item of the second domain"),
        ("prose", "The end of all this comes with a full stop."),
    ]


def test_text_that_is_not_wrapped_has_a_paragraph_a_line(tmp_path):
    long = "This is a paragraph of an article that stands on one line however long it is. " * 3
    text = f"Overview\n{long}\nStudy Resources\n- a\n- b\n{long}\nNext Steps:\nAnswer: C\n{long}\n"
    kinds = [kind for kind, _ in shown(read(tmp_path, text))]
    item = "list item"
    assert kinds == ["heading", "prose", "heading", item, item, "prose", "prose", "prose", "prose"]


def test_tables_drawn_with_pipes_keep_their_header(tmp_path):
    text = "Figures\n| Aspect | Details |\n|---|---|\n| Format | 65 \\| questions |\n| Time | 170 |\n"
    text += "End of it.\n"
    page = read(tmp_path, text).pages[0]
    rows = [block for block in page.blocks if block.kind is BlockKind.TABLE_ROW]
    assert [row.cells for row in rows] == [("Format", "65 | questions"), ("Time", "170")]
    assert rows[0].header == ("Aspect", "Details")
    assert rows[0].headings == ("Figures",)


def test_code_is_told_from_headings_and_prose(tmp_path):
    code = "import boto3\n# Configuration\nNAME = 'x'\nclient.create(\n    Name=NAME,\n)"
    assert shown(read(tmp_path, f"Do this now:\n{code}\nOutput:\ndone\n"))[1] == ("code", code)
    assert shown(read(tmp_path, "Run:\n```\n# a\nb\n```\n")) == [("prose", "Run:"), ("code", "# a\nb")]


def test_answer_options_are_items_under_their_letters(tmp_path):
    text = "Which one fits best?\nA. Add L1\nB. Use PCA\nC. Drop it\nJ. Smith wrote this.\n"
    assert shown(read(tmp_path, text)) == [
        ("prose", "Which one fits best?"),
        ("list item", "A. Add L1"),
        ("list item", "B. Use PCA"),
        ("list item", "C. Drop it"),
        ("prose", "J. Smith wrote this."),
    ]


def test_form_feeds_part_pages_and_headings_run_on(tmp_path):
    document = read(tmp_path, "# Top\n\nfirst page.\n\fsecond page.\n")
    assert [page.text for page in document.pages] == ["Top\n\nfirst page.", "second page."]
    assert document.pages[1].blocks[0].headings == ("Top",)


@pytest.mark.parametrize(
    ("data", "text", "note"),
    [
        (b"\xef\xbb\xbfcaf\xc3\xa9", "café", ""),
        ("café".encode("utf-16"), "café", ""),
        ("plain ascii words, as they are in English notes".encode("utf-16-le"), "plain ascii", "UTF-16"),
        (b"caf\xe9 \x93x\x94", "café \u201cx\u201d", "Windows-1252"),
        ("é à ü ô".encode() + b" bad \xff", "é à ü ô bad \ufffd", "1 characters are not valid UTF-8"),
        (b"a\x00b\x07 c\xc2\xad", "ab c", ""),
        (b"one\r\n\r\ntwo\rthree", "one\n\ntwo three", ""),
    ],
)
def test_encodings(tmp_path, data, text, note):
    document = read(tmp_path, data)
    assert document.pages[0].text.startswith(text)
    assert note in "".join(document.notes)
    assert bool(document.notes) == bool(note)


def test_white_space_alone_is_empty(tmp_path):
    with pytest.raises(EmptySourceError, match=r"guide.txt: There is nothing but white space in it\. Save"):
        read(tmp_path, " \n\t\0\n")


def test_binary_data_is_not_taken_for_text(tmp_path):
    with pytest.raises(DamagedSourceError, match=r"By its name it is \.txt, but it holds binary data"):
        read(tmp_path, bytes(range(1, 256)) * 20)


LINE = st.text(st.sampled_from("abcdeXYZ .,:|-#*•1)%\t"), max_size=90)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINE, max_size=25))
def test_blocks_are_exact_spans_in_order_and_no_letter_is_lost(tmp_path_factory, lines):
    text = "word\n" + "\n".join(lines)
    document = read(tmp_path_factory.mktemp("x"), text)
    shown(document)
    kept = sorted(letter for letter in document.pages[0].text if letter.isalpha())
    assert kept == sorted(letter for letter in text if letter.isalpha())
