import http.server
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

from ingest.errors import TutorError
from tutor.config import Settings, SettingsError, load_settings
from tutor.llm import (
    Engine,
    EngineError,
    LlmChoice,
    LlmKind,
    chat_model,
    count_tokens,
    embedded_engine,
    llm_choice,
    physical_cores,
    shared_engine,
    stop_engines,
    yes_probability,
)
from tutor.llm.engine import EngineOptions, start_llama_server
from tutor.llm.scripted import ScriptedChatModel, yes_no_reply
from tutor.models import ModelError


def settings(**chosen) -> Settings:
    return Settings(home=Path("/nowhere"), **chosen)


@pytest.mark.parametrize(
    ("llm", "choice"),
    [
        ("none", LlmChoice(LlmKind.NONE)),
        ("Qwen2.5-Coder-0.5B", LlmChoice(LlmKind.CATALOGUE, "qwen2.5-coder-0.5b")),
        ("/m/My.GGUF", LlmChoice(LlmKind.FILE, "/m/My.GGUF")),
        ("http://localhost:11434/v1/", LlmChoice(LlmKind.SERVER, "http://localhost:11434/v1")),
        ("hf:org/model", LlmChoice(LlmKind.TRANSFORMERS, "org/model")),
    ],
)
def test_each_form_of_the_setting(llm, choice):
    assert llm_choice(settings(llm=llm)) == choice


def test_server_is_the_address_of_the_environment():
    asked = settings(llm="server", openai_base_url="http://box:8000/v1/")
    assert llm_choice(asked) == LlmChoice(LlmKind.SERVER, "http://box:8000/v1")
    with pytest.raises(SettingsError, match="`llm` is server, and OPENAI_BASE_URL is not set"):
        llm_choice(settings(llm="server"))


@pytest.mark.parametrize("llm", ["gpt", "all-MiniLM-L6-v2", "hf:", ""])
def test_anything_else_names_the_forms(llm):
    with pytest.raises(SettingsError, match=r"`llm` is .*; it may be qwen2.5-coder-1.5b, .* or `none`"):
        llm_choice(settings(llm=llm))


def test_none_is_no_model_and_counts_nothing():
    assert chat_model(settings(llm="none")) is None
    assert embedded_engine(settings(llm="none")) is None
    assert count_tokens("text", settings(llm="none")) is None


def test_a_model_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(ModelError, match=r"tutor models fetch qwen2.5-coder-1.5b"):
        chat_model(Settings(home=tmp_path))
    with pytest.raises(EngineError, match=r"There is no file /m/x.gguf; set TUTOR_LLM"):
        chat_model(settings(llm="/m/x.gguf"))


def test_a_file_that_is_no_model_is_one_sentence(tmp_path):
    wrong = tmp_path / "wrong.gguf"
    wrong.write_bytes(b"not a model at all")
    with pytest.raises(EngineError, match=r"could not load wrong.gguf \(it is not a GGUF file\); run"):
        start_llama_server(EngineOptions(wrong, 1, "key"))
    wrong.write_bytes(b"GGUF and then nothing")
    with pytest.raises(EngineError, match="damaged, of a kind unknown"):
        start_llama_server(EngineOptions(wrong, 1, "key"))


def test_physical_cores_are_counted_once(tmp_path):
    cpuinfo = tmp_path / "cpuinfo"
    one = "processor : {}\nphysical id\t: 0\nsiblings\t: 2\ncore id\t\t: 0\n\n"
    cpuinfo.write_text(one.format(0) + one.format(1))
    assert physical_cores(cpuinfo) == 1
    assert 1 <= physical_cores(tmp_path / "none") <= (os.cpu_count() or 1)


