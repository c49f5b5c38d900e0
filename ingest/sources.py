"""Files and folders -> the documents to read, each with a unique name and its digest. Reads no format."""

import os
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import SourceError, UnsupportedSourceError
from ingest.readers import SUPPORTED_SUFFIXES, digest
from ingest.readers.files import check_size

__all__ = ["Source", "find_documents"]

_MAX_LISTED_KINDS = 5


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read. `path` is absolute; `name` is as in `Document.name`."""

    path: Path
    name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class _Found:
    """A file, and its name relative to what was given, part by part."""

    path: Path
    parts: tuple[str, ...]


def find_documents(
    paths: Iterable[Path], base: Path | None = None
) -> tuple[tuple[Source, ...], tuple[SourceError, ...]]:
    """The documents among files and folders, sorted by name, and what could not be taken.

    Folders are walked; hidden files and folders are skipped, links are followed, and what is reached
    twice is taken once. A name is the path relative to the folder that was given, of a file its own
    name; where names clash, the folders above are put in front until they differ.

    One problem a file or folder: missing, unreadable, empty or too large files, a file of a kind that
    is not read; and for each folder one that counts the files in it that are not read.
    """
    problems: list[SourceError] = []
    seen: set[Path] = set()
    found: list[_Found] = []
    for given in paths:
        for each in _files(given, problems):
            real = Path(os.path.realpath(each.path))  # resolve() fails on a link that leads to itself
            if real not in seen:
                seen.add(real)
                found.append(_named_from(base, each))
    sources: list[Source] = []
    for each, name in zip(found, _unique_names(found), strict=True):
        try:
            size = check_size(each.path)
            sources.append(Source(each.path, name, digest(each.path), size))
        except SourceError as error:
            problems.append(error)
    return tuple(sorted(sources, key=lambda source: source.name)), tuple(problems)


def _named_from(base: Path | None, found: _Found) -> _Found:
    if base is None or not found.path.is_relative_to(base):
        return found
    return _Found(found.path, found.path.relative_to(base).parts)


def _files(given: Path, problems: list[SourceError]) -> Iterator[_Found]:
    """The files that a path stands for; adds to `problems` what it cannot take."""
    path = Path(os.path.abspath(given))  # noqa: PTH100 - a link keeps its own name, which resolve() takes away
    if path.is_dir():
        yield from _walk(path, problems)
    elif not path.exists():
        reason = "It leads to itself or nowhere." if path.is_symlink() else "There is no such file or folder."
        problems.append(SourceError(path, reason, "Check the path."))
    elif path.suffix.lower() not in SUPPORTED_SUFFIXES or not path.is_file():
        known = ", ".join(SUPPORTED_SUFFIXES)
        kind = (
            f"Files ending in {path.suffix!r} are not read."
            if path.suffix
            else "It has no ending that is read."
        )
        problems.append(UnsupportedSourceError(path, kind, f"Convert it to one of {known}."))
    else:
        yield _Found(path, (path.name,))


def _walk(folder: Path, problems: list[SourceError]) -> Iterator[_Found]:
    """The readable files below a folder, in order; each real folder is entered once, so loops end."""
    unread: Counter[str] = Counter()
    entered: set[Path] = set()
    taken = 0

    def refused(error: OSError) -> None:
        where = Path(error.filename) if error.filename else folder
        reason = f"The folder cannot be opened ({error.strerror or type(error).__name__})."
        problems.append(SourceError(where, reason, "Check its permissions."))

    for root, folders, names in os.walk(folder, followlinks=True, onerror=refused):
        real = Path(os.path.realpath(root))
        if real in entered:
            folders.clear()
            continue
        entered.add(real)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in names if not name.startswith(".")):
            path = Path(root, name)
            if path.suffix.lower() in SUPPORTED_SUFFIXES and (path.is_file() or path.is_symlink()):
                taken += 1
                yield _Found(path, path.relative_to(folder).parts)
            else:
                unread[path.suffix.lower() or "no ending"] += 1
    if unread or not taken:
        problems.append(_unread(folder, unread, taken))


def _unread(folder: Path, unread: Counter[str], taken: int) -> UnsupportedSourceError:
    known = ", ".join(SUPPORTED_SUFFIXES)
    kinds = ", ".join(f"{count} {suffix}" for suffix, count in unread.most_common(_MAX_LISTED_KINDS))
    if not unread:
        return UnsupportedSourceError(folder, "The folder holds no files.", f"Put files of {known} in it.")
    count = unread.total()
    reason = f"{count} file{'s' if count > 1 else ''} of kinds that are not read ({kinds})"
    if taken:
        return UnsupportedSourceError(
            folder,
            f"{reason} {'were' if count > 1 else 'was'} skipped.",
            f"Convert them to one of {known} if needed.",
        )
    return UnsupportedSourceError(
        folder, f"It holds {reason} and no others.", f"Convert them to one of {known}."
    )


def _unique_names(found: Sequence[_Found]) -> list[str]:
    """A name for each file, in order: as short as given, longer by the folders above where two clash."""
    names = ["/".join(each.parts) for each in found]
    for extra in range(1, max((len(each.path.parts) for each in found), default=0)):
        clashing: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(names):
            clashing[name].append(place)
        groups = [places for places in clashing.values() if len(places) > 1]
        if not groups:
            break
        for place in (place for places in groups for place in places):
            each = found[place]
            names[place] = "/".join(each.path.parts[-(len(each.parts) + extra) :])
    return [_printable(name) for name in names]


def _printable(name: str) -> str:
    """The name with bytes that are no text, and control characters, replaced, so it can be stored."""
    text = os.fsencode(name).decode(errors="replace")
    return "".join(character if character.isprintable() else "\ufffd" for character in text)
