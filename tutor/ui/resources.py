"""What all pages and sessions share: settings, indexes, the embedder, the model, the chats, running jobs.

One `Resources` a process; `shared` gives a session the view of its learner. A test, or another host, puts
its own into the session's state under `KEY` before the page runs. Nothing heavy is loaded until it is
asked for.
"""

import copy
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from tutor.chat_store import ChatStore
from tutor.config import Settings, load_settings
from tutor.learner.learners import chats_path, learner_home
from tutor.ui.jobs import Fetching, FetchProgress, Indexing, Job, Warming
from tutor.ui.learner_parts import LearnerStores
from tutor.ui.session import LEARNER
from tutor.workspace import BUNDLED_COURSES, Workspace, course_ids, embedder_of, open_index, open_workspace

if TYPE_CHECKING:
    from ingest.embedding import Embedder
    from ingest.index import LocalIndex
    from tutor.answering.chain import AnswerChain, Event
    from tutor.answering.retrieval import Retriever
    from tutor.answering.types import Question

__all__ = ["KEY", "Parts", "Resources", "shared"]

_SomeJob = TypeVar("_SomeJob", bound=Job)

_LOOK_SECONDS, _WARMING_LOOKS = 0.5, 120
"""A question waits for a model that is being warmed a minute at most; then it goes its own way."""

KEY = "tutor_resources"
"""Of the session's state: a `Resources` to use instead of the process's own."""


def _chain(settings: Settings, retriever: "Retriever", title: str, length: str) -> "AnswerChain":
    from tutor.tutoring import answer_chain

    return answer_chain(settings, retriever, title, length)


def _warm(settings: Settings) -> None:
    from tutor.tutoring import warm_model

    warm_model(settings)


def _engine_runs(settings: Settings) -> bool:
    """True too where there is no engine to start: another server answers, or nobody."""
    from ingest.errors import TutorError
    from tutor.llm import embedded_engine

    try:
        engine = embedded_engine(settings)
    except TutorError:  # said in full when the chain is made
        return False
    return engine is None or engine.started


def _engine_name(settings: Settings) -> str:
    return f"{settings.home} {settings.llm} {settings.threads}"


@dataclass(frozen=True, slots=True)
class Parts:
    """What varies: where settings come from, where courses stand, who embeds and answers, what time it is.

    And who warms the model, and whether its engine runs.
    """

    settings: Callable[[], Settings] = lambda: load_settings(os.environ)
    bundled: Path = BUNDLED_COURSES
    embedder: Callable[[Settings], "Embedder"] = embedder_of
    chain: Callable[[Settings, "Retriever", str, str], "AnswerChain"] = _chain
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    warm: Callable[[Settings], object] = _warm
    engine_runs: Callable[[Settings], bool] = _engine_runs