class FakeServer:
    """A server that only says it is well, until it is killed."""

    def __init__(self, options: EngineOptions) -> None:
        class Well(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                pass

        self._http = http.server.ThreadingHTTPServer(("127.0.0.1", options.port), Well)
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    @property
    def listening_address(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}"

    def kill(self) -> None:
        if self._thread.is_alive():
            self._http.shutdown()
            self._thread.join()
            self._http.server_close()


@contextmanager
def engine_of_fakes() -> Iterator[tuple[Engine, list[FakeServer]]]:
    started: list[FakeServer] = []

    def start(options: EngineOptions) -> FakeServer:
        started.append(FakeServer(options))
        return started[-1]

    yield Engine(Path("fake.gguf"), 1, start), started
    for server in started:
        server.kill()


def test_the_engine_starts_at_first_use_and_once():
    with engine_of_fakes() as (engine, started):
        assert (engine.started, started) == (False, [])
        threads = [threading.Thread(target=engine.ensure) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (engine.started, len(started)) == (True, 1)
        assert engine.base_url == f"{started[0].listening_address}/v1"
        assert len(engine.api_key) >= 32


def test_a_dead_engine_is_restarted_once_on_its_port_and_then_reported():
    with engine_of_fakes() as (engine, started):
        address = engine.base_url
        started[0].kill()
        engine.ensure()
        assert (len(started), engine.base_url) == (2, address)
        started[1].kill()
        with pytest.raises(
            EngineError, match=r"The engine with fake.gguf stopped working again after a restart"
        ):
            engine.ensure()


def test_a_stopped_engine_starts_again_without_counting_as_dead():
    with engine_of_fakes() as (engine, started):
        for _ in range(3):
            engine.ensure()
            engine.stop()
            started[-1].kill()
        assert (engine.started, len(started)) == (False, 3)


def test_an_engine_that_never_answers_is_reported():
    class Deaf:
        listening_address = "http://127.0.0.1:9"

    with pytest.raises(EngineError, match=r"started and does not answer; restart the tutor"):
        Engine(Path("deaf.gguf"), 1, lambda options: Deaf()).ensure()


def test_another_file_stops_the_engine_before_it(tmp_path):
    for name in ("a.gguf", "b.gguf"):
        (tmp_path / name).write_bytes(b"GGUF")
    first = shared_engine(settings(), LlmChoice(LlmKind.FILE, str(tmp_path / "a.gguf")))
    assert shared_engine(settings(), LlmChoice(LlmKind.FILE, str(tmp_path / "a.gguf"))) is first
    second = shared_engine(settings(threads=2), LlmChoice(LlmKind.FILE, str(tmp_path / "b.gguf")))
    assert second is not first
    stop_engines()
    assert (first.started, second.started) == (False, False)


def test_an_unreachable_server_is_one_sentence():
    gone = "http://127.0.0.1:9/v1"
    with pytest.raises(EngineError, match=r"127.0.0.1:9/v1 does not list its models .* TUTOR_LLM_MODEL"):
        chat_model(settings(llm=gone))
    model = chat_model(settings(llm=gone, llm_model="m", openai_api_key="sk-secret"))
    assert model is not None
    assert "sk-secret" not in repr(model)
    with pytest.raises(EngineError, match=r"The model server at http://127.0.0.1:9/v1 cannot be reached"):
        model.invoke("hello")
    with pytest.raises(EngineError, match="cannot be reached"):
        list(model.stream("hello"))


def test_the_scripted_model_streams_words_and_reports_usage():
    model = ScriptedChatModel(replies=["A short reply.", AIMessage("B")])
    chunks = list(model.stream([HumanMessage("two words")]))
    assert [chunk.text for chunk in chunks] == ["A", " short", " reply.", ""]
    assert chunks[-1].usage_metadata == {"input_tokens": 2, "output_tokens": 3, "total_tokens": 5}
    assert model.invoke("x").text == "B"
    assert [messages[0].text for messages in model.seen] == ["two words", "x"]
    with pytest.raises(IndexError, match="call 3 of a model with 2 scripted replies"):
        model.invoke("once too often")


def test_the_scripted_model_may_be_a_function():
    model = ScriptedChatModel(replies=lambda messages: messages[-1].text.upper())
    assert [model.invoke(word).text for word in ("a", "b")] == ["A", "B"]


@pytest.mark.parametrize(
    ("reply", "probability"),
    [
        (yes_no_reply(0.8), 0.8),
        (yes_no_reply(0.1), 0.1),
        ("yes.", 1.0),
        ("No, because", 0.0),
        ("Perhaps", 0.5),
        ("", 0.5),
    ],
)
def test_yes_probability(reply, probability):
    model = ScriptedChatModel(replies=[reply])
    assert yes_probability(model, [HumanMessage("Is it?")]) == pytest.approx(probability)


def test_ways_of_writing_yes_are_counted_together():
    top = [
        {"token": t, "logprob": p} for t, p in ((" Yes", -1.0), ("YES", -1.0), ("no", -1.0), ("Well", -0.1))
    ]
    first = [{"token": "\n", "logprob": 0.0, "top_logprobs": []}, {"token": " Yes", "top_logprobs": top}]
    reply = AIMessage("Yes", response_metadata={"logprobs": {"content": first}})
    found = yes_probability(ScriptedChatModel(replies=[reply]), [HumanMessage("Is it?")])
    assert found == pytest.approx(2 / 3)


class Holder:
    """Holds a real server so that a test can drop it: that is how an engine dies."""

    def __init__(self, options: EngineOptions) -> None:
        self.server = start_llama_server(options)
        self.listening_address = self.server.listening_address

    def kill(self) -> None:
        del self.server


@pytest.mark.models
def test_the_real_engine_streams_counts_and_comes_back_from_the_dead():
    from tutor.llm.server_chat import Sampling, server_chat_model
    from tutor.models import model_path

    here = load_settings(os.environ)
    try:
        path = model_path("smollm2-135m", here)
    except TutorError as fault:
        pytest.skip(str(fault))
    started: list[Holder] = []

    def start(options: EngineOptions) -> Holder:
        started.append(Holder(options))
        return started[-1]

    engine = Engine(path, 2, start)
    model = server_chat_model(engine.base_url, engine.api_key, path.stem, Sampling(0.0, 0, 24), engine.ensure)
    chunks = list(model.stream([HumanMessage("What is the capital of France?")]))
    text = "".join(chunk.text for chunk in chunks)
    usage = next(chunk.usage_metadata for chunk in chunks if chunk.usage_metadata)
    assert text.strip()
    assert len(chunks) > 5
    assert usage["input_tokens"] + usage["output_tokens"] == usage["total_tokens"] > 30
    assert engine.count_tokens("Hello world") == 2
    assert 0.0 < yes_probability(model, [HumanMessage("Is Paris in France? Answer Yes or No.")]) < 1.0

    bees = [SystemMessage("You keep bees. " * 40), HumanMessage("What do bees eat?")]
    ships = [SystemMessage("You sail ships. " * 40), HumanMessage("What moves a ship?")]
    for messages in (bees, ships):
        model.invoke(messages)
    for messages in (bees, ships):  # what was read before the other prompt came is still known
        usage = model.invoke([messages[0], HumanMessage("Why?")]).usage_metadata
        assert usage["input_token_details"]["cache_read"] > 100

    started[0].kill()
    assert model.invoke("What is the capital of France?").text == text
    assert len(started) == 2
    with pytest.raises(EngineError, match=r"answered 400: .*exceeds the available context size"):
        model.invoke("word " * 7000)
    engine.stop()
    assert not engine.started


def test_transformers_streams_with_usage(tmp_path):
    torch = pytest.importorskip("torch")
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    words = {"<s>": 0, "</s>": 1, "<unk>": 2, "hello": 3, "world": 4}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", unk_token="<unk>"
    )
    fast.chat_template = "{% for m in messages %}{{ m['content'] }} {% endfor %}"
    fast.save_pretrained(tmp_path)
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=5, hidden_size=8, intermediate_size=8, num_hidden_layers=1, num_attention_heads=2,
        bos_token_id=0, eos_token_id=1, pad_token_id=1,
    )  # fmt: skip
    LlamaForCausalLM(config).save_pretrained(tmp_path)
    model = chat_model(settings(llm=f"hf:{tmp_path}"), max_tokens=4)
    assert model is not None
    reply = model.invoke("hello world")
    assert reply.usage_metadata is not None
    assert reply.usage_metadata["input_tokens"] == 2
    assert 1 <= reply.usage_metadata["output_tokens"] <= 4
    chunks = list(model.stream("hello world"))
    assert "".join(chunk.text for chunk in chunks) == reply.text
    assert all(word in words for word in reply.text.split())


def test_transformers_that_cannot_load_is_one_sentence(tmp_path):
    model = chat_model(settings(llm=f"hf:{tmp_path}"))
    assert model is not None
    with pytest.raises(EngineError, match=r"transformers could not load .* choose another with TUTOR_LLM"):
        model.invoke("hello")
