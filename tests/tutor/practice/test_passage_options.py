import pytest

from tests.tutor.practice.harbour import CASES, harbour_retriever, word_check
from tutor.practice.passages.facts import FactForm
from tutor.practice.passages.options import OptionMaker
from tutor.practice.types import Difficulty


@pytest.fixture(scope="module")
def maker(tmp_path_factory):
    return OptionMaker(harbour_retriever(tmp_path_factory.mktemp("harbour") / "course"), word_check())


def fact_on(maker, name):
    return next(fact for fact in maker.facts if fact.term.name == name)


def test_wrong_terms_are_siblings_of_which_the_fact_is_not_told(maker):
    fact = fact_on(maker, "Dredger")
    wrong = maker.wrong_terms([fact], 3)
    assert 3 <= len(wrong) <= 5
    assert "Dredger" not in [term.name for term in wrong]
    assert maker.difficulty(fact.term, wrong) in Difficulty


def test_a_wrong_term_is_explained_by_what_it_is_right_for(maker):
    fact = fact_on(maker, "Dredger")
    boat, vts, tug = (fact_on(maker, name).term for name in ("Pilot boat", "VTS", "Tug"))
    defined, listed, advised = (maker.wrong_term(each, fact) for each in (boat, vts, tug))
    quote = "A pilot boat is a fast vessel that carries guides through heavy seas to waiting freighters."
    assert defined.rationale == (
        f"Wrong: Pilot boat would be right if the question described this: “{quote}”"
    )
    assert (defined.source.quote, defined.source.document) == (quote, "notes/work.md")
    assert listed.rationale == (
        "Wrong: VTS would be right if the question described this: "
        "“A station of the harbour that watches ships.”"
    )
    assert listed.source.document == "glossary.md"
    assert listed.claim.startswith("VTS lifts 400 tonnes")
    assert advised.rationale.startswith("Wrong: Tug would be right when a tanker must be turned in a narrow")
    assert advised.source.quote in advised.rationale


def test_false_statements_are_true_of_a_sibling_that_the_reason_names(maker):
    fact = fact_on(maker, "Tug")
    wrong = maker.wrong_statements(fact, len(fact.sentence), 3, lambda told, name: told.statement(name))
    assert len(wrong) == 3
    for option in wrong:
        assert option.text.startswith("Tug ")
        assert option.rationale.startswith("Wrong: This is true of ")
        assert option.source.quote in option.rationale
        assert 0.55 <= len(option.text) / len(fact.sentence) <= 1.5


@pytest.fixture(scope="module")
def case_maker(tmp_path_factory):
    return OptionMaker(harbour_retriever(tmp_path_factory.mktemp("cases") / "course", CASES), word_check())


def the_case(maker):
    (fact,) = [fact for fact in maker.facts if fact.form is FactForm.CASE]
    return fact


def test_what_a_case_weighs_goes_before_other_things_of_the_kind(case_maker):
    fact = the_case(case_maker)
    assert fact.said == "when a company's ferries wait for hours behind silted piers after each winter storm"
    assert case_maker.case_chunks == {fact.chunk.id}
    assert [term.name for term in case_maker.rivals(fact)] == ["Tug", "Water taxi"]
    wrong = [term.name for term in case_maker.wrong_terms([fact], 3)]
    assert wrong[:2] == ["Tug", "Water taxi"]
    assert len(set(wrong)) == len(wrong) >= 3


def test_a_rival_is_wrong_for_what_the_case_says_of_it(case_maker):
    fact = the_case(case_maker)
    tug, _ = case_maker.rivals(fact)
    option = case_maker.wrong_term(tug, fact)
    assert option.rationale == "Wrong: A tug only pulls stranded ferries free, and the silt stays."
    assert (option.source.document, option.source.quote) == (
        "notes/more-0.md",
        "A tug only pulls stranded ferries free, and the silt stays.",
    )
    assert option.claim == f"Choose Tug {fact.said}."
    vts = fact_on(case_maker, "VTS").term
    assert case_maker.wrong_term(vts, fact).rationale.startswith("Wrong: VTS would be right if")


def test_in_a_file_of_cases_only_what_decides_is_a_fact(case_maker):
    """ "A water taxi carries commuters past the silted piers" speaks of the piers of that case."""
    told = [fact for fact in case_maker.facts if fact.chunk.document == "notes/more-0.md"]
    assert told == [the_case(case_maker)]
