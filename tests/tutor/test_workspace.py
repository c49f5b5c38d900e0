from dataclasses import replace

import pytest

from ingest.build import FileStatus
from ingest.errors import CourseError, IndexUnavailableError, TutorError
from ingest.index_files import load_index
from tutor.models import ModelError
from tutor.workspace import course_ids, embedder_of, open_index, open_workspace


@pytest.fixture
def workspace(settings, course_dir):
    return open_workspace(settings, bundled=course_dir.parent)


@pytest.fixture
def own(settings, tmp_path):
    """A workspace of nothing but the learner's own files."""
    return open_workspace(settings, "my-notes", bundled=tmp_path / "none")


def test_a_course_has_its_title_and_sources_and_creates_nothing(workspace, settings, course_dir):
    assert (workspace.id, workspace.title) == ("bee-101", "Beekeeping for Beginners")
    assert [path.relative_to(course_dir).as_posix() for path in workspace.sources] == [
        "guide.md", "glossary.md",
        "notes/exam-day.md", "notes/health.md", "notes/hive.md", "notes/hostile.md", "tables/feeds.md",
    ]  # fmt: skip
    assert workspace.index_dir == settings.home / "courses" / "bee-101" / "index"
    assert not settings.home.exists()


def test_an_own_course_is_called_by_its_id(own):
    assert (own.title, own.course, own.sources) == ("my-notes", None, ())


@pytest.mark.parametrize("name", ["../up", "Caps", "a b", "-a", "a/b", "x" * 65])
def test_an_id_that_is_none_is_refused(settings, name):
    with pytest.raises(TutorError, match=r"is no course id; use small letters, digits and hyphens"):
        open_workspace(settings, name)


def test_a_course_with_faults_is_refused(settings, course_dir):
    (course_dir / "course.toml").write_text('id = "bee-101"')
    with pytest.raises(CourseError, match="The course has"):
        open_workspace(settings, bundled=course_dir.parent)


def test_a_build_indexes_the_course_and_what_was_added(workspace, hashed, tmp_path):
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "drones.txt").write_text("Drones have no sting.")
    workspace.add_sources([tmp_path / "more"])
    workspace.save_upload("wax.md", b"# Wax\n\nWax melts at 62 degrees.")
    report = workspace.build(hashed)
    assert {status for _, status in report.statuses} == {FileStatus.ADDED}
    assert {"guide.md", "notes/hive.md", "drones.txt", "wax.md"} <= {name for name, _ in report.statuses}
    contents = load_index(workspace.index_dir).contents
    assert contents.blueprint.title == "Beekeeping for Beginners"
    assert {fact.value for fact in contents.blueprint.values("pass_mark")} >= {700}
    assert not workspace.build(hashed).changed


def test_the_courses_own_documents_are_known_by_their_names_in_the_index(workspace, own, hashed, tmp_path):
    note = tmp_path / "note.md"
    note.write_text("# Note\n\nWax melts at 62 degrees.\n")
    workspace.add_sources([note])
    workspace.build(hashed)
    index = load_index(workspace.index_dir)
    assert {entry.name for entry in index.documents} - workspace.course_documents == {"note.md"}
    assert "notes/hive.md" in workspace.course_documents
    assert own.course_documents == frozenset()


def test_sources_are_kept_once_in_the_order_of_adding(own, tmp_path):
    paths = [tmp_path / "b", tmp_path / "a"]
    own.add_sources(paths)
    own.add_sources([tmp_path / "c", tmp_path / "b"])
    assert own.own_sources == (tmp_path / "b", tmp_path / "a", tmp_path / "c")


def test_a_source_is_forgotten_by_its_name(own, tmp_path):
    own.add_sources([tmp_path / "a.md", tmp_path / "b.md"])
    own.save_upload("c.md", b"text")
    assert own.remove_source("a.md")
    assert not own.remove_source("a.md")
    assert own.own_sources == (tmp_path / "b.md", own.uploads)
    assert own.remove_source("c.md")
    assert own.own_sources == (tmp_path / "b.md",)


@pytest.mark.parametrize("name", ["../sources.json", "/etc/hosts", ""])
def test_nothing_outside_the_uploads_is_removed(own, name):
    own.add_sources([own.folder / "a.md"])
    own.save_upload("c.md", b"text")
    assert not own.remove_source(name)
    assert (own.folder / "sources.json").exists()
    assert (own.uploads / "c.md").exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("wax.md", "wax.md"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\notes\\wax.md", "wax.md"),
        (".hidden.md", "hidden.md"),
        ("a\nb?.md", "a_b_.md"),
        ("..", "upload"),
        ("Übung (1).md", "Übung (1).md"),
    ],
)
def test_an_upload_stays_in_its_folder(own, name, kept):
    path = own.save_upload(name, b"text")
    assert path == own.uploads / kept
    assert path.read_bytes() == b"text"
    assert [each.name for each in own.uploads.iterdir()] == [kept]


def test_a_course_without_files_says_how_to_add_some(own, hashed):
    with pytest.raises(TutorError, match=r"has no files yet\. Run `tutor ingest PATH --course my-notes`"):
        own.build(hashed)


def test_deleting_takes_only_the_learners_part(workspace, hashed, course_dir):
    workspace.save_upload("wax.md", b"# Wax\n\nWax melts.")
    workspace.build(hashed)
    workspace.delete()
    assert not workspace.folder.exists()
    assert (course_dir / "guide.md").exists()


def test_all_courses_shipped_ones_first(settings, course_dir):
    assert course_ids(settings, course_dir.parent) == ("bee-101",)
    for name in ("zoo", "aaa", "bee-101"):
        (settings.home / "courses" / name).mkdir(parents=True)
    assert course_ids(settings, course_dir.parent) == ("bee-101", "aaa", "zoo")


def test_a_course_without_an_index_says_what_to_run(workspace, settings):
    with pytest.raises(
        IndexUnavailableError, match=r"bee-101 is not indexed yet\. Run `tutor ingest --course bee-101`"
    ):
        open_index(workspace, settings)


def test_an_index_of_another_embedder_is_refused(workspace, settings, hashed):
    workspace.build(hashed)
    with pytest.raises(
        IndexUnavailableError, match=r"made with the embedder hashed-words-64, but the settings say"
    ):
        open_index(workspace, settings)
    other = replace(settings, embedder="hashed-words-64")
    assert len(open_index(workspace, other).documents) == 7


def test_weights_that_are_not_stored_are_said_and_a_folder_is_taken(settings, tmp_path):
    with pytest.raises(ModelError, match=r"tutor models fetch all-MiniLM-L6-v2"):
        embedder_of(settings)
    assert embedder_of(replace(settings, embedder=str(tmp_path))).name == str(tmp_path)
