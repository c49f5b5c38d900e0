"""The library page: files in and out, indexing, the blueprint's coverage, search without a model."""

import streamlit as st

from ingest.build import FileStatus
from ingest.errors import IndexUnavailableError, TutorError
from ingest.index import LocalIndex
from ingest.readers import SUPPORTED_SUFFIXES
from tutor.ui.answer_view import Card, settling_stretch
from tutor.ui.blueprint_view import draw_blueprint
from tutor.ui.evidence import draw_cards
from tutor.ui.jobs import Indexing, Job
from tutor.ui.resources import Resources, shared
from tutor.ui.session import COURSE
from tutor.ui.shown import escaped, plain
from tutor.ui.source_page import draw_opened_page
from tutor.workspace import Workspace

__all__ = ["draw"]

_LOOK_SECONDS = 0.2
_FOUND = 8


def draw() -> None:
    """Draw the page. Raises TutorError where the course itself cannot be read."""
    resources, course_id = shared(), str(st.session_state[COURSE])
    workspace = resources.workspace(course_id)
    st.title("Library")
    st.html(f'<p class="tutor-lead">{escaped(workspace.title)}</p>')
    _draw_upload(resources, workspace)
    progress = st.container()
    job = resources.job("index", course_id)
    running = job is not None and not job.done  # asked once: it may end while the page is drawn
    if not running:
        _draw_outcome(job, progress)
    index = _index(resources, course_id)
    if index is not None:
        documents, blueprint, search = st.tabs(["Documents", "Blueprint", "Search"])
        with documents:
            _draw_documents(resources, workspace, index)
        with blueprint:
            draw_blueprint(index)
        with search:
            _draw_search(resources, course_id)
        draw_opened_page(resources, course_id)
    if running and job is not None:
        _follow(job, progress)


def _index(resources: Resources, course_id: str) -> LocalIndex | None:
    try:
        return resources.index(course_id)
    except IndexUnavailableError as fault:
        st.info(f"{plain(str(fault))} Or press Re-index above.")
        return None


def _draw_upload(resources: Resources, workspace: Workspace) -> None:
    limit = int(st.get_option("server.maxUploadSize"))
    # a new key after each adding empties the box
    round_ = int(st.session_state.setdefault("upload_round", 0))
    with st.container(border=True):
        files = st.file_uploader(
            f"Add files to this course, up to {limit} MB each",
            type=[suffix.lstrip(".") for suffix in SUPPORTED_SUFFIXES],
            accept_multiple_files=True,
            key=f"upload_{round_}",
        )
        with st.container(horizontal=True, gap="small"):
            if st.button("Add and index", type="primary", disabled=not files, key="add"):
                for file in files:
                    workspace.save_upload(file.name, file.getvalue())
                st.session_state["upload_round"] = round_ + 1
                _start(resources, workspace.id)
                st.rerun()
            if st.button("Re-index", key="reindex", help="Reads what is new, changed or gone."):
                _start(resources, workspace.id)
                st.rerun()


def _start(resources: Resources, course_id: str) -> None:
    resources.start_indexing(course_id)


def _follow(job: Job, place: "st.delta_generator.DeltaGenerator") -> None:
    """Show how far the indexing is until it is done; then draw the page anew."""
    bar = place.progress(0.0, "Beginning")
    while not job.wait(_LOOK_SECONDS):
        step = job.step
        share = min(1.0, step.done / step.total) if step.total else 0.0
        count = f" · {step.done:,} of {step.total:,}" if step.total else ""
        bar.progress(share, f"{plain(step.what or 'Beginning')}{count} · {job.seconds:.0f} s")
    st.rerun()


def _draw_outcome(job: Job | None, place: "st.delta_generator.DeltaGenerator") -> None:
    """What the latest indexing came to, until the next one."""
    if not isinstance(job, Indexing):
        return
    with place:
        if job.error or job.report is None:
            st.error(plain(job.error))
            return
        counts = {status: sum(found is status for _, found in job.report.statuses) for status in FileStatus}
        parts = [f"{count} {status.value}" for status, count in counts.items() if count]
        st.success(f"Indexed: {', '.join(parts)}; {job.report.chunks:,} passages.")
        for problem in job.report.problems:
            st.warning(plain(str(problem)))


def _draw_documents(resources: Resources, workspace: Workspace, index: LocalIndex) -> None:
    own = {path.name for path in workspace.own_sources if path != workspace.uploads}
    uploads = workspace.uploads
    own |= {path.name for path in uploads.iterdir()} if uploads.is_dir() else set()
    rows = [
        f"<tr><td>{escaped(entry.name)}{_notes(entry.notes)}</td>"
        f'<td class="number">{entry.pages:,}</td><td class="number">{entry.chunks:,}</td>'
        f"<td>{escaped(entry.indexed_at[:16].replace('T', ' '))}</td></tr>"
        for entry in index.documents
    ]
    st.html(
        '<div class="wide" tabindex="0"><table><thead><tr><th scope="col">Document</th>'
        '<th scope="col" class="number">Pages</th><th scope="col" class="number">Passages</th>'
        f'<th scope="col">Indexed (UTC)</th></tr></thead><tbody>{"".join(rows)}</tbody></table></div>'
    )
    if own:
        _draw_removal(resources, workspace, tuple(sorted(own)))


def _notes(notes: tuple[str, ...]) -> str:
    return "".join(f'<br><span class="tutor-small">{escaped(note)}</span>' for note in notes)


def _draw_removal(resources: Resources, workspace: Workspace, names: tuple[str, ...]) -> None:
    """One choice and one confirmation, for the learner's own files only."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.selectbox("Remove one of your files", names, index=None, placeholder="Choose", key="remove")
        with st.popover("Remove", disabled=name is None):
            st.html(f'<p class="tutor-small">{escaped(name or "")} leaves the course and its index.</p>')
            if st.button("Remove it", key="remove_confirmed") and name is not None:
                workspace.remove_source(name)
                if workspace.sources:
                    _start(resources, workspace.id)
                else:
                    workspace.delete()
                st.rerun()


def _draw_search(resources: Resources, course_id: str) -> None:
    form = st.form("search_form", border=False)
    with form.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        question = st.text_input("Search the material, no model needed", key="search_text", max_chars=500)
        st.form_submit_button("Search", key="search_go")
    if not question.strip():
        return
    with st.spinner("Searching"):
        try:
            retriever = resources.retriever(course_id)
        except TutorError as fault:
            st.error(plain(str(fault)))
            return
        passages = retriever.search(question, _FOUND)
    if not passages:
        st.html('<p class="tutor-lead">Nothing in the material shares a word with this.</p>')
    found = []
    for passage in passages:
        stretch = settling_stretch(question, passage.chunk, retriever.index.rarity)
        found.append(Card((), passage.chunk, (stretch,)))
    draw_cards(found, 0, "search")
