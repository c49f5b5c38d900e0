"""A question for one term's meaning is told from others; the glossary's row answers it."""

import pytest

from ingest.types import BlockKind, Chunk
from tutor.answering.definitions import asked_term, definition
from tutor.answering.retrieval import Passage

HEADER = ("Term", "Stands for", "Meaning", "Also called")


def row(text, n=0, header=HEADER, kind=BlockKind.TABLE_ROW):
    chunk = Chunk(f"c{n}", "glossary.md", 1, 10, 10 + len(text), text, kind, ("Glossary", "Water"), header)
    return Passage(chunk, 1.0 - n / 10, n)


LAT = row("| LAT | Lowest astronomical tide | The lowest level of all. | chart datum |")
EBB = row("| Ebb |  | Water that runs out to sea. | falling tide; Redshift |", 1)


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("What is LAT?", "LAT"),
        ("what is lat", "lat"),
        ("What does LAT stand for?", "LAT"),
        ("WAPE means what?", "WAPE"),
        ("LAT is short for?", "LAT"),
        ("Define the term ebb.", "ebb"),
        ("Explain the p value", "p value"),
        ("out-of-bag error, what is it?", "out-of-bag error"),
        ("What's an ebb?", "ebb"),
        ("ebb?", "ebb"),
        ("f1 = ?", "f1"),
        ("Tides at night", ""),
        ("What is the difference between the ebb and the flood of the tide here?", ""),
    ],
)
def test_the_term_that_is_asked_for(question, term):
    assert asked_term(question) == term


def test_the_row_is_read_out_and_cited():
    found = definition("What is LAT?", [EBB, LAT])
    assert found is not None
    assert [(s.text, s.supported, s.score, s.citations) for s in found.sentences] == [
        ("LAT (Lowest astronomical tide): The lowest level of all.", True, 1.0, (1,))
    ]
    (citation,) = found.citations
    assert (citation.quote, citation.start, citation.document) == (LAT.chunk.text, 10, "glossary.md")


def test_a_term_without_an_expansion_and_an_expansion_asked_for():
    found = definition("what's an ebb", [EBB, LAT])
    assert found is not None
    assert found.sentences[0].text == "Ebb: Water that runs out to sea."
    spelled = definition("What is the lowest astronomical tide?", [LAT])
    assert spelled is not None
    assert spelled.sentences[0].text.startswith("LAT (Lowest")


@pytest.mark.parametrize(
    ("question", "passages"),
    [
        ("What is Redshift?", [EBB]),  # also called so, and something else
        ("What is the LAT of Hull?", [LAT]),
        ("What is LAT?", [EBB]),
        ("What is LAT?", [LAT, row(LAT.chunk.text, 2)]),  # two rows say it
        ("What is LAT?", [row(LAT.chunk.text, 3, ("Sight", "Mark", "Because", "More"))]),
        ("What is LAT?", [row("LAT is the lowest level of all.", 4, (), BlockKind.PROSE)]),
        ("", [LAT]),
    ],
)
def test_nothing_is_defined_otherwise(question, passages):
    assert definition(question, passages) is None
