"""Retrieval; the name keeps it apart from the tests of `evals.retrieval`."""

from dataclasses import replace

import numpy as np
import pytest

from ingest.build import build_index
from ingest.embedding import quantised
from ingest.index import Selection
from ingest.index_files import load_index
from tutor.answering.glossary import Glossary, Term
from tutor.answering.retrieval import RetrievalSettings, Retriever, max_sim


def headings(passages):
    return [passage.chunk.headings[-1] for passage in passages]


def test_the_passage_that_speaks_of_the_question_comes_first(hashed_retriever):
    passages = hashed_retriever.search("How wide are the gaps of a queen excluder?")
    assert headings(passages)[0] == "Queen excluder: what it does"
    scores = [passage.score for passage in passages]
    assert scores == sorted(scores, reverse=True)
    assert len(passages) <= 8


def test_the_parts_of_a_score_are_what_they_say(hashed_retriever, hashed):
    index = hashed_retriever.index
    question = "formic acid in August"
    best = hashed_retriever.search(question)[0]
    assert best.chunk is index.chunks[best.position]
    asked = hashed.embed_query(question)
    assert best.similarity == pytest.approx(float(index.vectors([best.position])[0] @ asked.vector), abs=1e-6)
    assert best.token_similarity == pytest.approx(1.0, abs=0.01)
    assert best.word_score > 0


@pytest.mark.parametrize("question", ["", "   ", "???", "what is the"])
def test_a_question_without_words_finds_nothing(hashed_retriever, question):
    assert hashed_retriever.search(question) == ()


def test_the_same_question_finds_the_same(hashed_retriever):
    assert hashed_retriever.search("swarm cells") == hashed_retriever.search("swarm cells")


@pytest.mark.parametrize("count", [1, 3])
def test_no_more_than_asked_for(hashed_retriever, count):
    all_found = hashed_retriever.search("queen bees hive", 8)
    assert hashed_retriever.search("queen bees hive", count) == all_found[:count]


@pytest.mark.parametrize(
    ("selection", "documents"),
    [
        (Selection(documents=frozenset({"notes/health.md"})), {"notes/health.md"}),
        (Selection(tasks=frozenset({"2.1"})), {"tables/feeds.md"}),
        (Selection(domains=frozenset({2})), {"notes/health.md", "tables/feeds.md"}),
        (Selection(documents=frozenset({"nothing.md"})), set()),
    ],
)
def test_a_selection_holds(hashed_retriever, selection, documents):
    passages = hashed_retriever.search("queen winter brood bees", 20, selection)
    assert {passage.chunk.document for passage in passages} == documents


def test_another_name_of_the_glossary_finds_what_the_word_does_not(hashed_index, hashed):
    question = "What about foulness kappa?"
    plain = Retriever(hashed_index, hashed)
    assert plain.search(question)[0].word_score == 0
    named = Retriever(hashed_index, hashed, Glossary((Term(("foulness kappa", "oxalic acid")),)))
    best = max(named.search(question), key=lambda passage: passage.word_score)
    assert "Oxalic acid" in best.chunk.text


def test_near_copies_are_dropped_and_kept_when_told_so(tmp_path, hashed):
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text(
            "# Smoke\n\nA smoker calms the bees.\n\n# Else\n\nA frame holds comb."
        )
    build_index([tmp_path / "a.md", tmp_path / "b.md"], tmp_path / "index", hashed)
    index = load_index(tmp_path / "index")
    question = "smoker calms bees"
    texts = [passage.chunk.text for passage in Retriever(index, hashed).search(question)]
    assert texts == ["A smoker calms the bees.", "A frame holds comb."]
    all_kept = replace(RetrievalSettings(), near_copy=1.1)
    assert len(Retriever(index, hashed, settings=all_kept).search(question)) == 4


