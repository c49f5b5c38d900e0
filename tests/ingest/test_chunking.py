import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.chunking import ChunkSizes, split
from ingest.types import Block, BlockKind, Document, Page, chunk_id

PROSE, ITEM, ROW = BlockKind.PROSE, BlockKind.LIST_ITEM, BlockKind.TABLE_ROW
CODE, HEADING = BlockKind.CODE, BlockKind.HEADING


def count_words(texts):
    return [len(text.split()) for text in texts]


def count_characters(texts):
    """The most tokens that a text can have."""
    return [sum(not c.isspace() for c in text) for text in texts]


def page_of(*blocks, number=1):
    """A page of (kind, text) or (kind, text, level or header); headings nest by their levels."""
    text, made, path = "", [], []
    for kind, body, *more in blocks:
        start = len(text)
        text += f"{body}\n\n"
        fields = {"headings": tuple(title for _, title in path)}
        if kind is HEADING:
            level = more[0] if more else 1
            path = [(depth, title) for depth, title in path if depth < level]
            fields = {"level": level, "headings": tuple(title for _, title in path)}
            path.append((level, body))
        if kind is ROW:
            fields |= {"header": more[0] if more else ("A", "B"), "cells": ("a", "b")}
        made.append(Block(kind, start, start + len(body), **fields))
    return Page(number, text.rstrip(), tuple(made))


def document_of(*pages):
    return Document("notes/a.md", "A", "0" * 64, 1, pages)


def sentences(count, words=10, mark="Word"):
    return " ".join(f"{mark}{i} " + "word " * (words - 2) + "end." for i in range(count))


def chunks_of(*blocks, sizes=None, count=count_words):
    return split(document_of(page_of(*blocks)), count, sizes)


def test_a_chunk_says_where_it_stands():
    page = page_of((HEADING, "Top"), (HEADING, "Sub", 2), (PROSE, "Bees fly."), number=3)
    (chunk,) = split(document_of(page), count_words)
    assert (chunk.document, chunk.page, chunk.start, chunk.end) == ("notes/a.md", 3, 10, 19)
    assert chunk.text == "Bees fly."
    assert chunk.id == chunk_id("notes/a.md", 3, 10, "Bees fly.")
    assert (chunk.kind, chunk.headings, chunk.tokens) == (PROSE, ("Top", "Sub"), 2)
    assert chunk.heading == "Top › Sub"
    assert chunk.full_text == "Top > Sub\nBees fly."


def test_prose_under_one_heading_is_joined_up_to_the_target():
    chunks = chunks_of(*((PROSE, sentences(5)) for _ in range(5)), sizes=ChunkSizes(120, 200, 24))
    assert [chunk.tokens for chunk in chunks] == [100, 100, 50]


def test_a_short_rest_goes_with_those_before_it():
    chunks = chunks_of((PROSE, sentences(11)), (PROSE, sentences(2)), sizes=ChunkSizes(120, 200, 24))
    assert [chunk.tokens for chunk in chunks] == [130]


def test_headings_are_not_crossed():
    chunks = chunks_of((HEADING, "One"), (PROSE, "First."), (HEADING, "Two"), (PROSE, "Second."))
    assert [(chunk.headings, chunk.text) for chunk in chunks] == [(("One",), "First."), (("Two",), "Second.")]


def test_a_heading_with_nothing_under_it_is_kept_and_one_with_text_is_not_repeated():
    chunks = chunks_of(
        (HEADING, "One"), (PROSE, "First."), (HEADING, "Lost"), (HEADING, "Two"), (ITEM, "- x")
    )
    assert [(chunk.kind, chunk.text) for chunk in chunks] == [
        (PROSE, "First."),
        (HEADING, "Lost"),
        (ITEM, "- x"),
    ]
    assert chunks_of((HEADING, "One"), (HEADING, "Two", 2))[0].text == "Two"


def test_rows_and_code_stand_alone_and_a_row_carries_its_header():
    header = ("Season", "Feed")
    chunks = chunks_of(
        (PROSE, "Before."), (ROW, "| a | b |", header), (ROW, "| c | d |", header),
        (CODE, "x = 1"), (PROSE, "After."),
    )  # fmt: skip
    assert [(chunk.kind, chunk.text, chunk.header) for chunk in chunks] == [
        (PROSE, "Before.", ()),
        (ROW, "| a | b |", header),
        (ROW, "| c | d |", header),
        (CODE, "x = 1", ()),
        (PROSE, "After.", ()),
    ]
    assert chunks[1].full_text == "| Season | Feed |\n| a | b |"


