import pytest

from ingest.build import build_index
from ingest.index_files import load_index
from tutor.answering.conflicts import find_conflict
from tutor.answering.retrieval import Retriever
from tutor.llm.engine import EngineError
from tutor.llm.scripted import ScriptedChatModel

pytestmark = pytest.mark.models


@pytest.fixture
def conflicts(tmp_path, minilm):
    """Finds the conflicts between notes for a question."""

    def find(question, model=None, course_documents=(), **notes):
        for name, text in notes.items():
            (tmp_path / f"{name}.md").write_text(f"# Exam\n\n## Time\n\n{text}\n")
        build_index(sorted(tmp_path.glob("*.md")), tmp_path / "index", minilm)
        retriever = Retriever(load_index(tmp_path / "index"), minilm, course_documents=course_documents)
        return find_conflict(question, retriever.search(question), retriever, model)

    return find


def test_two_documents_with_two_values_conflict(conflicts):
    found = conflicts(
        "How long is the exam?", a="The exam takes 170 minutes.", b="The exam takes 180 minutes to sit."
    )
    assert (found.subject, set(found.values)) == ("duration", {"170 minutes", "180 minutes"})
    assert {span.passage.chunk.document for span in found.spans} == {"a.md", "b.md"}
    assert all(value in span.text for value, span in zip(found.values, found.spans, strict=True))


def test_numbers_that_are_written_out_conflict_too(conflicts):
    found = conflicts(
        "How many years does the certificate last?",
        a="The certificate is valid for three years.",
        b="The certificate stays valid for four years.",
    )
    assert (found.subject, set(found.values)) == ("duration", {"three years", "four years"})


def test_a_part_of_a_whole_is_counted_in_its_unit(conflicts):
    found = conflicts(
        "How many of the questions are trial questions?",
        a="Ten of the exam questions are trial questions.",
        b="Twelve of the exam questions are trial questions.",
    )
    assert (found.subject, set(found.values)) == ("number", {"Ten", "Twelve"})


EXAM_A = "The exam has 60 questions. The exam takes 170 minutes. The exam costs 300 USD."
EXAM_B = "The exam has 65 questions. The exam takes 180 minutes. The exam costs 310 USD."


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("How many questions does the exam have?", {"60 questions", "65 questions"}),
        ("How long does the exam take?", {"170 minutes", "180 minutes"}),
        ("How many options does the exam have?", set()),
    ],
)
def test_only_what_is_asked_for_is_a_conflict(conflicts, question, values):
    found = conflicts(question, a=EXAM_A, b=EXAM_B)
    assert (set(found.values) if found else set()) == values


@pytest.mark.parametrize(
    ("question", "a", "b", "values"),
    [
        (
            "Until when can I take version A?",
            "Version A is withdrawn on 30 September.",
            "You can still pick version A until 31 October.",
            {"30 September", "31 October"},
        ),
        (
            "What does the exam cost?",
            "The exam costs 180 euros. A lost card costs 20 euros.",
            "| Fee | Price |\n|---|---|\n| The exam | 195 euros |",
            {"180 euros", "195 euros"},
        ),
        (
            "Can I use a calculator in the exam?",
            "Calculators are not permitted in the exam.",
            "A pocket calculator may be used in the exam, so long as it cannot store text.",
            {"yes", "no"},
        ),
        (
            "Do I need a first-aid certificate to register?",
            "A first-aid certificate is required to register.",
            "A first-aid certificate is optional when you register.",
            {"yes", "no"},
        ),
    ],
)
def test_dates_money_and_verdicts(conflicts, question, a, b, values):
    found = conflicts(question, a=a, b=b)
    assert set(found.values) == values
    assert [span.passage.chunk.document for span in found.spans] in (["a.md", "b.md"], ["b.md", "a.md"])


def test_three_sources_with_three_values(conflicts):
    found = conflicts(
        "How long is the exam?",
        a="The exam takes 170 minutes.",
        b="The exam takes 180 minutes.",
        c="The exam takes 190 minutes.",
    )
    assert set(found.values) == {"170 minutes", "180 minutes", "190 minutes"}


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
            {"a": "The exam takes 3,000 seconds.", "b": "The exam takes 50 minutes."},
        ),
        ("How long is the exam?", {"a": "The exam takes two hours.", "b": "The exam takes 120 minutes."}),
        (
            "How long is the exam?",
            {"a": "The exam takes 170 minutes.", "b": "Last year the exam took 180 minutes."},
        ),
        (
            "How long is the Kestrel exam?",
            {"a": "The Kestrel exam takes 170 minutes.", "b": "The Heron exam takes 180 minutes."},
        ),
        (
            "How long is the exam?",
            {"a": "The exam takes 170 minutes.", "b": "The result of the exam takes six weeks."},
        ),
        (
            "Can I use a calculator in the exam?",
            {"a": "You may use a calculator in the exam.", "b": "A calculator is allowed in the exam."},
        ),
    ],
)
def test_no_conflict(conflicts, question, notes):
    assert conflicts(question, **notes) is None


CHAIRS = {"a": "The oral exam is chaired by Tobias Ferrand.", "b": "Hanneke Brohl chairs the oral exam."}
CHAIR = "Who chairs the oral exam?"


def reads_names(messages):
    note = messages[-1].text
    return next((name for name in ("Tobias Ferrand", "Hanneke Brohl") if name in note), "NONE")


def test_names_are_read_off_by_a_model(conflicts):
    found = conflicts(CHAIR, ScriptedChatModel(replies=reads_names), **CHAIRS)
    assert (found.subject, set(found.values)) == ("name", {"Tobias Ferrand", "Hanneke Brohl"})
    assert all(value in span.text for value, span in zip(found.values, found.spans, strict=True))


def test_without_a_model_names_are_not_compared(conflicts):
    assert conflicts(CHAIR, **CHAIRS) is None


@pytest.mark.parametrize(
    ("question", "course_documents"),
    [
        (CHAIR, ("a.md", "b.md")),  # one author
        ("Why does Tobias Ferrand chair the oral exam?", ()),  # reasons are not names
        ("Who mends the roof of the town hall?", ()),  # nothing near
    ],
)
def test_the_model_is_asked_only_where_two_sources_may_name_it(conflicts, question, course_documents):
    model = ScriptedChatModel(replies=[])  # raises when it is asked
    assert conflicts(question, model, course_documents, **CHAIRS) is None


def test_a_course_is_held_against_a_learners_own_file(conflicts):
    found = conflicts(CHAIR, ScriptedChatModel(replies=reads_names), ("a.md",), **CHAIRS)
    assert set(found.values) == {"Tobias Ferrand", "Hanneke Brohl"}


def test_a_model_that_fails_compares_nothing(conflicts):
    def fails(messages):
        raise EngineError("The model does not answer.")

    assert conflicts(CHAIR, ScriptedChatModel(replies=fails), **CHAIRS) is None


@pytest.mark.parametrize(
    ("question", "a", "b"),
    [
        ("Can I use a calculator in the exam?", "You may use a calculator in the exam.",
         "A calculator is permitted in the exam."),
        ("Where is the exam held?", "The exam is held in the town hall.",
         "Last year the exam was held at the old school."),
    ],
)  # fmt: skip
def test_what_code_can_tell_the_model_is_not_asked(conflicts, question, a, b):
    model = ScriptedChatModel(replies=[])  # raises when it is asked
    assert conflicts(question, model, a=a, b=b) is None
