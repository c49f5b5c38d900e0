"""One answered item of a practice set: verdict, next, follow-up, review, report, why, evidence, questions."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from ingest.errors import IndexUnavailableError
from ingest.index import LocalIndex
from tutor.learner.cards import item_card, item_card_id
from tutor.learner.reviews import CardState
from tutor.learner.types import Attempt
from tutor.practice.explaining.explain_types import Explanation
from tutor.practice.types import PracticeItem
from tutor.ui.answer_view import Card, cards
from tutor.ui.card_sources import card_sources
from tutor.ui.evidence import draw_cards
from tutor.ui.item_talk import ItemTalk, draw_talk
from tutor.ui.item_view import draw_marked_item
from tutor.ui.making_job import Explaining, FollowUp, SetWriter
from tutor.ui.practice_desk import PracticeDesk, SetState, View
from tutor.ui.session import desk as open_desk
from tutor.ui.shown import escaped, plain
from tutor.ui.verdict_view import draw_explanation, draw_passages, item_passages, verdict_words
from tutor.ui.watch import Watched

__all__ = ["draw_answered", "draw_report", "key_unless_open"]

_REASONS = (
    "The key is wrong",
    "More than one option is right",
    "The question is unclear",
    "The source does not say this",
    "It gives the answer away",
)
_TALK_CARDS = 3


def key_unless_open(shortcut: str) -> str | None:
    """The key, unless a source is open: what is pressed there must not act on the item behind it."""
    return None if open_desk().opened is not None else shortcut


def draw_answered(desk: PracticeDesk, state: SetState, item: PracticeItem, attempt: Attempt) -> list[Watched]:
    """Draw the item with its verdict; the work to look at until the page is drawn anew."""
    explaining = _explaining(desk, item, attempt)
    is_done = explaining.done  # asked once: it may end while the page is drawn
    made = explaining.explanation if is_done else None
    with st.container(key="tutor_desk"):
        said, beside = st.columns([2, 1], gap="large")
    watched: list[Watched] = []
    with said:
        sign, word = ("✓", "Right.") if attempt.correct else ("✕", "Wrong.")
        st.html(
            f'<p class="tutor-verdict" role="status">{sign} {word}</p>'
            f'<p class="tutor-lead">{escaped(verdict_words(item, attempt))}</p>'
        )
        # each part in a box of its own: what grows above must not take the keyboard from the question's line
        with st.container():
            watched += _draw_actions(desk, state, item, made)
        draw_marked_item(replace(item, rationales=(), concept=""), attempt.chosen)  # reasons come below
        with st.container():
            watched += _draw_why(item, explaining, is_done=is_done)
        with st.container():
            watched += _draw_talk(desk, item, attempt)
    with beside, st.container(key="tutor_evidence"):
        _draw_evidence(desk, item, made)
        _draw_talk_evidence(desk, item)
    return watched


def _explaining(desk: PracticeDesk, item: PracticeItem, attempt: Attempt) -> Explaining:
    """The explanation of this answer, begun at the first look."""
    job = desk.explaining
    if job is None or job.stopped or job.answer != (item.id, attempt.chosen):
        tools, resources, course_id = desk.tools, desk.resources, desk.course_id
        job = Explaining(
            item, attempt.chosen, lambda: tools.explainer(resources, course_id), tools.explaining
        )
        desk.explaining = job
        job.begin()
    return job


def _draw_actions(
    desk: PracticeDesk, state: SetState, item: PracticeItem, made: Explanation | None
) -> list[Watched]:
    ids = state.practice_set.item_ids
    making = desk.tools.made(desk.set_id)
    is_last = not state.open_places and (making is None or making.done)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="practice_actions"):
        st.button(
            "See the summary" if is_last else "Next item",
            key="practice_next",
            type="primary",
            shortcut=key_unless_open("N"),
            on_click=desk.go if is_last else desk.next,
            args=(View.SUMMARY,) if is_last else (ids.index(item.id),),
        )
        if made is not None and made.follow_up is not None and not _is_looking(desk, item):
            pair = f"{made.follow_up.chosen} and {made.follow_up.right}"
            st.button(
                "Another on this confusion",
                key="practice_follow_up",
                shortcut=key_unless_open("F"),
                help=plain(pair),
                on_click=_begin_follow_up,
                args=(desk, state, made),
            )
        _draw_review(desk, item)
        draw_report(desk, item, state.reported)
    return _watch_follow_up(desk, item)


def _draw_review(desk: PracticeDesk, item: PracticeItem) -> None:
    known = desk.resources.reviews().cards(desk.course_id).get(item_card_id(item.id))
    if known is CardState.ACTIVE:
        st.html('<p class="tutor-small">✓ In Review</p>', width="content")
        return
    st.button("Add to Review", key="practice_review", type="tertiary", on_click=_add, args=(desk, item))


def _add(desk: PracticeDesk, item: PracticeItem) -> None:
    with desk.told():
        reviews, card = desk.resources.reviews(), item_card(desk.course_id, item)
        reviews.add_cards([card])
        if reviews.cards(desk.course_id).get(card.id) is not CardState.ACTIVE:
            reviews.restore_card(card.id)


def draw_report(desk: PracticeDesk, item: PracticeItem, reported: frozenset[str]) -> None:
    """A menu that withdraws a bad item, with the reason; a word where that was done."""
    if item.id in reported:
        st.html('<p class="tutor-small">✕ Reported</p>', width="content")
        return
    with st.popover("Report", type="tertiary"):
        reason = st.selectbox(
            "What is wrong with this item?",
            _REASONS,
            index=None,
            placeholder="Choose, or write your own",
            accept_new_options=True,
            key=f"practice_reason_{item.id}",
        )
        st.button(
            "Report and withdraw it",
            key="practice_report",
            disabled=not reason,
            on_click=desk.report,
            args=(item, str(reason)),
        )


def _is_looking(desk: PracticeDesk, item: PracticeItem) -> bool:
    job = desk.follow_up
    return job is not None and job.item_id == item.id and not job.done


def _begin_follow_up(desk: PracticeDesk, state: SetState, made: Explanation) -> None:
    """Look among the ready items first, those not answered yet before the others; else one is made."""
    if made.follow_up is None or (desk.follow_up is not None and not desk.follow_up.done):
        return
    with desk.told():
        resources, course_id, tools = desk.resources, desk.course_id, desk.tools
        answered = {one.item_id for one in resources.attempts().all(course_id)}
        every = (*resources.items().all(course_id), *tools.bank(resources, course_id))
        used = set(state.practice_set.item_ids) - set(_ahead(state)) | state.reported
        ready = [one for one in every if one.id not in used]
        ready.sort(key=lambda one: one.id in answered)
        wish = replace(state.wish, domain=None, tasks=())
        out = SetWriter(desk.set_id, course_id, resources.items(), resources.practice_sets())
        desk.follow_up = FollowUp(
            made.follow_up,
            ready,
            lambda: tools.explainer(resources, course_id),
            lambda: tools.maker(resources, course_id, wish),
            out,
        )
        desk.follow_up.begin()


def _ahead(state: SetState) -> list[str]:
    """The set's items that are still to be answered: one of them may come first."""
    return [state.practice_set.item_ids[place] for place in state.open_places]