def test_prose_and_list_items_together_count_as_prose():
    (chunk,) = chunks_of((PROSE, "Steps:"), (ITEM, "- one"), (ITEM, "- two"))
    assert (chunk.kind, chunk.text) == (PROSE, "Steps:\n\n- one\n\n- two")


def test_a_long_block_is_cut_between_sentences():
    chunks = chunks_of((PROSE, sentences(30)), sizes=ChunkSizes(120, 200, 24))
    assert [chunk.tokens for chunk in chunks] == [120, 120, 60]
    assert all(chunk.text.startswith("Word") and chunk.text.endswith("end.") for chunk in chunks)


def test_long_code_is_cut_between_lines_and_keeps_its_indentation():
    code = "\n".join(f"    call({i}, second, third)" for i in range(100))
    chunks = chunks_of((CODE, code))
    assert len(chunks) == 3
    assert all(chunk.text.startswith("    call(") and chunk.text.endswith("third)") for chunk in chunks)


def test_a_block_of_the_longest_length_is_left_whole():
    assert [c.tokens for c in chunks_of((PROSE, sentences(20)), sizes=ChunkSizes(120, 200, 24))] == [200]


@pytest.mark.parametrize("text", ["x" * 5_000, "a " * 2_000, "字" * 1_000, "a" + " " * 3_000 + "b " * 500])
@pytest.mark.parametrize("count", [count_words, count_characters])
def test_text_without_sentences_is_cut_under_the_longest(text, count):
    chunks = chunks_of((PROSE, text.strip()), count=count)
    assert max(count([chunk.text for chunk in chunks])) <= ChunkSizes().longest
    assert "".join("".join(chunk.text.split()) for chunk in chunks) == "".join(text.split())


def test_a_section_of_many_blocks_takes_time_in_proportion():
    chunks = chunks_of(*((ITEM, "- one of very many items") for _ in range(20_000)))
    assert sum(chunk.tokens for chunk in chunks) == 120_000


WORDS = st.sampled_from(["bee", "hive.", "Queen", "e.g.", "4.2", "mm", "a", "Swarm!", "x" * 30, "字字字"])
TEXTS = st.lists(WORDS, min_size=1, max_size=60).map(" ".join)
BLOCKS = st.one_of(
    st.tuples(st.just(HEADING), st.sampled_from(["One", "Two", "Three"]), st.integers(1, 3)),
    st.tuples(st.sampled_from([PROSE, ITEM, CODE]), TEXTS),
    st.tuples(st.just(ROW), TEXTS.map(lambda text: f"| {text} | b |"), st.just(("Head", "Other"))),
)
SIZES = st.sampled_from([ChunkSizes(), ChunkSizes(12, 20, 3), ChunkSizes(1, 1, 1)])


@settings(max_examples=150, deadline=None)
@given(pages=st.lists(st.lists(BLOCKS, max_size=8), min_size=1, max_size=3), sizes=SIZES)
def test_chunks_are_exact_spans_and_cover_all_text_once(pages, sizes):
    document = document_of(*(page_of(*blocks, number=n) for n, blocks in enumerate(pages, start=1)))
    chunks = split(document, count_words, sizes)
    assert len({chunk.id for chunk in chunks}) == len(chunks)
    assert [(c.page, c.start) for c in chunks] == sorted((c.page, c.start) for c in chunks)
    for page in document.pages:
        covered = [0] * len(page.text)
        for chunk in (chunk for chunk in chunks if chunk.page == page.number):
            assert page.text[chunk.start : chunk.end] == chunk.text
            assert chunk.text.strip() == chunk.text
            assert count_words([chunk.text])[0] <= max(sizes.longest, sizes.target + sizes.shortest)
            for place in range(chunk.start, chunk.end):
                covered[place] += 1
        for block in page.blocks:
            here = [covered[i] for i in range(block.start, block.end) if not page.text[i].isspace()]
            assert set(here) <= ({0, 1} if block.kind is HEADING else {1})
            if block.kind is ROW:
                inside = [
                    c for c in chunks if c.page == page.number and c.start < block.end and block.start < c.end
                ]
                assert {(c.kind, c.header) for c in inside} == {(ROW, ("Head", "Other"))}
