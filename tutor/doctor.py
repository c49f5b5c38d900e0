"""Is this machine ready? A list of checks, each a function from settings to findings.

It knows nothing of indexes: whoever owns one adds a check to the list.
"""

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path

from tutor.config import Settings, SettingsError, settings_path
from tutor.models import CATALOGUE, Model, ModelState, find_model, model_store

__all__ = ["CHECKS", "DEEP_CHECKS", "Check", "Finding", "Level", "examine"]

PACKAGES = ("langchain", "langchain-openai", "sentence-transformers", "streamlit", "torch", "xllamacpp")
FREE_BYTES_FAIL = 200_000_000  # an index, the learner's data and room for a temporary copy
FREE_BYTES_WARN = 2_000_000_000  # the default models and their fetch
MEMORY_BYTES_WARN = 3_000_000_000  # 1.5B engine 1.6 GB, embedder and page 1 GB


class Level(StrEnum):
    """How a finding ended."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor's: what was looked at, how it is, what was found, what to do (or nothing)."""

    name: str
    level: Level
    found: str
    advice: str = ""


Check = Callable[[Settings], Iterable[Finding]]
"""Looks at one thing; raises nothing that a learner should not see."""


def examine(settings: Settings, checks: Iterable[Check]) -> tuple[Finding, ...]:
    """The findings of all checks, in order."""
    return tuple(finding for check in checks for finding in check(settings))


def check_python(settings: Settings) -> Iterable[Finding]:
    """The interpreter and the system."""
    level = Level.OK if sys.version_info >= (3, 11) else Level.FAIL
    found = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    yield Finding("python", level, found, "" if level is Level.OK else "Install Python 3.11 or newer.")


def check_packages(settings: Settings) -> Iterable[Finding]:
    """The libraries that matter, with their versions."""
    versions = []
    for name in PACKAGES:
        try:
            versions.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            yield Finding(name, Level.FAIL, "not installed", "Run `make app`, or `pip install -e .`.")
    yield Finding("packages", Level.OK, ", ".join(versions))


def check_home(settings: Settings) -> Iterable[Finding]:
    """The data folder: writable, with room."""
    home = settings.home
    standing = next(folder for folder in (home, *home.parents) if folder.exists())
    if not standing.is_dir() or not os.access(standing, os.W_OK):
        yield Finding("home", Level.FAIL, f"{home} cannot be written", "Set TUTOR_HOME to a folder of yours.")
        return
    free = shutil.disk_usage(standing).free
    found = f"{home}, {free / 1e9:.1f} GB free"
    if free < FREE_BYTES_FAIL:
        yield Finding("home", Level.FAIL, found, "Free some space, or set TUTOR_HOME to another disk.")
    elif free < FREE_BYTES_WARN and not model_store(settings).root.exists():
        yield Finding("home", Level.WARN, found, "The default models want 2 GB; choose a smaller TUTOR_LLM.")
    else:
        yield Finding("home", Level.OK, found)
    file = settings_path(home)
    yield Finding("settings", Level.OK, str(file) if file.exists() else "defaults (no settings file)")


def check_memory(settings: Settings, meminfo: Path = Path("/proc/meminfo")) -> Iterable[Finding]:
    """The memory that is free for use, where the system says so."""
    lines = meminfo.read_text(encoding="ascii").splitlines() if meminfo.exists() else []
    sizes = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines if line.endswith("kB")}
    if "MemAvailable" not in sizes:
        yield Finding("memory", Level.OK, "not reported by this system")
        return
    available = sizes["MemAvailable"]
    found = f"{available / 1e9:.1f} GB available"
    if available < MEMORY_BYTES_WARN:
        yield Finding("memory", Level.WARN, found, "Set TUTOR_LLM=qwen2.5-coder-0.5b, or none.")
    else:
        yield Finding("memory", Level.OK, found)


def check_processor(settings: Settings, cpuinfo: Path = Path("/proc/cpuinfo")) -> Iterable[Finding]:
    """Cores, and the instruction sets that the engine's speed rests on."""
    from tutor.llm import physical_cores

    text = cpuinfo.read_text(encoding="utf-8", errors="replace") if cpuinfo.exists() else ""
    flags = next((set(line.split()) for line in text.splitlines() if line.startswith("flags")), set())
    sets = [name for name in ("avx2", "avx512f", "f16c", "fma") if name in flags]
    cores = physical_cores(cpuinfo)
    found = f"{cores} physical core{'s' if cores > 1 else ''}" + (f", {' '.join(sets)}" if sets else "")
    if flags and "avx2" not in flags:
        yield Finding(
            "processor", Level.WARN, f"{found}, no AVX2", "Expect slow answers; TUTOR_LLM=none is fast."
        )
    else:
        yield Finding("processor", Level.OK, found)


def check_models(settings: Settings) -> Iterable[Finding]:
    """Each model of the catalogue: the ones that the settings ask for must be there."""
    wanted = {model.name for name in (settings.embedder, settings.llm) if (model := find_model(name))}
    for model in CATALOGUE:
        yield _model_finding(model, model_store(settings).state(model), model.name in wanted)
    if find_model(settings.embedder) is None:
        yield Finding("embedder", Level.OK, f"{settings.embedder} (loaded by sentence-transformers)")


def _model_finding(model: Model, state: ModelState, wanted: bool) -> Finding:
    name = f"model {model.name}"
    command = f"Run `tutor models fetch {model.name}`."
    if state is ModelState.VERIFIED:
        return Finding(name, Level.OK, "verified, in use" if wanted else "verified")
    if wanted:
        return Finding(name, Level.FAIL, state.value, command)
    damaged = state is ModelState.DAMAGED
    return Finding(
        name, Level.WARN if damaged else Level.OK, f"{state.value}, not in use", command if damaged else ""
    )


def check_llm(settings: Settings) -> Iterable[Finding]:
    """What the setting `llm` comes to."""
    from tutor.llm import LlmKind, llm_choice

    try:
        choice = llm_choice(settings)
    except SettingsError as fault:
        yield Finding("language model", Level.FAIL, fault.faults[0], "Mend TUTOR_LLM or the settings file.")
        return
    if choice.kind is LlmKind.FILE and not Path(choice.value).is_file():
        yield Finding("language model", Level.FAIL, f"there is no file {choice.value}", "Mend TUTOR_LLM.")
    elif choice.kind is LlmKind.NONE:
        yield Finding("language model", Level.OK, "none: answers are extracts from the sources")
    else:
        yield Finding("language model", Level.OK, f"{choice.value} ({choice.kind.value})")


def check_answer(settings: Settings) -> Iterable[Finding]:
    """Start the language model and let it say one word."""
    import time

    from ingest.errors import TutorError
    from tutor.llm import chat_model

    begun = time.monotonic()
    try:
        model = chat_model(settings, max_tokens=8)
        if model is None:
            return
        reply = model.invoke([("user", "Say hello in one word.")]).text.strip()
    except TutorError as fault:
        yield Finding("answer", Level.FAIL, str(fault), "Mend that, or set TUTOR_LLM=none for extracts.")
        return
    yield Finding("answer", Level.OK, f"{reply!r} after {time.monotonic() - begun:.1f} s")


CHECKS: tuple[Check, ...] = (
    check_python,
    check_packages,
    check_home,
    check_memory,
    check_processor,
    check_models,
    check_llm,
)
"""What `tutor doctor` always looks at. Add an index's check where the commands are put together."""

DEEP_CHECKS: tuple[Check, ...] = (check_answer,)
"""What takes seconds and memory: only with `--deep`."""
