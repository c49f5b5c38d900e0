"""The chat page: ask, see the evidence at once, read the checked answer, open any source."""

import random
from collections.abc import Callable, Iterator

import streamlit as st

from ingest.index import LocalIndex
from tutor.answering.chain import Event
from tutor.answering.types import Question, Turn
from tutor.chat_store import AnswerState, Chat, ChatStore, ChatTurn
from tutor.ui.answer_view import cards
from tutor.ui.components import scroll_to
from tutor.ui.evidence import draw_cards
from tutor.ui.examples import example_questions
from tutor.ui.jobs import Generation
from tutor.ui.resources import Resources, shared
from tutor.ui.scope import WHOLE_COURSE, Scope, scopes
from tutor.ui.session import COURSE, desk
from tutor.ui.shown import escaped, one_line, plain
from tutor.ui.source_page import draw_opened_page
from tutor.ui.turn import draw_question, draw_turn
from tutor.ui.watch import Watched, watch

__all__ = ["draw"]

_LENGTHS = ("short", "normal", "long")
_HISTORY_TURNS = 4
_LONGEST_QUESTION_CHARS = 2_000
_LISTED_CHATS = 8
_LOOK_SECONDS = 0.1  # often enough that text seems to flow


def draw() -> None:
    """Draw the page. Raises TutorError where there is no index or the chats cannot be read."""
    resources, course_id = shared(), str(st.session_state[COURSE])
    index, store = resources.index(course_id), resources.store()
    resources.warm_model()  # who opens this page is going to ask
    generation = _running()  # before the turns are read: what has ended by now is among them
    chat_id = desk().chats.get(course_id)
    turns = store.turns(chat_id) if chat_id else ()
    _draw_chats(store, course_id)
    st.title("Chat")
    asked = _draw_input(index)
    if asked is not None:
        _ask(resources, course_id, *asked)
        st.rerun()
    welcome = st.empty()  # always in this place, so that it is gone as soon as something is asked
    if not turns:
        _draw_welcome(resources, course_id, index, welcome)
        return
    with st.container(key="tutor_desk"):
        talk, beside = st.columns([2, 1], gap="large")
    with talk:
        place, watched = _draw_turns(resources, course_id, turns, generation)
    with beside, st.container(key="tutor_evidence"):
        st.html('<h2 class="tutor-column">Evidence</h2>')
        evidence = st.empty()
        if generation is None:
            _draw_evidence(index, turns, evidence)
    opened = desk().opened
    if opened is not None and opened.n:
        scroll_to(f".cites-{opened.n}", "nearest", f"evidence-{opened.turn_id}-{opened.n}")
    draw_opened_page(resources, course_id)
    if generation is not None and place is not None:
        asking = next(turn.question for turn in turns if turn.id == generation.turn_id)
        _follow(generation, (place, evidence), index, asking)
    watch(watched)


def _running() -> Generation | None:
    """The answer that is being made in this session, if one is."""
    generation = desk().generation
    return generation if generation is not None and not (generation.done or generation.stopped) else None


def _draw_chats(store: ChatStore, course_id: str) -> None:
    """In the sidebar: a new chat, the earlier ones, and deleting the one that is open."""
    current = desk().chats.get(course_id)
    chats = store.chats(course_id)
    with st.sidebar.container(key="tutor_chats", gap="xsmall"):
        st.button(
            "New chat", icon=":material/add:", on_click=desk().leave_chat, args=(course_id,), width="stretch"
        )
        for number, chat in enumerate(chats):
            if number >= _LISTED_CHATS and chat.id != current:
                continue
            st.button(
                plain(one_line(chat.title, 28)),
                key=f"chat_{chat.id}",
                type="secondary" if chat.id == current else "tertiary",
                help=plain(chat.title),
                on_click=desk().enter_chat,
                args=(course_id, chat.id),
                width="stretch",
            )
        if len(chats) > _LISTED_CHATS:
            _draw_older(chats[_LISTED_CHATS:], course_id)
        if current is not None:
            with st.popover("Delete this chat", type="tertiary"):
                st.html('<p class="tutor-small">Its questions and answers are gone for good.</p>')
                st.button("Delete", key="delete_chat", on_click=_delete, args=(store, course_id, current))


