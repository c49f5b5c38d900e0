"""What an answer cites is read before the question; a question for a quantity wants one."""

import pytest

from tutor.answering.relevance import asks_for_quantity, gives_quantity, is_heading, only_repeats, relevance
from tutor.answering.types import AnswerSentence, Citation


class ByHeading:
    """A verifier that finds an answer under one heading only."""

    def __init__(self, heading):
        self.heading = heading
        self.read = []

    def probabilities(self, pairs, reading):
        self.read += [(question, evidence.text, str(reading)) for question, evidence in pairs]
        return tuple(0.9 if evidence.context == self.heading else 0.1 for _, evidence in pairs)


def cited(n, heading, quote):
    return Citation(n, "bees.md", 1, f"Bees › {heading}", 0, len(quote), quote, f"c{n}")


QUEEN, HIVE = cited(1, "Queen", "A queen lives for years."), cited(2, "Hive", "A hive has one queen.")


def test_relevance_is_that_of_the_best_supported_sentence():
    sentences = (
        AnswerSentence("Queens live long.", True, 0.8, (1,)),
        AnswerSentence("Hives have one queen.", True, 0.6, (2,)),
    )
    verifier = ByHeading("Hive")
    assert relevance("How many queens?", sentences, (QUEEN, HIVE), verifier) == pytest.approx(0.54)
    assert verifier.read == [
        ("How many queens?", "A queen lives for years.", "answers"),
        ("How many queens?", "A hive has one queen.", "answers"),
    ]


def test_two_quotes_of_a_sentence_are_read_together():
    sentences = (AnswerSentence("One queen, for years.", True, 1.0, (1, 2)),)
    verifier = ByHeading("Queen")
    assert relevance("How long?", sentences, (QUEEN, HIVE), verifier) == pytest.approx(0.9)
    assert verifier.read[0][1] == "A queen lives for years. A hive has one queen."


def test_an_answer_to_one_of_two_questions_is_relevant():
    class OnlyTheHalf:
        def probabilities(self, pairs, reading):
            return tuple(0.9 if question.startswith("how many queens") else 0.1 for question, _ in pairs)

    sentences = (AnswerSentence("Hives have one queen.", True, 0.6, (2,)),)
    both = "Which colour has the smoker of a keeper, and how many queens has a hive?"
    assert relevance(both, sentences, (HIVE,), OnlyTheHalf()) == pytest.approx(0.54)


def test_what_is_withheld_or_cites_nothing_does_not_count():
    sentences = (AnswerSentence("Wasps.", False, 0.9, (1,)), AnswerSentence("Hi.", True, 1.0))
    assert relevance("Who?", sentences, (QUEEN,), ByHeading("Queen")) == 0.0


@pytest.mark.parametrize(
    "question",
    [
        "How many queens has a hive?",
        "how long does honey keep",
        "How much memory has one hive sensor?",
        "What share of the exam is on mites?",
        "How old may a frame be, in days, before it is melted?",
        "Default interval of inspections?",
        "What is the price of a frame?",
        "If I set no interval, which number is taken?",
        "How many frames do I need? The hive is full. Bees swarm.",
    ],
)
def test_questions_for_a_quantity(question):
    assert asks_for_quantity(question)


@pytest.mark.parametrize(
    "question",
    [
        "Which bee lays eggs?",
        "How does a hive stay warm?",
        "Why are mites dangerous?",
        "What is in a hive?",
        "Why does the price of honey climb?",
        "A beekeeper sells at one price. How many hives he has is known. Which market suits him?",
        "A beekeeper sells honey. Which market suits him? How many hives he has is known.",
    ],
)
def test_other_questions(question):
    assert not asks_for_quantity(question)


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("A hive has one queen.", True),
        ("It keeps for 24 hours.", True),
        ("There is no limit.", True),
        ("It stays open until the job ends.", True),
        ("The service was closed on 30 April 2026 to newcomers.", False),
        ("Hyperparameters are size, depth and rate.", False),
        ("Honey costs less than wax.", False),
        ("Frames go to S3 and then to EC2.", False),
        ("Frames go to S3 within 2 days.", True),
    ],
)
def test_quantities(text, gives):
    assert gives_quantity(text) is gives


@pytest.mark.parametrize(
    ("question", "text", "repeats"),
    [
        ("Bees swarm in May. Which queen goes with the swarm?", "The queen goes with the swarm.", True),
        ("Bees swarm in May. Which queen goes with the swarm?", "The old queen goes.", False),
        ("Does the old queen swarm?", "The old queen does not swarm.", False),
        ("Does the old queen swarm?", "Yes, the old queen does.", False),
        ("Does the old or the young queen swarm?", "The old queen.", False),
        ("Which queens swarm, how many?", "Two queens swarm.", False),
        ("Why does smoke calm bees?", "Smoke calms bees.", True),
        ("Does smoke calm bees?", "Smoke calms bees.", False),
        ("Which of smoke and syrup calms bees?", "Smoke calms bees.", False),
        ("I have smoke and syrup. It is May. Which one calms bees?", "Smoke.", False),
        ("My smoker holds dry grass. It is May or June. Which is cool?", "The smoker holds dry grass.", True),
    ],
)
def test_a_sentence_that_only_repeats_the_question_is_known(question, text, repeats):
    assert only_repeats(question, text) is repeats


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Smoker fuels: what burns long and cool", True),
        ("Smoker fuels: what burns so long", True),
        ("What burns long and cool in a hive smoker, and what burns hot", False),
        ("Smoker fuels: what burns long and cool for 2 hours", False),
        ("Fuels that burn long and cool in a smoker are best.", False),  # a sentence
        ("Dry grass and burlap", False),  # an answer
        ("Smoker fuels", False),  # too short to tell
    ],
)
def test_a_heading_over_again_is_known(text, is_one):
    assert is_heading(text, ["Inspections", "Smoker fuels: what burns long and cool"]) is is_one
