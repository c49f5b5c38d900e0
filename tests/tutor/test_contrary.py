import pytest

from tutor.answering.contrary import contrary, is_verdict, without_verdict
from tutor.answering.support import SupportCheck
from tutor.answering.verifier import Evidence


@pytest.mark.parametrize(
    ("claim", "verdict", "rest"),
    [
        ("Yes, bees need water.", True, "Bees need water."),
        ("No. A hive has one queen.", True, "A hive has one queen."),
        ("Nobody needs smoke.", False, "Nobody needs smoke."),
        ("No hive needs two queens.", False, "No hive needs two queens."),
        ("No", False, "No"),
    ],
)
def test_a_verdict_is_taken_off(claim, verdict, rest):
    assert is_verdict(claim) is verdict
    assert without_verdict(claim) == rest


@pytest.mark.parametrize(
    ("statement", "other"),
    [
        ("Bees need water.", "Bees do not need water."),
        ("A hive needs water.", "A hive does not need water."),
        ("A hive is warm.", "A hive is not warm."),
        ("Bees do not need water.", "Bees need water."),
        ("Bees cannot drink syrup.", "Bees can drink syrup."),
        ("A queen must not fly.", "A queen must fly."),
        ("Drones can't sting.", "Drones can sting."),
        ("A drone won't sting.", "A drone will sting."),
        ("A hive isn't cold.", "A hive is cold."),
        ("Drones dawdle.", ""),
    ],
)
def test_the_contrary_of_a_statement(statement, other):
    assert contrary(statement) == other


class Scores:
    def __init__(self, by_claim):
        self.by_claim = by_claim

    def probabilities(self, pairs, reading):
        return tuple(self.by_claim[claim] for claim, _ in pairs)


@pytest.mark.parametrize(("against", "supported"), [(0.8, False), (0.7, False), (0.4, True)])
def test_a_verdict_needs_a_source_that_decides(against, supported):
    said = {
        "Yes, bees need water.": 0.7, "Bees need water.": 0.7, "Bees do not need water.": against,
    }  # fmt: skip
    (found,) = SupportCheck(Scores(said)).check([("Yes, bees need water.", Evidence("Bees and water."))])
    assert found.supported is supported
    assert found.objection == ("" if supported else "the source speaks as much for the contrary")


def test_other_sentences_are_read_once():
    (found,) = SupportCheck(Scores({"Bees need water.": 0.7})).check(
        [("Bees need water.", Evidence("Water."))]
    )
    assert (found.score, found.objection) == (0.7, "")
