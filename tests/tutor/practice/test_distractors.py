import pytest

from tests.tutor.practice.harbour import harbour_retriever, word_check
from tests.tutor.practice.test_passage_facts import row
from tutor.answering.support import SupportCheck
from tutor.practice.passages.distractors import Siblings, TruthSearch, is_proper, part_pairs, related
from tutor.practice.passages.terms import TermBook, course_terms


def term(name, full="", others=""):
    return course_terms([row(name, full, "A thing.", others)])[0]


@pytest.fixture(scope="module")
def retriever(tmp_path_factory):
    return harbour_retriever(tmp_path_factory.mktemp("harbour") / "course")


@pytest.fixture(scope="module")
def book(retriever):
    return TermBook(course_terms(retriever.index.chunks))


def named(book, name):
    return next(term for term in book.terms if term.name == name)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (term("L1 regularisation"), term("Regularisation"), True),
        (term("Gradient boosting", others="XGBoost"), term("XGBoost"), True),
        (term("AUC", "Area under the curve"), term("Area under the curve"), True),
        (term("Amazon S3"), term("S3"), True),
        (term("Grid search"), term("Random search"), False),
        (term("Recall", others="hit rate"), term("Precision", others="positives"), False),
        (term("Elastic net", others="lasso and ridge"), term("L1 penalty", others="lasso"), True),
    ],
)
def test_names_of_one_thing_and_kinds_of_it_are_related(one, other, expected):
    assert related(one, other) is expected
    assert related(other, one) is expected


def test_brands_and_acronyms_are_told_from_plain_words():
    names = ["XGBoost", "SVM", "Amazon S3", "t-SNE", "Logistic regression", "Recall"]
    assert [is_proper(term(name)) for name in names] == [True, True, True, True, False, False]


def test_siblings_are_of_one_kind_and_the_most_alike_come_first(book, retriever):
    siblings = Siblings(book, retriever)
    found = siblings.confusable(named(book, "Tug"))
    assert {other.name for other in found} == {"Pilot boat", "Dredger", "VTS", "Fire float", "Water taxi"}
    values = [siblings.likeness(named(book, "Tug"), other) for other in found]
    assert values == sorted(values, reverse=True)
    assert siblings.fits_meaning(named(book, "Tug"), "A strong vessel that pushes ships.") > 0.3


def test_what_a_source_tells_of_a_thing_may_be_true(book, retriever):
    truth = TruthSearch(retriever, word_check(), book)
    tug, dredger = named(book, "Tug"), named(book, "Dredger")
    said = "turns long tankers within narrow basins"
    assert truth.may_be_true(f"Tug {said}.", tug) == "a source says nearly the same of it"
    assert truth.may_be_true(f"Dredger {said}.", dredger) == ""


def test_of_a_named_wrong_term_only_support_by_a_source_counts(book, retriever):
    tug = named(book, "Tug")
    claim = "Tug turns long tankers within narrow basins."
    asked = word_check()
    assert (
        TruthSearch(retriever, asked, book).may_be_true(claim, tug, is_named=True) == "a source supports it"
    )
    doubting = SupportCheck(Doubting())
    assert TruthSearch(retriever, doubting, book).may_be_true(claim, tug, is_named=True) == ""
    assert TruthSearch(retriever, doubting, book).may_be_true(claim, tug) != ""


class Doubting:
    """Finds every claim a little likely."""

    def probabilities(self, pairs, reading):
        return tuple(0.4 for _ in pairs)


def test_lists_that_mostly_stand_in_passages_on_a_thing_may_be_its_own(book, retriever):
    truth = TruthSearch(retriever, word_check(), book)
    boat, taxi = named(book, "Pilot boat"), named(book, "Water taxi")
    claim = "{} brings guides, freighters and seas."
    assert truth.may_be_true(claim.format("Pilot boat"), boat) == "a section on it has the same list"
    assert truth.may_be_true(claim.format("Water taxi"), taxi) == ""


def test_a_sentence_on_a_thing_may_answer_a_question(book, retriever):
    truth = TruthSearch(retriever, word_check(), book)
    stem = "Which vessel turns long tankers within narrow basins?"
    assert truth.answers(stem, named(book, "Tug"))
    assert not truth.answers(stem, named(book, "Water taxi"))


def test_parts_and_wholes_are_told_by_the_notes(book):
    texts = [
        "The dredger is now part of the tug. A water taxi turns in basins.",
        "Fire float includes a pilot boat with lamps.",
        "Dredger is a vessel.",
    ]
    assert part_pairs(texts, book) == {
        frozenset(("Dredger", "Tug")),
        frozenset(("Fire float", "Pilot boat")),
    }
