"""The error tree of the whole project, its root and the branches that belong to ingestion.

    TutorError                      everything that is shown to a learner as one sentence
    +- SourceError                  one file or folder could not be read; the others go on
    |  +- UnsupportedSourceError    no reader for this kind of file
    |  +- EmptySourceError          zero bytes, or nothing but white space
    |  +- EncryptedSourceError      a password is needed
    |  +- NoTextError               pages without a text layer (a scan)
    |  +- DamagedSourceError        truncated, malformed, or not what its name says
    |  +- SourceTooLargeError       over a limit of size, depth, pages or time
    +- CourseError                  a course's own files break their format (faults with line numbers)
    +- IndexUnavailableError        no index, or one written by other settings; says how to rebuild it
    +- SettingsError, ModelError, EngineError, StoreError    defined beside their owners in `tutor`

A message is one sentence or two: what happened, what was found, what to do next.
"""

from pathlib import Path

__all__ = [
    "CourseError",
    "DamagedSourceError",
    "EmptySourceError",
    "EncryptedSourceError",
    "IndexUnavailableError",
    "NoTextError",
    "SourceError",
    "SourceTooLargeError",
    "TutorError",
    "UnsupportedSourceError",
]


class TutorError(Exception):
    """The root: what `app.py` and the command line catch, and show without a traceback."""


class SourceError(TutorError):
    """A file or folder that could not be read.

    `reason` says what was found, `advice` what to do about it; the message is both after the name.
    """

    def __init__(self, path: Path | str, reason: str, advice: str) -> None:
        self.path = Path(path)
        self.reason = reason
        self.advice = advice
        super().__init__(f"{self.path.name}: {reason} {advice}")


class UnsupportedSourceError(SourceError):
    """There is no reader for this kind of file."""


class EmptySourceError(SourceError):
    """The file holds no bytes, or nothing but white space."""


class EncryptedSourceError(SourceError):
    """The file asks for a password."""


class NoTextError(SourceError):
    """The file has pages but no text on them, as a scan does."""


class DamagedSourceError(SourceError):
    """The file is truncated, malformed, or not of the kind that its name says."""


class SourceTooLargeError(SourceError):
    """The file goes over a limit of size, nesting, pages, time or memory."""


class CourseError(TutorError):
    """A course's own files break their format; `faults` lists all of them, each with file and line."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        self.faults = faults
        count = f"{len(faults)} faults" if len(faults) > 1 else "1 fault"
        super().__init__(f"The course has {count}:\n" + "\n".join(faults))


class IndexUnavailableError(TutorError):
    """There is no index at this place, or it was written by other settings or an older version."""
