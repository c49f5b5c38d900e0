"""An answer of the chat kept as a review card, and practised."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.tutor.ui.bee_desk import QUESTION, SUPPORTED, UNSUPPORTED, bee_resources
from tests.tutor.ui.desk_pages import html, keys, opened
from tests.tutor.ui.harbour_desk import COURSE_ID, TANKER, harbour_resources, pilot_reply
from tutor.answering.types import Answer, AnswerSentence, Citation, Refusal
from tutor.learner.types import Attempt, CardKind
from tutor.practice.types import Origin
from tutor.ui.answer_items import answer_items
from tutor.ui.resources import KEY
from tutor.ui.turn_uses import answer_card, answer_item_name

APP = Path(__file__).parents[3] / "app.py"
WAIT_SECONDS = 30
SPRING = "How often do spring tides come in a month?"
CITED = Citation(1, "notes/hive.md", 1, "Queen excluder", 10, 18, "A quote.", "c1")


def test_a_card_holds_the_supported_sentences_and_their_source():
    sentences = (AnswerSentence("Yes.", True, 0.9, (1,)), AnswerSentence("No.", False, 0.1))
    card = answer_card("bee-101", "Why?", Answer("Why?", sentences, (CITED,)))
    assert (card.front, card.back, card.document, card.quote) == ("Why?", "Yes.", "notes/hive.md", "A quote.")
    assert card == answer_card("bee-101", "Why?", Answer("Why?", sentences, (CITED,)))


def test_a_refusal_and_small_talk_make_no_card():
    assert answer_card("bee-101", "Why?", Answer("Why?", refusal=Refusal("Not there.", "Ask on."))) is None
    assert answer_card("bee-101", "Hi", Answer("Hi", (AnswerSentence("Hello.", True, 1.0),))) is None


def test_the_button_under_an_answer_keeps_it_once(tmp_path):
    resources = bee_resources(tmp_path)
    at = opened(resources, "chat")
    at.chat_input(key="question").set_value(QUESTION).run()
    at.button(key="to_review_1").click().run()
    assert not at.exception
    assert "✓ In Review" in html(at)
    assert "to_review_1" not in keys(at)
    (card_id,) = [one for one in resources.reviews().cards("bee-101") if one.startswith("chat-")]
    card = resources.reviews().card(card_id)
    assert (card.kind, card.front, card.back) == (CardKind.CHAT, QUESTION, SUPPORTED)
    assert UNSUPPORTED not in card.back


@pytest.fixture
def harbour(tmp_path):
    return harbour_resources(tmp_path, reply=pilot_reply)


def app(resources):
    """The chat inside the whole app, whose navigation leads to other pages."""
    at = AppTest.from_file(str(APP), default_timeout=30)
    at.session_state[KEY] = resources
    return at.run()


def asked(resources, question):
    at = app(resources)
    at.chat_input(key="question").set_value(question).run()
    assert not at.exception
    return at


def pressed(at, key):
    at.button(key=key).click().run()
    assert not at.exception
    return at


def the_answer(resources, course_id=COURSE_ID):
    (chat,) = resources.store().chats(course_id)
    return resources.store().turns(chat.id)[0].answer


def the_set(resources):
    return resources.practice_sets().named(COURSE_ID, answer_item_name(the_answer(resources)))


def test_a_cited_row_becomes_an_item_that_the_practice_page_opens(harbour):
    at = asked(harbour, TANKER)
    assert at.button(key="make_item_1").label == "Make it a practice item"
    pressed(at, "make_item_1")
    assert not at.error
    assert "make_item_1" not in keys(at)
    assert at.button(key="practise_1").label == "Ready: practise it"
    (item_id,) = the_set(harbour).item_ids
    item = harbour.items().get(item_id)
    assert (item.origin, item.options[item.key[0]]) == (Origin.TABLE, "Tug")
    pressed(at, "practise_1")
    assert at.title[0].value == "Practice"
    assert f"practice_{item_id}_option_0" in keys(at)
    assert at.get("progress")[0].proto.text == "Item 1 of 1 · 0 answered"
    assert "How these items were made" not in [one.label for one in at.expander]


def test_a_second_press_and_a_reload_find_the_same_set(harbour):
    at = pressed(asked(harbour, TANKER), "make_item_1")
    before = the_set(harbour)
    answer = the_answer(harbour)
    again = answer_items().begin(harbour, COURSE_ID, answer_item_name(answer), answer.citations)
    assert again.wait(WAIT_SECONDS)
    assert the_set(harbour) == before
    (chat,) = harbour.store().chats(COURSE_ID)
    reloaded = pressed(app(harbour), f"chat_{chat.id}")
    assert {"practise_1"} <= set(keys(reloaded)) & set(keys(at))
    assert "make_item_1" not in keys(reloaded)


def test_the_set_of_an_answer_does_not_take_the_place_of_the_set_that_was_left(harbour):
    left = harbour.practice_sets().begin(COURSE_ID, {"count": 1})
    harbour.practice_sets().append(left.id, "q-neap")
    at = pressed(pressed(asked(harbour, TANKER), "make_item_1"), "practise_1")
    named = the_set(harbour)
    where = f"{COURSE_ID}.1.{named.id}"
    assert at.query_params["practice"] in (where, [where])
    reloaded = AppTest.from_string(PRACTICE, default_timeout=30)
    reloaded.session_state[KEY] = harbour
    reloaded.query_params["practice"] = where
    reloaded.run()
    assert f"practice_{named.item_ids[0]}_option_0" in keys(reloaded)
    other = opened(harbour, "practice_page")  # without the address it is the set that was left
    assert "practice_q-neap_option_0" in keys(other)
    pressed(pressed(reloaded, "practice_end"), "practice_choose")
    assert "Your last set has 1 item left, 0 answered." in html(reloaded)
    assert "practice_q-neap_option_0" in keys(pressed(reloaded, "practice_go_on"))


PRACTICE = (
    "from tutor.ui import frame, practice_page\nfrom tutor.ui.pages import PageEntry\n"
    "frame.draw_page(PageEntry('', '', 'practice', '', practice_page.draw))\n"
)


def test_cited_notes_lead_to_a_written_item_that_was_not_answered_of_late(harbour):
    pressed(asked(harbour, SPRING), "make_item_1")
    assert the_set(harbour).item_ids == ("q-spring",)
    assert harbour.items().all(COURSE_ID) == ()


def test_where_no_item_passes_the_task_can_be_practised(harbour):
    now = datetime.now(UTC)
    for item_id in ("q-spring", "q-neap"):
        given = Attempt(
            item_id=item_id, course=COURSE_ID, task="1.1", chosen=(0,), correct=False, answered_at=now
        )
        harbour.attempts().add(given)
    at = pressed(asked(harbour, SPRING), "make_item_1")
    assert (
        "No item on what this answer cites passed the checks. You can practise its task statement instead: "
        "1.1 Judge tides and marks." in html(at)
    )
    assert the_set(harbour) is None
    assert "make_item_1" in keys(at)
    assert at.button(key="practise_task_1").label == "Practise task 1\\.1"
    pressed(at, "practise_task_1")
    assert at.title[0].value == "Practice"
    request = harbour.practice_sets().latest(COURSE_ID).request
    assert (request["tasks"], request["origins"], request["count"]) == (["1.1"], ["table"], 10)


def test_a_fault_is_said_as_it_stands_and_the_button_tries_again(harbour):
    at = asked(harbour, SPRING)
    broken = harbour.workspace(COURSE_ID).course.directory / "questions" / "two.jsonl"
    broken.write_text('{"<b>:red[x]": 1}\n', encoding="utf-8")
    pressed(at, "make_item_1")
    (error,) = at.error
    assert "\\<b\\>:\u2060red\\[x\\]" in error.value
    broken.unlink()
    pressed(at, "make_item_1")
    assert not at.error
    assert "practise_1" in keys(at)


def test_a_refusal_and_small_talk_have_no_item(tmp_path):
    resources = bee_resources(tmp_path)
    at = opened(resources, "chat")
    for question in ("Who was the king of France?", "Hello"):
        at.chat_input(key="question").set_value(question).run()
        assert not at.exception
    assert not [key for key in keys(at) if key.startswith(("make_item", "practise"))]


def test_the_name_of_an_answer_is_of_what_it_says_and_cites():
    sentences = (AnswerSentence("Yes.", True, 0.9, (1,)), AnswerSentence("No.", False, 0.1, (2,)))
    other = replace(CITED, n=2, document="notes/wax.md")
    answer = Answer("Why?", sentences, (CITED, other))
    assert len(answer_item_name(answer)) == 64
    assert answer_item_name(answer) == answer_item_name(replace(answer, citations=(CITED,)))
    assert answer_item_name(answer) != answer_item_name(replace(answer, question="Why not?"))
    assert answer_item_name(Answer("Why?", sentences[1:], (other,))) == ""
    assert answer_item_name(Answer("Why?", refusal=Refusal("Not there.", "Ask on."))) == ""
