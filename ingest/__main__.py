"""`python -m ingest PATH... --index DIR [--embedder FOLDER]`: the same ingestion without the tutor."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ingest.build import Stage, build_index
from ingest.embedding import SentenceEmbedder
from ingest.errors import TutorError

__all__ = ["main"]


def main(arguments: Sequence[str]) -> int:
    """Run one command line; returns the exit code, 0 or 1. Errors go to stderr in one sentence."""
    parser = argparse.ArgumentParser(prog="python -m ingest", description="Index files for search.")
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="files or folders")
    parser.add_argument("--index", type=Path, required=True, metavar="DIR", help="where the index goes")
    parser.add_argument(
        "--embedder",
        required=True,
        help="a sentence-transformers folder or hub id (`tutor models path NAME`)",
    )
    given = parser.parse_args(arguments)
    try:
        embedder = SentenceEmbedder(given.embedder, Path(given.embedder).name)
        report = build_index(given.paths, given.index, embedder, progress=_say_progress)
    except TutorError as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    for problem in report.problems:
        sys.stderr.write(f"not read: {problem}\n")
    sys.stdout.write(f"{report.chunks} chunks, {report.embedded_chunks} of them new, in {given.index}\n")
    return 0


def _say_progress(stage: Stage, done: int, total: int, detail: str) -> None:
    sys.stderr.write(f"\r{stage.value}: {done} of {total} {detail}\x1b[K")
    if done == total:
        sys.stderr.write("\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
