import threading
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest

from ingest.build import FileStatus, Stage, build_index
from ingest.errors import SourceError, TutorError
from ingest.hashed_words import HashedWordsEmbedder
from ingest.index_files import load_index, read_manifest
from ingest.types import Blueprint, Domain, TaskStatement

ADDED, CHANGED, UNCHANGED = FileStatus.ADDED, FileStatus.CHANGED, FileStatus.UNCHANGED
REMOVED, FAILED = FileStatus.REMOVED, FileStatus.FAILED
BLUEPRINT = Blueprint("Bees", (Domain(1, "Hive", 100.0, (TaskStatement("1.1", "Smoke bees"),)),))


class CountingEmbedder:
    """A hashed-words embedder that counts what it embeds."""

    def __init__(self, dim=64):
        self._inner = HashedWordsEmbedder(dim)
        self.passages = 0

    @property
    def name(self):
        return self._inner.name

    @property
    def dim(self):
        return self._inner.dim

    def count_tokens(self, texts):
        return self._inner.count_tokens(texts)

    def embed_passages(self, texts, advance=lambda done: None):
        self.passages += len(texts)
        return self._inner.embed_passages(texts, advance)

    def embed_query(self, text):
        return self._inner.embed_query(text)


@pytest.fixture
def notes(tmp_path):
    """A folder of three notes, and beside it the place of an index."""
    folder = tmp_path / "notes"
    folder.mkdir()
    for name in ("bees", "mites", "smoke"):
        (folder / f"{name}.md").write_text(f"# About {name}\n\nThis note speaks of {name} only.\n")
    return folder


def build(folder, embedder=None, **chosen):
    return build_index([folder], folder.parent / "index", embedder or CountingEmbedder(), **chosen)


def texts(folder):
    return [chunk.text for chunk in load_index(folder.parent / "index").chunks]


def test_all_files_are_indexed_by_name(notes):
    now = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    report = build(notes, now=now)
    assert report.statuses == (("bees.md", ADDED), ("mites.md", ADDED), ("smoke.md", ADDED))
    assert (report.chunks, report.embedded_chunks, report.changed, report.problems) == (3, 3, True, ())
    index = load_index(notes.parent / "index")
    entry = index.documents[1]
    assert (entry.name, entry.title, entry.pages, entry.chunks) == ("mites.md", "About mites", 1, 1)
    assert entry.indexed_at == "2026-01-02T03:04:05+00:00"
    assert [chunk.text for chunk in index.chunks][1] == "This note speaks of mites only."
    assert index.page("mites.md", 1).text == "About mites\n\nThis note speaks of mites only."


def test_names_are_relative_to_a_base(notes):
    report = build(notes, base=notes.parent)
    assert [name for name, _ in report.statuses] == ["notes/bees.md", "notes/mites.md", "notes/smoke.md"]


def test_nothing_is_embedded_or_written_again(notes):
    build(notes)
    embedder = CountingEmbedder()
    before = read_manifest(notes.parent / "index")
    report = build(notes, embedder)
    assert {status for _, status in report.statuses} == {UNCHANGED}
    assert (report.chunks, report.embedded_chunks, report.changed) == (3, 0, False)
    assert embedder.passages == 0
    assert read_manifest(notes.parent / "index") == before


def test_only_what_changed_is_embedded(notes):
    build(notes)
    kept = load_index(notes.parent / "index").contents
    (notes / "mites.md").write_text("# Mites\n\nAnother text.\n\n## More\n\nAnd more.")
    (notes / "wasps.txt").write_text("Wasps come in September.")
    (notes / "smoke.md").unlink()
    embedder = CountingEmbedder()
    report = build(notes, embedder)
    assert dict(report.statuses) == {
        "bees.md": UNCHANGED, "mites.md": CHANGED, "wasps.txt": ADDED, "smoke.md": REMOVED
    }  # fmt: skip
    assert (embedder.passages, report.embedded_chunks) == (3, 3)
    assert texts(notes) == [
        "This note speaks of bees only.", "Another text.", "And more.", "Wasps come in September."
    ]  # fmt: skip
    index = load_index(notes.parent / "index").contents
    assert np.array_equal(index.vectors[0], kept.vectors[0])
    assert np.array_equal(index.tokens[: index.token_starts[1]], kept.tokens[: kept.token_starts[1]])


