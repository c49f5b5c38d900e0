import os
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from sample_files import written

from ingest.document_json import document_from_json, document_to_json
from ingest.errors import DamagedSourceError, EmptySourceError, SourceTooLargeError
from ingest.readers import read_document
from ingest.worker import ReaderWorker


@dataclass(frozen=True)
class Given:
    path: Path
    name: str


def given(tmp_path, name, data):
    return Given(written(tmp_path, name, data), f"folder/{name}")


NOTE = '# T\n<!-- tutor: task=1.2 covers=1.2.a -->\n<!-- tutor: quiz cue="A" answer="B" ask="?" -->\n\n'
NOTE += "| A | B |\n|---|---|\n| é | \U0001f600 |\n| x | y |\n\n- item\n"


def test_a_document_goes_to_json_and_back(tmp_path):
    document = read_document(written(tmp_path, "n.md", NOTE), "n.md")
    assert document_from_json(document_to_json(document)) == document


def test_it_reads_what_the_reader_reads(tmp_path):
    source = given(tmp_path, "n.md", NOTE)
    with ReaderWorker() as worker:
        assert worker.read(source) == read_document(source.path, "folder/n.md")


def test_errors_keep_their_kind_reason_and_advice(tmp_path):
    with ReaderWorker() as worker:
        with pytest.raises(
            EmptySourceError, match=r"e.md: The file is empty \(0 bytes\)\. Save or download"
        ) as caught:
            worker.read(given(tmp_path, "e.md", b""))
        assert caught.value.path == tmp_path / "e.md"
        assert worker.read(given(tmp_path, "n.md", NOTE)).title == "T"


def test_a_file_that_takes_too_long_is_stopped_and_the_next_one_is_read(tmp_path):
    slow = given(tmp_path, "slow.md", "[" * 60_000 + "a](" * 20_000)
    with ReaderWorker(seconds=1.0) as worker:
        worker.read(given(tmp_path, "n.md", NOTE))
        began = time.monotonic()
        with pytest.raises(SourceTooLargeError, match=r"slow.md: Reading it took over 1 seconds\. Split it"):
            worker.read(slow)
        assert time.monotonic() - began < 5
        assert worker.read(given(tmp_path, "n.md", NOTE)).title == "T"


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux only")
def test_a_file_that_takes_too_much_memory_is_refused_and_the_next_one_is_read(tmp_path):
    large = given(tmp_path, "large.html", "<p>x<b>y</b>" * 100_000)
    with ReaderWorker(memory_bytes=150 * 1024**2) as worker:
        with pytest.raises(
            SourceTooLargeError, match=r"large\.html: Reading it takes more memory than it may"
        ):
            worker.read(large)
        assert worker.read(given(tmp_path, "n.md", NOTE)).title == "T"


def test_a_child_that_died_is_replaced(tmp_path):
    source = given(tmp_path, "n.md", NOTE)
    with ReaderWorker() as worker:
        worker.read(source)
        os.kill(worker.child_pid, signal.SIGTERM)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                assert worker.read(source).title == "T"
                break
            except DamagedSourceError:
                continue  # it died in the midst of it
        else:
            pytest.fail("no new child")


def test_closing_ends_the_child(tmp_path):
    worker = ReaderWorker()
    worker.read(given(tmp_path, "n.md", NOTE))
    child = worker.child_pid
    worker.close()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    assert worker.child_pid is None
