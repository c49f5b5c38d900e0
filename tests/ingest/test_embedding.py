import numpy as np
import pytest

from ingest.embedding import quantised
from ingest.hashed_words import HashedWordsEmbedder

TEXTS = [
    "A smoker calms bees.",
    "Thick syrup is stored for the winter, and thin syrup stirs the queen to lay in spring.",
    "",
    "Varroa mites",
]

QUEEN = [-0.5501024, 0.1383632, -0.2737954, -0.7767105]


def cosines(a, b):
    a, b = a.astype(np.float64), b.astype(np.float64)
    lengths = np.maximum(np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1), 1e-9)
    return np.einsum("ij,ij->i", a, b) / lengths


def test_quantised_keeps_directions():
    rows = np.random.default_rng(0).standard_normal((500, 384)).astype(np.float32) * 30
    small = quantised(rows)
    assert (small.dtype, small.shape) == (np.int8, (500, 384))
    assert np.abs(small).max(axis=1).tolist() == [127] * 500
    assert cosines(rows, small).min() > 0.9995


def test_quantised_takes_rows_of_zeros_and_no_rows():
    assert not quantised(np.zeros((2, 4), np.float32)).any()
    assert quantised(np.zeros((0, 4), np.float32)).shape == (0, 4)


class TestHashedWords:
    def test_vectors_are_the_same_in_every_process(self):
        vector = HashedWordsEmbedder(4).embed_query("queen").vector
        assert vector == pytest.approx(QUEEN, abs=1e-6)
        assert np.array_equal(vector, HashedWordsEmbedder(4).embed_query("Queens").vector)

    def test_shapes_and_lengths(self, hashed):
        made = hashed.embed_passages(TEXTS)
        assert (made.vectors.shape, made.vectors.dtype) == ((4, 64), np.float32)
        assert np.linalg.norm(made.vectors, axis=1) == pytest.approx([1, 1, 0, 1], abs=1e-6)
        assert [rows.shape for rows in made.tokens] == [(3, 64), (10, 64), (0, 64), (2, 64)]
        assert hashed.count_tokens(TEXTS) == [4, 17, 0, 2]
        assert hashed.embed_passages([]).vectors.shape == (0, 64)

    def test_texts_that_share_words_are_near(self, hashed):
        made = hashed.embed_passages(["the queen lays eggs", "a queen laying egg", "thick syrup"]).vectors
        assert made[0] @ made[1] == pytest.approx(1, abs=1e-6)
        assert made[0] @ made[2] < 0.5

    def test_progress_adds_up(self, hashed):
        told = []
        hashed.embed_passages(TEXTS, told.append)
        assert sum(told) == 4


@pytest.mark.models
class TestMiniLM:
    def test_passages_come_back_in_their_order_as_unit_vectors(self, minilm):
        told = []
        made = minilm.embed_passages(TEXTS, told.append)
        assert minilm.dim == 384
        assert (made.vectors.shape, made.vectors.dtype) == ((4, 384), np.float32)
        assert np.linalg.norm(made.vectors, axis=1) == pytest.approx(np.ones(4), abs=1e-5)
        assert sum(told) == 4
        for text, vector in zip(TEXTS, made.vectors, strict=True):
            assert minilm.embed_query(text).vector @ vector == pytest.approx(1, abs=1e-4)

    def test_each_word_piece_has_a_vector_and_special_tokens_have_none(self, minilm):
        made = minilm.embed_passages(TEXTS)
        assert [len(rows) for rows in made.tokens] == minilm.count_tokens(TEXTS) == [7, 20, 0, 5]
        query = minilm.embed_query(TEXTS[0])
        assert np.linalg.norm(query.tokens, axis=1) == pytest.approx(np.ones(7), abs=1e-5)
        assert cosines(query.tokens, made.tokens[0]).min() > 0.995

    def test_meaning_counts(self, minilm):
        asked = minilm.embed_query("What food do colonies get before the cold season?").vector
        made = minilm.embed_passages(TEXTS).vectors
        assert (made @ asked).argmax() == 1

    def test_a_text_over_the_limit_is_counted_whole_and_embedded(self, minilm):
        long = "bees fly over fields " * 500
        assert minilm.count_tokens([long]) == [2000]
        assert len(minilm.embed_passages([long]).tokens[0]) == 254
