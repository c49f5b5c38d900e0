from dataclasses import replace

import pytest

from tests.tutor.practice.test_json_form import ITEM
from tests.tutor.word_verifier import WordVerifier
from tutor.answering.glossary import Glossary, Term
from tutor.answering.support import SupportCheck
from tutor.answering.verifier import Evidence
from tutor.practice.proving.giveaways import key_not_given_away
from tutor.practice.proving.likeness import Likeness, containment, likeness
from tutor.practice.proving.proof import (
    ProofContext,
    SupportedOption,
    blind_solver,
    distractors_unsupported,
    key_supported,
    not_near_copy,
    option_count,
    options_differ,
    prove,
    rationale_complete,
    sources_verbatim,
    supported_options,
)
from tutor.practice.tables.siblings import Names
from tutor.practice.types import ItemKind, ItemSource, Origin

SUPPORT = SupportCheck(WordVerifier())
ROW = "| A diver works below the hull. | Alfa | It asks others to keep clear. |"
ITEM = replace(
    ITEM,
    stem="A diver works below the hull. Which flag fits?",
    origin=Origin.TABLE,
    options=("Bravo", "Golf", "Alfa", "Hotel"),
    rationales=(
        "Wrong: it is for petrol.",
        "Wrong: it calls a pilot.",
        "Right: keep well clear.",
        "Wrong: the guide came.",
    ),
    sources=(ItemSource("flags.md", "Flags", ROW),),
    checks=(),
)
CLAIMS = tuple(f"{option} fits this case: A diver works below the hull." for option in ITEM.options)


@pytest.mark.parametrize(
    ("kind", "key", "count", "end", "passed"),
    [
        (ItemKind.MULTIPLE_CHOICE, (0,), 4, "", True),
        (ItemKind.MULTIPLE_CHOICE, (0,), 5, "", False),
        (ItemKind.MULTIPLE_RESPONSE, (0, 1), 5, " Select TWO.", True),
        (ItemKind.MULTIPLE_RESPONSE, (0, 1), 5, "", False),
        (ItemKind.MULTIPLE_RESPONSE, (0, 1), 6, " Select TWO.", False),
        (ItemKind.MULTIPLE_RESPONSE, (0, 1, 2), 6, " Select THREE.", True),
    ],
)
def test_the_number_of_options_follows_from_the_kind(kind, key, count, end, passed):
    item = replace(ITEM, kind=kind, key=key, options=tuple("abcdef"[:count]), stem=f"Which?{end}")
    assert option_count(item).passed is passed


@pytest.mark.parametrize(
    ("other", "passed"),
    [("Golf", True), ("alfa", False), ("Amazon Alfa", False), ("Alfa flag", False), ("Alpha", False)],
)
def test_options_that_repeat_contain_or_mean_each_other_are_found(other, passed):
    names = Names(Glossary((Term(("Alfa", "Alpha"), "Keep clear."),)))
    item = replace(ITEM, options=("Bravo", other, "Alfa", "Hotel"))
    assert options_differ(item, names.same).passed is passed


def test_a_key_that_is_much_longer_is_given_away():
    item = replace(ITEM, options=("Bravo", "Golf", "Alfa, flown from the highest mast of all", "Hotel"))
    assert not key_not_given_away(item).passed


def test_a_key_that_shares_most_words_with_the_stem_is_given_away():
    assert not key_not_given_away(replace(ITEM, options=("Bravo", "Golf", "Diver", "Hotel"))).passed
    assert key_not_given_away(replace(ITEM, options=("Hull", "Golf", "Diver", "Hotel"))).passed
    stem = "Which SageMaker feature goes on with a training job?"
    options = ("SageMaker Neo", "SageMaker Canvas", "Managed Spot training", "SageMaker Clarify")
    assert not key_not_given_away(replace(ITEM, stem=stem, options=options)).passed
    stem, options = "Which is the standard choice?", ("Winsorising", "Binning", "Standardisation", "Scaling")
    assert not key_not_given_away(replace(ITEM, stem=stem, options=options)).passed


@pytest.mark.parametrize(
    ("stem", "options", "passed"),
    [
        ("This flag is called an", ("Bravo", "Golf", "Alfa", "Hotel"), False),
        ("This flag is called a", ("Bravo", "Golf", "Alfa", "Hotel"), True),
        ("What fits are", ("Bravo", "Golf", "Cones", "Hotel"), False),
        ("What fits is", ("Bravo", "Golf", "Cone", "Hotel"), True),
    ],
)
def test_grammar_that_fits_the_key_alone_is_found(stem, options, passed):
    assert key_not_given_away(replace(ITEM, stem=stem, options=options)).passed is passed


