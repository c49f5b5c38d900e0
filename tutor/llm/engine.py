"""The embedded engine: llama.cpp as an OpenAI-compatible server inside this process, on 127.0.0.1.

It speaks the protocol of every other server, so there is one chat model class and one code path. It
starts at the first use, listens on a free port behind a random key, and ends with the process.
"""

import atexit
import os
import re
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from ingest.errors import TutorError
from tutor.config import Settings
from tutor.llm.choice import LlmChoice, LlmKind
from tutor.models import model_path

__all__ = ["Engine", "EngineError", "EngineOptions", "RunningServer", "physical_cores", "shared_engine"]

HOST = "127.0.0.1"
CONTEXT_TOKENS = 6144  # for all slots together; 28 kB of cache a token with the 1.5B, 170 MB
SLOTS = 3
"""Prompts kept side by side, so that those of answers, the examples of the second reading and one more kind
do not push each other out: each answer would read its system text and the examples anew. The engine gives a
prompt the slot whose last one begins most like it, else the one that was idle longest."""
HEALTH_SECONDS = 5.0


class EngineError(TutorError):
    """The language model cannot be started, died, or could not be reached."""


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What a server is started with."""

    model: Path
    threads: int
    api_key: str
    port: int = 0
    """0 lets the system choose; a restart asks for the port it had, so that clients stay right."""
    context_tokens: int = CONTEXT_TOKENS


class RunningServer(Protocol):
    """A server that runs until the object is gone."""

    @property
    def listening_address(self) -> str:
        """Such as http://127.0.0.1:41234."""


def start_llama_server(options: EngineOptions) -> RunningServer:
    """A llama.cpp server in this process. Raises EngineError when the file is no model it can load."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(options.model)
    params.model_alias = {options.model.stem}
    params.n_ctx = options.context_tokens
    params.n_parallel = SLOTS
    params.kv_unified = True  # each slot may use the whole context
    params.cache_idle_slots = False  # they would be emptied into the host's memory, and not be found again
    params.cache_ram_mib = 0  # up to 8 GiB of earlier prompts if left alone
    params.cpuparams.n_threads = options.threads
    params.cpuparams_batch.n_threads = options.threads
    params.hostnames = [HOST]
    params.port = options.port
    params.api_keys = [options.api_key]
    params.cors_origins = ""  # no web page may read from it
    params.cors_origins_explicit = True
    params.endpoint_slots = False  # would show other sessions' prompts
    params.ui = False
    params.verbosity = -1  # below errors: what goes wrong is said by us, in one sentence
    try:
        server: RunningServer = xllamacpp.Server(params)
    except RuntimeError as fault:
        raise EngineError(
            f"The engine could not load {options.model.name} ({_why(options.model)}); run "
            "`tutor models verify`, or choose another model with TUTOR_LLM."
        ) from fault
    return server


def _why(model: Path) -> str:
    if not model.is_file():
        return "there is no such file"
    with model.open("rb") as stream:
        if stream.read(4) != b"GGUF":
            return "it is not a GGUF file"
    return "damaged, of a kind unknown to this engine, or too large for the memory"


class Engine:
    """One model's server: started by the first `ensure`, started again once if it dies."""

    def __init__(
        self,
        model: Path,
        threads: int,
        start: Callable[[EngineOptions], RunningServer] = start_llama_server,
    ) -> None:
        self.model = model
        self._options = EngineOptions(model, threads, api_key=secrets.token_urlsafe(24))
        self._start = start
        self._server: RunningServer | None = None
        self._address = ""
        self._restarted = False
        self._lock = threading.Lock()

    @property
    def api_key(self) -> str:
        """The key that every request must carry; random for each process."""
        return self._options.api_key

    @property
    def base_url(self) -> str:
        """The address of the OpenAI protocol, `…/v1`. Starts the engine if need be; raises EngineError."""
        self.ensure()
        return f"{self._address}/v1"

    @property
    def started(self) -> bool:
        """Whether a server was started and not stopped since."""
        return self._server is not None

    def ensure(self) -> None:
        """Return when the engine answers: start it, or restart it once after a death.

        Raises EngineError when it cannot be started or died a second time.
        """
        with self._lock:
            if self._server is not None:
                if self._answers():
                    return
                self._bury()
            self._launch()

    def stop(self) -> None:
        """Stop the server, if one runs; the next `ensure` starts it again, on the same port."""
        with self._lock:
            self._server = None

    def count_tokens(self, text: str) -> int:
        """The length of `text` in the model's tokens, without markers of beginning and end."""
        import httpx

        self.ensure()
        answer = httpx.post(
            f"{self._address}/tokenize",
            json={"content": text},
            headers={"Authorization": f"Bearer {self.api_key}"},
            trust_env=False,
            timeout=60,
        )
        return len(answer.raise_for_status().json()["tokens"])

    def _launch(self) -> None:
        self._server = self._start(self._options)
        self._address = self._server.listening_address
        port = int(self._address.rsplit(":", 1)[1])
        self._options = EngineOptions(
            self.model, self._options.threads, self._options.api_key, port, self._options.context_tokens
        )
        if not self._answers():
            self._server = None
            raise EngineError(
                f"The engine with {self.model.name} started and does not answer; restart the tutor."
            )

    def _bury(self) -> None:
        """Drop a dead server. Raises EngineError when it is not the first."""
        self._server = None
        if self._restarted:
            raise EngineError(
                f"The engine with {self.model.name} stopped working again after a restart; restart the "
                "tutor, or choose a smaller model with TUTOR_LLM."
            )
        self._restarted = True

    def _answers(self) -> bool:
        import httpx

        try:
            # a proxy named in the environment must never see 127.0.0.1
            return (
                httpx.get(f"{self._address}/health", timeout=HEALTH_SECONDS, trust_env=False).status_code
                == 200
            )
        except httpx.TimeoutException:
            return True  # busy is not dead
        except httpx.HTTPError:
            return False


