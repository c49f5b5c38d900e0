import pytest

from evals.cases import ItemCase
from evals.item_flaws import flaws_of
from evals.items import items_of_bank, items_suite
from tutor.practice.types import Difficulty, ItemKind, ItemSource, Origin, PracticeItem

STEM = "A beekeeper wants to keep brood out of the honey supers. Which part of the hive does that?"
OPTIONS = ("A smoker", "A queen grid", "A frame record", "A hive tool")
GOOD = ItemCase("good", STEM, OPTIONS, (1,))


def item(question=STEM, options=OPTIONS, key=(1,)):
    return ItemCase("i", question, tuple(options), tuple(key))


def test_a_good_item_breaks_no_rule():
    assert flaws_of(GOOD) == ()


@pytest.mark.parametrize(
    ("flaw", "broken"),
    [
        ("all of the above", item(options=(*OPTIONS[:3], "All of the above"))),
        ("none of the above", item(options=(*OPTIONS[:3], "None of these"))),
        ("options are combinations", item(options=(*OPTIONS[:3], "A and B only"))),
        ("negative not emphasised", item("Bees fly. Which of these is not a part of the hive?")),
        ("true or false", item("Is it right that bees fly?", ("True", "False"), (0,))),
        ("fill in the blank", item("Brood is kept out of supers by ___. Which is it?")),
        ("stem asks nothing", item("The part that keeps brood out of the supers is")),
        ("stem too long", item("word " * 125 + "?")),
        ("stem unfocused", item("Which part?")),
        ("key is much longer", item(options=("A", "A grid that the queen cannot pass", "B", "C"))),
        (
            "stem's words only in the key",
            item(options=("A box of smoke", "A brood super", "A record", "A tool")),
        ),
        ("options repeat each other", item(options=("A smoker", "A grid", "a smoker", "A tool"))),
        ("absolutes only in wrong options", item(options=("It always smokes", "A grid", "A tool", "A box"))),
        ("vague frequencies", item(options=("It often smokes", "A grid", "A tool", "A box"))),
        ("options end unevenly", item(options=("A smoker.", "A grid", "A tool", "A box"))),
        ("numbers out of order", item("How wide are the gaps of a grid?", ("3 mm", "1 mm", "9 mm", "5 mm"))),
    ],
)
def test_each_rule_finds_its_flaw(flaw, broken):
    assert flaws_of(broken) == (flaw,)


def test_emphasis_order_and_a_stated_choice_are_no_flaws():
    assert flaws_of(item("Bees fly. Which of these is NOT a part of the hive?")) == ()
    assert flaws_of(item("How wide are the gaps of a grid?", ("1 mm", "4.2 mm", "5 mm", "1,000 mm"))) == ()
    assert flaws_of(item("Name the parts of a hive that bees need. Select TWO.")) == ()


def test_a_set_is_searched_for_twins_leaks_and_giveaways(bench_with):
    twin = ItemCase("twin", f"{STEM} Choose.", ("A box", "A lid", "A grid for queens", "A pin"), (2,))
    held_out = ["Somebody asks: keep brood out of the honey supers. Which part is it?"]
    result = items_suite(bench_with(), [GOOD, twin], held_out, solve=True)
    values = {name: figure.value for name, figure in result.metrics.items()}
    assert values["duplicates"] == 0.5
    assert values["leaked"] == 1.0
    assert values["longest_is_key"] == 0.5
    assert 0 < values["key_position_p"] < 1
    assert "solved_with_source" not in values  # no model
    assert result.cases[1]["faults"] == ["key is much longer", "same as good", "leaked"]


def test_the_solver_reads_the_items_own_source(bench_with):
    practice = PracticeItem(
        "p1", 1, "1.1", ItemKind.MULTIPLE_CHOICE, STEM, OPTIONS, (1,), ("", "", "", ""),
        (ItemSource("notes/hive.md", "Queen excluder", "gaps of 4.2 mm"),),
        Difficulty.EASY, "", Origin.BANK,
    )  # fmt: skip

    def reply(messages):
        text = messages[1].text
        wanted = "A queen grid" if "4.2 mm" in text else "A smoker"
        return next(line[0] for line in text.splitlines() if line[1:] == f". {wanted}")

    result = items_suite(bench_with(reply), items_of_bank([practice]), [], solve=True)
    values = {name: figure.value for name, figure in result.metrics.items()}
    assert (values["solved_with_source"], values["solved_without_source"]) == (1.0, 0.0)
    assert result.cases[0]["passed"]
