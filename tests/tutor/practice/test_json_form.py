from dataclasses import replace

import pytest

from tutor.practice.json_form import ItemFormError, item_from_json, item_to_json, items_to_json
from tutor.practice.types import Difficulty, ItemCheck, ItemKind, ItemSource, Origin, PracticeItem

ITEM = PracticeItem(
    id="t-1",
    domain=1,
    task="1.2",
    kind=ItemKind.MULTIPLE_CHOICE,
    stem="Which?",
    options=("a", "b", "c", "d"),
    key=(2,),
    rationales=("Wrong: a", "Wrong: b", "Right: c", "Wrong: d"),
    sources=(ItemSource("tables/x.md", "X", "| a | b |", 3, "ab12"),),
    difficulty=Difficulty.HARD,
    concept="c it is.",
    origin=Origin.TABLE,
    made="cue to answer, seed 1",
    checks=(ItemCheck("option_count", True, "1 of 4 right"), ItemCheck("blind_solver", False)),
    option_sources=((), (ItemSource("tables/x.md", "X", "| b | c |", 3, "ab12"),), (), ()),
)


def test_an_item_comes_back_as_it_was():
    assert item_from_json(item_to_json(ITEM)) == ITEM


def test_the_fields_stand_in_the_order_of_the_description():
    names = list(item_to_json(ITEM))
    assert names[:11] == ("id kind domain task stem options key rationales sources origin checks".split())
    assert item_to_json(ITEM)["checks"]["option_count"] == {"passed": True, "note": "1 of 4 right"}
    assert item_to_json(ITEM)["sources"][0]["page"] == 3


def test_a_set_has_items_and_rates():
    assert items_to_json([ITEM], {"accepted": 1}) == {
        "items": [item_to_json(ITEM)],
        "rates": {"accepted": 1},
    }


def test_what_may_be_left_out_gets_its_default():
    tree = item_to_json(ITEM)
    for name in ("difficulty", "concept", "made", "checks"):
        del tree[name]
    tree["sources"] = [{"document": "a.md", "quote": "q"}]
    found = item_from_json(tree)
    assert (found.difficulty, found.checks) == (Difficulty.MEDIUM, ())
    assert found.sources == (ItemSource("a.md", "", "q", 1, ""),)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"stem": ""}, 'Practice item "t-1": stem is "".* it has to be words'),
        ({"kind": "tf"}, 'kind is "tf"; it has to be "mc" or "mr"'),
        ({"key": [4]}, r"key \[4\] does not name different options from 0 to 3"),
        ({"key": [0, 1]}, "mc has 2 right options"),
        ({"kind": "mr"}, "mr has 1 right of 4 options"),
        ({"rationales": ["Right: c"]}, "1 rationales stand beside 4 options"),
        ({"sources": [{"document": "a.md"}]}, "lacks source 0's quote"),
        ({"checks": {"x": {"passed": 1}}}, "check x's passed is 1"),
    ],
)
def test_a_fault_is_named(change, message):
    with pytest.raises(ItemFormError, match=message):
        item_from_json(item_to_json(ITEM) | change)


def test_a_list_is_no_item():
    with pytest.raises(ItemFormError, match=r"A practice item is \[1\]; it has to be a JSON object"):
        item_from_json([1])


def test_an_item_of_a_course_without_tasks_is_whole():
    assert item_from_json(item_to_json(replace(ITEM, task="", domain=0))).task == ""
