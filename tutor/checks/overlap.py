"""Eight-word runs that a course shares with the files of a folder: text that may not be its own."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import SourceError
from ingest.readers import read_document
from tutor.checks.items import PlacedItem
from tutor.checks.texts import CourseText

__all__ = ["RUN_WORDS", "Passage", "course_passages", "overlap_faults"]

RUN_WORDS = 8
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PAGED_SUFFIXES = frozenset({".pdf", ".docx"})


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text that runs are looked for in, and where its first line stands."""

    place: str
    first_line: int
    text: str

    def words(self) -> Iterator[tuple[int, str]]:
        """Line and word, in order."""
        for number, line in enumerate(self.text.split("\n"), start=self.first_line):
            for match in _WORD.finditer(line):
                yield number, match[0]


def course_passages(texts: Iterable[CourseText], items: Iterable[PlacedItem]) -> tuple[Passage, ...]:
    """The course's own text: its Markdown files, and each field of each item by itself."""
    passages = [Passage(text.name, 1, text.raw) for text in texts]
    for placed in items:
        file, _, line = placed.place.partition(":")
        item = placed.item
        fields = (item.stem, item.concept, *item.options, *item.rationales)
        passages += [Passage(file, int(line), " ".join(field.split())) for field in fields]
    return tuple(passages)


def overlap_faults(passages: Sequence[Passage], folder: Path) -> tuple[str, ...]:
    """A sentence for each run of eight words or more that stands in the course and in the folder."""
    own: dict[str, str] = {}
    for passage in passages:
        for line, run in _runs(passage):
            own.setdefault(run, f"{passage.place}:{line}")
    faults: list[str] = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        try:
            foreign = _foreign_passages(path, name)
        except SourceError as error:
            faults.append(f"{name}: it could not be compared. {error.reason} {error.advice}")
            continue
        for passage in foreign:
            faults += _shared(passage, own)
    return tuple(faults)


def _runs(passage: Passage) -> Iterator[tuple[int, str]]:
    """Line and run, folded in case; a run of nothing but capitalised words is a name, and no one's prose."""
    words = list(passage.words())
    for start in range(len(words) - RUN_WORDS + 1):
        run = [word for _, word in words[start : start + RUN_WORDS]]
        if any(word[0].islower() for word in run):
            yield words[start][0], " ".join(run).casefold()


def _foreign_passages(path: Path, name: str) -> list[Passage]:
    if path.suffix.lower() in _PAGED_SUFFIXES:
        return [
            Passage(f"{name} page {page.number}", 1, page.text) for page in read_document(path, name).pages
        ]
    return [Passage(name, 1, path.read_bytes().decode(errors="replace"))]


def _shared(passage: Passage, own: dict[str, str]) -> Iterator[str]:
    """One sentence for each stretch of overlapping runs, with its first place on both sides."""
    open_words: list[str] = []
    place = there = ""
    for line, run in [*_runs(passage), (0, "")]:
        if run in own:
            if open_words:
                open_words.append(run.rpartition(" ")[2])
            else:
                open_words, place, there = run.split(), own[run], f"{passage.place}:{line}"
        elif open_words:
            yield f'{place}: shares the run "{" ".join(open_words)}" with {there}.'
            open_words = []
