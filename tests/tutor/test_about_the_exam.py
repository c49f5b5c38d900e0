"""Questions on the exam itself that do not name it."""

import pytest

from tutor.answering.about_the_exam import about_the_exam


@pytest.mark.parametrize(
    "question",
    [
        "can i take it in Japanese or just english?",
        "What ID do I need to bring?",
        "i failed, how soon can i retake it",
        "how do i recertify when it expires",
        "what score do i need to pass",
        "do i lose points for wrong answers",
        "when do i get my result",
        "how long is the exam",
        "is this certification still valid",
        "are there unscored questions",
    ],
)
def test_who_asks_how_the_exam_is_taken_means_the_exam(question):
    assert about_the_exam(question) == f"The exam: {question}"


@pytest.mark.parametrize(
    "question",
    [
        "When do I take Athena instead of Redshift?",
        "Can I bring my own container to SageMaker?",
        "What do I need to pass to the estimator?",
        "Some labels are rare. What class weights can I pass to supervised BlazingText?",
        "Which labs are in the CKA Kubernetes exam?",
        "Does the function pass the record on?",
        "How long does it take?",
        "A team has taken the exam data of a school, wants to predict who fails, and asks which model fits.",
    ],
)
def test_any_other_question_stays_as_it_is(question):
    assert about_the_exam(question) == question
