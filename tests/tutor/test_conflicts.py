import pytest

from ingest.build import build_index
from ingest.index_files import load_index
from tutor.answering.conflicts import find_conflicts
from tutor.answering.retrieval import Retriever

pytestmark = pytest.mark.models


@pytest.fixture
def conflicts(tmp_path, minilm):
    """Finds the conflicts between notes for a question."""

    def find(question, **notes):
        for name, text in notes.items():
            (tmp_path / f"{name}.md").write_text(f"# Exam\n\n## Time\n\n{text}\n")
        build_index(sorted(tmp_path.glob("*.md")), tmp_path / "index", minilm)
        retriever = Retriever(load_index(tmp_path / "index"), minilm)
        return find_conflicts(question, retriever.search(question), minilm)

    return find


def test_two_documents_with_two_values_conflict(conflicts):
    (found,) = conflicts(
        "How long is the exam?", a="The exam takes 170 minutes.", b="The exam takes 180 minutes to sit."
    )
    assert (found.subject, set(found.values)) == ("minutes", {"170 minutes", "180 minutes"})
    assert {span.passage.chunk.document for span in found.spans} == {"a.md", "b.md"}
    assert all(value.split()[0] in span.text for value, span in zip(found.values, found.spans, strict=True))


def test_numbers_that_are_written_out_conflict_too(conflicts):
    (found,) = conflicts(
        "How many years does the certificate last?",
        a="The certificate is valid for three years.",
        b="The certificate stays valid for four years.",
    )
    assert (found.subject, set(found.values)) == ("years", {"3 years", "4 years"})


def test_a_part_of_a_whole_is_counted_in_its_unit(conflicts):
    (found,) = conflicts(
        "How many of the questions are trial questions?",
        a="Ten of the exam questions are trial questions.",
        b="Twelve of the exam questions are trial questions.",
    )
    assert (found.subject, set(found.values)) == ("questions", {"10 questions", "12 questions"})


EXAM_A = "The exam has 60 questions. The exam takes 170 minutes. The exam costs 300 USD."
EXAM_B = "The exam has 65 questions. The exam takes 180 minutes. The exam costs 310 USD."


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("How many questions does the exam have?", ["questions"]),
        ("How long does the exam take?", ["minutes"]),
        ("How many options does the exam have?", []),
    ],
)
def test_only_what_is_asked_for_is_a_conflict(conflicts, question, subject):
    assert [found.subject for found in conflicts(question, a=EXAM_A, b=EXAM_B)] == subject


@pytest.mark.parametrize(
    ("question", "notes"),
    [
        (
            "How long is the exam?",
            {"a": "The exam takes 170 minutes.", "b": "The exam takes 170 minutes to sit."},
        ),
        ("Why is the exam hard?", {"a": "The exam takes 170 minutes.", "b": "The exam takes 180 minutes."}),
        (
            "How long is the exam?",
            {"a": "The exam takes 170 minutes.", "b": "Boil the eggs for 7 minutes in salt water."},
        ),
        (
            "How long is the exam?",
            {"a": "The exam takes 170 minutes, others say 180 minutes.", "b": "The exam takes 180 minutes."},
        ),
        ("How long is the exam?", {"a": "The exam takes 170 minutes. The exam takes 180 minutes."}),
        (
            "How long is the exam?",
            {"a": "The exam takes 3,000 seconds.", "b": "The exam takes 3000 seconds."},
        ),
    ],
)
def test_no_conflict(conflicts, question, notes):
    assert conflicts(question, **notes) == ()
