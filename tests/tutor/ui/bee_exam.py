"""The beekeeping course with a bank of items, its exam's figures, and a clock that is set by hand."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ingest.hashed_words import HashedWordsEmbedder
from tests.conftest import COURSES
from tutor.config import Settings
from tutor.ui.pages import PageEntry
from tutor.ui.resources import Parts, Resources

QUOTE = "A queen excluder is a grid with gaps of 4.2 mm."
SOURCE = {"document": "notes/hive.md", "heading": "Queen excluder: what it does", "quote": QUOTE}
TASKS = ("1.1", "2.1", "2.2")
FIGURES = """minutes = [
  { value = 90, source = "the association's page" },
  { value = 80, source = "an older guide" },
]
scored_items = 20
unscored_items = 4
scale = [100, 1000]
"""


class Clock:
    """Any thread may read it; a test sets it on."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def ahead(self, **delta: float) -> None:
        self.time += timedelta(**delta)


def exam_entry() -> PageEntry:
    from tutor.ui import exam_page

    return PageEntry("Learn", "Exam", "exam", ":material/timer:", exam_page.draw)


def bank(count: int) -> list[dict]:
    """Items of all tasks in turn; every fifth is multiple response."""
    return [_item(number) for number in range(count)]


def _item(number: int) -> dict:
    task, multiple = TASKS[number % 3], number % 5 == 4
    names = ("first", "second", "third", "fourth", "fifth")[: 5 if multiple else 4]
    key = [0, 2] if multiple else [number % 4]
    select = " Select TWO." if multiple else ""
    return {
        "id": f"bee-{number:02}",
        "kind": "mr" if multiple else "mc",
        "domain": int(task[0]),
        "task": task,
        "difficulty": ("easy", "medium", "hard")[number % 3],
        "stem": f"A keeper meets case {number}. What should the keeper do?{select}",
        "options": [f"Do the {name} thing of case {number}" for name in names],
        "key": key,
        "rationales": [
            f"{'Right' if place in key else 'Wrong'}: reason {place}." for place in range(len(names))
        ],
        "concept": f"Concept {number}.",
        "sources": [SOURCE],
    }


def write_course(root: Path, count: int, figures: str = FIGURES) -> Path:
    """The course's copy in `root`/bee-101 with a bank of that many items."""
    folder = Path(shutil.copytree(COURSES / "bee-101", root / "bee-101"))
    text = (folder / "course.toml").read_text(encoding="utf-8").replace("minutes = 90\n", figures)
    (folder / "course.toml").write_text(text, encoding="utf-8")
    lines = "".join(json.dumps(item) + "\n" for item in bank(count))
    (folder / "questions").mkdir()
    (folder / "questions" / "bank.jsonl").write_text(lines, encoding="utf-8")
    return folder


def exam_resources(home: Path, clock=None, count: int = 36, figures: str = FIGURES) -> Resources:
    """Resources over the course with its index built; `clock` is the present, or the real one."""
    embedder = HashedWordsEmbedder()
    settings = Settings(home=home, course="bee-101", llm="none", embedder=embedder.name)
    root = home / "bundled"
    if not root.exists():
        write_course(root, count, figures)
    parts = Parts(lambda: settings, root, lambda _: embedder)
    if clock is not None:
        parts = Parts(lambda: settings, root, lambda _: embedder, now=clock)
    resources = Resources(parts)
    resources.workspace("bee-101").build(embedder)
    return resources
