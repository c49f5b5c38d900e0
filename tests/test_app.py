"""Each page, run by Streamlit's own test runner, over the beekeeping course and a scripted model."""

import time
from html import escape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.tutor.ui.bee_desk import QUESTION, SUPPORTED, UNSUPPORTED, bee_resources, slow_reply
from tutor.chat_store import AnswerState, Verdict
from tutor.ui.page_text import Stretch
from tutor.ui.pages import PAGES
from tutor.ui.resources import KEY
from tutor.ui.session import OpenedPage

APP = Path(__file__).parents[1] / "app.py"
HOSTILE = (
    "<script>alert(1)</script> ![x](http://127.0.0.1:9/x.png) [c](javascript:alert(1)) "
    "$E=mc^2$ :red[a] :smile:"
)


@pytest.fixture
def resources(tmp_path):
    return bee_resources(tmp_path)


def chat(resources) -> AppTest:
    at = AppTest.from_file(str(APP), default_timeout=30)
    at.session_state[KEY] = resources
    return at.run()


def page(resources, title: str) -> AppTest:
    number = next(i for i, entry in enumerate(PAGES) if entry.title == title)
    script = f"from tutor.ui import frame, pages\nframe.draw_page(pages.PAGES[{number}])\n"
    at = AppTest.from_string(script, default_timeout=30)
    at.session_state[KEY] = resources
    return at.run()


def html(at: AppTest) -> str:
    """All that was drawn as HTML, without the style sheet."""
    return "\n".join(element.proto.body for element in at.get("html") if "<style>" not in element.proto.body)


def ask(at: AppTest, question: str) -> AppTest:
    return at.chat_input(key="question").set_value(question).run()


def labels(at: AppTest) -> list[str]:
    return [button.label for button in at.button]


def turns(at, resources):
    return resources.store().turns(at.session_state["tutor_desk_state"].chats["bee-101"])


def test_navigation_opens_at_the_chat_and_has_each_page_once():
    pages = [(entry.group, entry.title) for entry in PAGES]
    assert pages[0] == ("Learn", "Chat")
    assert {("Material", "Library"), ("Trust", "Settings")} <= set(pages)
    assert len({entry.path for entry in PAGES}) == len(pages)


@pytest.mark.parametrize("title", [entry.title for entry in PAGES])
def test_every_page_draws_without_a_model(resources, title):
    at = page(resources, title)
    assert not at.exception
    assert not at.error
    assert at.title[0].value == title


def test_an_empty_chat_offers_questions_drawn_from_the_course(resources):
    at = chat(resources)
    assert not at.exception
    assert "Ask anything about Beekeeping for Beginners." in html(at)
    examples = [button for button in at.button if button.key and button.key.startswith("example_")]
    assert len(examples) == 4
    assert any(button.label.startswith("What is") for button in examples)
    assert "Index: 7 documents" in html(at)
    assert "Model: none, answers are extracts" in html(at)


def test_an_example_is_asked_by_pressing_it(resources):
    at = chat(resources)
    at.button(key="example_0").click().run()
    assert not at.exception
    assert len(turns(at, resources)) == 1


def test_a_question_is_answered_with_evidence_and_kept(resources):
    at = ask(chat(resources), QUESTION)
    assert not at.exception
    (turn,) = turns(at, resources)
    assert turn.state is AnswerState.FINISHED
    assert [s.text for s in turn.answer.sentences if s.supported] == [SUPPORTED]
    assert f"<mark>{SUPPORTED}</mark>" in html(at)
    assert "<b>[1]</b> notes/hive.md · page 1" in html(at)
    assert "1 of 2 sentences supported, 1 withheld" in html(at)
    assert "Open source 1" in labels(at)
    answer = at.get("bidi_component")[0].proto.json
    assert SUPPORTED in answer
    assert UNSUPPORTED not in answer


def test_a_pasted_item_shows_the_pick_apart_from_what_the_sources_say(tmp_path):
    replies = iter(("B", "C", "No", "Yes", "No"))  # turned, the second option stands third; then one by one
    resources = bee_resources(tmp_path, lambda messages: next(replies))
    item = f"{QUESTION}\nA. A smoker\nB. A grid with <b>gaps</b> of 4.2 mm\nC. A feeder"
    at = ask(chat(resources), item)
    assert not at.exception
    (turn,) = turns(at, resources)
    assert turn.answer.choice is not None
    assert turn.answer.choice.chosen == (1,)
    assert f'<h2 class="tutor-question item">{QUESTION}</h2><ol class="tutor-question-options"' in html(at)
    assert "<li>A smoker</li><li>A grid with &lt;b&gt;gaps&lt;/b&gt; of 4.2 mm</li>" in html(at)
    assert '<p class="tutor-lead">B. A grid with &lt;b&gt;gaps&lt;/b&gt; of 4.2 mm</p>' in html(at)
    assert "The model's pick with these passages before it, 100% sure. What the sources say of it:" in html(
        at
    )
    assert SUPPORTED in at.get("bidi_component")[0].proto.json


