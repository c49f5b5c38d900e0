"""What a learner can do with an answer beyond reading it: keep it as a review card, practise what it cites.

The card's back is what the sources support, and its source is the first passage that the answer cites. The
practice item is made beside the page; whether there is one is told by the learner's own file.
"""

import hashlib
from dataclasses import dataclass

import streamlit as st

from ingest.errors import TutorError
from tutor.answering.types import Answer, Citation
from tutor.chat_store import ChatTurn
from tutor.learner.reviews import CardState
from tutor.learner.types import Card, CardKind
from tutor.ui.answer_item_job import AnswerItem, AnswerSet
from tutor.ui.answer_items import answer_items
from tutor.ui.exam_parts import course_blueprint
from tutor.ui.page_links import go_to_page
from tutor.ui.practice_desk import begin_set, open_set, practice_desk
from tutor.ui.practice_wish import Wish
from tutor.ui.resources import Resources, shared
from tutor.ui.session import COURSE
from tutor.ui.shown import escaped, plain
from tutor.ui.watch import Watched

__all__ = ["ItemUse", "answer_card", "answer_item_name", "draw_add_to_review", "item_use"]

_FAULT = "tutor_review_fault"


def answer_card(course_id: str, question: str, answer: Answer) -> Card | None:
    """A card of the question and the supported sentences; None for an answer that cites nothing."""
    held = [one for one in answer.sentences if one.supported and one.citations]
    if answer.refused or not held:
        return None
    source = next(one for one in answer.citations if one.n == held[0].citations[0])
    back = " ".join(one.text for one in held)
    digest = hashlib.sha256("\0".join((course_id, question, back)).encode()).hexdigest()
    return Card(
        id=f"chat-{digest[:16]}",
        course=course_id,
        kind=CardKind.CHAT,
        task="",
        front=question,
        back=back,
        document=source.document,
        page=source.page,
        heading=source.heading,
        quote=source.quote,
    )


def draw_add_to_review(turn: ChatTurn) -> None:
    """A button that keeps the answer as a card; a word once it is one, nothing where it cannot be."""
    resources, course_id = shared(), str(st.session_state[COURSE])
    card = answer_card(course_id, turn.question, turn.answer) if turn.answer is not None else None
    if card is None:
        return
    fault = st.session_state.pop(f"{_FAULT}_{turn.id}", "")
    if fault:
        st.error(plain(fault))
    elif _is_in_review(resources, card):
        st.html('<p class="tutor-small">✓ In Review</p>', width="content")
    else:
        st.button(
            "Add to Review",
            key=f"to_review_{turn.id}",
            type="tertiary",
            on_click=_add,
            args=(resources, card, turn.id),
        )


def _is_in_review(resources: Resources, card: Card) -> bool:
    reviews = resources.reviews()
    if reviews.card(card.id) is None:  # most answers are no cards, and all cards take long to read
        return False
    return reviews.cards(card.course)[card.id] is CardState.ACTIVE


def _add(resources: Resources, card: Card, turn_id: int) -> None:
    try:
        reviews = resources.reviews()
        reviews.add_cards([card])
        if not _is_in_review(resources, card):
            reviews.restore_card(card.id)
    except TutorError as fault:
        st.session_state[f"{_FAULT}_{turn_id}"] = str(fault)


def answer_item_name(answer: Answer) -> str:
    """What tells an answer from others, for its practice set; empty for one that cites nothing.

    The same question with the same answer, asked again, has the same name.
    """
    cited = _cited(answer)
    if not cited:
        return ""
    parts = (answer.question, answer.text, *(f"{one.document}#{one.page}#{one.quote}" for one in cited))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _cited(answer: Answer) -> tuple[Citation, ...]:
    """What the supported sentences cite, in the order of the numbers."""
    if answer.refused:
        return ()
    numbers = {n for one in answer.sentences if one.supported for n in one.citations}
    return tuple(one for one in answer.citations if one.n in numbers)


@dataclass(frozen=True, slots=True)
class ItemUse:
    """An answer's practice item as it stands when the page is drawn: not there, being made, or ready."""

    resources: Resources
    course_id: str
    turn_id: int
    name: str
    citations: tuple[Citation, ...]
    ready_id: str
    """Of the set that holds the item; empty without one."""
    job: AnswerItem | None
    is_running: bool
    """Whether the job was at work before `ready_id` was read: one that has ended since is looked at again."""

    def draw_button(self) -> None:
        """Draw the way to the item, or the button that has it made; nothing while it is being made."""
        if self.ready_id:
            if st.button("Ready: practise it", key=f"practise_{self.turn_id}", type="tertiary"):
                open_set(practice_desk(self.resources, self.course_id), self.ready_id)
                go_to_page("practice")
        elif not self.is_running:
            st.button(
                "Make it a practice item",
                key=f"make_item_{self.turn_id}",
                type="tertiary",
                on_click=self._begin,
            )

    def _begin(self) -> None:
        answer_items().begin(self.resources, self.course_id, self.name, self.citations)

    def draw_state(self) -> list[Watched]:
        """Draw how far it is, or why there is no item and what else can be practised; what to wait for."""
        job = self.job
        if self.ready_id or job is None:
            return []
        if self.is_running:
            return [Watched(job, st.empty(), lambda: f"{job.step.what} · {job.seconds:.0f} s")]
        if job.error:
            st.error(plain(job.error))
        elif not job.is_made:
            self._draw_instead(job)
        return []

    def _draw_instead(self, job: AnswerItem) -> None:
        words = f"No item on what this answer cites passed the checks. {job.fault}".strip()
        wish = job.instead
        if wish is None:
            words += " Add material on it in the Library."
        elif wish.tasks:
            words += f" You can practise its task statement instead: {self._task_words(wish.tasks[0])}."
        else:
            words += " You can practise the whole course instead."
        st.html(f'<p class="tutor-lead" role="status">{escaped(words)}</p>')
        if wish is not None and st.button(_instead_label(wish), key=f"practise_task_{self.turn_id}"):
            begin_set(practice_desk(self.resources, self.course_id), wish)
            go_to_page("practice")

    def _task_words(self, number: str) -> str:
        tasks = course_blueprint(self.resources, self.course_id).tasks
        title = next((task.title for task in tasks if task.number == number), "")
        return f"{number} {title}".strip().rstrip(".")


def item_use(turn: ChatTurn) -> ItemUse | None:
    """Where an answer's practice item stands; None under an answer that cites nothing. Raises StoreError."""
    name = answer_item_name(turn.answer) if turn.answer is not None else ""
    if turn.answer is None or not name:
        return None
    resources, course_id = shared(), str(st.session_state[COURSE])
    job = answer_items().job(resources, course_id, name)
    is_running = job is not None and not job.done
    ready_id = AnswerSet(course_id, name, resources.items(), resources.practice_sets()).ready_id
    return ItemUse(resources, course_id, turn.id, name, _cited(turn.answer), ready_id, job, is_running)


def _instead_label(wish: Wish) -> str:
    return plain(f"Practise task {wish.tasks[0]}") if wish.tasks else "Practise the whole course"
