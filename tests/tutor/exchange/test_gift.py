import pytest
from exchange_samples import SWARM

from tutor.exchange.gift import read_gift, write_gift
from tutor.practice.types import ItemKind

SAMPLE = r"""$CATEGORY: bees/first

// a comment alone

// [id:g-1] [tag:task:1.2] [tag:other]
::Heat::[html]<p>Who makes <b>heat</b>\: whom?</p> {
  =Workers#<p>They shiver.</p>
  ~%50%Drones#Partly.
  ~<script>alert(1)</script>Moths
  ####Shivering warms.
}

A queen lays {~%50%eggs ~%50%daily ~%-100%honey} every day.

Bees dance.{T#It is true.#They do.}

Two = four? {~yes =no, \= is a sign\nand \\ too}
"""


def test_gift_of_others():
    content = read_gift(SAMPLE)
    heat, queen, dance, two = content.items
    assert content.faults == ()
    assert (heat.id, heat.task, heat.domain) == ("g-1", "1.2", 1)
    assert heat.stem == "Who makes heat: whom?"
    assert heat.options == ("Workers", "Drones", "Moths")
    assert heat.rationales == ("Right: They shiver.", "Wrong: Partly.", "")
    assert (heat.key, heat.concept) == ((0,), "Shivering warms.")
    assert queen.stem == "A queen lays _____ every day. Select TWO."
    assert (queen.kind, queen.key) == (ItemKind.MULTIPLE_RESPONSE, (0, 1))
    assert (dance.options, dance.key) == (("True", "False"), (0,))
    assert dance.rationales == ("Right: They do.", "Wrong: It is true.")
    assert two.options == ("yes", "no, = is a sign\nand \\ too")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Words only.", "line 1: there are no answers in { }; write them, or take the line out."),
        ("Why? {}", "line 1: it is an essay or a description; only choices can be practised."),
        ("Who? {=Ann =Anne}", "line 1: it asks for a written answer; only choices can be practised."),
        ("Pair. {=a -> b =c -> d =e -> f}", "line 1: it matches pairs; only choices can be practised."),
        ("How many? {#5:1}", "line 1: it asks for a number; only choices can be practised."),
        ("\n\nWhich? {~a ~b}", "line 3: no option is marked as right; mark one."),
        ("Which? {=a ~A.}", "line 1: two of its options are the same; change or remove one."),
        ("Which? {=a ~}", "line 1: option 2 is empty; write it or take it out."),
        ("{=a ~b}", "line 1: there is no question text; write one."),
        ("Which? {~%50%a ~%50%b}", "line 1: every option is marked as right; a choice needs a wrong one."),
        (
            "Which? {=a ~" + "b" * 2001 + "}",
            "line 1: an option has 2,001 characters; at most 2,000 are read.",
        ),
    ],
)
def test_a_fault_names_its_line_and_the_others_come_in(text, fault):
    content = read_gift(f"{text}\n\nGood? {{=yes ~no}}\n")
    assert content.faults == (fault,)
    assert [item.options for item in content.items] == [("yes", "no")]


def test_nested_html_is_a_fault_and_no_crash():
    content = read_gift("[html]" + "<div>" * 5000 + " {=a ~b}")
    assert len(content.faults) == 1
    assert content.faults[0].startswith("line 1: its HTML cannot be read")


def test_several_right_options_share_the_mark():
    text = write_gift((SWARM,))
    assert text.count("~%33.33333%") == 3
    assert text.count("~%-100%") == 3
    assert "[tag:task:2.1]" in text


def test_the_same_question_twice_is_read_once():
    content = read_gift("Which? {=a ~b}\n\nWhich? {=a ~b}\n\n::g-1::Who? {=a ~b}\n\n::g-1::Whom? {=a ~b}")
    assert content.faults == ("line 3: the same question stands in line 1 too; it is read once.",)
    ids = [item.id for item in content.items]
    assert (len(ids), len(set(ids)), ids[1]) == (3, 3, "g-1")