def test_withheld_sentences_are_shown_marked_by_the_switch(resources):
    at = ask(chat(resources), QUESTION)
    at.toggle[0].set_value(True).run()
    answer = at.get("bidi_component")[0].proto.json
    assert UNSUPPORTED in answer
    assert "not supported" in answer
    assert "Withheld: " in answer


def test_a_citation_opens_its_page_with_the_exact_words_marked(resources):
    at = ask(chat(resources), QUESTION)
    at.button(key=next(b.key for b in at.button if b.label == "Open source 1")).click().run()
    assert not at.exception
    opened = next(body for body in html(at).split("\n") if "tutor-page" in body)
    assert opened.count("<mark>") == 1
    assert f"<p><mark>{SUPPORTED}</mark> Workers pass through the grid" in opened
    assert "<b>notes/hive.md</b>" in html(at)


def test_a_question_that_the_sources_do_not_answer_is_refused_with_what_to_do(resources):
    at = ask(chat(resources), "How do I bake sourdough bread at home?")
    assert not at.exception
    assert "<b>No answer.</b>" in html(at)
    assert "add material that covers it in the Library" in html(at)
    assert turns(at, resources)[0].answer.refused


def test_a_refusal_quotes_what_the_sources_say_nearest_to_the_question(resources):
    at = ask(chat(resources), "Which monk invented the queen excluder in 1865?")
    refusal = turns(at, resources)[0].answer.refusal
    assert f"What comes nearest: <q>{escape(refusal.nearest.quote)}</q>" in html(at)
    assert "queen excluder" in refusal.nearest.quote.lower()


def test_a_conflict_shows_both_sides(tmp_path):
    resources = bee_resources(tmp_path, lambda messages: "The beekeeping exam takes 120 minutes.")
    at = ask(chat(resources), "How many minutes does the beekeeping exam take?")
    assert "≠ The sources disagree." in html(at)
    assert html(at).count('<p class="value">') == 2


def test_hostile_text_is_shown_as_it_stands(resources):
    at = ask(chat(resources), HOSTILE)
    assert not at.exception
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html(at)
    assert "<script" not in html(at)
    (listed,) = [b for b in at.button if b.key and b.key.startswith("chat_")]
    assert listed.label.startswith("\\<script\\>")


def test_small_talk_needs_no_evidence(resources):
    at = ask(chat(resources), "hello")
    assert "Hello. Ask me anything about Beekeeping" in at.get("bidi_component")[0].proto.json
    assert "Nothing was looked up for this." in html(at)


def test_stop_ends_the_answer_and_the_page_says_so(tmp_path):
    resources = bee_resources(tmp_path, slow_reply)
    at = chat(resources)
    state = at.session_state["tutor_desk_state"]
    at.chat_input(key="question").set_value(QUESTION)
    # the press comes from beside, as a rerun would; the model is still thinking then
    import threading

    def press() -> None:
        while state.generation is None or not state.generation.passages:
            time.sleep(0.02)
        state.generation.stop()

    threading.Thread(target=press, daemon=True).start()
    at.run()
    assert "Stopped before the answer was finished." in html(at)
    assert state.generation.wait(10)
    (turn,) = turns(at, resources)
    assert (turn.state, turn.answer) == (AnswerState.STOPPED, None)


def test_asking_again_replaces_what_is_shown(resources):
    at = ask(chat(resources), QUESTION)
    (before,) = turns(at, resources)
    at.button(key=f"again_{before.id}").click().run()
    assert not at.exception
    (after,) = turns(at, resources)
    assert after.id == before.id
    assert after.answer.sentences == before.answer.sentences


def test_a_thumb_and_its_reason_are_kept(resources):
    at = ask(chat(resources), QUESTION)
    (turn,) = turns(at, resources)
    at.feedback(key=f"thumbs_{turn.id}").set_value(0).run()
    assert turns(at, resources)[0].verdict == Verdict(False)
    at.selectbox(key=f"reason_{turn.id}").select("Wrong source").run()
    assert turns(at, resources)[0].verdict == Verdict(False, "Wrong source")
    assert "Not helpful: Wrong source" in html(at)


def test_chats_survive_a_restart_and_can_be_deleted(resources, tmp_path):
    ask(chat(resources), QUESTION)
    at = chat(bee_resources(tmp_path))
    key = next(b.key for b in at.button if b.key and b.key.startswith("chat_"))
    at.button(key=key).click().run()
    assert f"<mark>{SUPPORTED}</mark>" in html(at)
    at.button(key="delete_chat").click().run()
    assert resources.store().chats() == ()
    assert "Ask anything about" in html(at)


