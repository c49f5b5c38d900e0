from dataclasses import replace

import pytest

from ingest.types import BlockKind
from tutor.answering.context import packed
from tutor.answering.retrieval import Passage


@pytest.fixture(scope="module")
def page_text(hashed_index):
    return lambda document, page: hashed_index.page(document, page).text


@pytest.fixture(scope="module")
def swarm(hashed_index):
    """The two passages that one long paragraph was cut into."""
    return [
        Passage(c, 1.0, i) for i, c in enumerate(hashed_index.chunks) if c.heading.endswith("see it coming")
    ]


def passages_of(index, document):
    return [Passage(c, 1.0, i) for i, c in enumerate(index.chunks) if c.document == document]


def test_one_passage_is_sent_however_long(swarm, page_text):
    assert packed(swarm[:1], 10, page_text) == (swarm[0],)
    assert packed([], 100, page_text) == ()


def test_what_does_not_fit_makes_room_for_a_shorter_one(hashed_index, swarm, page_text):
    short = passages_of(hashed_index, "guide.md")[0]
    assert packed([swarm[0], swarm[1], short], 150, page_text) == (swarm[0], short)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_neighbours_become_one_exact_span_at_the_place_of_the_better(swarm, page_text, order):
    better = swarm[order[0]]
    (joined,) = packed([swarm[i] for i in order], 600, page_text)
    chunk = joined.chunk
    assert (chunk.start, chunk.end) == (swarm[0].chunk.start, swarm[1].chunk.end)
    assert page_text(chunk.document, chunk.page)[chunk.start : chunk.end] == chunk.text
    assert chunk.tokens == swarm[0].chunk.tokens + swarm[1].chunk.tokens
    assert chunk.id not in (swarm[0].chunk.id, swarm[1].chunk.id)
    assert (joined.score, joined.position) == (better.score, better.position)


def test_rows_code_and_other_sections_are_not_joined(hashed_index, page_text):
    rows = passages_of(hashed_index, "tables/feeds.md")
    assert packed(rows, 600, page_text) == tuple(rows)
    hive = [
        p for p in passages_of(hashed_index, "notes/hive.md") if p.chunk.heading.endswith("how to write one")
    ]
    assert [p.chunk.kind for p in hive] == [BlockKind.PROSE, BlockKind.CODE]
    assert packed(hive, 600, page_text) == tuple(hive)
    assert len(packed(passages_of(hashed_index, "guide.md"), 600, page_text)) == 2


def test_three_in_a_row_become_one_where_the_middle_comes_in_time(swarm, page_text):
    first = swarm[0].chunk
    text = page_text(first.document, first.page)
    ends = (first.start + 60, first.start + 120, first.start + 180)
    starts = (first.start, *(end + 1 for end in ends[:2]))
    thirds = [
        Passage(replace(first, start=s, end=e, text=text[s:e]), 1.0)
        for s, e in zip(starts, ends, strict=True)
    ]
    (joined,) = packed([thirds[1], thirds[0], thirds[2]], 600, page_text)
    assert (joined.chunk.start, joined.chunk.end) == (starts[0], ends[2])
    apart = packed([thirds[0], thirds[2], thirds[1]], 600, page_text)
    covered = [i for p in apart for i in range(p.chunk.start, p.chunk.end)]
    assert len(covered) == len(set(covered))