def test_the_same_words_with_another_figure_are_no_copy(tmp_path, hashed):
    for name, minutes in (("old", 170), ("new", 180)):
        (tmp_path / f"{name}.md").write_text(f"# Exam\n\nThe exam on bees takes {minutes} minutes in all.")
    build_index([tmp_path / "old.md", tmp_path / "new.md"], tmp_path / "index", hashed)
    index = load_index(tmp_path / "index")
    # vectors of counted words: those of one figure are still alike enough
    loose = replace(RetrievalSettings(), near_copy=0.5)
    found = Retriever(index, hashed, settings=loose).search("How long is the exam on bees?")
    assert {passage.chunk.document for passage in found} == {"old.md", "new.md"}


def test_max_sim_is_the_mean_of_the_best_cosines():
    query = np.array([[1, 0, 0], [0, 1, 0]], np.float32)
    passage = quantised(np.array([[5, 0, 0], [0, 3, 4]], np.float32))
    assert max_sim(query, passage) == pytest.approx((1 + 0.6) / 2, abs=0.005)
    assert max_sim(query, passage[:1]) == pytest.approx(0.5, abs=0.005)
    assert max_sim(query[:0], passage) == 0.0
    assert max_sim(query, passage[:0]) == 0.0


@pytest.mark.models
@pytest.mark.parametrize(
    ("question", "heading"),
    [
        ("Which barrier stops queens from entering honey boxes?", "Queen excluder: what it does"),
        ("What do I give colonies to eat in the cold months?", "Feed by season"),
        ("Do I have to tell anyone about a brood disease?", "American foulbrood: how to tell it"),
        ("How long is the test?", "Time and questions"),
    ],
)
def test_meaning_finds_what_words_do_not(minilm_retriever, question, heading):
    assert heading in headings(minilm_retriever.search(question, 3))


STEM = "A beekeeper wants to know more before the next visit to the hives. What should be read about?"
OPTIONS = ("How wide the gaps of a queen excluder are", "Formic acid in August", "Rockets to the moon")


def test_an_item_is_searched_for_by_its_options_too(hashed_retriever):
    wanted = "Queen excluder: what it does"
    by_stem = headings(hashed_retriever.search(STEM))
    by_item = headings(
        hashed_retriever.search_item(STEM, (OPTIONS[0], "Gaps of a queen excluder in millimetres"))
    )
    assert wanted not in by_stem[:1]
    assert by_item[0] == wanted


def test_a_pasted_item_is_searched_for_as_an_item(hashed_retriever):
    pasted = STEM + "".join(f"\n{letter}. {option}" for letter, option in zip("ABC", OPTIONS, strict=True))
    assert hashed_retriever.search(pasted) == hashed_retriever.search_item(STEM, OPTIONS)


def test_an_item_whose_options_say_nothing_is_a_plain_question(hashed_retriever):
    assert hashed_retriever.search_item(STEM, ("?", "!")) == hashed_retriever.search(STEM)


def test_an_item_without_a_stem_finds_nothing(hashed_retriever):
    assert hashed_retriever.search_item("", OPTIONS) == ()


def test_of_two_questions_in_one_each_has_its_passage_in_front(hashed_retriever):
    first, second = "How wide are the gaps of a queen excluder", "what is done with formic acid in August?"
    joined = f"{first}, and {second}"
    assert {
        headings(hashed_retriever.search(first))[0],
        headings(hashed_retriever.search(second))[0],
    } == set(headings(hashed_retriever.search(joined))[:2])
    scores = [passage.score for passage in hashed_retriever.search(joined)]
    assert scores == sorted(scores, reverse=True)


def test_closeness_is_highest_for_the_text_that_speaks_of_the_question(hashed_retriever):
    texts = ["Smoke is for bees.", "A balloon needs hot air.", "What calms bees?"]
    near, far, same = hashed_retriever.closeness("What calms bees?", texts)
    assert far < near < same
    assert same == pytest.approx(1.0, abs=0.02)
