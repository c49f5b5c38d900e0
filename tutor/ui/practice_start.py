"""Where a practice set begins: what it is on, what kind of items, how many, from what; or just Start."""

from dataclasses import dataclass

import streamlit as st

from ingest.errors import TutorError
from ingest.index import Selection
from ingest.types import Blueprint
from tutor.learner.standing.mastery import Level, standing
from tutor.learner.standing.words import counted, listed
from tutor.llm import LlmKind, llm_choice
from tutor.models import ModelState, find_model, model_store
from tutor.practice.types import Difficulty, ItemKind, Origin
from tutor.ui.practice_desk import PracticeDesk, SetState, View, begin_set
from tutor.ui.practice_wish import Wish
from tutor.ui.resources import Resources
from tutor.ui.scope import scopes
from tutor.ui.shown import escaped

__all__ = ["draw_start", "no_passages_because", "weak_tasks"]

_WEAK_TASKS = 4
_COUNTS = (5, 10, 20, 30)
_ANY = "any"
_KINDS = {
    _ANY: "Any",
    ItemKind.MULTIPLE_CHOICE.value: "One right answer",
    ItemKind.MULTIPLE_RESPONSE.value: "Several right answers",
}
_ORIGINS = {
    Origin.TABLE: "New, from tables",
    Origin.PASSAGE: "New, from passages",
    Origin.BANK: "Written, from the bank",
}


@dataclass(frozen=True, slots=True)
class _Place:
    """What a set is on, under its words."""

    label: str
    domain: int | None = None
    tasks: tuple[str, ...] = ()


def draw_start(desk: PracticeDesk, state: SetState | None, blueprint: Blueprint) -> None:
    """Draw the choices and Start; the set that was left, to go on with."""
    desk.tools.warm(desk.resources, desk.course_id)
    st.html('<p class="tutor-lead">Press Start for ten new items on the whole course, or choose first.</p>')
    _draw_left(desk, state)
    places = _places(desk, blueprint)
    course = desk.course_id
    with st.container(key="practice_choices"):
        where = st.selectbox(
            "On what", [place.label for place in places], key=f"practice_where_{course}", width=520
        )
        count = st.segmented_control(
            "How many items", _COUNTS, default=10, required=True, key=f"practice_count_{course}"
        )
        origins = _draw_origins(desk)
        kind = st.segmented_control(
            "Kind",
            list(_KINDS),
            default=_ANY,
            required=True,
            format_func=_KINDS.__getitem__,
            key=f"practice_kind_{course}",
        )
        difficulty = st.segmented_control(
            "Difficulty",
            [_ANY, *(one.value for one in Difficulty)],
            default=_ANY,
            required=True,
            format_func=str.capitalize,
            key=f"practice_difficulty_{course}",
        )
    chosen = next((place for place in places if place.label == where), places[0])
    wish = Wish(
        count=int(count or 10),
        domain=chosen.domain,
        tasks=chosen.tasks,
        kind=None if kind in (None, _ANY) else ItemKind(kind),
        difficulty=None if difficulty in (None, _ANY) else Difficulty(difficulty),
        origins=tuple(origin for origin in _ORIGINS if origin in origins),
    )
    st.button(
        "Start",
        key="practice_start",
        type="primary",
        shortcut="Enter",
        disabled=not wish.origins,
        on_click=begin_set,
        args=(desk, wish),
    )
    if not wish.origins:
        st.html('<p class="tutor-small">Choose where the items come from.</p>')


def _draw_left(desk: PracticeDesk, state: SetState | None) -> None:
    """The latest set, if items of it are left."""
    if state is None or not state.open_places:
        return
    left, done = len(state.open_places), len(state.attempts)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(
            f'<p class="tutor-lead">Your last set has {counted(left, "item")} left, {done} answered.</p>',
            width="content",
        )
        st.button(
            "Go on with it", key="practice_go_on", on_click=desk.go, args=(View.ITEM, state.open_places[0])
        )


def _draw_origins(desk: PracticeDesk) -> list[Origin]:
    missing = no_passages_because(desk.resources)
    offered = [Origin.TABLE]
    offered += [] if missing else [Origin.PASSAGE]
    offered += [Origin.BANK] if desk.tools.bank(desk.resources, desk.course_id) else []
    usual = [origin for origin in offered if origin is not Origin.BANK]
    chosen = st.segmented_control(
        "Where from",
        offered,
        selection_mode="multi",
        default=usual,
        format_func=_ORIGINS.__getitem__,
        key=f"practice_origins_{desk.course_id}_{len(offered)}",
    )
    notes = [missing] if missing else []
    if Origin.PASSAGE in chosen:
        notes.append("Items from passages are written by the model, come last in a set and take longer.")
    if Origin.BANK in chosen:
        notes.append("What you practise from the bank is no longer new to you in an exam.")
    for note in notes:
        st.html(f'<p class="tutor-small">{escaped(note)}</p>')
    return list(chosen)


def no_passages_because(resources: Resources) -> str:
    """Why no item can be made from passages, in a sentence; empty when they can."""
    settings = resources.settings()
    try:
        choice = llm_choice(settings)
    except TutorError as fault:
        return f"Items from passages need a language model. {fault}"
    if choice.kind is LlmKind.NONE:
        return "Items from passages need a language model; choose one in Settings."
    model = find_model(choice.value) if choice.kind is LlmKind.CATALOGUE else None
    if model is not None and model_store(settings).state(model) is not ModelState.VERIFIED:
        return f"Items from passages need the model {model.name}, which is not fetched; see Settings."
    return ""


def _places(desk: PracticeDesk, blueprint: Blueprint) -> list[_Place]:
    """The whole course, the weak areas once they are known, each domain and its tasks."""
    whole = Selection()
    places = []
    for scope in scopes(blueprint, ()):
        chosen = scope.selection
        if chosen == whole:
            places.append(_Place(scope.label))
            weak = weak_tasks(desk.resources, desk.course_id, blueprint)
            if weak:
                places.append(_Place(f"Your weak areas: tasks {listed(weak)}", tasks=weak))
        elif chosen.tasks:
            places.append(_Place(scope.label, tasks=tuple(sorted(chosen.tasks))))
        else:
            places.append(_Place(scope.label, domain=next(iter(chosen.domains or ()), None)))
    return places


def weak_tasks(resources: Resources, course_id: str, blueprint: Blueprint) -> tuple[str, ...]:
    """The tasks below "strong", the lowest expected share first; none before the first answer."""
    found = standing(resources.attempts().all(course_id), blueprint, resources.now())
    if not found.answers:
        return ()
    below = [task for task in found.tasks if task.level is not Level.STRONG]
    return tuple(task.task for task in sorted(below, key=lambda task: task.share.mean)[:_WEAK_TASKS])
