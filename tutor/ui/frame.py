"""The frame around every page: navigation, course, learner, what is due, index and model, errors."""

from contextlib import suppress
from dataclasses import dataclass

import streamlit as st

from ingest.errors import IndexUnavailableError, TutorError
from tutor.config import Settings
from tutor.llm import LlmKind, embedded_engine, llm_choice
from tutor.models import ModelState, find_model, model_store
from tutor.ui.learner_choice import draw_learner_choice, settle_learner
from tutor.ui.moments import exam_words
from tutor.ui.page_links import know_pages
from tutor.ui.pages import PAGES, PageEntry
from tutor.ui.resources import Resources, shared
from tutor.ui.session import COURSE
from tutor.ui.shown import escaped, plain
from tutor.ui.style import use_style

__all__ = ["draw_page", "show"]

_COURSE_BOX = "course_box"
# drawn here, since Streamlit has the browser fetch the picture of a named icon from elsewhere
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" '
    'fill="#24706d"/><path d="M8 9h7v14H8zM17 9h7v14h-7z" fill="#fcfcfa"/></svg>'
)


@dataclass(frozen=True, slots=True)
class _Health:
    """One line of the sidebar: a sign, and a sentence."""

    sign: str
    text: str


def show() -> None:
    """The whole app: page configuration, navigation, sidebar, and the page that was chosen."""
    st.set_page_config(page_title="tutor", page_icon=_ICON, layout="wide")
    groups: dict[str, list[st.Page]] = {}
    pages: dict[str, st.Page] = {}
    for entry in PAGES:
        page = st.Page(
            _drawing(entry),
            title=entry.title,
            icon=entry.icon,
            url_path=entry.path,
            default=entry is PAGES[0],
        )
        groups.setdefault(entry.group, []).append(page)
        pages[entry.path] = page
    know_pages(pages)
    st.navigation(groups).run()


def _drawing(entry: PageEntry) -> "st.navigation.PageFunction":  # type: ignore[name-defined]
    def run() -> None:
        draw_page(entry)

    return run


def draw_page(entry: PageEntry) -> None:
    """One page inside its frame; a TutorError of either becomes one sentence."""
    use_style()
    try:
        settle_learner()
        resources = shared()
        _draw_sidebar(resources)
        entry.draw()
    except IndexUnavailableError as fault:
        st.error(f"{plain(str(fault))} You can also press Re-index in the Library.")
    except TutorError as fault:
        st.error(plain(str(fault)))


def _draw_sidebar(resources: Resources) -> None:
    settings, courses = resources.settings(), resources.courses()
    if st.session_state.get(COURSE) not in courses:
        st.session_state[COURSE] = settings.course if settings.course in courses else courses[0]
    with st.sidebar:
        # the choice is kept beside its box: Streamlit forgets a box's value when another page is opened
        st.session_state[_COURSE_BOX] = st.session_state[COURSE]
        st.selectbox(
            "Course",
            courses,
            key=_COURSE_BOX,
            format_func=lambda name: _title(resources, name),
            on_change=_choose_course,
        )
        draw_learner_choice("sidebar")
        course_id = str(st.session_state[COURSE])
        lines = (*_today(resources, course_id), _index_health(resources, course_id), _model_health(settings))
        for line in lines:
            st.html(f'<p class="tutor-small">{line.sign} {escaped(line.text)}</p>')


def _choose_course() -> None:
    st.session_state[COURSE] = st.session_state[_COURSE_BOX]


def _title(resources: Resources, course_id: str) -> str:
    """A course's title; its id where its own file is faulty, which its pages then say."""
    try:
        return resources.workspace(course_id).title
    except TutorError:
        return course_id


def _today(resources: Resources, course_id: str) -> tuple[_Health, ...]:
    """The days to the exam, and what is to be reviewed today."""
    try:
        exam = exam_words(resources.exam_date(course_id), resources.now().date())
        with suppress(IndexUnavailableError):  # said below; cards from before are due all the same
            resources.keep_cards(course_id)
        day = resources.review_day(course_id)
    except TutorError:
        return (_Health("✕", "Your record: cannot be read, see Review"),)
    due = len(day.due) + day.later_today
    parts = [f"{due:,} to review"] if due else []
    parts += [f"{len(day.new):,} new"] if day.new else []
    left = ", ".join(parts) or ("no cards yet" if not day.active else "nothing left to review")
    return (_Health("•", exam), _Health("•" if parts else "✓", f"Today: {left}"))


def _index_health(resources: Resources, course_id: str) -> _Health:
    job = resources.job("index", course_id)
    if job is not None and not job.done:
        return _Health("…", "Index: being built")
    try:
        index = resources.index(course_id)
    except TutorError:
        return _Health("✕", "Index: none yet, see Library")
    return _Health("✓", f"Index: {len(index.documents)} documents, {len(index.chunks):,} passages")


def _model_health(settings: Settings) -> _Health:
    try:
        choice = llm_choice(settings)
        if choice.kind is LlmKind.NONE:
            return _Health("✓", "Model: none, answers are extracts")
        if choice.kind is LlmKind.SERVER:
            return _Health("✓", f"Model: server at {choice.value}")
        if choice.kind is LlmKind.TRANSFORMERS:
            return _Health("✓", f"Model: {choice.value} by transformers")
        model = find_model(choice.value)
        if model is not None and model_store(settings).state(model) is not ModelState.VERIFIED:
            return _Health("✕", f"Model: {model.name} is not fetched, see Settings")
        engine = embedded_engine(settings)
    except TutorError:
        return _Health("✕", "Model: cannot be used, see Settings")
    state = "running" if engine is not None and engine.started else "starts when it is needed"
    return _Health("✓", f"Model: {model.name if model else choice.value}, {state}")
