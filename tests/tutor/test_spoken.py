import pytest

from ingest.types import BlockKind, Chunk
from tutor.answering.evidence_spans import evidence_spans
from tutor.answering.retrieval import Passage
from tutor.answering.spoken import answer_of, answers_of, copied_row, spoken

ROW = ("Case", "Feed", "Why"), "| Cold hive. | Fondant | Syrup chills bees. |"


def span_of(header, text):
    kind = BlockKind.TABLE_ROW if header else BlockKind.PROSE
    chunk = Chunk("id", "a.md", 1, 0, len(text), text, kind, ("Top",), header)
    return evidence_spans([Passage(chunk, 1.0)])[0]


@pytest.mark.parametrize(
    ("header", "text", "words"),
    [
        ((), "- Smoke calms\n  bees.", "Smoke calms bees."),
        (*ROW, "Feed: Fondant. Syrup chills bees. (Case: Cold hive.)"),
        (
            ("Case", "Feed", "Tool", "Because", "Kind"),
            "| Cold hive | Fondant | Spoon | Syrup chills bees. | food |",
            "Feed: Fondant; Tool: Spoon. Syrup chills bees. (Case: Cold hive; Kind: food.)",
        ),
        (("Month", "Feed"), "| May | none |", "Month: May; Feed: none."),
        (("Month", "Feed"), "| May | |", "Month: May."),
        (("Question", "Answer"), "| How long is it? | 90 minutes |", "How long is it? 90 minutes."),
        (
            ("Term", "Stands for", "Meaning", "Also called"),
            "| IT | Integrated treatment | Several treatments in one plan. | - |",
            "IT (Integrated treatment): Several treatments in one plan.",
        ),
        (
            ("Term", "Meaning", "Also called"),
            "| Super | A box for honey. | honey box |",
            "Super: A box for honey. (Also called: honey box.)",
        ),
        # pieces of a long row, as chunking cuts them, and a row without its meaning
        (("Term", "Stands for", "Meaning"), "| Super | | ", "Term: Super."),
        (("Term", "Stands for", "Meaning"), "a long meaning. |", "Term: a long meaning."),
        (("Term", "Meaning"), "| Super | - |", "Term: Super; Meaning: -."),
        (("Feed", "Why"), "| Fondant | Syrup chills bees. |", "Feed: Fondant; Why: Syrup chills bees."),
    ],
)
def test_a_span_in_words(header, text, words):
    assert spoken(span_of(header, text)) == words


@pytest.mark.parametrize(
    ("sentence", "is_copy"),
    [
        ("Case: Cold hive; Feed: Fondant; Why: Syrup chills bees.", True),
        ("Case: Cold hive; Feed: Fondant.", True),
        ("Feed: Fondant, because syrup chills bees.", False),
        ("Case: Cold hive; Feed: Dry sugar and pollen from a clean frame.", False),
        ("A cold hive gets fondant, because syrup chills bees.", False),
    ],
)
def test_a_copied_row_is_known_again(sentence, is_copy):
    spans = [span_of((), "Case: Cold hive; Feed: Fondant."), span_of(*ROW)]
    assert copied_row(sentence, spans) is (spans[1] if is_copy else None)


def test_of_two_rows_the_nearer_is_the_one_that_was_copied():
    warm = span_of(ROW[0], "| Warm hive. | Fondant | Syrup chills bees. |")
    cold = span_of(*ROW)
    sentence = "Case: Cold hive; Feed: Fondant; Why: Syrup chills bees."
    assert copied_row(sentence, [warm, cold]) is cold
    assert copied_row(sentence, [warm]) is None


@pytest.mark.parametrize(
    ("sentence", "is_case"), [("Cold hive.", True), ("cold hive", True), ("A cold hive.", False)]
)
def test_a_case_by_itself_stands_for_its_row(sentence, is_case):
    row = span_of(*ROW)
    assert copied_row(sentence, [span_of((), "Cold hive."), row]) is (row if is_case else None)


@pytest.mark.parametrize(
    ("header", "text"),
    [
        (("Feed", "Why"), "| Fondant | Syrup chills bees. |"),
        (("Feed", "Month", "Tool"), "| Fondant | May | Spoon |"),
    ],
)
def test_the_first_cell_of_a_row_without_answer_and_reason_is_no_case(header, text):
    assert copied_row("Fondant.", [span_of(header, text)]) is None


@pytest.mark.parametrize(
    ("header", "text", "words"),
    [
        (*ROW, "Fondant: Syrup chills bees."),
        (("Case", "Feed", "Why"), "| Cold hive. | Fondant | Fondant warms bees. |", "Fondant warms bees."),
        (
            ("Case", "Feed", "Tool", "Because"),
            "| Cold hive | Fondant | Spoon | Syrup chills bees. |",
            "Feed: Fondant; Tool: Spoon. Syrup chills bees.",
        ),
        (("Case", "Open", "Why"), "| Cold hive. | No | Nothing is gained. |", "No: Nothing is gained."),
        (
            ("Case", "Feed", "Why"),
            "| Cold hive. | – | Bees rest. |",
            "Feed: –. Bees rest. (Case: Cold hive.)",
        ),
        (("Month", "Feed"), "| May | none |", "Month: May; Feed: none."),
        (("Term", "Meaning"), "| Drone | A male bee. |", "Drone: A male bee."),
        ((), "- Smoke calms\n  bees.", "Smoke calms bees."),
    ],
)
def test_what_fits_a_case_is_told_without_the_case(header, text, words):
    assert answer_of(span_of(header, text)) == words


def test_answers_stand_between_the_case_and_the_reason():
    header = ("Case", "Feed", "Tool", "Because", "Kind")
    row = span_of(header, "| Cold hive | Fondant | Spoon | Syrup chills bees. | food |")
    assert answers_of(row.passage.chunk) == [("Feed", "Fondant"), ("Tool", "Spoon")]
    assert answers_of(span_of(("Month", "Feed"), "| May | none |").passage.chunk) == []
