import hashlib

from hypothesis import given, settings
from hypothesis import strategies as st
from sample_files import shown, written

from ingest.readers import directive_faults, read_document
from ingest.types import BlockKind

COURSE = """\
# Streaming
<!-- tutor: task=1.2 -->

Intro text.

## Kinesis
<!-- tutor: task=1.3 covers=1.3.a,1.3.b -->

Text of Kinesis.

### Shards

Text of shards.

## Picking
<!-- tutor: quiz cue="Situation" answer="Service" why="Because" ask="Which fits?" -->

| Situation | Service | Because |
|---|---|---|
| Clicks to S3 | Firehose | It delivers. |
| Replay | Streams | It keeps. |

| Other | Table |
|---|---|
| a | b |

# Next

Plain.
"""


def read(tmp_path, text, name="note.md"):
    return read_document(written(tmp_path, name, text), name)


def test_markup_is_removed_and_the_words_are_kept(tmp_path):
    text = "# The *Title*\n\nA **bold** `code` [link](http://x.org/a_b) ![chart of loss](p.png)"
    text += " &amp; x<br>y\nnext.\n"
    document = read(tmp_path, text)
    assert document.pages[0].text == "The Title\n\nA bold code link chart of loss & x y next."
    assert document.title == "The Title"


def test_lists_keep_their_depth_and_numbers(tmp_path):
    document = read(tmp_path, "- one\n  - two\n    more\n\n  para of one\n\n3. three\n4. four\n")
    assert document.pages[0].text == "- one\n  - two more\n\npara of one\n\n3. three\n4. four"
    assert [block.level for block in document.pages[0].blocks] == [1, 2, 0, 1, 1]


def test_a_table_row_stands_under_its_header_with_escaped_pipes(tmp_path):
    document = read(tmp_path, "| A | `b` |\n|---|:-:|\n| x\\|y | **z** |\n| only |\n")
    page = document.pages[0]
    assert page.text == "| A | b |\n| x|y | z |\n| only |  |"
    assert [block.cells for block in page.blocks] == [("x|y", "z"), ("only", "")]
    assert {block.header for block in page.blocks} == {("A", "b")}


def test_a_table_without_names_in_its_header_keeps_its_rows(tmp_path):
    page = read(tmp_path, "| | |\n|---|---|\n| a | b |\n").pages[0]
    assert page.text == "| a | b |"
    assert page.blocks[0].header == ("", "")


def test_code_is_kept_verbatim(tmp_path):
    code = "def f(a):\n    return a  # *not* markup\n\nf(1)"
    page = read(tmp_path, f"Run:\n\n```python\n{code}\n```\n").pages[0]
    assert shown(read(tmp_path, f"Run:\n\n```python\n{code}\n```\n")) == [("prose", "Run:"), ("code", code)]
    assert page.blocks[1].kind is BlockKind.CODE


def test_html_inside_markdown_gives_tables_and_drops_scripts(tmp_path):
    text = (
        "<table>\n\n<tr><th>K</th><th>V</th></tr>\n<tr><td>a</td><td>10<sup>6</sup></td></tr>\n\n</table>\n\n"
        "<script>alert(1)</script>\n\n10<sup>6</sup> rows<!-- hidden -->\n"
    )
    assert read(tmp_path, text).pages[0].text == "| K | V |\n| a | 10^6 |\n\n10^6 rows"


def test_front_matter_gives_the_title_and_is_dropped(tmp_path):
    document = read(tmp_path, '---\ntitle: "My notes"\ntags: [a]\n---\n# Heading\n\nText.\n')
    assert document.title == "My notes"
    assert document.pages[0].text == "Heading\n\nText."


def test_heading_paths_follow_the_levels(tmp_path):
    page = read(tmp_path, "# A\n\n### B\n\nb\n\n## C\n\nc\n").pages[0]
    assert [block.headings for block in page.blocks] == [(), ("A",), ("A", "B"), ("A",), ("A", "C")]


