"""Which questions are broad, and what they are about."""

import pytest

from ingest.types import BlockKind, Chunk
from tutor.answering.overview import (
    asks_for_contrast,
    asks_for_list,
    begins_with,
    contrasts,
    is_bare_name,
    is_named,
    name_share,
    subjects_of,
)


def alike(word):
    return 1.0


def brands_are_common(word):
    return 0.1 if word in ("sagemak", "model") else 1.0


@pytest.mark.parametrize(
    ("question", "subjects"),
    [
        ("What is k-means used for?", ("k-means",)),
        ("explain skewness pls", ("skewness",)),
        ("how does early stopping work", ("early stopping",)),
        ("What should I watch out for in an A/B test?", ("A/B test",)),
        ("What's the difference between precision and recall?", ("precision", "recall")),
        ("when to use spearman instead of pearson", ("spearman", "pearson")),
        ("How is bagging different from boosting?", ("bagging", "boosting")),
        ("when linear learner and not xgboost", ("linear learner", "xgboost")),
        ("pros and cons of decision trees", ("decision trees",)),
        ("serverless inference limits?", ("serverless inference",)),
        ("types of missing data", ("missing data",)),
        ("Which services are in scope?", ("services in scope",)),
        ("What is a partition key??", ("partition key",)),
        ("explain the loss function", ("loss function",)),
        ("What domains does the exam have", ("domains the exam",)),
    ],
)
def test_what_is_left_without_the_framing_words_is_the_subject(question, subjects):
    assert subjects_of(question) == subjects


@pytest.mark.parametrize(
    "question",
    [
        "How many puffs of smoke does a hive need?",
        "Can Rekognition detect faces?",
        "Who invented the smoker?",
        "Why does k-means need scaled features in a warm start?",  # two stretches that nothing parts
        "A team keeps a million clips on twelve disks; which tiny archive of old wax prints fits best?",
        "What is a super? What is an excluder?",
        "mean vs median",  # "mean" may frame a question
        "For which distribution are mean and variance alike?",
        "",
    ],
)
def test_other_questions_have_none(question):
    assert subjects_of(question) == ()


@pytest.mark.parametrize(
    ("question", "is_contrast"),
    [
        ("smoker vs water", True),
        ("why a smoker rather than water", True),
        ("how do drones and workers differ", True),
        ("explain drones and workers", False),
        ("what is an overseer", False),
    ],
)
def test_two_things_are_told_apart_or_only_named_together(question, is_contrast):
    assert asks_for_contrast(question) is is_contrast


@pytest.mark.parametrize(
    ("question", "is_list"),
    [
        ("which kinds of syrup exist", True),
        ("What storage classes are there?", True),
        ("Which services are in scope?", True),
        ("what is a smoker", False),
        ("What does kinesis do?", False),
        ("which smoker fits a small hive", False),
    ],
)
def test_a_question_for_a_list(question, is_list):
    assert asks_for_list(question) is is_list


def test_words_that_everything_has_hardly_count():
    assert name_share("SageMaker Clarify", "Clarify: bias", brands_are_common) == pytest.approx(1 / 1.1)
    assert name_share("SageMaker Clarify checks", "Clarify: checks", brands_are_common) == pytest.approx(
        2 / 2.1
    )


def test_of_two_words_the_second_says_what_it_is():
    assert name_share("federated learning", "A federated query", alike) == 0.0
    assert name_share("federated learning", "Learning in rounds", alike) == 0.5


def test_a_part_of_a_compound_is_another_thing():
    assert name_share("SMOTE", "SMOTE-NC: mixed columns", alike) == 0.0
    assert name_share("SMOTE", "Resampling and SMOTE", alike) == 1.0
    assert name_share("k-means", "K-means: intuition", alike) == 1.0


def test_one_word_may_stand_before_a_name_that_begins_a_heading():
    assert begins_with("Athena", "Amazon Athena: facts", alike)
    assert not begins_with("Athena", "Cost of large Athena queries", alike)


def chunk(text, heading, kind=BlockKind.PROSE):
    return Chunk("c", "a.md", 1, 0, len(text), text, kind, ("Hive", heading))


@pytest.mark.parametrize(
    ("of", "is_about"),
    [
        (chunk("It calms bees.", "Smoker: when to use it"), True),
        (chunk("A smoker calms bees.", "Tools"), False),
        (chunk("| Smoker | | A tool that calms bees. |", "Words", BlockKind.TABLE_ROW), True),
        (chunk("| A smoker goes out in the rain again | Dry grass |", "Faults", BlockKind.TABLE_ROW), False),
    ],
)
def test_headings_and_first_cells_name_what_a_passage_is_about(of, is_about):
    assert is_named("smoker", of, alike) is is_about


@pytest.mark.parametrize(
    ("text", "is_contrast"),
    [
        ("Drones mate, while workers forage.", True),
        ("Workers forage, and drones mate.", True),
        ("Drones and workers live in one hive.", False),
        ("Drones mate, while queens lay.", False),
        ("Take drones rather late than early. Take workers in spring.", False),
    ],
)
def test_one_thing_is_said_of_each(text, is_contrast):
    assert contrasts(("drones", "workers"), text, alike) is is_contrast


@pytest.mark.parametrize(
    ("subject", "is_bare"),
    [("Bayesian networks", True), ("SageMaker model dances", True), ("silhouette below zero", False)],
)
def test_a_bare_name_has_at_most_two_words_that_matter(subject, is_bare):
    assert is_bare_name(subject, brands_are_common) is is_bare