def _watch_follow_up(desk: PracticeDesk, item: PracticeItem) -> list[Watched]:
    """The search for a follow-up, while it lasts; then its item comes next, or why there is none."""
    job = desk.follow_up
    if job is None or job.item_id != item.id:
        return []
    if not job.done:
        return [Watched(job, st.empty(), lambda: job.step.what)]
    desk.follow_up = None
    if job.item is None:
        fault = f" {job.error}" if job.error else ""
        st.info(plain(f"No other item on these two things could be found or made.{fault}"))
        return []
    state = desk.state()
    ids = state.practice_set.item_ids if state else ()
    if job.item.id in ids:
        desk.go(View.ITEM, ids.index(job.item.id))
        st.rerun()
    return []


def _draw_why(item: PracticeItem, job: Explaining, *, is_done: bool) -> list[Watched]:
    if not is_done:
        return [Watched(job, st.empty(), lambda: f"{job.step.what} · {job.seconds:.0f} s")]
    if job.explanation is None:
        st.error(plain(job.error))
    else:
        draw_explanation(item, job.explanation)
    return []


def _draw_evidence(desk: PracticeDesk, item: PracticeItem, made: Explanation | None) -> None:
    try:
        index = desk.resources.index(desk.course_id)
    except IndexUnavailableError as fault:
        st.html(f'<p class="tutor-small">The source cannot be shown: {escaped(str(fault))}</p>')
        return
    draw_passages(item_passages(item, made, _own_passages(desk, item, index), index), item)


def _own_passages(desk: PracticeDesk, item: PracticeItem, index: LocalIndex) -> Sequence[Card]:
    found = card_sources(item_card(desk.course_id, item), item.sources, index)
    return [Card((), one.found.chunk, (one.found.place.stretch,)) for one in found if one.found]


def _draw_talk_evidence(desk: PracticeDesk, item: PracticeItem) -> None:
    """The passages of the latest answer to a question about the item."""
    talk = desk.talks.get(item.id)
    made = talk.turns[-1][1] if talk is not None and talk.turns else None
    if made is None or made.answer is None or not made.answer.passages:
        return
    rarity = desk.resources.index(desk.course_id).rarity
    shown = cards(made.answer.question, made.answer, made.answer.passages, rarity)
    st.html('<h3 class="tutor-column">For your question</h3>')
    draw_cards(shown[:_TALK_CARDS], 0, f"item_talk_{made.turn_id}")


def _draw_talk(desk: PracticeDesk, item: PracticeItem, attempt: Attempt) -> list[Watched]:
    """A line to ask in, and what was asked so far."""
    talk = desk.talks.setdefault(item.id, ItemTalk(item, attempt.chosen))
    st.html('<h3 class="tutor-column">Ask about this item</h3>')
    growing = draw_talk(talk, show_withheld=desk.resources.settings().show_withheld)
    key = f"practice_question_{item.id}"

    def ask() -> None:
        with desk.told():
            talk.ask(desk.resources, desk.course_id, str(st.session_state.get(key, "")))

    with st.form("practice_ask", clear_on_submit=True, border=False):
        st.text_input(
            "Your question",
            key=key,
            max_chars=500,
            placeholder="Why is that so?",
            label_visibility="collapsed",
        )
        st.form_submit_button("Ask", key="practice_ask_go", on_click=ask)
    if growing is None:
        return []
    running, place = growing
    return [Watched(running, place, lambda: running.text or running.step.what)]