def test_a_follow_up_knows_what_was_said(resources):
    at = ask(chat(resources), QUESTION)
    ask(at, "And what does it keep out of the honey supers?")
    first, second = turns(at, resources)
    assert second.state is AnswerState.FINISHED
    assert second.answer.passages[0].chunk.document == "notes/hive.md"
    assert first.id < second.id


def test_a_scope_keeps_the_search_inside_it(resources):
    at = chat(resources)
    at.selectbox(key="scope").select("Domain 2: Health and feeding").run()
    ask(at, "When are Varroa mites treated with formic acid?")
    (turn,) = turns(at, resources)
    assert turn.scope == "Domain 2: Health and feeding"
    assert {p.chunk.task for p in turn.answer.passages} <= {"2.1", "2.2"}


def test_without_an_index_one_sentence_says_what_to_do(resources):
    resources.workspace("bee-101").delete()
    at = chat(resources)
    assert not at.exception
    (error,) = at.error
    assert "is not indexed yet" in error.value
    assert "press Re-index in the Library" in error.value


def test_library_lists_documents_and_says_what_the_blueprint_covers(resources):
    at = page(resources, "Library")
    assert not at.exception
    assert "<td>notes/hive.md</td>" in html(at)
    assert "Queen excluder, smoker and frames <span" in html(at)
    assert "3 of 3 points of the blueprint have a section" in html(at)
    assert "<b>1.1</b> Handle a hive and its parts" in html(at)


def test_library_search_needs_no_model(resources):
    at = page(resources, "Library")
    at.text_input(key="search_text").set_value("formic acid in August")
    at.button(key="search_go").click().run()
    assert not at.exception
    assert "<mark>Varroa mites are treated with formic acid in August.</mark>" in html(at)


def test_library_indexes_an_upload_and_removes_it_again(resources):
    at = page(resources, "Library")
    at.file_uploader[0].upload("wax :red[x].md", b"# Wax\n\nWax melts at 64 degrees.", "text/markdown").run()
    at.button(key="add").click().run()
    assert not at.exception
    assert "Indexed: 1 added, 7 unchanged" in at.success[0].value
    assert "<td>wax _red_x_.md</td>" in html(at)
    at.selectbox(key="remove").select("wax _red_x_.md").run()
    at.button(key="remove_confirmed").click().run()
    assert "Indexed: 7 unchanged, 1 removed" in at.success[0].value
    assert "wax" not in html(at)


def test_library_names_each_file_that_cannot_be_read(resources):
    at = page(resources, "Library")
    at.file_uploader[0].upload("empty.md", b"", "text/markdown").run()
    at.button(key="add").click().run()
    (problem,) = at.warning
    assert problem.value.startswith("empty\\.md: ")


def test_settings_show_health_models_and_save_a_choice(resources, tmp_path):
    at = page(resources, "Settings")
    assert not at.exception
    assert "<b>qwen2.5-coder-1.5b</b> · language · 1,117 MB · Apache-2.0 · – missing" in html(at)
    assert "Fetch qwen2\\.5\\-coder\\-1\\.5b" in labels(at)
    assert "<td>✓ ok</td><td>python</td>" in html(at)
    at.toggle(key="show_withheld").set_value(True).run()
    at.button(key="save").click().run()
    assert "show_withheld = true" in (tmp_path / "settings.toml").read_text(encoding="utf-8")


def test_settings_refuse_a_model_that_cannot_be(resources, tmp_path):
    at = page(resources, "Settings")
    at.selectbox(key="llm").select("A .gguf file, or hf: and a hub id").run()
    at.text_input(key="other").set_value("no such <b>model</b>").run()
    at.button(key="save").click().run()
    assert "\\<b\\>model" in at.error[0].value
    assert not (tmp_path / "settings.toml").exists()


def test_settings_delete_all_chats(resources):
    ask(chat(resources), QUESTION)
    at = page(resources, "Settings")
    at.button(key="delete_all").click().run()
    assert resources.store().chats() == ()


def test_a_pdf_opens_as_its_picture_and_as_text(resources, tmp_path):
    from tests.ingest.sample_files import column, pdf_bytes

    workspace = resources.workspace("bee-101")
    lines = ("Propolis is a resin that bees gather from", "buds, and it seals gaps below 5 mm in the hive.")
    workspace.save_upload("propolis.pdf", pdf_bytes(column(*lines)))
    workspace.build(resources.embedder())
    text = resources.index("bee-101").page("propolis.pdf", 1).text
    at = ask(chat(resources), QUESTION)
    desk_state = at.session_state["tutor_desk_state"]
    desk_state.opened = OpenedPage("propolis.pdf", 1, Stretch(0, len(text)))
    at.run()
    assert not at.exception
    assert len(at.image) == 1
    at.segmented_control(key="tutor_page_form").set_value("Text").run()
    assert "<mark>Propolis is a resin" in html(at)
