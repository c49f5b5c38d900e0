import pytest

from ingest.words import STOP_WORDS, search_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("What is the one of these?", ["one"]),
        ("Training models trains the trained model", ["train", "model", "train", "train", "model"]),
        ("k-means", ["k", "mean", "kmean"]),
        ("Use S3/EFS.", ["use", "s3", "ef", "s3ef"]),
        ("4.2 mm", ["4", "2", "42", "mm"]),
        ("without servers, not with", ["without", "server", "not"]),
        ("¿Ünïcode? 日本", ["n", "code"]),
    ],
)
def test_words(text, words):
    assert search_words(text) == words


def test_spellings_of_a_compound_find_each_other():
    joined, apart, hyphen = (set(search_words(t)) for t in ("kmeans", "k means", "k-means"))
    assert joined <= hyphen
    assert apart <= hyphen


def test_words_that_negate_are_no_stop_words():
    assert not STOP_WORDS & {"not", "no", "without", "never"}