class Resources(LearnerStores):
    """Shared by all sessions of a process; every method may be called from any thread."""

    def __init__(self, parts: Parts | None = None) -> None:
        self._parts = parts or Parts()
        super().__init__(self._parts.now)
        self._learner = ""  # that of the settings
        self._lock = threading.RLock()
        self._embedders: dict[tuple[Path, str], Embedder] = {}
        self._indexes: dict[str, tuple[str, LocalIndex]] = {}
        self._retrievers: dict[str, tuple[LocalIndex, Retriever]] = {}
        self._stores: dict[Path, ChatStore] = {}
        self._jobs: dict[tuple[str, str], Job] = {}

    def of_learner(self, learner: str) -> "Resources":
        """These resources as another learner has them; empty for the one that the settings name.

        Indexes, models and jobs are the same objects, settings and stores are the learner's.
        """
        view = copy.copy(self)
        view._learner = learner
        return view

    def settings(self) -> Settings:
        """The settings in force now, for this learner. Raises SettingsError."""
        settings = self._parts.settings()
        return replace(settings, learner=self._learner) if self._learner else settings

    def courses(self) -> tuple[str, ...]:
        """The ids of all courses."""
        return course_ids(self.settings(), self._parts.bundled)

    def workspace(self, course_id: str) -> Workspace:
        """A course's workspace. Raises as `open_workspace`."""
        return open_workspace(self.settings(), course_id, self._parts.bundled)

    def store(self) -> ChatStore:
        """The chats of the settings' learner."""
        with self._lock:
            path = chats_path(self.settings())
            return self._stores.setdefault(path, ChatStore(path))

    def index(self, course_id: str) -> "LocalIndex":
        """The course's index as it stands on disk now; read again only when it was rebuilt.

        Raises IndexUnavailableError with what to do when there is none.
        """
        settings, workspace = self.settings(), self.workspace(course_id)
        current = workspace.index_dir / "CURRENT"
        version = f"{settings.embedder}/{current.read_text(encoding='utf-8') if current.exists() else ''}"
        with self._lock:
            known = self._indexes.get(course_id)
            if known is None or known[0] != version:
                known = (version, open_index(workspace, settings))
                self._indexes[course_id] = known
            return known[1]

    def embedder(self) -> "Embedder":
        """The embedder of the settings; loads its weights at the first use. Raises ModelError."""
        settings = self.settings()
        key = (settings.home, settings.embedder)
        with self._lock:
            if key not in self._embedders:
                self._embedders[key] = self._parts.embedder(settings)
            return self._embedders[key]

    def retriever(self, course_id: str) -> "Retriever":
        """Searches the course's present index. Raises as `index` and `embedder`."""
        from tutor.tutoring import retriever_over

        with self._lock:
            index, embedder = self.index(course_id), self.embedder()
            known = self._retrievers.get(course_id)
            if known is None or known[0] is not index:
                known = (index, retriever_over(index, embedder, self.workspace(course_id).course_documents))
                self._retrievers[course_id] = known
            return known[1]

    def warm_model(self) -> None:
        """Begin to start the embedded engine, unless another one answers, none does, or it runs already.

        Not again once that has failed: what went wrong is said when something is asked.
        """
        settings = self.settings()
        if self._parts.engine_runs(settings):  # may wait for another engine's end: not under the lock
            return
        with self._lock:
            known = self.job("warm", _engine_name(settings))
            if known is None or (known.done and not known.error):
                job = Warming("model-warming", "Starting the model", lambda: self._parts.warm(settings))
                self._begun(("warm", _engine_name(settings)), job)

    def events(self, course_id: str, question: "Question", length: str) -> "Iterator[Event]":
        """The events of an answer. The passages come before the model is started for the first time."""
        from tutor.answering.chain import EvidenceFound
        from tutor.answering.small_talk import small_talk_reply

        settings, retriever = self.settings(), self.retriever(course_id)
        title = self.workspace(course_id).title
        if small_talk_reply(question.text, title) is not None:
            settings = replace(settings, llm="none")  # a greeting starts no engine
        else:
            warming = self.job("warm", _engine_name(settings))
            if not self._parts.engine_runs(settings) or (warming is not None and not warming.done):
                found = EvidenceFound(retriever.search(question.text, selection=question.selection))
                yield found
                # asked beside it, the engine would read the same beginnings twice
                for _ in range(_WARMING_LOOKS):
                    if warming is None or warming.wait(_LOOK_SECONDS):
                        break
                    yield found  # a Stop is noticed between two events
        chain = self._parts.chain(settings, retriever, title, length)
        yield from chain.events(question)

    def start_indexing(self, course_id: str) -> Indexing:
        """The running build of a course's index, begun if none runs."""
        workspace = self.workspace(course_id)
        job = Indexing(lambda progress: workspace.build(self.embedder(), progress))
        return self._begun(("index", course_id), job)

    def start_fetching(self, name: str) -> Fetching:
        """The running fetch of a model of the catalogue, begun if none runs. Raises ModelError."""
        from tutor.models import FetchSession, fetch_model, model_store, named_models

        settings = self.settings()
        (model,) = named_models((name,))

        def fetch(progress: FetchProgress) -> None:
            session = FetchSession(hub_url=settings.hub_url, progress=progress)
            try:
                fetch_model(model, model_store(settings), session)
            finally:
                session.close()

        return self._begun(("fetch", name), Fetching(name, fetch))

    def job(self, kind: str, name: str) -> Job | None:
        """The latest job of a kind ("index", "fetch", "warm"), running or done; None if there was none."""
        with self._lock:
            return self._jobs.get((kind, name))

    def forget_job(self, kind: str, name: str) -> None:
        """Drop a job that is done, so that its outcome is not shown again."""
        with self._lock:
            self._jobs.pop((kind, name), None)

    def save_settings(self, chosen: Settings) -> tuple[str, ...]:
        """Write the settings file; the keys that the environment overrules. Raises SettingsError.

        Who the settings name as learner stays: a session's own choice is no setting.
        """
        from tutor.config import file_keys, save_settings, settings_path

        named = self._parts.settings().learner
        save_settings(replace(chosen, openai_api_key="", learner=named), settings_path(chosen.home))
        now = self.settings()
        return tuple(key for key in file_keys() if getattr(now, key) != getattr(chosen, key))

    def delete_my_data(self) -> tuple[str, ...]:
        """Remove all that is kept of this learner; names of the files that are gone. Raises StoreError."""
        from tutor.learner.my_data import delete_my_data

        settings = self.settings()
        home = learner_home(settings)
        with self._lock:
            for path in [path for path in self._files if path.is_relative_to(home)]:
                del self._files[path]
            for path in [path for path in self._stores if path.is_relative_to(home)]:
                del self._stores[path]
            return delete_my_data(settings)

    def _begun(self, key: tuple[str, str], job: _SomeJob) -> _SomeJob:
        with self._lock:
            running = self._jobs.get(key)
            if isinstance(running, type(job)) and not running.done:
                return running
            self._jobs[key] = job
            job.begin()
            return job


def shared() -> Resources:
    """The session's own resources if it was handed some, else the process's; for the session's learner."""
    own = st.session_state.get(KEY)
    found = own if isinstance(own, Resources) else _process_resources()
    learner = st.session_state.get(LEARNER)
    return found.of_learner(str(learner)) if learner else found


@st.cache_resource(show_spinner=False)
def _process_resources() -> Resources:
    return Resources()