def _draw_older(chats: tuple[Chat, ...], course_id: str) -> None:
    titles = {chat.id: chat.title for chat in chats}
    key = f"older_{course_id}"

    def enter() -> None:
        chosen = st.session_state.get(key)
        if chosen:
            desk().enter_chat(course_id, chosen)
            st.session_state[key] = None

    st.selectbox(
        "Older chats",
        list(titles),
        index=None,
        format_func=lambda chat: one_line(titles[chat], 60),
        placeholder=f"{len(titles)} older chats",
        key=key,
        on_change=enter,
        label_visibility="collapsed",
    )


def _delete(store: ChatStore, course_id: str, chat_id: str) -> None:
    desk().leave_chat(course_id)
    store.delete(chat_id)


def _draw_input(index: LocalIndex) -> tuple[str, Scope, str] | None:
    """The box at the foot with where to look and how long to answer; what was asked just now, if anything."""
    choices = {scope.label: scope for scope in scopes(index.contents.blueprint, index.documents)}
    with st.bottom:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="tutor_asking"):
            label = st.selectbox(
                "Where to look", list(choices), key="scope", label_visibility="collapsed", width=280
            )
            length = st.segmented_control(
                "Length of the answer",
                _LENGTHS,
                default="normal",
                required=True,
                format_func=str.capitalize,
                key="length",
                label_visibility="collapsed",
            )
        text = st.chat_input("Ask about the course", max_chars=_LONGEST_QUESTION_CHARS, key="question")
    waiting = st.session_state.pop("asked_example", None)
    text = waiting or text
    if not text or not str(text).strip():
        return None
    return str(text).strip(), choices.get(label or "", WHOLE_COURSE), length or "normal"


def _ask(resources: Resources, course_id: str, text: str, scope: Scope, length: str) -> None:
    """Store the question and begin its answer; one that is still being made is stopped."""
    store, state = resources.store(), desk()
    if state.generation is not None:
        state.generation.stop()
    chat_id = state.chats.get(course_id) or store.begin(course_id, text)
    state.chats[course_id] = chat_id
    history = _history(store.turns(chat_id))
    turn_id = store.ask(chat_id, text, "" if scope == WHOLE_COURSE else scope.label)
    _begin(resources, course_id, turn_id, (Question(text, history, scope.selection), length))


def _begin(resources: Resources, course_id: str, turn_id: int, asked: tuple[Question, str]) -> None:
    store, (question, length) = resources.store(), asked

    def events() -> Iterator[Event]:
        return resources.events(course_id, question, length)

    generation = Generation(turn_id, events, lambda done: _keep(store, done))
    desk().generation, desk().opened, desk().evidence_turn = generation, None, 0
    generation.begin()


def _keep(store: ChatStore, generation: Generation) -> None:
    """Store how an answer ended; called in the answer's own thread."""
    if generation.answer is not None:
        store.answer(generation.turn_id, generation.answer)
    elif generation.error:
        store.end_without_answer(generation.turn_id, AnswerState.FAILED, generation.error)
    else:
        store.end_without_answer(generation.turn_id, AnswerState.STOPPED, generation.text)


def _history(turns: tuple[ChatTurn, ...]) -> tuple[Turn, ...]:
    answered = [turn for turn in turns if turn.answer is not None and not turn.answer.refused]
    return tuple(Turn(t.question, t.answer.text) for t in answered[-_HISTORY_TURNS:] if t.answer)


