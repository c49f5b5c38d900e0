"""What all tests stand on: no connection leaves this machine, and a small course to work with."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest.build import build_index
from ingest.embedding import Embedder, SentenceEmbedder
from ingest.hashed_words import HashedWordsEmbedder
from ingest.index import LocalIndex
from ingest.index_files import load_index
from tutor.answering.retrieval import Retriever
from tutor.config import Settings, load_settings
from tutor.models import ModelError, embedder_location
from tutor.tutoring import retriever_over

COURSES = Path(__file__).parent / "courses"
_HERE = frozenset({"127.0.0.1", "::1", "localhost", "0.0.0.0", "", None})


class OutboundConnectionError(RuntimeError):
    """A test tried to reach another machine. No OSError, so that no code takes it for a bad network."""


@dataclass
class _Guard:
    """An audit hook stays for the life of the process; this says whether it refuses."""

    refuses: bool = False

    def __call__(self, event: str, arguments: tuple) -> None:
        if not self.refuses or not event.startswith("socket."):
            return
        if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
            address = arguments[1]
            host = address[0] if isinstance(address, tuple) else None  # a path: AF_UNIX
        elif event == "socket.getaddrinfo":
            host = arguments[0].decode() if isinstance(arguments[0], bytes) else arguments[0]
        elif event in ("socket.gethostbyname", "socket.gethostbyaddr"):
            host = arguments[0]
        else:
            return
        if host not in _HERE:
            raise OutboundConnectionError(f"{event} to {host}: tests reach nothing but this machine")


_GUARD = _Guard()
sys.addaudithook(_GUARD)


@pytest.fixture(autouse=True)
def _no_outbound_connections() -> Iterator[None]:
    _GUARD.refuses = True
    yield
    _GUARD.refuses = False


@pytest.fixture
def course_dir(tmp_path: Path) -> Path:
    """A copy of the beekeeping course, to be changed at will."""
    return Path(shutil.copytree(COURSES / "bee-101", tmp_path / "courses" / "bee-101"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings in a home of their own, without a language model."""
    return Settings(home=tmp_path / "home", course="bee-101", llm="none")


@pytest.fixture(scope="session")
def hashed() -> HashedWordsEmbedder:
    return HashedWordsEmbedder()


@pytest.fixture(scope="session")
def minilm_folder() -> str:
    """Where the weights of MiniLM stand on this machine."""
    own = load_settings({name: value for name, value in os.environ.items() if name == "TUTOR_HOME"})
    try:
        return embedder_location(own)
    except ModelError as missing:
        pytest.skip(f"needs the weights of MiniLM: {missing}")


@pytest.fixture(scope="session")
def minilm(minilm_folder: str) -> SentenceEmbedder:
    return SentenceEmbedder(minilm_folder, "all-MiniLM-L6-v2")


def course_index(folder: Path, embedder: Embedder) -> LocalIndex:
    """The beekeeping course's index, built in `folder`."""
    course = COURSES / "bee-101"
    sources = [course / "guide.md", course / "glossary.md", course / "notes", course / "tables"]
    build_index(sources, folder, embedder, base=course)
    return load_index(folder, embedder.name)


@pytest.fixture(scope="session")
def hashed_index(tmp_path_factory: pytest.TempPathFactory, hashed: HashedWordsEmbedder) -> LocalIndex:
    return course_index(tmp_path_factory.mktemp("hashed-index"), hashed)


@pytest.fixture(scope="session")
def minilm_index_dir(tmp_path_factory: pytest.TempPathFactory, minilm: SentenceEmbedder) -> Path:
    folder = tmp_path_factory.mktemp("minilm-index") / "bees"
    course_index(folder, minilm)
    return folder


@pytest.fixture(scope="session")
def minilm_index(minilm_index_dir: Path) -> LocalIndex:
    return load_index(minilm_index_dir)


@pytest.fixture(scope="session")
def minilm_retriever(minilm_index: LocalIndex, minilm: SentenceEmbedder) -> Retriever:
    return retriever_over(minilm_index, minilm)


@pytest.fixture(scope="session")
def hashed_retriever(hashed_index: LocalIndex, hashed: HashedWordsEmbedder) -> Retriever:
    return retriever_over(hashed_index, hashed)
