from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from tests.tutor.learner.exam_desk import items
from tests.tutor.learner.samples import ITEM
from tutor.practice.types import ItemKind
from tutor.ui.item_view import chosen_after, marked_html, select_words

PAIR = items(5)[4]  # five options, the first and the third are right
HOSTILE = replace(
    ITEM, stem="<script>x</script> $E$ :red[a]", options=("<b>1</b>", ":smile:", "[a](b)", "$x$")
)


def drawn(item, chosen) -> AppTest:
    def script(item, chosen):
        import streamlit as st

        from tutor.ui.item_view import chosen_after, draw_item

        state = st.session_state
        state.setdefault("chosen", chosen)

        def press(place):
            state["chosen"] = chosen_after(item, state["chosen"], place)

        draw_item(item, state["chosen"], item.id, press)

    return AppTest.from_function(script, args=(item, chosen), default_timeout=30).run()


def html(at: AppTest) -> str:
    return "\n".join(element.proto.body for element in at.get("html"))


@pytest.mark.parametrize(
    ("item", "chosen", "place", "after"),
    [
        (ITEM, (), 2, (2,)),
        (ITEM, (2,), 0, (0,)),
        (ITEM, (2,), 2, (2,)),  # an answer is changed, not lost by a second press
        (PAIR, (), 4, (4,)),
        (PAIR, (4,), 1, (1, 4)),
        (PAIR, (1, 4), 1, (4,)),
        (PAIR, (1, 4), 0, (1, 4)),
    ],
)
def test_what_is_chosen_after_a_press(item, chosen, place, after):
    assert chosen_after(item, chosen, place) == after


def test_how_many_to_select_is_said_for_multiple_response_only():
    assert select_words(ITEM) == ""
    assert select_words(PAIR) == "Select TWO."
    assert select_words(replace(PAIR, key=(0, 1, 2))) == "Select THREE."


def test_each_option_is_a_button_with_its_letter_and_its_number_as_key():
    at = drawn(ITEM, ())
    assert [button.label for button in at.button] == [
        "○ **A** Thin syrup",
        "○ **B** Fondant",
        "○ **C** Honey",
        "○ **D** Nothing",
    ]
    assert [button.proto.shortcut for button in at.button] == ["1", "2", "3", "4"]
    assert html(at) == f'<p class="tutor-stem">{ITEM.stem}</p>'


def test_a_press_chooses_by_sign_and_word_and_another_one_changes_it():
    at = drawn(ITEM, ())
    at.button(key="i1_option_1").click().run()
    assert [button.label for button in at.button][1] == "● **B** Fondant **· chosen**"
    assert [button.proto.type for button in at.button] == ["secondary", "primary", "secondary", "secondary"]
    at.button(key="i1_option_3").click().run()
    assert at.session_state["chosen"] == (3,)


def test_multiple_response_says_how_many_once_and_counts():
    at = drawn(PAIR, ())
    assert html(at).count("Select TWO.") == 1
    assert '<p class="tutor-stem">Situation 4?</p><p class="tutor-stem">Select TWO.</p>' in html(at)
    assert "0 of 2 chosen.<" in html(at)
    for place in (4, 1, 3):  # the third press is one too many and changes nothing
        at.button(key=f"q-04_option_{place}").click().run()
    assert at.session_state["chosen"] == (1, 4)
    assert "2 of 2 chosen. Press a chosen one to take it away." in html(at)
    assert [button.label[0] for button in at.button] == ["☐", "☑", "☐", "☐", "☑"]


def test_the_text_of_an_item_is_shown_as_it_stands():
    at = drawn(HOSTILE, ())
    assert "&lt;script&gt;x&lt;/script&gt; $E$ :red[a]" in html(at)
    assert [button.label for button in at.button] == [
        "○ **A** \\<b\\>1\\</b\\>",
        "○ **B** :\u2060smile:",
        "○ **C** \\[a\\]\\(b\\)",
        "○ **D** \\$x\\$",
    ]
    assert "<b>A</b> &lt;b&gt;1&lt;/b&gt;" in marked_html(HOSTILE, (0,))


def test_a_verdict_marks_key_and_choice_by_sign_and_word_with_the_reasons():
    shown = marked_html(ITEM, (0,))
    assert shown.count("<li") == 4
    assert '<li class="missed"><span class="sign">✕</span><div><p><b>A</b> Thin syrup' in shown
    assert '· wrong, you chose it</span></p><p class="why">Wrong: it chills.</p>' in shown
    assert '<li class="key"><span class="sign">✓</span><div><p><b>B</b> Fondant' in shown
    assert "· right, you did not choose it</span>" in shown
    assert shown.endswith("<b>Remember:</b> Bees cannot drink syrup in the cold.</p>")
    assert "· right, you chose it</span>" in marked_html(PAIR, (0, 2))
    assert marked_html(replace(ITEM, kind=ItemKind.MULTIPLE_CHOICE), ()).count("you chose it") == 0
