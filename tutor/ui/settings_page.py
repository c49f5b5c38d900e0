"""The settings page: learner, model, embedder, answers, own data, and what `tutor doctor` finds."""

from dataclasses import replace

import streamlit as st

from ingest.errors import TutorError
from tutor.config import Settings, SettingsError
from tutor.doctor import CHECKS, Level, examine
from tutor.index_check import check_index
from tutor.llm import LlmKind, chat_model, llm_choice
from tutor.models import CATALOGUE, Model, ModelKind, ModelState, model_store
from tutor.ui.jobs import Job
from tutor.ui.learner_section import draw_learner, draw_my_data
from tutor.ui.resources import Resources, shared
from tutor.ui.session import COURSE, desk
from tutor.ui.shown import escaped, plain

__all__ = ["draw"]

_SERVER, _OTHER, _NONE = (
    "A server of the OpenAI protocol",
    "A .gguf file, or hf: and a hub id",
    "None: extracts only",
)
_SIGNS = {Level.OK: "✓ ok", Level.WARN: "! look", Level.FAIL: "✕ mend"}
_LOOK_SECONDS = 0.3


def draw() -> None:
    """Draw the page. Raises SettingsError when the settings cannot be read."""
    resources = shared()
    settings = resources.settings()
    st.title("Settings")
    draw_learner(resources)
    _draw_saved()
    _draw_choices(resources, settings)
    following = _draw_catalogue(resources, settings)
    _draw_data(resources, settings)
    _draw_doctor(settings)
    if following is not None:
        _follow(*following)


def _draw_saved() -> None:
    note = st.session_state.pop("settings_saved", None)
    if note is not None:
        overruled = tuple(note)
        st.success("Saved. It holds from the next question on.")
        if overruled:
            names = ", ".join(f"TUTOR_{key.upper()}" for key in overruled)
            st.warning(f"{plain(names)} in the environment overrules what was chosen here.")


def _draw_choices(resources: Resources, settings: Settings) -> None:
    st.html('<h2 class="tutor-column">Model and answers</h2>')
    languages = [model.name for model in CATALOGUE if model.kind is ModelKind.LANGUAGE]
    options = [*languages, _SERVER, _OTHER, _NONE]
    chosen = st.selectbox(
        "Language model",
        options,
        index=options.index(_option_of(settings, languages)),
        key="llm",
        help="Writes the answers. A change holds from the next question on.",
    )
    address, name, other = settings.openai_base_url, settings.llm_model, settings.llm
    if chosen == _SERVER:
        address = st.text_input(
            "Address", value=_address_of(settings), placeholder="http://127.0.0.1:11434/v1", key="address"
        )
        name = st.text_input(
            "Model on the server", value=name, placeholder="The first it lists", key="server_model"
        )
    elif chosen == _OTHER:
        other = st.text_input("File or hub id", value=other if other not in languages else "", key="other")
    embedders = [model.name for model in CATALOGUE if model.kind is ModelKind.EMBEDDER]
    embedder = st.selectbox(
        "Embedder",
        list(dict.fromkeys([*embedders, settings.embedder])),
        index=list(dict.fromkeys([*embedders, settings.embedder])).index(settings.embedder),
        accept_new_options=True,
        key="embedder",
        help="Finds the passages. After a change every course has to be indexed again.",
    )
    tokens = st.select_slider(
        "Longest answer, in tokens (100 tokens are about 75 words)",
        sorted({120, 160, 220, 300, 400, 600, settings.answer_tokens}),
        value=settings.answer_tokens,
        key="answer_tokens",
    )
    withheld = st.toggle(
        "Show withheld sentences, marked, under every answer",
        value=settings.show_withheld,
        key="show_withheld",
    )
    wanted = replace(
        settings,
        llm=_llm_of(chosen or _NONE, address, other),
        openai_base_url=address.strip() if chosen == _SERVER else settings.openai_base_url,
        llm_model=name.strip(),
        embedder=(embedder or settings.embedder).strip(),
        answer_tokens=int(tokens),
        show_withheld=withheld,
    )
    with st.container(horizontal=True, gap="small"):
        if st.button("Save", type="primary", key="save", disabled=wanted == settings):
            _save(resources, wanted)
        if st.button("Test the model", key="test", help="Starts the chosen model and has it say one word."):
            _test(wanted)


def _option_of(settings: Settings, languages: list[str]) -> str:
    try:
        kind = llm_choice(settings)
    except SettingsError:
        return _OTHER
    if kind.kind is LlmKind.CATALOGUE and kind.value in languages:
        return kind.value
    return {LlmKind.SERVER: _SERVER, LlmKind.NONE: _NONE}.get(kind.kind, _OTHER)