def test_an_index_kept_in_parts_is_the_one_built_at_once(notes):
    build(notes)
    (notes / "mites.md").write_text("# Mites\n\nAnother text.")
    build(notes)
    piecemeal = load_index(notes.parent / "index").contents
    build_index([notes], notes.parent / "fresh", CountingEmbedder())
    fresh = load_index(notes.parent / "fresh").contents
    assert piecemeal.chunks == fresh.chunks
    assert dict(piecemeal.pages) == dict(fresh.pages)
    assert np.array_equal(piecemeal.vectors, fresh.vectors)
    assert np.array_equal(piecemeal.tokens, fresh.tokens)
    assert piecemeal.words.frequencies == fresh.words.frequencies


def test_another_embedder_builds_all_anew(notes):
    build(notes)
    embedder = CountingEmbedder(32)
    assert build(notes, embedder).embedded_chunks == 3
    assert load_index(notes.parent / "index", "hashed-words-32").contents.vectors.shape == (3, 32)


def test_a_damaged_index_is_built_anew(notes):
    build(notes)
    index_dir = notes.parent / "index"
    (index_dir / (index_dir / "CURRENT").read_text() / "vectors.npy").unlink()
    assert build(notes).embedded_chunks == 3
    assert len(texts(notes)) == 3


def test_what_is_known_of_the_exam_is_kept_and_brought_up_to_date_without_embedding(notes):
    build(notes, blueprint=BLUEPRINT)
    assert load_index(notes.parent / "index").contents.blueprint == BLUEPRINT
    assert not build(notes, blueprint=BLUEPRINT).changed
    other = replace(BLUEPRINT, domains=(replace(BLUEPRINT.domains[0], weight=40.0),))
    embedder = CountingEmbedder()
    assert build(notes, embedder, blueprint=other).changed
    assert embedder.passages == 0
    assert load_index(notes.parent / "index").contents.blueprint == other


def test_tasks_are_those_of_the_latest_blueprint(notes):
    build(notes, blueprint=BLUEPRINT)
    (task,) = BLUEPRINT.domains[0].tasks
    domain = replace(BLUEPRINT.domains[0], tasks=(replace(task, title="Treat mites"),))
    build(notes, blueprint=replace(BLUEPRINT, domains=(domain,)))
    tasks = {chunk.document: chunk.task for chunk in load_index(notes.parent / "index").chunks}
    assert tasks["mites.md"] == "1.1"
    assert tasks["smoke.md"] is None


def test_a_broken_file_stops_no_other_and_costs_no_rebuild(notes):
    (notes / "scan.pdf").write_bytes(b"%PDF-1.4 and nothing more")
    report = build(notes)
    assert dict(report.statuses)["scan.pdf"] is FAILED
    assert [problem.path.name for problem in report.problems] == ["scan.pdf"]
    assert report.chunks == 3
    again = build(notes)
    assert not again.changed
    assert [problem.path.name for problem in again.problems] == ["scan.pdf"]


def test_a_file_that_breaks_leaves_the_index(notes):
    build(notes)
    (notes / "mites.md").write_text("")
    report = build(notes)
    assert report.changed
    assert len(texts(notes)) == 2


def test_when_nothing_can_be_read_the_previous_index_stays(notes):
    build(notes)
    for path in notes.iterdir():
        path.write_text("")
    with pytest.raises(SourceError, match=r"bees.md: "):
        build(notes)
    assert len(texts(notes)) == 3


def test_a_file_without_text_is_said(tmp_path):
    (tmp_path / "empty.md").write_text("<!-- tutor: task=1.1 -->\n")
    with pytest.raises(TutorError, match=r"empty.md"):
        build_index([tmp_path / "empty.md"], tmp_path / "index", CountingEmbedder())


def test_a_path_that_is_not_there_is_said(tmp_path):
    with pytest.raises(SourceError, match=r"nowhere: There is no such file or folder\. Check the path\."):
        build_index([tmp_path / "nowhere"], tmp_path / "index", CountingEmbedder())


def test_progress_tells_files_chunks_and_the_end(notes):
    told = []
    build(notes, progress=lambda *now: told.append(now))
    assert told == [
        (Stage.READING, 0, 3, "bees.md"),
        (Stage.READING, 1, 3, "mites.md"),
        (Stage.READING, 2, 3, "smoke.md"),
        (Stage.READING, 3, 3, ""),
        (Stage.EMBEDDING, 0, 3, ""),
        (Stage.EMBEDDING, 3, 3, ""),
        (Stage.SAVING, 0, 1, ""),
        (Stage.SAVING, 1, 1, ""),
    ]


def test_two_builds_at_once_leave_one_whole_index(notes):
    reports = []
    threads = [threading.Thread(target=lambda: reports.append(build(notes))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(report.embedded_chunks for report in reports) == [0, 3]
    assert len(texts(notes)) == 3
