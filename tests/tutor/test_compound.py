import pytest

from tutor.answering.compound import halves


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        (
            "Which port does the hive monitor need, and why is the smoker so slow to light?",
            ("Which port does the hive monitor need", "why is the smoker so slow to light?"),
        ),
        (
            "What do drones eat in spring; when do queens fly out?",
            ("What do drones eat in spring", "when do queens fly out?"),
        ),
        (
            "where do bees store honey and in which frames do they store pollen",
            ("where do bees store honey", "in which frames do they store pollen"),
        ),
        ("What is a queen excluder, and what is it for?", ()),  # the second asks for nothing by itself
        ("Smoke and heat: which calms bees?", ()),
        ("How do bees heat and cool the hive?", ()),
        ("", ()),
    ],
)
def test_two_questions_in_one_are_told_apart(question, parts):
    assert halves(question) == parts
