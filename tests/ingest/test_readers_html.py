import pytest
from sample_files import shown, written

from ingest.errors import NoTextError, SourceTooLargeError
from ingest.readers import read_document


def read(tmp_path, html, name="page.html"):
    return read_document(written(tmp_path, name, html), name)


def test_headings_paragraphs_lists_and_code(tmp_path):
    html = (
        "<html><head><title>A page</title></head><body><h1>Top</h1><p>Some <b>bold</b> &amp; <i>thin</i>"
        " text.</p><ul><li>one<ul><li>two</li></ul></li></ul><ol start=3><li><p>three</p><p>more</p></ol>"
        "<h2>Code</h2><pre>x = 1\n  y</pre></body></html>"
    )
    document = read(tmp_path, html)
    assert document.title == "A page"
    assert shown(document) == [
        ("heading", "Top"),
        ("prose", "Some bold & thin text."),
        ("list item", "- one"),
        ("list item", "- two"),
        ("list item", "3. three"),
        ("prose", "more"),
        ("heading", "Code"),
        ("code", "x = 1\n  y"),
    ]
    assert [block.level for block in document.pages[0].blocks] == [1, 0, 1, 2, 1, 0, 2, 0]


def test_scripts_furniture_and_hidden_text_are_dropped(tmp_path):
    html = (
        "<nav>menu</nav><header>site</header><script>x</script><style>y</style><p>kept</p>"
        '<p hidden>not</p><p style="display: none">nor this</p><!-- nor --><aside>ad</aside>'
        "<footer>foot</footer>"
    )
    assert shown(read(tmp_path, html)) == [("prose", "kept")]


def test_the_main_part_is_read_alone_with_its_own_header(tmp_path):
    html = "<div>around</div><main><header><h1>T</h1></header><p>in</p></main><div>below</div>"
    assert shown(read(tmp_path, html)) == [("heading", "T"), ("prose", "in")]


def test_spans_are_filled_so_that_each_row_can_be_read_alone(tmp_path):
    html = (
        "<table><caption>Figures</caption><thead><tr><th rowspan=2>Name</th><th colspan=2>Exam</th></tr>"
        "<tr><th>Weight</th><th>Items</th></tr></thead><tr><td rowspan=2>A</td><td>1</td><td>2</td></tr>"
        "<tr><td>3</td><td>4</td></tr><tr><td colspan=2>B</td><td>5</td></tr></table>"
    )
    page = read(tmp_path, html).pages[0]
    assert page.text == (
        "Figures\n\n| Name | Exam Weight | Exam Items |\n| A | 1 | 2 |\n| A | 3 | 4 |\n| B |  | 5 |"
    )
    assert page.blocks[1].header == ("Name", "Exam Weight", "Exam Items")


def test_a_table_inside_a_cell_is_flattened_and_a_layout_table_is_seen_through(tmp_path):
    inner = "<table><tr><td>x</td><td>y</td></tr></table>"
    nested = f"<table><tr><th>K</th><th>V</th></tr><tr><td>a</td><td>{inner}</td></tr></table>"
    assert shown(read(tmp_path, nested)) == [("table row", "| a | x y |")]
    data = "<table><tr><th>K</th></tr><tr><td>a</td></tr></table>"
    around = f"<table><tr><td>left</td><td>{inner}</td></tr></table>{data}"
    assert shown(read(tmp_path, around)) == [
        ("prose", "left"),
        ("prose", "x | y"),
        ("table row", "| a |"),
    ]


def test_a_term_and_its_definition_stay_together(tmp_path):
    assert shown(read(tmp_path, "<dl><dt>F1</dt><dd>A mean of two.</dd></dl>")) == [
        ("list item", "- F1: A mean of two.")
    ]


def test_powers_keep_their_sign(tmp_path):
    html = "<p>10<sup>6</sup> rows, the 1<sup>st</sup> of m<sup>2</sup></p>"
    assert shown(read(tmp_path, html)) == [("prose", "10^6 rows, the 1st of m^2")]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<meta charset=iso-8859-1>", "latin-1"),
        ("", "utf-8"),
        ("<meta charset=utf-16>", "utf-8"),
        ("", "utf-16"),
    ],
)
def test_the_encoding_is_found(tmp_path, head, encoding):
    html = f"<html><head>{head}</head><body><p>café</p></body></html>"
    assert shown(read(tmp_path, html.encode(encoding))) == [("prose", "café")]


def test_xhtml_with_a_declaration_is_read(tmp_path):
    html = '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html><body><p>x</p></body></html>'
    assert shown(read(tmp_path, html)) == [("prose", "x")]


def test_deep_nesting_is_refused_with_its_limit(tmp_path):
    with pytest.raises(
        SourceTooLargeError, match=r"page.html: Its elements are nested more than 150 deep\. Simpl"
    ):
        read(tmp_path, "<div>" * 5000 + "x")


def test_spans_that_explode_are_refused(tmp_path):
    row = "<tr><td colspan=1000>x</td></tr>"
    with pytest.raises(SourceTooLargeError, match="One of its tables has more than 1,000,000 cells"):
        read(tmp_path, f"<table>{row * 1100}</table>")


def test_a_page_of_pictures_has_no_text(tmp_path):
    with pytest.raises(NoTextError, match="There is no text in it"):
        read(tmp_path, "<html><body><img src=a.png></body></html>")


def test_a_web_page_saved_as_text_is_read_as_one(tmp_path):
    assert shown(read(tmp_path, "<!DOCTYPE html><p>a</p><p>b</p>", name="page.txt")) == [
        ("prose", "a"),
        ("prose", "b"),
    ]
