"""The gap assessment: about 15 items, chosen by what they tell, then where the learner stands by task.

Each answer is an attempt in the learner's file at once. The assessment has no other memory: its state and
its next item follow from its id and its attempts, so a reload goes on where it stood.
"""

import random
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import streamlit as st

from ingest.types import Blueprint
from tutor.learner.planning.targets import TARGET
from tutor.learner.standing.words import counted, percent
from tutor.learner.types import Attempt, AttemptMode
from tutor.practice.exams.exam import ExamPool
from tutor.practice.exams.exam_report import ReportItem
from tutor.practice.exams.gap import LONGEST, GapState, begin_gap, next_item, placement, resumed
from tutor.practice.types import PracticeItem
from tutor.ui.exam_parts import ExamDesk, course_blueprint, course_pool, said
from tutor.ui.item_review import draw_review
from tutor.ui.item_view import chosen_after, draw_item, select_words
from tutor.ui.resources import Resources
from tutor.ui.shown import escaped
from tutor.ui.source_page import draw_opened_page

__all__ = ["advice_sentence", "draw_gap", "draw_gap_start", "last_gap", "placement_html"]

_RESUMED_WITHIN = timedelta(hours=1)
"""A reload within it goes straight on; later it is offered, for the learner may want something else."""


def last_gap(attempts: Iterable[Attempt]) -> tuple[Attempt, ...]:
    """The attempts of the assessment that was answered last, oldest first; none if there was none."""
    own = [attempt for attempt in attempts if attempt.mode is AttemptMode.GAP and attempt.session]
    return tuple(attempt for attempt in own if attempt.session == own[-1].session)


def resumed_gap(attempts: Sequence[Attempt], left: set[str], now: datetime) -> str:
    """The id of an assessment to go straight on with after a reload; empty for none."""
    if not attempts or attempts[-1].session in left:
        return ""
    return attempts[-1].session if now - attempts[-1].answered_at <= _RESUMED_WITHIN else ""


def draw_gap_start(resources: Resources, course_id: str, desk: ExamDesk) -> None:
    """Draw what the assessment is, a button to begin it, and the way to the last one."""
    st.html('<h2 class="tutor-column">Find my gaps</h2>')
    blueprint = course_blueprint(resources, course_id)
    if not blueprint.tasks:
        st.html(
            '<p class="tutor-small">No source states the tasks of this exam, so you cannot be placed by '
            "them. Add the exam guide in the Library.</p>"
        )
        return
    pool = _items(course_pool(resources, course_id, blueprint))
    if not pool:
        st.html('<p class="tutor-small">This course has no items yet. Make some in Practice.</p>')
        return
    st.html(
        '<p class="tutor-lead">About 15 items without a clock. Each one is chosen by your answers so far. '
        "At the end you see how well you know each task.</p>"
    )

    def begin() -> None:
        desk.gap_id, desk.gap_chosen = uuid.uuid4().hex, ()

    def go_on(session: str) -> None:
        desk.gap_left.discard(session)
        desk.gap_id, desk.gap_chosen = session, ()

    with st.container(horizontal=True, gap="small"):
        st.button("Find my gaps, about 15 items", key="gap_begin", on_click=begin)
        last = last_gap(resources.attempts().all(course_id))
        if last:
            count = counted(len(last), "answer")
            day = last[-1].answered_at.astimezone()
            st.button(
                f"Your last one: {day:%Y-%m-%d}, {count}",
                key="gap_last",
                type="tertiary",
                on_click=go_on,
                args=(last[-1].session,),
            )


def draw_gap(resources: Resources, course_id: str, desk: ExamDesk) -> None:
    """Draw the assessment's next item, or its outcome when enough was asked."""
    blueprint = course_blueprint(resources, course_id)
    pool = course_pool(resources, course_id, blueprint)
    every = resources.attempts().all(course_id)
    attempts = [attempt for attempt in every if attempt.session == desk.gap_id]
    items = _items(pool)
    state = resumed(begin_gap(blueprint), attempts, items)
    seen_before = {attempt.item_id for attempt in every if attempt.session != desk.gap_id}
    item = next_item(state, _fresh(items, seen_before), _chance(desk.gap_id, state))
    if item is None:
        _draw_outcome(resources, course_id, desk, (blueprint, state), _rows(attempts, items))
    else:
        _draw_next(resources, course_id, desk, item, len(state.answers))


def _items(pool: ExamPool) -> tuple[PracticeItem, ...]:
    return tuple({item.id: item for item in (*pool.generated, *pool.items)}.values())


def _fresh(items: Sequence[PracticeItem], seen: set[str]) -> Sequence[PracticeItem]:
    """The items that were never answered, if they leave a choice: a known item tells of memory."""
    unseen = [item for item in items if item.id not in seen]
    return unseen if len(unseen) >= 3 * LONGEST else items


def _chance(session: str, state: GapState) -> random.Random:
    """The same after a reload, so that it shows the same item."""
    return random.Random(f"{session} {len(state.answers)}")


