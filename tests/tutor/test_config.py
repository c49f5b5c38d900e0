from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest

from tutor.config import Settings, SettingsError, load_settings, save_settings, settings_path


def home_with(tmp_path: Path, text: str) -> dict[str, str]:
    settings_path(tmp_path).write_text(text, encoding="utf-8")
    return {"TUTOR_HOME": str(tmp_path)}


def test_defaults_when_there_is_neither_file_nor_environment(tmp_path):
    assert load_settings({"TUTOR_HOME": str(tmp_path)}) == Settings(home=tmp_path)


def test_home_is_the_platforms_data_folder_without_a_variable():
    assert load_settings({}, path=Path("/nowhere/settings.toml")).home.name == "tutor"


def test_environment_beats_file_and_file_beats_defaults(tmp_path):
    environ = home_with(tmp_path, 'llm = "none"\nthreads = 3\n') | {"TUTOR_LLM": "smollm2-135m"}
    settings = load_settings(environ)
    assert (settings.llm, settings.threads, settings.context_tokens) == ("smollm2-135m", 3, 400)


def test_environment_values_get_the_type_of_their_key(tmp_path):
    environ = {
        "TUTOR_HOME": str(tmp_path),
        "TUTOR_THREADS": "2",
        "TUTOR_TEMPERATURE": "0.5",
        "TUTOR_SHOW_WITHHELD": "yes",
        "OPENAI_BASE_URL": "http://localhost:11434/v1",
        "OPENAI_API_KEY": "sk-secret",
        "TUTOR_COURSE": "",
    }
    assert load_settings(environ) == Settings(
        home=tmp_path,
        threads=2,
        temperature=0.5,
        show_withheld=True,
        openai_base_url="http://localhost:11434/v1",
        openai_api_key="sk-secret",
    )


def test_whole_number_in_the_file_serves_as_a_temperature(tmp_path):
    temperature = load_settings(home_with(tmp_path, "temperature = 1")).temperature
    assert (temperature, type(temperature)) == (1.0, float)


def test_all_faults_are_listed_with_the_file_and_the_valid_keys(tmp_path):
    text = 'lmm = "x"\nthreads = "two"\nseed = true\nanswer_tokens = 3\nopenai_api_key = "sk"\nhome = "/x"\n'
    environ = home_with(tmp_path, text) | {"TUTOR_TEMPERATURE": "warm", "TUTOR_NONSENSE": "1"}
    with pytest.raises(SettingsError, match="there is no setting `lmm`") as caught:
        load_settings(environ)
    file = settings_path(tmp_path)
    assert caught.value.faults == (
        f"{file}: there is no setting `lmm`.",
        f"{file}: `threads` is 'two', not a whole number.",
        f"{file}: `seed` is True, not a whole number.",
        f"{file}: `openai_api_key` has no place in the file; set OPENAI_API_KEY in the environment.",
        f"{file}: `home` has no place in the file; set TUTOR_HOME in the environment.",
        "The environment has TUTOR_NONSENSE, and there is no setting `nonsense`.",
        "TUTOR_TEMPERATURE is 'warm', not a number.",
        "`answer_tokens` is 3, not between 16 and 8000.",
    )
    assert "The settings are: course, llm, llm_model, openai_base_url, embedder" in str(caught.value)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('course = "../up"', r"`course` is '\.\./up', not a course's folder name"),
        (
            'learner = "../me"',
            r"`learner` is '\.\./me', not a name of small letters, digits and hyphens such as me",
        ),
        ('learner = ""', "`learner` is ''"),
        ('openai_base_url = "ftp://x"', "`openai_base_url` is 'ftp://x', not an http"),
        ("temperature = nan", "`temperature` is nan, not between"),
        ("threads = -1", "`threads` is -1, not between 0 and 256"),
        ("threads =", "cannot be read .* mend it or delete it"),
    ],
)
def test_a_value_that_cannot_be_is_a_fault(tmp_path, line, fault):
    with pytest.raises(SettingsError, match=fault):
        load_settings(home_with(tmp_path, line))


def test_saved_settings_come_back_without_the_key_and_without_defaults(tmp_path):
    chosen = Settings(
        home=tmp_path, llm="none", temperature=0.25, show_withheld=True, openai_api_key="sk-secret"
    )
    file = settings_path(tmp_path / "new")
    save_settings(chosen, file)
    assert file.read_text(encoding="utf-8") == 'llm = "none"\ntemperature = 0.25\nshow_withheld = true\n'
    assert load_settings({"TUTOR_HOME": str(tmp_path)}, file) == replace(chosen, openai_api_key="")
    assert [path.name for path in file.parent.iterdir()] == ["settings.toml"]


def test_settings_that_cannot_be_are_not_saved(tmp_path):
    with pytest.raises(SettingsError, match="`threads` is 999"):
        save_settings(Settings(home=tmp_path, threads=999), settings_path(tmp_path))
    assert not settings_path(tmp_path).exists()


def test_the_key_is_not_shown_and_nothing_can_be_changed(tmp_path):
    settings = Settings(home=tmp_path, openai_api_key="sk-secret")
    assert "sk-secret" not in repr(settings)
    with pytest.raises(FrozenInstanceError, match="llm"):
        settings.llm = "none"  # type: ignore[misc]
