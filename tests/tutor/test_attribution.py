import pytest
from hypothesis import given
from hypothesis import strategies as st
from word_verifier import WordVerifier

from ingest.types import BlockKind, Chunk
from tutor.answering.attribution import attribute, evidence_spans, numbered
from tutor.answering.retrieval import Passage
from tutor.answering.support import Support, SupportCheck

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


def test_each_span_gets_one_number_in_the_order_of_need():
    spans = evidence_spans([passage()])
    made = numbered(
        [
            ("B", Support(0.9), (spans[1],)),
            ("None", Support(0.2, "the number 5 is not in the source"), ()),
            ("A and B", Support(0.8), (spans[0], spans[1])),
            ("Nothing", Support(0.1), ()),
        ]
    )
    assert [(s.text, s.supported, s.citations, s.reason) for s in made.sentences] == [
        ("B", True, (1,), ""),
        ("None", False, (), "the number 5 is not in the source"),
        ("A and B", True, (2, 1), ""),
        ("Nothing", False, (), "no source says it"),
    ]
    assert [(c.n, c.quote, c.document, c.page, c.heading) for c in made.citations] == [
        (1, "It masks their scent.", "a.md", 2, "Top › Smoke"),
        (2, "Smoke calms bees.", "a.md", 2, "Top › Smoke"),
    ]


def test_without_passages_nothing_is_supported():
    made = attribute(["Smoke calms bees."], [], SupportCheck(WordVerifier()))
    assert [(s.supported, s.citations, s.reason) for s in made.sentences] == [
        (False, (), "there is no source")
    ]
    assert made.citations == ()


def test_without_sentences_there_is_nothing():
    assert attribute([], [passage()], SupportCheck(WordVerifier())).sentences == ()


def test_each_sentence_cites_the_span_that_says_it():
    made = attribute(
        ["Grass burns long in it.", "Granite is an igneous rock.", "Smoke calms bees."],
        [passage()],
        SupportCheck(WordVerifier()),
    )
    assert [sentence.supported for sentence in made.sentences] == [True, False, True]
    quotes = {citation.n: citation.quote for citation in made.citations}
    assert [[quotes[n] for n in sentence.citations] for sentence in made.sentences] == [
        ["Grass burns long in it."], [], ["Smoke calms bees."]
    ]  # fmt: skip


def test_a_number_from_nowhere_is_named_as_the_reason():
    made = attribute(["Smoke calms 500 bees."], [passage()], SupportCheck(WordVerifier()))
    assert made.sentences[0].reason == "the number 500 is not in the source"
    assert made.sentences[0].citations == ()


def test_a_sentence_that_needs_two_places_cites_both():
    apart = passage("Dry grass burns cool. Nothing else is said here. Formic acid smells of ants.")
    made = attribute(
        ["Dry grass burns cool, and formic acid smells of ants."], [apart], SupportCheck(WordVerifier())
    )
    assert made.sentences[0].supported
    assert [c.quote for c in made.citations] == ["Dry grass burns cool.", "Formic acid smells of ants."]


def test_of_two_spans_that_say_it_the_shorter_is_quoted():
    made = attribute(["Smoke calms bees."], [passage()], SupportCheck(WordVerifier()))
    assert [c.quote for c in made.citations] == ["Smoke calms bees."]
