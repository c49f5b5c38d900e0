import pytest
from kiln_course import ITEM, NOTES, kiln_tools

from tutor.answering.spoken import spoken
from tutor.practice.explaining.explain_sources import source_spans
from tutor.practice.explaining.grounding import Basis, Shown, Withheld, quoted
from tutor.practice.explaining.subjects import block_span


@pytest.fixture(scope="module")
def tools(tmp_path_factory):
    return kiln_tools(tmp_path_factory.mktemp("kiln"))


@pytest.fixture(scope="module")
def passages(tools):
    return tools.passages("firing a pot in smoke, glaze, water")


def test_a_statement_cites_the_sentence_that_makes_it(tools, passages):
    found = tools.grounding.statement("Raku firing suits ornaments with cracks.", ITEM.stem, passages)
    assert isinstance(found, Shown)
    assert (found.basis, [span.text for span in found.spans]) == (
        Basis.SOURCE,
        ["Raku firing suits ornaments with cracks."],
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("It leaves a pot porous and full of cracks.", "it does not stand by itself"),
        ("Smoke helps.", "it says too little to be checked"),
        ("Stoneware glaze melts at 900 degrees and seals a pot.", "no source says it"),
        ("Bees gather nectar from lavender in June.", "no source says it"),
    ],
)
def test_what_nothing_bears_out_is_withheld(tools, passages, text, reason):
    assert tools.grounding.statement(text, ITEM.stem, passages) == Withheld(text, reason)


def test_a_name_alone_does_not_carry_a_statement(tools, passages):
    text = "Raku firing pleases museum visitors."
    assert isinstance(tools.grounding.statement(text, ITEM.stem, passages), Withheld)


def test_what_the_question_says_is_marked_so(tools):
    found = tools.grounding.statement("The café orders cups that hold water.", ITEM.stem, ())
    assert isinstance(found, Shown)
    assert (found.basis, found.spans) == (Basis.QUESTION, ())


def test_a_sum_cites_the_nearest_of_the_own_sources(tools):
    own = source_spans(ITEM.sources, tools)
    found = tools.grounding.statement("The kiln has 1300 - 50 = 1250 degrees.", f"{ITEM.stem} 50", (), own)
    assert (found.basis, found.spans) == (Basis.CALCULATION, own)


def test_the_nearest_quote_speaks_of_the_name(tools, passages):
    quote = tools.grounding.nearest_quote("Raku pot holds no water", passages, ("Raku firing",))
    assert quote.text == "Raku firing leaves a pot porous, so a Raku pot holds no water."
    assert tools.grounding.nearest_quote("Raku pot holds no water", passages, ("Porcelain",)) is None
    assert tools.grounding.nearest_quote("lavender honey", passages) is None


def test_a_row_is_read_out_and_a_sentence_is_verbatim(tools):
    page = tools.pages["tables/ways.md", 1]
    row = next(block for block in page.blocks if block.cells and block.cells[1] == "Bisque firing")
    span = block_span("tables/ways.md", page, row)
    assert spoken(span) == (
        "Way: Bisque firing. It hardens clay before glazing. "
        "(Wish: A tiler wants a first firing without colour.)"
    )
    assert page.text[span.start : span.end] == span.text
    (own,) = source_spans(ITEM.sources, tools)
    assert (quoted(own).text, own.text in NOTES) == (ITEM.sources[0].quote, True)


def test_what_tells_two_apart_names_both(tools, passages):
    found = tools.grounding.telling_apart("Stoneware glaze", "Raku firing", passages)
    assert found.text == "Choose Stoneware glaze for cups and Raku firing for ornaments."
    assert tools.grounding.telling_apart("Stoneware glaze", "Porcelain", passages) is None
