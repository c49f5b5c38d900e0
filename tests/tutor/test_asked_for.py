import pytest

from tutor.answering.asked_for import AskedFor, Verdict, asked_for
from tutor.answering.values import Kind


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("How many questions does the paper have?", Kind.NUMBER),
        ("How often can I try?", Kind.NUMBER),
        ("How long is the exam?", Kind.DURATION),
        ("How many minutes do I get?", Kind.DURATION),
        ("If I fail, how soon can I try again?", Kind.DURATION),
        ("What score is a pass?", Kind.PERCENT),
        ("How full must the disk be?", Kind.PERCENT),
        ("What time does it start?", Kind.CLOCK),
        ("What weekday do results come out?", Kind.WEEKDAY),
        ("Which year does support end?", Kind.YEAR),
        ("Until when can I still take version A?", Kind.DAY),
        ("Until when can I move it without paying?", Kind.DAY),
        ("Last day to apply for the course?", Kind.DAY),
        ("How hot must it get?", Kind.NUMBER),
        ("What's the default limit of an instance?", Kind.NUMBER),
    ],
)
def test_the_kind_of_value(question, first):
    assert asked_for(question).kinds[0] is first


@pytest.mark.parametrize("question", ["What does it cost?", "How much is the course?", "What do I pay?"])
def test_money(question):
    asked = asked_for(question)
    assert (asked.kinds, asked.is_money) == ((Kind.NUMBER,), True)


def test_what_is_counted():
    assert asked_for("How many trial questions are in it?").counted == {"trial", "question"}
    assert asked_for("How many people can I take along?").counted == {"peopl"}


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("Can I use a calculator?", Verdict.PERMISSION),
        ("Is a paper dictionary ok in the exam?", Verdict.PERMISSION),
        ("I have a dog. May it come along?", Verdict.PERMISSION),
        ("Do I need a certificate to register?", Verdict.OBLIGATION),
        ("Must somebody stand beside me?", Verdict.OBLIGATION),
        ("Is insurance required?", Verdict.OBLIGATION),
        ("Does k-means scale?", None),
    ],
)
def test_a_yes_or_no(question, verdict):
    assert asked_for(question) == AskedFor(verdict=verdict, is_yes_or_no=True)


@pytest.mark.parametrize(
    "question",
    [
        "My model boasts 99 percent accuracy and 1 percent of cases are fraud. What is the trap?",
        "Who signs the form?",
        "Which form is for a bad reading?",
        "Why is the lowest k wrong?",
        "What is AUC?",
    ],
)
def test_no_value_and_no_verdict(question):
    asked = asked_for(question)
    assert (asked.kinds, asked.verdict, asked.is_yes_or_no) == ((), None, False)


@pytest.mark.parametrize(
    "question",
    ["Who chairs the oral?", "Which form do I use?", "Where's the practical?", "Colour of the lamp?",
     "What tool do I use for traces? I forgot."],
)  # fmt: skip
def test_a_name(question):
    asked = asked_for(question)
    assert (asked.is_name, asked.kinds, asked.is_yes_or_no) == (True, (), False)


@pytest.mark.parametrize(
    "question",
    ["Why does it fail?", "What is stemming?", "What does MFCC mean?", "What is the difference between both?",
     "How do I stop it?", "What happens if I am late?", "What score is a pass?", "What are the domains?",
     "What should I bring to the exam?", "What do I do if I fail?", "Which services are in scope?",
     "Which algorithms does SageMaker offer?", "What should I know about S3?"],
)  # fmt: skip
def test_no_name(question):
    assert not asked_for(question).is_name
