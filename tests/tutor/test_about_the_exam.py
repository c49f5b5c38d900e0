"""Questions on how the exam is taken that do not name it."""

import pytest

from tutor.answering.about_the_exam import about_the_exam


@pytest.mark.parametrize(
    "question",
    [
        "can i take it in Japanese or just english?",
        "can i do it at home or do i have to go to a test center",
        "when should we sit it",
        "What ID do I need to bring?",
        "can i bring paper and pen for notes",
        "i failed, how soon can i retake it",
        "what happens if I retake it",
        "If I fail, what then?",
        "how do i recertify when it expires",
        "is my certification still good",
        "do i lose points for wrong answers",
        "when do i get my result",
        "can i skip questions and come back",
        "can i cancel or reschedule my booking",
        "can I move it to another day? can I book a slot",
    ],
)
def test_who_asks_how_the_exam_is_taken_means_the_exam(question):
    assert about_the_exam(question) == f"The exam: {question}"


@pytest.mark.parametrize(
    "question",
    [
        "how long is the exam and when do I get my result",  # names it already
        "When do I take Athena instead of Redshift?",
        "Can I bring my own container to SageMaker?",
        "Can we bring data from on-premises into S3 with DataSync?",
        "What do I need to pass to the estimator?",
        "Do I have to pass a VPC config to the training job?",
        "I passed an IAM role but get AccessDenied, why?",
        "I failed to reduce overfitting with dropout, what next?",
        "Which algorithm can we use to recommend a book?",
        "How would you build a hotel booking recommender?",
        "How does ACM renew the certificate?",
        "Do we take it into account when computing recall?",
        "How do you take it from prototype to production?",
        "Can I do it in parallel or do I have to wait?",
        "Can we take it in batches?",
        "How do I renew my certificate in ACM?",
        "Where does SageMaker write my results?",
        "How do I estimate costs with the AWS pricing calculator?",
        "Do we lose points when outliers are dropped?",
        "How often should I retake the measurement?",
        "Some labels are rare. What class weights can I pass to supervised BlazingText?",
        "A team that took records home wants to know who passed, and so each of them must bring paper notes.",
    ],
)
def test_any_other_question_stays_as_it_is(question):
    assert about_the_exam(question) == question
