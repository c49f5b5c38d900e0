"""The practice page: start a set, one item at a time by keys alone, its verdict, and the summary.

An answer is in the learner's file before its verdict is drawn; items are made while others are answered.
"""

import streamlit as st

from tutor.learner.types import Confidence
from tutor.practice.explaining.hints import hints
from tutor.practice.types import PracticeItem
from tutor.ui.answered_view import draw_answered, draw_report, key_unless_open
from tutor.ui.components import focus_on
from tutor.ui.exam_parts import course_blueprint
from tutor.ui.item_view import draw_item
from tutor.ui.making_job import Making
from tutor.ui.practice_desk import PracticeDesk, SetState, View, end_set, practice_desk, settle_view
from tutor.ui.practice_start import draw_start
from tutor.ui.practice_style import use_practice_style
from tutor.ui.practice_summary import draw_rates, draw_summary
from tutor.ui.resources import shared
from tutor.ui.session import COURSE
from tutor.ui.shown import escaped, plain
from tutor.ui.source_page import draw_opened_page
from tutor.ui.watch import Watched, watch

__all__ = ["draw"]

_CONFIDENCE = {Confidence.GUESS: "A guess", Confidence.UNSURE: "Unsure", Confidence.SURE: "Sure"}


def draw() -> None:
    """Draw the page. Raises TutorError where there is no index or the learner's file cannot be read."""
    resources, course_id = shared(), str(st.session_state[COURSE])
    use_practice_style()
    st.title("Practice")
    desk = practice_desk(resources, course_id)
    state = settle_view(desk)
    if desk.notice:
        st.info(plain(desk.notice))
        desk.notice = ""
    watched: list[Watched] = []
    if state is None or desk.view is View.START:
        resources.index(course_id)  # says what to do where there is none
        draw_start(desk, state, course_blueprint(resources, course_id))
    elif desk.view is View.SUMMARY:
        draw_summary(desk, state, course_blueprint(resources, course_id))
    else:
        watched = _draw_place(desk, state)
    draw_opened_page(resources, course_id)
    watch(watched)


def _draw_place(desk: PracticeDesk, state: SetState) -> list[Watched]:
    """The item at the place that is looked at, answered or not; or what is being waited for."""
    ids = state.practice_set.item_ids
    making = desk.tools.made(desk.set_id)
    if len(ids) < state.wish.count and (making is None or making.stopped):
        making = desk.tools.making(desk.resources, state.practice_set)
    _draw_bar(desk, state, making)
    item = desk.item(ids[desk.place]) if desk.place < len(ids) else None
    attempt = state.attempts.get(item.id) if item is not None else None
    watched: list[Watched] = []
    if desk.place >= len(ids):
        watched = _wait(desk, state, making)
    elif item is None:
        st.info("This item is no longer in the course's bank.")
        st.button("Next item", key="practice_next", shortcut="N", on_click=desk.next, args=(desk.place,))
    elif attempt is not None:
        watched = draw_answered(desk, state, item, attempt)
    else:
        _draw_open(desk, state, item)
    st.button("End this set", key="practice_end", type="tertiary", on_click=end_set, args=(desk,))
    draw_rates(desk)
    return watched


def _draw_bar(desk: PracticeDesk, state: SetState, making: Making | None) -> None:
    """The place in the set, how many are answered, how many are ready; and the way out."""
    total, ready = state.total, len(state.practice_set.item_ids)
    if making is not None and making.done:
        total = max(ready, 1)
    here = min(desk.place + 1, total)
    done = len(state.attempts)
    more = f", {ready} ready" if ready < total else ""
    st.progress(min(1.0, done / total), f"Item {here} of {total} · {done} answered{more}")
    faults = (*making.faults, making.error) if making is not None and making.done else ()
    for fault in faults if ready else ():  # with nothing made it is said in full below
        if fault:
            st.html(f'<p class="tutor-small">Not made: {escaped(fault)}</p>')


def _wait(desk: PracticeDesk, state: SetState, making: Making | None) -> list[Watched]:
    """Wait for the item that is being made; where no more comes, the summary or why there is none."""
    ready = len(state.practice_set.item_ids)
    if making is not None and not making.done:
        return [Watched(making, st.empty(), lambda: _waiting(making), lambda: making.length > ready)]
    if making is not None and making.error:
        st.error(plain(making.error))
        st.button("Choose anew", key="practice_choose", on_click=desk.go, args=(View.START,))
        return []
    fresh = desk.state()  # the last item may have come between the two looks
    if fresh is not None and len(fresh.practice_set.item_ids) == ready:
        desk.go(View.ITEM, fresh.open_places[0]) if fresh.open_places else desk.go(View.SUMMARY)
    st.rerun()
    return []


def _waiting(making: Making) -> str:
    longer = " Items from passages take longer." if making.waits_for_passages else ""
    return f"{making.step.what} · {making.seconds:.0f} s since the start.{longer}"


def _draw_open(desk: PracticeDesk, state: SetState, item: PracticeItem) -> None:
    """An item to be answered: options, confidence, Submit, hints, report."""
    desk.lay_out(item)
    if item.id in state.reported:
        st.html('<p class="tutor-lead">You reported this item; it does not count.</p>')
    draw_item(item, desk.chosen, f"practice_{item.id}", lambda place: desk.press(item, place))
    key = f"practice_confidence_{desk.set_id}_{item.id}"
    said = st.segmented_control(
        "How sure are you? (optional)", list(_CONFIDENCE), format_func=_CONFIDENCE.__getitem__, key=key
    )

    def confidence() -> Confidence | None:
        given = st.session_state.get(key)
        return Confidence(given) if given else None

    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="practice_actions"):
        st.button(
            "Submit",
            key="practice_submit",
            type="primary",
            shortcut=key_unless_open("Enter"),
            disabled=len(desk.chosen) != len(item.key),
            on_click=desk.submit,
            args=(item, confidence),
        )
        _draw_hint_button(desk, item)
        st.button("Skip", key="practice_skip", type="tertiary", on_click=desk.next, args=(desk.place,))
        draw_report(desk, item, state.reported)
    if len(desk.chosen) == len(item.key):  # Enter submits wherever the pointer has been
        focus_on(".st-key-practice_submit button", f"focus-{item.id}-{desk.chosen}-{said}")
    for number, hint in enumerate(_hints(desk, item)[: desk.hints_shown], start=1):
        st.html(f'<p class="tutor-lead"><b>Hint {number}.</b> {escaped(hint)}</p>')


def _draw_hint_button(desk: PracticeDesk, item: PracticeItem) -> None:
    count = len(_hints(desk, item))
    if desk.hints_shown < count:
        st.button(
            f"Hint {desk.hints_shown + 1} of {count}",
            key="practice_hint",
            type="tertiary",
            shortcut=key_unless_open("H"),
            on_click=_one_more_hint,
            args=(desk,),
        )


def _one_more_hint(desk: PracticeDesk) -> None:
    desk.hints_shown += 1


def _hints(desk: PracticeDesk, item: PracticeItem) -> tuple[str, ...]:
    """From general to specific, without the key's words; what the glossary calls them counts too."""
    blueprint = course_blueprint(desk.resources, desk.course_id)
    return hints(item, blueprint, desk.tools.glossary(desk.resources, desk.course_id))
