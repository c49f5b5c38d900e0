import pytest

from tutor.practice.passages.retelling import retellings


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("marks leaks in the hull and gives a dry deck", ["X gives a dry deck and marks leaks in the hull."]),
        (
            "is the best choice when the crew is small and the harbour has enough cranes",
            [
                "X is the best choice when the harbour has enough cranes and the crew is small.",
            ],
        ),
        (
            "is the best choice for weighing a box, calling a pilot or painting a hull",
            ["X is the best choice for weighing a box, painting a hull or calling a pilot."],
        ),
        ("offers rope at night", ["X provides rope at night."]),
        ("copies all charts before a voyage", ["Before a voyage, X copies all charts."]),
        ("holds buoys that mark a wreck and needs paint", []),
        ("lifts mud and keeps its bucket clean", []),
        ("has test, spare and signal flags", []),
        ("serves ports, ships that are late and crews", []),
        ("sails when the tide turns and the wind falls", []),
    ],
)
def test_a_fact_is_told_in_another_order(said, told):
    assert list(retellings(said, may_front=True)) == told


def test_nothing_is_put_in_front_unasked():
    assert list(retellings("copies all charts before a voyage", may_front=False)) == []
