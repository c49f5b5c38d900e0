import hashlib
import os

import pytest
from sample_files import written

from ingest.errors import EmptySourceError, SourceError, UnsupportedSourceError
from ingest.sources import find_documents


@pytest.fixture
def course(tmp_path):
    (tmp_path / "course" / "notes").mkdir(parents=True)
    (tmp_path / "course" / ".git").mkdir()
    for name in (
        "b.md",
        "notes/2.md",
        "notes/1-1.md",
        "a.txt",
        ".hidden.md",
        ".git/x.md",
        "photo.png",
        "x.PDF",
    ):
        written(tmp_path / "course", name, name)
    return tmp_path / "course"


def names(sources):
    return [source.name for source in sources]


def test_a_folder_gives_its_documents_in_order_with_relative_names(course):
    sources, problems = find_documents([course])
    assert names(sources) == ["a.txt", "b.md", "notes/1-1.md", "notes/2.md", "x.PDF"]
    assert sources[2].sha256 == hashlib.sha256(b"notes/1-1.md").hexdigest()
    assert sources[2].size_bytes == 12
    assert sources[2].path == course / "notes" / "1-1.md"
    assert [str(problem) for problem in problems] == [
        "course: 1 file of kinds that are not read (1 .png) was skipped. Convert them to one of .docx, .htm,"
        " .html, .markdown, .md, .pdf, .text, .txt if needed."
    ]


def test_files_and_folders_mix_and_nothing_is_taken_twice(course):
    sources, problems = find_documents([course / "b.md", course, course / "notes" / ".." / "b.md"])
    assert names(sources) == ["a.txt", "b.md", "notes/1-1.md", "notes/2.md", "x.PDF"]
    assert len(problems) == 1


def test_names_that_clash_get_the_folders_above(tmp_path):
    for folder in ("one/notes", "two/notes", "three"):
        (tmp_path / folder).mkdir(parents=True)
        written(tmp_path / folder, "n.md", folder)
    sources, _ = find_documents([tmp_path / "one/notes", tmp_path / "two/notes/n.md", tmp_path / "three"])
    assert names(sources) == ["one/notes/n.md", "three/n.md", "two/notes/n.md"]


def test_links_are_followed_once_and_loops_end(course):
    (course / "notes" / "up").symlink_to(course)
    (course / "again").symlink_to(course / "notes")
    (course / "loop.md").symlink_to(course / "loop.md")
    (course / "gone.md").symlink_to(course / "nowhere.md")
    sources, problems = find_documents([course])
    assert len(sources) == 5
    assert sorted(problem.path.name for problem in problems) == ["course", "gone.md", "loop.md"]
    assert all("cannot be opened" in problem.reason for problem in problems if problem.path.suffix)


def test_what_is_missing_or_not_read_is_said(tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "pictures").mkdir()
    written(tmp_path / "pictures", "a.png", b"x")
    paths = [tmp_path / "none.md", tmp_path / "empty", tmp_path / "pictures", tmp_path / "pictures" / "a.png"]
    sources, problems = find_documents([*paths, written(tmp_path, "zero.md", b"")])
    assert sources == ()
    assert [type(problem) for problem in problems] == [
        SourceError,
        UnsupportedSourceError,
        UnsupportedSourceError,
        UnsupportedSourceError,
        EmptySourceError,
    ]
    assert [problem.reason for problem in problems] == [
        "There is no such file or folder.",
        "The folder holds no files.",
        "It holds 1 file of kinds that are not read (1 .png) and no others.",
        "Files ending in '.png' are not read.",
        "The file is empty (0 bytes).",
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names on this system")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.md")
    sources, problems = find_documents([tmp_path, tmp_path / "pipe.md"])
    assert sources == ()
    assert {type(problem) for problem in problems} == {UnsupportedSourceError}


def test_a_name_that_is_no_text_becomes_one(tmp_path):
    try:
        written(tmp_path, os.fsdecode(b"caf\xe9\n.md"), b"x")
    except OSError:
        pytest.skip("this file system takes no such name")
    [source] = find_documents([tmp_path])[0]
    assert source.name == "caf\ufffd\ufffd.md"
