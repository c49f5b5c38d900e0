import pytest

from tutor.answering.asked_for import Verdict
from tutor.answering.stances import stance

MAY, MUST = Verdict.PERMISSION, Verdict.OBLIGATION


@pytest.mark.parametrize(
    ("question", "text", "verdict", "says"),
    [
        (
            "Can I use a calculator?",
            "A pocket calculator may be used, so long as it cannot store text.",
            MAY,
            1,
        ),
        ("Can I use a calculator?", "Calculators are not permitted.", MAY, -1),
        ("Can I bring my own drone?", "You may not bring your own drone: the office lends you one.", MAY, -1),
        ("Can I have paper?", "Paper of any kind is forbidden; scribble where you can.", MAY, -1),
        ("Can I have paper?", "Paper is dear.", MAY, 0),
        ("May I keep my phone?", "No phone may lie on the desk.", MAY, -1),
        ("Do I need insurance?", "Insurance is required for every drone.", MUST, 1),
        (
            "Do I need insurance?",
            "On insurance he was clear: under 250 grams insurance is optional.",
            MUST,
            -1,
        ),
        ("Do I need to scale features?", "Random forests need no scaling of features.", MUST, -1),
        ("Do I need experience?", "Earlier work is not needed.", MUST, -1),
        (
            "Must I have an observer?",
            "Anyone who flies needs an observer; no exception may be made.",
            MUST,
            1,
        ),
        ("Must I have an observer?", "Observers are friendly.", MUST, 0),
    ],
)
def test_what_a_text_says(question, text, verdict, says):
    assert stance(question, text, verdict) == says