def test_reasons_are_complete_begin_rightly_and_differ():
    assert rationale_complete(ITEM).passed
    assert not rationale_complete(
        replace(ITEM, rationales=(*ITEM.rationales[:3], "Right: he came too."))
    ).passed
    assert not rationale_complete(replace(ITEM, rationales=(ITEM.rationales[1], *ITEM.rationales[1:]))).passed
    assert not rationale_complete(replace(ITEM, sources=())).passed


def test_quotes_stand_to_the_letter_on_their_pages():
    pages = {("flags.md", 1): f"Flags\n{ROW}\n"}
    assert sources_verbatim(ITEM, lambda document, page: pages[document, page]).passed
    off_by_one = replace(ITEM.sources[0], page=2)
    assert not sources_verbatim(replace(ITEM, sources=(off_by_one,)), lambda d, p: pages[d, p]).passed
    changed = replace(ITEM.sources[0], quote="| A diver works below a hull. |")
    assert not sources_verbatim(replace(ITEM, sources=(changed,)), lambda d, p: pages[d, p]).passed


def test_the_same_question_in_another_order_is_a_near_copy():
    shuffled = replace(ITEM, id="t-2", options=("Hotel", "Alfa", "Golf", "Bravo"), key=(1,))
    other = replace(ITEM, id="t-3", stem="Petrol is pumped into the tanks of a launch. What is hoisted?")
    assert likeness(ITEM, shuffled) == 1.0
    assert likeness(ITEM, other) == 0.32  # the same options and key, another stem
    assert not not_near_copy(ITEM, Likeness([shuffled])).passed
    assert not_near_copy(ITEM, Likeness([other])).passed
    assert Likeness([other, shuffled]).nearest(ITEM).id == "t-2"


def test_a_copy_of_its_passage_fails_unless_it_is_made_from_a_table():
    copied = replace(ITEM, stem="A diver works below the hull. Alfa.", origin=Origin.PASSAGE)
    assert containment(copied.stem, ROW) == 1.0
    assert not not_near_copy(copied, Likeness()).passed
    told = not_near_copy(replace(copied, origin=Origin.TABLE), Likeness())
    assert (
        told.passed,
        "100% of the stem's three-word runs stand in by design, its own row" in told.note,
    ) == (
        True,
        True,
    )


def proof(**given):
    return ProofContext(lambda d, p: ROW, Names(Glossary()).same, SUPPORT, CLAIMS, lambda claim: [], **given)


def test_the_key_needs_a_source_that_says_it():
    told = key_supported(ITEM, proof())
    assert (told.passed, told.note) == (True, "its words stand in its row")
    silent = replace(ITEM, sources=(ItemSource("flags.md", "Flags", "| A net is caught. | Romeo | So. |"),))
    assert not key_supported(silent, proof()).passed


def test_a_key_of_two_rows_stands_in_both_together():
    other = ItemSource("flags.md", "Flags", "| A net is caught on a rock. | Romeo | So. |")
    two = replace(
        ITEM, options=("(1) Golf", "(1) Hotel", "(1) Alfa; (2) Romeo", "-"), sources=(*ITEM.sources, other)
    )
    words = ("Golf", "Hotel", "Alfa Romeo", "-")
    assert key_supported(two, proof(words=words, key_sources=2)).passed
    assert not key_supported(two, proof(words=("Golf", "Hotel", "Alfa Kilo", "-"), key_sources=2)).passed


def test_a_wrong_option_that_a_passage_supports_is_found():
    passage = Evidence("Golf fits: a diver works below the hull.")
    (found,) = supported_options(ITEM, CLAIMS, lambda claim: [passage], SUPPORT)
    assert found == SupportedOption(1, pytest.approx((6 / 7) ** 3))
    found = distractors_unsupported(ITEM, CLAIMS, lambda claim: [passage], SUPPORT)
    assert not found.passed
    assert distractors_unsupported(ITEM, CLAIMS, lambda claim: [], SUPPORT).passed


def test_costly_checks_are_left_out_after_a_cheap_one_failed():
    context = ProofContext(lambda d, p: ROW, Names(Glossary()).same, SUPPORT, CLAIMS, lambda claim: [])
    assert [check.name for check in prove(ITEM, context)] == (
        "option_count options_differ rationale_complete sources_verbatim key_not_given_away not_near_copy "
        "key_supported distractors_unsupported".split()
    )
    assert [check.name for check in prove(replace(ITEM, options=("Bravo", "Golf", "Alfa", "Golf")), context)][
        -1
    ] == "not_near_copy"


def test_a_solver_is_asked_last():
    solved = replace_solver(agrees=False)
    checks = prove(ITEM, solved)
    assert (checks[-1].name, checks[-1].passed, checks[-1].note) == (
        "blind_solver",
        False,
        "key chosen in 1 of 4 orders",
    )


def replace_solver(agrees):
    return ProofContext(
        lambda d, p: ROW,
        Names(Glossary()).same,
        SUPPORT,
        CLAIMS,
        lambda claim: [],
        solver=lambda item: blind_solver(item, agrees, 1, 4),
    )