def _draw_next(resources: Resources, course_id: str, desk: ExamDesk, item: PracticeItem, asked: int) -> None:
    now = resources.now().timestamp()
    if desk.gap_item[0] != item.id:
        desk.gap_item, desk.gap_chosen = (item.id, now), ()
    st.html(
        f'<h2 class="tutor-column">Find my gaps: item {asked + 1} of about 15</h2>'
        '<p class="tutor-small">The right answers come at the end.</p>'
    )

    def press(place: int) -> None:
        desk.gap_chosen = chosen_after(item, desk.gap_chosen, place)

    def submit() -> None:
        said(desk, _answer, resources, course_id, desk, item)

    draw_item(item, desk.gap_chosen, f"gap_{desk.gap_id}_{item.id}", press)
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Submit",
            key=f"gap_submit_{item.id}",
            type="primary",
            shortcut="Enter",
            on_click=submit,
        )
        st.button("Stop here", key="gap_stop", on_click=lambda: _leave(desk))
    if asked:
        st.html(f'<p class="tutor-small">{counted(asked, "answer")} kept. You can stop and go on later.</p>')


def _leave(desk: ExamDesk) -> None:
    desk.gap_left.add(desk.gap_id)
    desk.go_home()


def _answer(resources: Resources, course_id: str, desk: ExamDesk, item: PracticeItem) -> None:
    """Keep the answer; a second press of the same key adds nothing.

    The button is never disabled: Enter may be struck before the page has followed the option's key.
    """
    if len(desk.gap_chosen) != len(item.key):
        desk.notice = select_words(item) or "Choose an option first."
        return
    store, now = resources.attempts(), resources.now()
    if any(a.session == desk.gap_id and a.item_id == item.id for a in store.all(course_id)):
        return
    store.add(
        Attempt(
            item_id=item.id,
            course=course_id,
            task=item.task,
            chosen=desk.gap_chosen,
            correct=desk.gap_chosen == item.key,
            answered_at=now,
            mode=AttemptMode.GAP,
            seconds=max(0.0, now.timestamp() - desk.gap_item[1]),
            session=desk.gap_id,
        )
    )
    desk.gap_chosen = ()


def _rows(attempts: Sequence[Attempt], items: Sequence[PracticeItem]) -> list[ReportItem]:
    known = {item.id: item for item in items}
    found = [attempt for attempt in attempts if attempt.item_id in known]
    return [
        ReportItem(n, known[a.item_id], True, a.chosen, a.correct, False, a.seconds)
        for n, a in enumerate(found, start=1)
    ]


def _draw_outcome(
    resources: Resources,
    course_id: str,
    desk: ExamDesk,
    found: tuple[Blueprint, GapState],
    rows: Sequence[ReportItem],
) -> None:
    blueprint, state = found
    st.button("All exams", key="gap_back", icon=":material/arrow_back:", on_click=lambda: _leave(desk))
    right = sum(row.correct for row in rows)
    st.html(
        f'<h2 class="tutor-verdict">Where you stand</h2>'
        f'<p class="tutor-lead">{right} of {counted(len(rows), "answer")} right. '
        f"{escaped(advice_sentence(blueprint, state))}</p>"
        + placement_html(blueprint, state)
        + '<p class="tutor-small">The level is the share of items of medium difficulty that you would know. '
        "With 90 % probability it lies within the range. A task without an answer is judged by its "
        "neighbours.</p>"
    )
    if rows:
        draw_review(resources, course_id, rows, desk.gap_id, desk)
        draw_opened_page(resources, course_id)


def advice_sentence(blueprint: Blueprint, state: GapState) -> str:
    """What to do next, in one sentence: the task that lacks most to the target, as the exam weighs it."""
    if not state.tasks:
        return ""
    places = {place.task: place for place in placement(state)}
    # e.g. 30 % known of a task of 10 %: (0.85 - 0.30) * 10 = 5.5 points
    lacks = {task.number: task.weight * (TARGET - places[task.number].level) for task in state.tasks}
    best = max(state.tasks, key=lambda task: lacks[task.number])
    if lacks[best.number] <= 0:
        return f"Every task stands at {percent(TARGET)} or more, so sit a full exam next to see if it holds."
    title = next(task.title for task in blueprint.tasks if task.number == best.number)
    known = percent(places[best.number].level)
    return (
        f"Begin with task {best.number}, {title}: you would know about {known} of it, it makes "
        f"about {percent(best.weight)} of the exam, and no other task costs you more points."
    )


def placement_html(blueprint: Blueprint, state: GapState) -> str:
    """A row a task: level, its range as words and as a bar, and how many answers it rests on."""
    titles = {task.number: task.title for task in blueprint.tasks}
    rows = "".join(
        f"<tr><td>{escaped(place.task)} {escaped(titles.get(place.task, ''))}</td>"
        f'<td class="number">{percent(place.level)}</td>'
        f'<td class="number">{100 * place.low:.0f} to {percent(place.high)}</td>'
        f'<td><span class="tutor-share" aria-hidden="true"><span class="range" style="left: '
        f'{100 * place.low:.1f}%; width: {100 * (place.high - place.low):.1f}%"></span>'
        f'<span class="level" style="left: {100 * place.level:.1f}%"></span></span></td>'
        f'<td class="number">{place.n}</td></tr>'
        for place in placement(state)
    )
    return (
        '<div class="wide" tabindex="0"><table><thead><tr><th scope="col">Task</th>'
        '<th scope="col" class="number">Level</th><th scope="col" class="number">Range</th>'
        '<th scope="col">0 to 100 %</th><th scope="col" class="number">Answers</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