def _draw_turns(
    resources: Resources, course_id: str, turns: tuple[ChatTurn, ...], generation: Generation | None
) -> "tuple[st.delta_generator.DeltaGenerator | None, list[Watched]]":
    """The turns in order; the place where the running answer grows, if there is one, and work beside it."""
    store, show_withheld = resources.store(), resources.settings().show_withheld
    place, watched = None, list[Watched]()
    for number, turn in enumerate(turns):
        if generation is not None and turn.id == generation.turn_id:
            draw_question(turn.question, turn.scope, asking=True)
            place = st.empty()
            st.button("Stop", key="stop", icon=":material/stop_circle:", on_click=generation.stop)
            scroll_to(".tutor-question.asking", "start", f"asking-{id(generation)}")
        else:
            again = _again(resources, course_id, turns[: number + 1])
            watched += draw_turn(turn, store, show_withheld, again)
    return place, watched


def _again(resources: Resources, course_id: str, turns: tuple[ChatTurn, ...]) -> Callable[[], None]:
    """Asks a turn's question once more, with the talk before it and the scope it had."""

    def again() -> None:
        turn = turns[-1]
        index = resources.index(course_id)
        by_label = {scope.label: scope for scope in scopes(index.contents.blueprint, index.documents)}
        scope = by_label.get(turn.scope, WHOLE_COURSE)
        question = Question(turn.question, _history(turns[:-1]), scope.selection)
        _begin(resources, course_id, turn.id, (question, str(st.session_state.get("length") or "normal")))

    return again


def _draw_evidence(
    index: LocalIndex, turns: tuple[ChatTurn, ...], place: "st.delta_generator.DeltaGenerator"
) -> None:
    """The passages behind the turn that is looked at, the latest unless a citation was opened."""
    wanted = desk().evidence_turn or turns[-1].id
    turn = next((turn for turn in turns if turn.id == wanted), turns[-1])
    state = desk().generation
    with place.container():
        if turn.answer is not None:
            found = cards(turn.question, turn.answer, turn.answer.passages, index.rarity)
        elif state is not None and state.turn_id == turn.id:
            found = cards(turn.question, None, state.passages, index.rarity)
        else:
            found = ()
        if found:
            draw_cards(found, turn.id, f"turn{turn.id}")
        else:
            st.html('<p class="tutor-small">Nothing was looked up for this.</p>')


def _follow(
    generation: Generation,
    places: "tuple[st.delta_generator.DeltaGenerator, st.delta_generator.DeltaGenerator]",
    index: LocalIndex,
    question: str,
) -> None:
    """Show passages and text as they come, until the answer is done; then draw the page anew."""
    place, evidence = places
    drawn: tuple[object, ...] = ()
    number = 0
    while True:
        ended = generation.wait(_LOOK_SECONDS) or generation.stopped
        if generation.passages and generation.passages is not drawn:
            drawn, number = generation.passages, number + 1
            with evidence.container():
                found = cards(question, None, generation.passages, index.rarity)
                draw_cards(found, generation.turn_id, f"live{generation.turn_id}_{number}")
        if generation.text:
            place.html(f'<div class="tutor-talk writing" aria-live="off">{escaped(generation.text)}</div>')
        else:
            place.html(f'<p class="tutor-lead" role="status">{_waiting(generation)}</p>')
        if ended:
            st.rerun()


def _waiting(generation: Generation) -> str:
    seconds = f" · {generation.seconds:.0f} s" if generation.seconds >= 1 else ""
    return f"{escaped(generation.step.what)}{seconds}"


def _draw_welcome(
    resources: Resources, course_id: str, index: LocalIndex, place: "st.delta_generator.DeltaGenerator"
) -> None:
    title = escaped(resources.workspace(course_id).title)
    chance = random.Random(f"{course_id}/{desk().chance_seed}")  # e.g. the same four until a new chat
    inside = place.container()
    inside.html(
        f'<p class="tutor-lead">Ask anything about {title}. Every sentence of an answer shows the passage '
        "it rests on. What the material does not answer is not answered.</p>"
    )
    for number, question in enumerate(example_questions(index.contents.pages.values(), chance)):
        inside.button(
            plain(question),
            key=f"example_{number}",
            on_click=_ask_example,
            args=(question,),
            width="stretch",
        )


def _ask_example(question: str) -> None:
    st.session_state["asked_example"] = question
