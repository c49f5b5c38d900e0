"""The one settings object: defaults, then `settings.toml` in the tutor's home, then the environment.

This is the only module that is given the environment; everything else is handed a `Settings`.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from tempfile import NamedTemporaryFile

from ingest.errors import TutorError

__all__ = [
    "FOLDER_NAME",
    "SETTINGS_NAME",
    "Settings",
    "SettingsError",
    "load_settings",
    "save_settings",
    "settings_path",
]

SETTINGS_NAME = "settings.toml"
PREFIX = "TUTOR_"
ENVIRONMENT_ONLY = ("home", "openai_api_key")  # where the file is; what no file should hold
FOLDER_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")  # of a course or a learner; nothing that walks up
TRUE_WORDS = {"1": True, "true": True, "yes": True, "on": True}
FALSE_WORDS = {"0": False, "false": False, "no": False, "off": False}

Value = str | int | float | bool


class SettingsError(TutorError):
    """The settings have faults; the message lists all of them and the keys that there are."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join((*faults, f"The settings are: {', '.join(file_keys())}.")))


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be chosen. Read once, handed down, never changed (`dataclasses.replace`)."""

    home: Path
    """The folder of models, indexes and the learner's own data."""
    course: str = "mls-c01"
    llm: str = "qwen2.5-coder-1.5b"
    """A model of the catalogue; a .gguf file; `server` or an http(s) address that speaks the OpenAI
    protocol; `hf:` and a hub id for transformers; `none` for extracts only."""
    llm_model: str = ""
    """The name to ask a server for; empty takes the first that it lists."""
    openai_base_url: str = ""
    openai_api_key: str = field(default="", repr=False)
    """From the environment only; never written, never shown."""
    embedder: str = "all-MiniLM-L6-v2"
    """A model of the catalogue, a folder, or a sentence-transformers id."""
    hub_url: str = "https://huggingface.co"
    threads: int = 0
    """Of the embedded engine; 0 takes the physical cores, more only get in each other's way."""
    context_tokens: int = 400
    """Of the passages sent to the model; prefill costs about a second for each 60 on a laptop."""
    answer_tokens: int = 220
    """Four to six cited sentences."""
    temperature: float = 0.0
    """0: the same question gets the same answer."""
    seed: int = 0
    show_withheld: bool = False
    """Show sentences that no source supports, marked, instead of withholding them."""
    learner: str = "me"
    """Whose answers, reviews and chats these are; a second learner on this machine takes another name."""


LIMITS: dict[str, tuple[float, float]] = {
    "threads": (0, 256),
    "context_tokens": (100, 32_000),
    "answer_tokens": (16, 8_000),
    "temperature": (0.0, 2.0),
    "seed": (0, 2**31 - 1),
}


def file_keys() -> tuple[str, ...]:
    """The keys that a settings file may hold, in the order of `Settings`."""
    return tuple(one.name for one in fields(Settings) if one.name not in ENVIRONMENT_ONLY)


def settings_path(home: Path) -> Path:
    """Where the settings file of a home stands."""
    return home / SETTINGS_NAME


def load_settings(environ: Mapping[str, str], path: Path | None = None) -> Settings:
    """The settings in force; `path` names another file than the one in the home.

    A variable is the key in capitals after TUTOR_ (TUTOR_LLM); OPENAI_BASE_URL and OPENAI_API_KEY are
    honoured, and an empty variable counts as not set. Raises SettingsError with every fault of the file
    and of the environment at once.
    """
    home = _home(environ)
    file = path or settings_path(home)
    faults: list[str] = []
    values = _from_file(file, faults) | _from_environment(environ, faults)
    for key, value in values.items():
        faults += _range_faults(key, value)
    if faults:
        raise SettingsError(tuple(faults))
    return Settings(home=home, **values)  # type: ignore[arg-type]  # each type was checked by key


