import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from ingest.errors import IndexUnavailableError
from ingest.index import LocalIndex
from ingest.index_files import FORMAT, load_index, only_writer, read_manifest, save_index
from ingest.types import Blueprint, Bullet, Domain, Fact, TaskStatement

NOW = datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC)
BLUEPRINT = Blueprint(
    "Bees",
    (Domain(1, "Hive", 60.0, (TaskStatement("1.1", "Handle", (Bullet("1.1.a", "Smoke", 2),), 2),), 2),),
    (Fact("minutes", 90, "guide.md", 1, "takes 90 minutes"), Fact("minutes", 120, "other")),
)


@pytest.fixture
def stored(hashed_index, tmp_path):
    """A folder with a copy of the beekeeping index."""
    save_index(hashed_index.contents, tmp_path / "index", {"reader": 1}, NOW)
    return tmp_path / "index"


def version(index_dir):
    return index_dir / (index_dir / "CURRENT").read_text()


def test_what_is_saved_is_what_is_loaded(hashed_index, stored):
    saved, loaded = hashed_index.contents, load_index(stored).contents
    assert loaded.embedder_name == saved.embedder_name == "hashed-words-64"
    assert loaded.documents == saved.documents
    assert dict(loaded.pages) == dict(saved.pages)
    assert loaded.chunks == saved.chunks
    assert np.array_equal(loaded.vectors, saved.vectors)
    assert np.array_equal(loaded.tokens, saved.tokens)
    assert np.array_equal(loaded.token_starts, saved.token_starts)
    assert loaded.words.frequencies == saved.words.frequencies
    assert (loaded.blueprint, loaded.graph) == (saved.blueprint, None)
    words = {"queen": 1.0, "syrup": 0.3}
    assert load_index(stored).search_words(words, 9) == hashed_index.search_words(words, 9)


def test_a_blueprint_is_kept(hashed_index, tmp_path):
    save_index(replace(hashed_index.contents, blueprint=BLUEPRINT), tmp_path, {}, NOW)
    assert load_index(tmp_path).contents.blueprint == BLUEPRINT


def test_a_graph_is_kept(hashed_index, tmp_path):
    import faiss

    vectors = hashed_index.contents.vectors
    graph = faiss.IndexHNSWFlat(vectors.shape[1], 8, faiss.METRIC_INNER_PRODUCT)
    graph.add(vectors)
    save_index(replace(hashed_index.contents, graph=graph), tmp_path, {}, NOW)
    loaded = load_index(tmp_path)
    assert loaded.contents.graph.ntotal == len(vectors)
    assert loaded.search_vectors(vectors[3], 1)[0].position == 3


def test_token_vectors_stay_on_disk(stored):
    assert isinstance(load_index(stored).contents.tokens, np.memmap)


def test_the_manifest_says_how_it_was_made(stored):
    manifest = read_manifest(stored)
    assert manifest["format"] == FORMAT
    assert manifest["embedder"] == "hashed-words-64"
    assert manifest["built_at"] == "2026-05-04T03:02:01+00:00"
    assert manifest["settings"] == {"reader": 1}
    assert manifest["chunks"] == 19


def test_a_new_version_takes_the_place_of_the_old_one_and_of_debris(hashed_index, stored):
    old = version(stored)
    (stored / "v-half").mkdir()
    (stored / "CURRENT.v-half").write_text("v-half")
    new = save_index(hashed_index.contents, stored, {}, NOW)
    assert sorted(path.name for path in stored.iterdir()) == ["CURRENT", new.name]
    assert new != old


def test_a_loaded_index_outlives_its_files(stored):
    index = load_index(stored)
    rows = [index.token_vectors(i).copy() for i in range(3)]
    shutil.rmtree(stored)
    assert all(np.array_equal(index.token_vectors(i), row) for i, row in enumerate(rows))
    assert index.search_words({"queen": 1.0}, 1)


def test_no_index_says_what_to_run(tmp_path):
    with pytest.raises(IndexUnavailableError, match=r"There is no index in .*\. Run `tutor ingest` again"):
        load_index(tmp_path / "nothing")


def test_another_embedder_is_refused(stored):
    with pytest.raises(
        IndexUnavailableError,
        match=r"made with the embedder hashed-words-64, but the settings say other\. Run",
    ):
        load_index(stored, "other")
    assert isinstance(load_index(stored, "hashed-words-64"), LocalIndex)


def test_another_format_is_refused(stored):
    path = version(stored) / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 99}))
    with pytest.raises(IndexUnavailableError, match=rf"has format 99, not {FORMAT}\. Run `tutor ingest`"):
        load_index(stored)


FILES = (
    "documents.jsonl",
    "chunks.jsonl",
    "vectors.npy",
    "tokens.npy",
    "token_starts.npy",
    "words/frequencies.json",
    "words/params.index.json",
    "words/data.csc.index.npy",
)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_reported(stored, name):
    (version(stored) / name).unlink()
    with pytest.raises(
        IndexUnavailableError, match=rf"damaged: {name} is missing\. Run `tutor ingest` again"
    ):
        load_index(stored)


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_short_is_reported(stored, name):
    path = version(stored) / name
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(
        IndexUnavailableError,
        match=rf"damaged: {name} has {len(whole) // 2} bytes instead of {len(whole)}\. Run",
    ):
        load_index(stored)


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_zeros_is_reported(stored, name):
    """What a power cut can leave of a file that was not yet on the disk."""
    path = version(stored) / name
    path.write_bytes(bytes(path.stat().st_size))
    with pytest.raises(IndexUnavailableError, match=r"is damaged: .*\. Run `tutor ingest` again to build it"):
        load_index(stored)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "null"])
def test_a_broken_manifest_is_reported(stored, text):
    (version(stored) / "manifest.json").write_text(text)
    with pytest.raises(IndexUnavailableError, match=r"Run `tutor ingest` again"):
        load_index(stored)


@pytest.mark.parametrize("content", [b"", b"v-none", b"\xff\xfe", b"\x00"])
def test_a_broken_pointer_is_reported(stored, content):
    (stored / "CURRENT").write_bytes(content)
    with pytest.raises(IndexUnavailableError, match=r"Run `tutor ingest` again"):
        load_index(stored)


def test_another_writer_is_reported_and_readers_are_not_held_up(stored):
    with only_writer(stored):
        with (
            pytest.raises(
                IndexUnavailableError, match=r"Another process is writing the index in .*\. Try again"
            ),
            only_writer(stored, wait_seconds=0.05),
        ):
            pass
        assert len(load_index(stored).chunks) == 19
    with only_writer(stored, wait_seconds=0.05):
        assert (stored / ".lock").exists()
