from dataclasses import replace

import pytest
from kiln_course import ITEM, kiln_tools

from tutor.practice.explaining.contrast import Confusion, confusion_of, follow_up_rank, likest_key
from tutor.practice.types import ItemKind


@pytest.fixture(scope="module")
def terms(tmp_path_factory):
    return kiln_tools(tmp_path_factory.mktemp("kiln")).terms


def item(name, options, key, task="1.1"):
    return replace(ITEM, id=name, options=options, key=key, task=task)


def test_the_pair_is_the_key_and_the_choice():
    assert confusion_of(ITEM, (0,)) == Confusion("Stoneware glaze", "Raku firing", "1.1", "k-1")


def test_names_are_taken_out_of_long_options(terms):
    long = replace(
        ITEM,
        options=(
            "Cool the cups with Raku firing in the yard behind the house at night",
            "Coat the cups with Stoneware glaze and fire them twice in the kiln",
            "x",
            "y",
        ),
    )
    assert confusion_of(long, (0,), terms) == Confusion("Stoneware glaze", "Raku firing", "1.1", "k-1")
    assert confusion_of(long, (0,)).right == long.options[1]


@pytest.mark.parametrize("chosen", [(1,), ()])
def test_without_a_wrong_choice_nothing_is_confused(chosen):
    assert confusion_of(ITEM, chosen) is None


def test_a_missed_key_comes_before_a_found_one():
    two = replace(ITEM, kind=ItemKind.MULTIPLE_RESPONSE, key=(1, 2), options=("A b", "A b c", "D", "E"))
    assert confusion_of(two, (0, 1)).right == "D"
    assert confusion_of(two, (0,)).right == "A b c"
    assert likest_key(two, 0) == 1


def test_the_same_pair_is_drilled_first(terms):
    confusion = Confusion("Stoneware glaze", "Raku firing", "1.1", "k-1")
    items = [
        item("nothing", ("Wax", "Sand"), (0,), "2.1"),
        item("task only", ("Wax", "Sand"), (0,)),
        item("one named", ("Wax", "Raku firing"), (0,), "2.1"),
        item("turned round", ("Raku firing in a bin", "A stoneware glaze"), (0,), "2.1"),
        item("same pair", ("Smoke cooling, that is Raku firing", "Stoneware glaze"), (1,), "2.1"),
        item("k-1", ("Raku firing", "Stoneware glaze"), (1,)),
        item("both wrong", ("Raku firing", "Stoneware glaze", "Wax"), (2,), "2.1"),
    ]
    ranked = [each.id for each in follow_up_rank(items, confusion, terms)]
    assert ranked == ["same pair", "turned round", "both wrong", "one named", "task only"]
    assert [each.id for each in follow_up_rank(items, confusion)] == ranked


def test_equals_stay_in_their_order(terms):
    items = [item(name, ("Raku firing", "Stoneware glaze"), (1,)) for name in ("b", "a")]
    confusion = Confusion("Stoneware glaze", "Raku firing")
    assert [each.id for each in follow_up_rank(items, confusion, terms)] == ["b", "a"]