def save_settings(settings: Settings, path: Path) -> None:
    """Write what differs from the defaults, at once or not at all; never the API key, never the home.

    A later version's better default then reaches those who never chose.
    """
    import tomli_w

    chosen = {key: getattr(settings, key) for key in file_keys() if getattr(settings, key) != _default(key)}
    faults = tuple(fault for key, value in chosen.items() for fault in _range_faults(key, value))
    if faults:
        raise SettingsError(faults)
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("wb", dir=path.parent, delete=False) as out:
        tomli_w.dump(chosen, out)
    Path(out.name).replace(path)


def _home(environ: Mapping[str, str]) -> Path:
    import platformdirs

    named = environ.get("TUTOR_HOME", "")
    return (
        Path(named).expanduser().absolute()
        if named
        else platformdirs.user_data_path("tutor", appauthor=False)
    )


def _default(key: str) -> Value:
    (default,) = (one.default for one in fields(Settings) if one.name == key)
    if default is MISSING:
        raise KeyError(key)
    return default  # type: ignore[no-any-return]  # dataclasses types defaults as Any


def _from_file(path: Path, faults: list[str]) -> dict[str, Value]:
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as fault:
        faults.append(f"{path} cannot be read ({fault}); mend it or delete it.")
        return {}
    values: dict[str, Value] = {}
    for key, value in read.items():
        if key in ENVIRONMENT_ONLY:
            variable = "OPENAI_API_KEY" if key == "openai_api_key" else "TUTOR_HOME"
            faults.append(f"{path}: `{key}` has no place in the file; set {variable} in the environment.")
        elif key not in file_keys():
            faults.append(f"{path}: there is no setting `{key}`.")
        elif wrong := _type_fault(key, value):
            faults.append(f"{path}: {wrong}")
        else:
            values[key] = float(value) if key == "temperature" else value
    return values


def _from_environment(environ: Mapping[str, str], faults: list[str]) -> dict[str, Value]:
    named = {"OPENAI_BASE_URL": "openai_base_url", "OPENAI_API_KEY": "openai_api_key"}
    values: dict[str, Value] = {}
    for variable, text in sorted(environ.items()):
        key = named.get(variable) or (
            variable.removeprefix(PREFIX).lower() if variable.startswith(PREFIX) else None
        )
        if key is None or key == "home" or not text:
            continue
        if key not in file_keys() and variable not in named:
            faults.append(f"The environment has {variable}, and there is no setting `{key}`.")
            continue
        value = _parsed(key, text)
        if value is None:
            faults.append(f"{variable} is {text!r}, not {_kind(key)}.")
        else:
            values[key] = value
    return values


def _parsed(key: str, text: str) -> Value | None:
    """The variable's text as its key's type; None when it is no such thing."""
    default = _default(key)
    if isinstance(default, bool):
        return (TRUE_WORDS | FALSE_WORDS).get(text.strip().lower())
    if isinstance(default, str):
        return text.strip()
    try:
        return type(default)(text)
    except ValueError:
        return None


def _kind(key: str) -> str:
    default = _default(key)
    if isinstance(default, bool):
        return "true or false"
    return {str: "a text", int: "a whole number", float: "a number"}[type(default)]


def _type_fault(key: str, value: object) -> str:
    wanted = type(_default(key))
    right = isinstance(value, (int, float)) if wanted is float else isinstance(value, wanted)
    if wanted is not bool and isinstance(value, bool):  # Python counts True as 1
        right = False
    return "" if right else f"`{key}` is {value!r}, not {_kind(key)}."


def _range_faults(key: str, value: Value) -> list[str]:
    if key in LIMITS:
        low, high = LIMITS[key]
        inside = isinstance(value, (int, float)) and low <= value <= high
        return [] if inside else [f"`{key}` is {value!r}, not between {low} and {high}."]
    if key == "learner" and not FOLDER_NAME.fullmatch(str(value)):
        return [f"`learner` is {value!r}, not a name of small letters, digits and hyphens such as me."]
    if key == "course" and not FOLDER_NAME.fullmatch(str(value)):
        return [f"`course` is {value!r}, not a course's folder name such as mls-c01."]
    if key in ("openai_base_url", "hub_url") and value and not re.match(r"https?://[^/\s]+", str(value)):
        return [f"`{key}` is {value!r}, not an http(s) address."]
    return []
