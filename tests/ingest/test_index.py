import numpy as np
import pytest

from ingest.index import EXACT_UP_TO, Hit, IndexContents, LocalIndex, Selection, WordIndex, graph_of
from ingest.types import BlockKind, Chunk


def chunk_of(number, text, document="a.md", task=None):
    return Chunk(str(number), document, 1, 0, len(text), text, BlockKind.PROSE, (), task=task)


CHUNKS = (
    chunk_of(0, "The queen lays eggs in spring.", task="1.1"),
    chunk_of(1, "Workers feed the queen.", "b.md", "1.2"),
    chunk_of(2, "Varroa mites feed on brood.", "b.md", "2.1"),
    chunk_of(3, "Smoke calms bees.", "c.md"),
)


def index_of(chunks, embedder):
    made = embedder.embed_passages([chunk.text for chunk in chunks])
    lengths = [len(rows) for rows in made.tokens]
    contents = IndexContents(
        embedder_name=embedder.name,
        documents=(),
        pages={},
        chunks=tuple(chunks),
        vectors=made.vectors,
        tokens=np.concatenate([np.zeros((0, embedder.dim), np.int8), *made.tokens]),
        token_starts=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        words=WordIndex.of(chunk.text for chunk in chunks),
    )
    return LocalIndex(contents)


@pytest.fixture(scope="module")
def index(hashed):
    return index_of(CHUNKS, hashed)


def test_a_vector_finds_itself_first_with_1(index):
    for position, vector in enumerate(index.contents.vectors):
        best = index.search_vectors(vector, 4)[0]
        assert best.position == position
        assert best.score == pytest.approx(1.0, abs=1e-6)


def test_vector_hits_are_the_cosines_best_first(index, hashed):
    asked = hashed.embed_query("queen feed").vector
    hits = index.search_vectors(asked, 10)
    cosines = index.contents.vectors @ asked
    assert [hit.position for hit in hits] == np.argsort(-cosines).tolist()
    assert [hit.score for hit in hits] == pytest.approx(sorted(cosines, reverse=True), abs=1e-6)


def test_words_find_the_passages_that_hold_them(index):
    assert [hit.position for hit in index.search_words({"queen": 1.0}, 10)] == [1, 0]
    assert index.search_words({"zebra": 1.0}, 10) == []
    assert index.search_words({}, 10) == []


def test_a_word_counts_as_much_as_it_weighs(index):
    full = {hit.position: hit.score for hit in index.search_words({"varroa": 1.0}, 10)}
    third = {hit.position: hit.score for hit in index.search_words({"varroa": 0.3, "zebra": 1.0}, 10)}
    assert third == pytest.approx({2: 0.3 * full[2]})


def test_rarity_is_the_inverse_document_frequency(index):
    assert index.rarity("queen") == pytest.approx(np.log(1 + 2.5 / 2.5))
    assert index.rarity("varroa") == pytest.approx(np.log(1 + 3.5 / 1.5))
    assert index.rarity("zebra") == pytest.approx(np.log(1 + 4.5 / 0.5))


@pytest.mark.parametrize(
    ("selection", "positions"),
    [
        (Selection(documents=frozenset({"b.md"})), [1, 2]),
        (Selection(tasks=frozenset({"1.1", "2.1"})), [0, 2]),
        (Selection(domains=frozenset({1})), [0, 1]),
        (Selection(documents=frozenset({"b.md"}), domains=frozenset({2})), [2]),
        (Selection(documents=frozenset({"none.md"})), []),
    ],
)
def test_a_selection_restricts_both_searches(index, hashed, selection, positions):
    allowed = index.allowed(selection)
    assert np.flatnonzero(allowed).tolist() == positions
    asked = hashed.embed_query("queen feed spring brood").vector
    assert sorted(hit.position for hit in index.search_vectors(asked, 10, allowed)) == positions
    words = {"queen": 1.0, "feed": 1.0, "brood": 1.0}
    assert sorted(hit.position for hit in index.search_words(words, 10, allowed)) == positions


def test_an_empty_selection_excludes_nothing(index):
    assert index.allowed(Selection()) is None


def test_token_vectors_are_those_of_the_passage(index, hashed):
    for position, chunk in enumerate(CHUNKS):
        assert np.array_equal(index.token_vectors(position), hashed.embed_passages([chunk.text]).tokens[0])
    assert np.array_equal(index.vectors([2, 0]), index.contents.vectors[[2, 0]])


def test_equal_scores_stand_in_order_of_position(hashed):
    twins = index_of([chunk_of(i, "The same words.") for i in range(6)], hashed)
    assert [hit.position for hit in twins.search_words({"word": 1.0}, 3)] == [0, 1, 2]
    allowed = np.array([False, True, True, True, True, True])
    asked = hashed.embed_query("same").vector
    assert [hit.position for hit in twins.search_vectors(asked, 2, allowed)] == [1, 2]


def test_few_vectors_need_no_graph():
    assert graph_of(np.eye(16, dtype=np.float32)) is None


def test_above_the_exact_size_a_graph_finds_nearly_all_of_the_nearest():
    random = np.random.default_rng(7)
    vectors = random.standard_normal((21_000, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    assert len(vectors) > EXACT_UP_TO
    contents = IndexContents(
        embedder_name="random-16",
        documents=(),
        pages={},
        chunks=(CHUNKS[0],) * len(vectors),
        vectors=vectors,
        tokens=np.zeros((0, 16), np.int8),
        token_starts=np.zeros(len(vectors) + 1, np.int64),
        words=WordIndex.of(["queen"]),
        graph=graph_of(vectors),
    )
    index = LocalIndex(contents)
    asked = vectors[random.choice(len(vectors), 50, replace=False)]
    asked = asked + 0.1 * random.standard_normal(asked.shape).astype(np.float32)
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    found = [{hit.position for hit in index.search_vectors(each, 10)} for each in asked]
    exact = [set(np.argsort(-(vectors @ each))[:10].tolist()) for each in asked]
    recall = np.mean([len(a & b) / 10 for a, b in zip(found, exact, strict=True)])
    assert recall >= 0.95
    best = index.search_vectors(vectors[123], 1)
    assert best == [Hit(123, pytest.approx(1.0, abs=1e-5))]


def test_word_scores_are_the_weighted_sum_of_what_bm25_gives_each_word():
    texts = ["queen queen hive", "hive smoke", "smoke queen queen queen", "wax", ""]
    index = WordIndex.of(texts)
    query = {"queen": 1.0, "smoke": 0.3, "unheard": 1.0}
    queen, smoke = (np.array(index.engine.get_scores([word])) for word in ("queen", "smoke"))
    assert index.scores(query) == pytest.approx(queen + 0.3 * smoke, abs=1e-6)
    assert index.scores(query)[2] > index.scores(query)[0] > index.scores(query)[1] > 0
    assert list(index.scores(query)[3:]) == [0, 0]
    assert list(index.scores({})) == [0] * len(texts)
