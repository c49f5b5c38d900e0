import pytest

from tutor.answering.second_reading import answerable_on_second_reading, second_reading
from tutor.llm.scripted import ScriptedChatModel, yes_no_reply

GAPS = "How wide are the gaps of a queen excluder?"


def read(retriever, question, probability=0.8):
    """What came of it, and the last message that the model was sent."""
    model = ScriptedChatModel(replies=[yes_no_reply(probability)])
    found = second_reading(model, question, retriever.search(question), retriever.embedder)
    return found, model.seen[0][-1].text


def test_the_model_reads_the_nearest_sentences_under_their_heading(hashed_retriever):
    found, sent = read(hashed_retriever, GAPS)
    assert found == pytest.approx(0.8)
    assert sent.startswith(
        "Note: Queen excluder: what it does: A queen excluder is a grid with gaps of 4.2 mm."
    )
    assert sent.endswith(f"Question: {GAPS}")


def test_of_a_scenario_only_its_end_is_asked(hashed_retriever):
    told = "My aunt keeps forty hives. She sells honey in June. The queens slip through. "
    _, sent = read(hashed_retriever, told + GAPS)
    assert sent.endswith(f"Question: The queens slip through. {GAPS}")


def test_a_row_is_read_with_the_names_of_its_columns(hashed_retriever):
    _, sent = read(hashed_retriever, "Which feed do bees get in winter above the cluster?")
    assert "Season: Winter; Feed: Fondant above the cluster" in sent


def test_without_passages_nothing_is_told_and_nobody_asked(hashed_retriever):
    model = ScriptedChatModel(replies=[])
    assert second_reading(model, GAPS, (), hashed_retriever.embedder) == 0.0


def test_both_readings_count_and_the_second_more():
    assert answerable_on_second_reading(0.5, 0.9) > 0.7 > 0.3 > answerable_on_second_reading(0.5, 0.3)
    assert answerable_on_second_reading(0.9, 0.6) > answerable_on_second_reading(0.1, 0.6)
    gained = answerable_on_second_reading(0.5, 0.9) - answerable_on_second_reading(0.5, 0.5)
    assert gained > answerable_on_second_reading(0.9, 0.5) - answerable_on_second_reading(0.5, 0.5)
    assert 0 < answerable_on_second_reading(0.0, 0.0) < answerable_on_second_reading(1.0, 1.0) < 1
