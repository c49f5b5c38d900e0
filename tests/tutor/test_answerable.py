import pytest

from tutor.answering.answerable import AnswerableFeatures, answerable, answerable_features


def features_for(retriever, question):
    passages = retriever.search(question)
    return answerable_features(question, passages, retriever.index.rarity)


def test_no_passages_answer_nothing():
    nothing = answerable_features("What is a queen?", (), lambda word: 1.0)
    assert (nothing.token_similarity, nothing.similarity, nothing.coverage) == (0.0, 0.0, 0.0)
    assert answerable(nothing) < 0.05


def test_words_that_stand_in_the_passages_are_covered(hashed_retriever):
    found = features_for(hashed_retriever, "What calms bees before a hive is opened?")
    assert (found.coverage, found.rarest_missing, found.names_missing) == (1.0, 0.0, 0.0)


def test_words_and_names_that_stand_nowhere_are_missed(hashed_retriever):
    found = features_for(hashed_retriever, "What does Kubernetes cost in 2031?")
    assert found.coverage < 0.5
    assert found.rarest_missing == pytest.approx(1.0)
    assert found.names_missing == 1.0


@pytest.mark.parametrize("name", ["token_similarity", "similarity", "coverage"])
def test_more_in_common_is_never_less_answerable(name):
    base = {
        "token_similarity": 0.5,
        "similarity": 0.5,
        "coverage": 0.5,
        "rarest_missing": 0.5,
        "names_missing": 0.5,
    }
    values = [answerable(AnswerableFeatures(**{**base, name: value})) for value in (0.0, 0.5, 1.0)]
    assert values == sorted(values)
    assert all(0 <= value <= 1 for value in values)


@pytest.mark.models
def test_questions_of_the_course_are_told_from_others(minilm_retriever):
    def probability(question):
        return answerable(features_for(minilm_retriever, question))

    inside = [
        "How wide are the gaps of a queen excluder?",
        "When are varroa mites treated with formic acid?",
        "What feed do bees get in winter?",
    ]
    outside = [
        "What is the boiling point of mercury?",
        "Who won the Tour de France in 1998?",
        "How do I configure a Kubernetes ingress?",
    ]
    assert min(map(probability, inside)) > max(map(probability, outside))
