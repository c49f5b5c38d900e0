import random

import numpy as np

from evals.cases import QuestionCase
from evals.speed import SpeedPlan, speed_suite
from evals.synthetic import PASSAGE_WORDS, TOKENS_EACH, synthetic_index
from tutor.answering.retrieval import Retriever

GRID = "A queen excluder is a grid with gaps of 4.2 mm."
GAPS = QuestionCase("gaps", "How wide are the gaps of a queen excluder?", answerable=True)
PLAN = SpeedPlan(searches=1, answers=1, ingested_chunks=5, sizes=(50,))


def test_every_wait_is_timed_beside_the_bare_work(bench_with):
    bench = bench_with(["-", "-", GRID, GRID, "I don't know."])
    figures = speed_suite(bench, [GAPS], PLAN).metrics
    assert set(figures) == {
        "retrieve_seconds", "plain_faiss_seconds", "retrieve_seconds_50", "plain_faiss_seconds_50",
        "first_token_seconds", "total_seconds", "prompt_tokens", "total_over_bare",
        "stock_total_seconds", "stock_prompt_tokens",
        "ingested_chunks_per_second", "ingestion_over_encode", "first_over_unchanged",
    }  # fmt: skip
    assert all(figure.value > 0 for figure in figures.values())
    _, before, tutor, bare, stock = bench.chain.model.seen
    assert before[0] == tutor[0]  # both find the system text in the server's cache
    # the bare model is asked the same, but for the mark that keeps the notes out of the cache
    assert bare[0] == tutor[0]
    assert bare[1].text == f"(gaps)\n{tutor[1].text}"
    assert "just say that you don't know" in stock[0].text


def test_an_answer_given_without_the_model_has_no_bare_model_beside_it(bench_with):
    """What a term means the glossary tells; two questions, of which the model is asked one."""
    bench = bench_with(["-", "-", "-", "-", "-", GRID, GRID, "I don't know."])
    varroa = QuestionCase("varroa", "What is Varroa?", answerable=True)
    plan = SpeedPlan(searches=1, answers=2, ingested_chunks=5, sizes=(50,))
    figures = speed_suite(bench, [varroa, GAPS], plan).metrics
    assert (figures["total_seconds"].n, figures["total_over_bare"].n) == (2, 1)


def test_without_a_model_no_answer_is_timed(bench_with):
    figures = speed_suite(bench_with(), [GAPS], PLAN).metrics
    assert "retrieve_seconds" in figures
    assert "total_seconds" not in figures


def test_a_synthetic_corpus_is_searched_like_a_real_one(tmp_path, hashed):
    words = [f"word{i}" for i in range(400)]
    random.Random(0).shuffle(words)
    index = synthetic_index(words, 40, hashed.dim, hashed.name, tmp_path)
    assert len(index.chunks) == 40
    assert all(len(chunk.text.split()) == PASSAGE_WORDS for chunk in index.chunks)
    assert np.allclose(np.linalg.norm(index.vectors(range(40)), axis=1), 1.0)
    wanted = index.chunks[7]
    (best, *_) = index.search_words(dict.fromkeys(wanted.text.split()[:12], 1.0), 5)
    assert index.chunks[best.position] == wanted
    (best, *_) = index.search_vectors(index.vectors([7])[0], 5)
    assert index.chunks[best.position] == wanted
    assert len(Retriever(index, hashed).search(wanted.text, 5)) == 5


def test_the_token_vectors_of_a_synthetic_corpus_are_written_and_no_hole(tmp_path, hashed):
    """Reading holes is slow; a file of nothing but holes has no blocks."""
    synthetic_index(["word"], 40, hashed.dim, hashed.name, tmp_path)
    (file,) = tmp_path.iterdir()
    size = 40 * TOKENS_EACH * hashed.dim
    assert file.stat().st_size == size
    assert file.stat().st_blocks * 512 >= size
