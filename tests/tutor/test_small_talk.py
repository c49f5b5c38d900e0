import pytest

from tutor.answering.small_talk import small_talk_reply


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Hi", "Hello."),
        ("hello there!", "Hello."),
        ("Good morning, how are you?", "Hello."),
        ("how are you today", "Hello."),
        ("Thanks!", "You are welcome."),
        ("ok, thank you very much", "You are welcome."),
        ("Bye.", "Goodbye."),
        ("What can you do?", "I answer questions about Bees"),
        ("Who are you?", "I answer questions about Bees"),
        ("help", "I answer questions about Bees"),
    ],
)
def test_small_talk(text, begins):
    assert small_talk_reply(text, "Bees").startswith(begins)


@pytest.mark.parametrize(
    "text",
    [
        "", "?", "Hi, what is a queen excluder?", "What does hello world mean?", "thanks to what do bees fly",
        "What can Glue do?", "help me with swarming", "What is this service for?",
    ],
)  # fmt: skip
def test_a_real_question_is_none(text):
    assert small_talk_reply(text, "Bees") is None
