"""Run by test_crash: builds in child processes that kill themselves with SIGKILL, one later than the other.

    python killed_builds.py NOTES INDEX

The n-th child changes a note, starts a build of all notes, and dies at its n-th step: a call of the
progress callback, or an operation on a file below INDEX. After each the index has to load and answer.
Each child starts on what the one before it left. Writes one JSON object a line.
"""

import json
import os
import signal
import sys
from pathlib import Path

from ingest.build import build_index
from ingest.hashed_words import HashedWordsEmbedder
from ingest.index_files import load_index

_FILE_EVENTS = frozenset({"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree"})
_MOST_STEPS = 200


class Steps:
    """Counts the steps of a build and kills this process at the `fatal` one."""

    def __init__(self, fatal: int, index: Path) -> None:
        self.fatal, self.index, self.done, self.last = fatal, str(index), 0, ""

    def take(self, what: str) -> None:
        self.done += 1
        if self.done == self.fatal:
            os.write(1, (json.dumps({"step": self.done, "at": what}) + "\n").encode())
            os.kill(os.getpid(), signal.SIGKILL)

    def on_progress(self, stage: object, done: int, total: int, detail: str) -> None:
        self.take(f"progress: {stage}")

    def on_event(self, event: str, arguments: tuple) -> None:
        if event in _FILE_EVENTS and str(arguments[0]).startswith(self.index):
            self.take(f"{event} {Path(str(arguments[0])).name}")


def build_until(fatal: int, notes: Path, index: Path) -> bool:
    """Build in a child that dies at step `fatal`; True if it was killed, False if it came to its end."""
    child = os.fork()
    if child == 0:
        steps = Steps(fatal, index)
        sys.addaudithook(steps.on_event)
        build_index([notes], index, HashedWordsEmbedder(), progress=steps.on_progress)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def found(index: Path) -> dict[str, object]:
    """What the index answers: the number of the changing note, and how many notes there are."""
    loaded = load_index(index)
    embedder = HashedWordsEmbedder()
    vectors = loaded.search_vectors(embedder.embed_query("which number is written").vector, 1)
    words = loaded.search_words({"number": 1.0}, 1)
    assert vectors[0].position == words[0].position
    text = loaded.chunks[words[0].position].text
    return {"number": int(text.split()[-1].rstrip(".")), "documents": len(loaded.documents)}


def write_number(notes: Path, number: int) -> None:
    (notes / "changing.md").write_text(f"# Changing\n\nThe number written here is {number}.\n")


def main(notes: Path, index: Path) -> None:
    write_number(notes, 0)
    build_index([notes], index, HashedWordsEmbedder())
    for step in range(1, _MOST_STEPS):
        write_number(notes, step)
        killed = build_until(step, notes, index)
        print(json.dumps({"killed": killed, "wrote": step, **found(index)}), flush=True)  # noqa: T201 - its result
        if not killed:
            break
    build_index([notes], index, HashedWordsEmbedder())
    print(json.dumps({"end": sorted(path.name for path in index.iterdir()), **found(index)}))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
