import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.types import BlockKind, Chunk
from tutor.answering.evidence_spans import evidence_spans
from tutor.answering.retrieval import Passage

PAGE = "Smoke calms bees. It masks their scent. Grass burns long in it."


def passage(text=PAGE, start=0, kind=BlockKind.PROSE, header=()):
    chunk = Chunk(f"id{start}", "a.md", 2, start, start + len(text), text, kind, ("Top", "Smoke"), header)
    return Passage(chunk, 1.0)


def test_spans_are_sentences_and_pairs_of_neighbours():
    assert [span.text for span in evidence_spans([passage(start=100)])] == [
        "Smoke calms bees.",
        "It masks their scent.",
        "Grass burns long in it.",
        "Smoke calms bees. It masks their scent.",
        "It masks their scent. Grass burns long in it.",
    ]
    assert [(span.start, span.end) for span in evidence_spans([passage(start=100)])][:2] == [
        (100, 117),
        (118, 139),
    ]


@pytest.mark.parametrize(("kind", "header"), [(BlockKind.TABLE_ROW, ("A", "B")), (BlockKind.CODE, ())])
def test_a_row_and_code_are_one_span(kind, header):
    (span,) = evidence_spans([passage("| One. Two. | Three. |", 7, kind, header)])
    assert (span.start, span.end, span.text) == (7, 29, "| One. Two. | Three. |")


@given(st.text(alphabet="Ab. \n-|", min_size=1, max_size=80), st.integers(0, 50))
def test_every_span_is_cut_from_its_chunk(text, start):
    for span in evidence_spans([passage(text, start)]):
        assert text[span.start - start : span.end - start] == span.text
        assert span.text.strip() == span.text != ""
