import numpy as np
import pytest

from ingest.build import build_index
from ingest.index_files import load_index
from tutor.answering.extract import extract_answer
from tutor.answering.retrieval import Retriever


def extract(retriever, question):
    return extract_answer(question, retriever.search(question), retriever)


def test_nothing_found_nothing_said(hashed_retriever):
    made = extract_answer("What?", (), hashed_retriever)
    assert (made.sentences, made.citations) == ((), ())


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How wide are the gaps of the grid?", "A queen excluder is a grid with gaps of 4.2 mm."),
        ("Which puffs at the entrance do I give?", "Give three puffs at the entrance and wait one minute."),
        ("fondant above the winter cluster", "Feed: Fondant above the cluster. "
            "Bees cannot drink syrup in the cold. (Season: Winter.)"),
    ],
)  # fmt: skip
def test_the_sentence_that_says_it_is_verbatim_and_cites_itself(hashed_retriever, question, sentence):
    made = extract(hashed_retriever, question)
    said = next(s for s in made.sentences if s.text == sentence)
    assert (said.supported, said.score) == (True, 1.0)
    (number,) = said.citations
    citation = made.citations[number - 1]
    page = hashed_retriever.index.page(citation.document, citation.page)
    assert page.text[citation.start : citation.end] == citation.quote


def test_a_row_that_asks_the_question_goes_before_what_is_a_little_nearer(tmp_path, hashed, monkeypatch):
    note = tmp_path / "guide.md"
    note.write_text(
        "# Exam\n\n## Plan\n\nA plan for BEE-101 takes ten weeks.\n\n"
        "## Figures\n\n| Question | Answer |\n|---|---|\n| How long is the exam? | 90 minutes |\n"
    )
    build_index([note], tmp_path / "index", hashed)
    retriever = Retriever(load_index(tmp_path / "index", hashed.name), hashed)
    for plan, first in (
        (0.75, "How long is the exam? 90 minutes."),
        (0.9, "A plan for BEE-101 takes ten weeks."),
    ):

        def closeness(question, texts, plan=plan):
            return np.array([plan if "plan" in text else 0.7 for text in texts])

        monkeypatch.setattr(retriever, "closeness", closeness)
        assert extract(retriever, "How long is the BEE-101 exam?").sentences[0].text == first


def test_at_most_two_sentences(hashed_retriever):
    made = extract(hashed_retriever, "queen bees swarm hive brood")
    assert 1 <= len(made.sentences) <= 2
    assert [citation.n for citation in made.citations] == list(range(1, len(made.citations) + 1))


@pytest.mark.models
def test_what_states_the_amount_goes_before_what_speaks_of_the_thing(tmp_path, minilm):
    note = tmp_path / "notes.md"
    note.write_text(
        "# Labels\n\n## The service labels automatically\n\n"
        "People label a first sample of objects, and the service then labels other objects automatically. "
        "Automated labelling needs at least 1,250 objects.\n"
    )
    build_index([note], tmp_path / "index", minilm)
    retriever = Retriever(load_index(tmp_path / "index"), minilm)
    made = extract(retriever, "How many objects does the service require before it labels automatically?")
    assert [sentence.text for sentence in made.sentences] == [
        "Automated labelling needs at least 1,250 objects."
    ]
