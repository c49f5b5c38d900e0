"""An answer of the chat kept as a review card."""

from tests.tutor.ui.bee_desk import QUESTION, SUPPORTED, UNSUPPORTED, bee_resources
from tests.tutor.ui.desk_pages import html, keys, opened
from tutor.answering.types import Answer, AnswerSentence, Citation, Refusal
from tutor.learner.types import CardKind
from tutor.ui.turn_uses import answer_card

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