# Weights of a gigabyte can be in memory once, however many pages, sessions and threads ask for them, and a
# server's end must come before the interpreter's: that is the process's own state, and nothing else's.
_engines: dict[tuple[Path, int], Engine] = {}
_engines_lock = threading.Lock()


def shared_engine(settings: Settings, choice: LlmChoice) -> Engine:
    """This process's engine for the chosen file; not started yet. An engine of another file is stopped.

    Raises ModelError when the model is not in the store, EngineError when there is no such file.
    """
    path = model_path(choice.value, settings) if choice.kind is LlmKind.CATALOGUE else Path(choice.value)
    if not path.is_file():
        raise EngineError(f"There is no file {path}; set TUTOR_LLM to a .gguf file that is there.")
    key = (path, settings.threads or physical_cores())
    with _engines_lock:
        if not _engines:
            atexit.register(stop_engines)
        for other, engine in _engines.items():
            if other != key:
                engine.stop()
        if key not in _engines:
            _engines[key] = Engine(*key)
        return _engines[key]


def stop_engines() -> None:
    """Stop all engines of this process; they start again when they are used again."""
    for engine in tuple(_engines.values()):
        engine.stop()


def physical_cores(cpuinfo: Path = Path("/proc/cpuinfo")) -> int:
    """The physical cores that this process may use, at least 1; half the logical ones where none are listed.

    A second thread on one core slows llama.cpp down, it does not speed it up.
    """
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    text = cpuinfo.read_text(encoding="utf-8", errors="replace") if cpuinfo.exists() else ""
    pairs = re.findall(r"^physical id\s*:\s*(\d+)$.*?^core id\s*:\s*(\d+)$", text, re.MULTILINE | re.DOTALL)
    listed = len(set(pairs)) or max(1, (os.cpu_count() or 1) // 2)
    return max(1, min(usable, listed))