def _address_of(settings: Settings) -> str:
    return settings.llm if settings.llm.startswith("http") else settings.openai_base_url


def _llm_of(chosen: str, address: str, other: str) -> str:
    if chosen == _SERVER:
        return address.strip() or "server"
    if chosen == _OTHER:
        return other.strip()
    return "none" if chosen == _NONE else chosen


def _save(resources: Resources, wanted: Settings) -> None:
    try:
        llm_choice(wanted)
        st.session_state["settings_saved"] = resources.save_settings(wanted)
    except SettingsError as fault:
        st.error(plain(" ".join(fault.faults)))
        return
    st.rerun()


def _test(wanted: Settings) -> None:
    with st.spinner("Asking the model for one word"):
        try:
            model = chat_model(wanted, max_tokens=8)
            reply = model.invoke([("user", "Say hello in one word.")]).text.strip() if model else ""
        except TutorError as fault:
            st.error(plain(str(fault)))
            return
    st.success(
        f"The model answers: {plain(reply)}" if model else "No model: answers are extracts from the sources."
    )


def _draw_catalogue(
    resources: Resources, settings: Settings
) -> "tuple[Job, st.delta_generator.DeltaGenerator] | None":
    """The models that can be fetched; the fetch that is under way with the place of its bar, if one is."""
    st.html('<h2 class="tutor-column">Stored models</h2>')
    running = None
    for model in CATALOGUE:
        job = resources.job("fetch", model.name)
        with st.container(
            horizontal=True, vertical_alignment="center", gap="small", key=f"model_{model.name}"
        ):
            state = model_store(settings).state(model)
            st.html(_model_html(model, state), width="stretch")
            if state is not ModelState.VERIFIED and (job is None or job.done):
                st.button(
                    f"Fetch {plain(model.name)}",
                    key=f"fetch_{model.name}",
                    on_click=_fetch,
                    args=(resources, model.name),
                )
        if job is not None and not job.done:
            running = (job, st.empty())
        elif job is not None and job.error:
            st.error(plain(job.error))
    return running


def _fetch(resources: Resources, name: str) -> None:
    resources.start_fetching(name)


def _model_html(model: Model, state: ModelState) -> str:
    sign = "✓ stored" if state is ModelState.VERIFIED else f"– {state.value}"
    return (
        f'<p class="tutor-small"><b>{escaped(model.name)}</b> · {model.kind.value} · '
        f"{model.size_bytes / 1e6:,.0f} MB · {escaped(model.licence)} · {sign}<br>"
        f"{escaped(model.description)}</p>"
    )


def _follow(job: Job, place: "st.delta_generator.DeltaGenerator") -> None:
    while not job.wait(_LOOK_SECONDS):
        step = job.step
        share = min(1.0, step.done / step.total) if step.total else 0.0
        count = f" · {step.done / 1e6:,.0f} of {step.total / 1e6:,.0f} MB" if step.total else ""
        place.progress(share, f"{plain(step.what or 'Beginning')}{count}")
    st.rerun()


def _draw_data(resources: Resources, settings: Settings) -> None:
    st.html(
        '<h2 class="tutor-column">Your data</h2>'
        f'<p class="tutor-lead">Everything stays in {escaped(str(settings.home))} on this machine. '
        "Set TUTOR_HOME to keep it elsewhere.</p>"
    )
    chats = resources.store().chats()
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            f"Export {len(chats)} chats as JSON" if len(chats) != 1 else "Export 1 chat as JSON",
            resources.store().export,
            file_name="tutor-chats.json",
            mime="application/json",
            disabled=not chats,
            on_click="ignore",
        )
        with st.popover("Delete all chats", disabled=not chats):
            st.html('<p class="tutor-small">All questions, answers and verdicts are gone for good.</p>')
            st.button("Delete all", key="delete_all", on_click=_delete_all, args=(resources,))
    draw_my_data(resources)


def _delete_all(resources: Resources) -> None:
    desk().leave_chat(str(st.session_state[COURSE]))
    desk().chats.clear()
    resources.store().delete_all()


def _draw_doctor(settings: Settings) -> None:
    st.html('<h2 class="tutor-column">Health</h2>')
    rows = "".join(
        f"<tr><td>{_SIGNS[finding.level]}</td><td>{escaped(finding.name)}</td>"
        f"<td>{escaped(finding.found)}{'<br>' if finding.advice else ''}{escaped(finding.advice)}</td></tr>"
        for finding in examine(settings, (*CHECKS, check_index))
    )
    st.html(
        '<div class="wide" tabindex="0"><table><thead><tr><th scope="col">State</th>'
        '<th scope="col">Looked at</th><th scope="col">Found</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
