"""Refuses, inside the child that runs learner code, what a lab never needs; each refusal is one sentence.

An audit hook sees what Python itself does: connections, new processes, files. It keeps accidents from
happening, such as a call to a real account; it is no wall against somebody who writes C to get round it.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["Guard", "GuardError"]

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_CONNECTING = ("socket.connect", "socket.sendto", "socket.sendmsg")
_RESOLVING = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
_STARTING = (
    "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "os.system",
    "pty.spawn", "subprocess.Popen",
)  # fmt: skip
_CHANGING = (
    "os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink",
    "os.truncate", "os.utime", "shutil.move", "shutil.rmtree",
)  # fmt: skip
_TWO_PATHS = ("os.link", "os.rename", "os.symlink", "shutil.move")
_LISTING = ("os.listdir", "os.scandir")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class GuardError(RuntimeError):
    """Learner code tried what a lab refuses. No OSError, so that nothing takes it for a bad network."""


@dataclass(slots=True)
class Guard:
    """An audit hook. `writable` folders may be written; `hidden` ones not even read, what is open apart."""

    writable: tuple[str, ...]
    hidden: tuple[str, ...] = ()
    readable: tuple[str, ...] = ()
    """Folders within a hidden one that may be read all the same."""
    port: int = 0
    """Of the simulated AWS on this machine, the one address that may be called; 0 for none."""
    refusals: list[str] = field(default_factory=list)
    """What was refused, in order; it stays even if the code swallowed the exception."""

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if look := _LOOKS.get(event):
            look(self, event, arguments)

    def refuse(self, sentence: str) -> None:
        """Note it and raise GuardError."""
        self.refusals.append(sentence)
        raise GuardError(sentence)

    def connecting(self, event: str, arguments: tuple[Any, ...]) -> None:
        """A socket is about to be connected, or to send."""
        address = arguments[1]
        if isinstance(address, tuple) and address[0] in _LOOPBACK and address[1] == self.port:
            return
        there = f"{address[0]}:{address[1]}" if isinstance(address, tuple) else repr(address)
        self.refuse(
            f"Your code tried to reach {there}. A lab talks to the simulated AWS on this machine only, and "
            "nothing was sent; leave out endpoint_url and addresses of your own."
        )

    def resolving(self, event: str, arguments: tuple[Any, ...]) -> None:
        """A host's name is about to be looked up."""
        host = arguments[0].decode() if isinstance(arguments[0], bytes) else arguments[0]
        if host not in (*_LOOPBACK, None, ""):
            self.connecting(event, (None, (host, arguments[1] if len(arguments) > 1 else "")))

    def starting(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Another process is about to be started."""
        self.refuse(f"Your code tried to start another process ({event}). A lab runs in one; take that out.")

    def importing(self, event: str, arguments: tuple[Any, ...]) -> None:
        """A module is about to be imported; multiprocessing starts processes without any other event."""
        if str(arguments[0]).startswith("multiprocessing.popen_"):
            self.starting("multiprocessing", ())

    def opening(self, event: str, arguments: tuple[Any, ...]) -> None:
        """A file is about to be opened, by name or by number."""
        path, _, flags = arguments
        if isinstance(path, str | bytes | os.PathLike):
            self._look_at(path, writes=bool(isinstance(flags, int) and flags & _WRITING))

    def changing(self, event: str, arguments: tuple[Any, ...]) -> None:
        """A name in the file system is about to change."""
        for place in range(2 if event in _TWO_PATHS else 1):
            path = arguments[place]
            if isinstance(path, str | bytes | os.PathLike):
                self._look_at(_from_folder(path, event, arguments, place), writes=True)

    def listing(self, event: str, arguments: tuple[Any, ...]) -> None:
        """A folder is about to be listed."""
        if isinstance(arguments[0], str | bytes | os.PathLike):
            self._look_at(arguments[0], writes=False)

    def database(self, event: str, arguments: tuple[Any, ...]) -> None:
        """SQLite is about to open a file, which it may write."""
        name = os.fsdecode(arguments[0])
        if name and not name.startswith((":memory:", "file::memory:")):
            self._look_at(name.removeprefix("file:").partition("?")[0], writes=True)

    def _look_at(self, path: "str | bytes | os.PathLike[Any]", *, writes: bool) -> None:
        real = os.path.realpath(os.fsdecode(path))
        if _within(real, self.writable):
            return
        if _within(real, self.hidden) and not _within(real, self.readable):
            self.refuse(
                f"Your code tried to open {Path(real).name} in the tutor's own folder. A lab sees its "
                "own folder only; keep your files there."
            )
        if writes and real != os.devnull:
            self.refuse(
                f"Your code tried to change {real}, which is outside the lab's folder; use a relative path."
            )


def _within(path: str, folders: tuple[str, ...]) -> bool:
    return any(path == folder or path.startswith(folder.rstrip(os.sep) + os.sep) for folder in folders)


# Where the number of the open folder stands that the first and the second name are relative to; -1 is none
_FOLDERS = {
    "os.link": (2, 3),
    "os.mkdir": (2,),
    "os.remove": (1,),
    "os.rename": (2, 3),
    "os.rmdir": (1,),
    "os.symlink": (2, 2),
}


def _from_folder(
    path: "str | bytes | os.PathLike[Any]", event: str, arguments: tuple[Any, ...], place: int
) -> str:
    """The path, with the open folder in front that it is relative to, where the system tells its name."""
    at = _FOLDERS.get(event, ())
    number = arguments[at[place]] if place < len(at) and at[place] < len(arguments) else -1
    folder = f"/proc/self/fd/{number}"
    given = os.fsdecode(path)
    return given if not isinstance(number, int) or number < 0 else f"{os.path.realpath(folder)}/{given}"


_LOOKS: dict[str, Callable[[Guard, str, tuple[Any, ...]], None]] = {
    **dict.fromkeys(_CONNECTING, Guard.connecting),
    **dict.fromkeys(_RESOLVING, Guard.resolving),
    **dict.fromkeys(_STARTING, Guard.starting),
    **dict.fromkeys(_CHANGING, Guard.changing),
    **dict.fromkeys(_LISTING, Guard.listing),
    "import": Guard.importing,
    "open": Guard.opening,
    "sqlite3.connect": Guard.database,
}