def test_directives_are_inherited_and_not_part_of_the_text(tmp_path):
    page = read(tmp_path, COURSE).pages[0]
    assert "tutor" not in page.text
    tasks = {page.text[block.start : block.end]: block.task for block in page.blocks}
    assert tasks["Intro text."] == "1.2"
    assert tasks["Kinesis"] == tasks["Text of shards."] == "1.3"
    assert tasks["| Replay | Streams | It keeps. |"] == "1.2"
    assert tasks["Plain."] is None
    covers = {page.text[block.start : block.end]: block.covers for block in page.blocks if block.covers}
    assert covers == {"Kinesis": ("1.3.a", "1.3.b")}


def test_a_quiz_speaks_of_the_next_table_only(tmp_path):
    rows = [block for block in read(tmp_path, COURSE).pages[0].blocks if block.kind is BlockKind.TABLE_ROW]
    quiz = (("cue", "Situation"), ("answer", "Service"), ("why", "Because"), ("ask", "Which fits?"))
    assert [row.quiz for row in rows] == [quiz, quiz, ()]
    assert directive_faults(tmp_path / "note.md") == ()


def test_faulty_directives_are_named_with_their_lines_and_ignored(tmp_path):
    text = (
        "# T\n<!-- tutor: task=one -->\n<!-- tutor: tsak=1.1 -->\n<!-- other: x -->\n"
        '<!-- tutor: quiz cue="A -->\n\nText <!-- tutor: task=1.1 --> more.\n\n'
        '## Q\n<!-- tutor: quiz cue="A" answer="Z" ask="?" -->\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n'
        '## R\n<!-- tutor: quiz cue="A" answer="B" ask="?" -->\n\nNo table.\n'
    )
    path = written(tmp_path, "note.md", text)
    assert directive_faults(path) == (
        "note.md:2: task=one is no task statement; write it like task=1.2",
        "note.md:3: the directive holds 'tsak=1.1'; known are task=, covers=",
        "note.md:5: the directive's quotes do not match (No closing quotation); close each one",
        "note.md:7: the directive stands inside a line of text; give it a line of its own",
        "note.md:10: the quiz directive names Z; the table's columns are A | B",
        "note.md:17: the quiz directive has no table below it in its section; put it right above one",
    )
    assert all(block.task is None for block in read_document(path, "note.md").pages[0].blocks)


def test_front_matter_does_not_shift_the_lines_of_faults(tmp_path):
    path = written(tmp_path, "n.md", "---\ntitle: x\n---\n# T\n<!-- tutor: covers=x -->\n")
    assert directive_faults(path) == ("n.md:5: covers= holds x; write bullets like 1.2.a,1.2.b",)


def test_the_document_says_where_it_came_from(tmp_path):
    document = read(tmp_path, "no heading here", name="plain.md")
    assert (document.name, document.title, document.size_bytes) == ("plain.md", "plain", 15)
    assert document.sha256 == hashlib.sha256(b"no heading here").hexdigest()


CELL = st.text(st.sampled_from("abcXYZ019 .,%()é$"), min_size=1, max_size=12).map(str.strip).filter(bool)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(1, 5), st.integers(1, 6))
def test_every_cell_of_a_generated_table_is_kept(tmp_path_factory, data, width, height):
    rows = [[data.draw(CELL) for _ in range(width)] for _ in range(height + 1)]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|" + "---|" * width)
    page = read(tmp_path_factory.mktemp("t"), "\n".join(lines) + "\n").pages[0]
    squeezed = [tuple(" ".join(cell.split()) for cell in row) for row in rows]
    assert [block.cells for block in page.blocks] == squeezed[1:]
    assert {block.header for block in page.blocks} == {squeezed[0]}


PIECES = st.sampled_from(
    [
        "# H\n",
        "## H2\n",
        "text ",
        "\n",
        "\n\n",
        "- item\n",
        "  - sub\n",
        "| a | b |\n",
        "|---|---|\n",
        "```\n",
        "> q\n",
        "**b**",
        "<b>",
        "</p>",
        "<!-- c -->",
        "\x00",
        "\u200b",
        "1. one\n",
        "    code\n",
        "<table><tr><td>x",
        "---\n",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join))
def test_blocks_are_exact_spans_in_order_whatever_the_markdown(tmp_path_factory, text):
    document = read(tmp_path_factory.mktemp("m"), "word " + text)
    assert shown(document)
