from attempts_of import BLUEPRINT, attempt

from ingest.types import Block, BlockKind, Chunk, Page
from tutor.learner.standing.coverage import Section, coverage, sections_by_task
from tutor.practice.types import Difficulty, ItemKind, ItemSource, Origin, PracticeItem

TEXT = "Tides\nHigh water\nIt is high.\nLow water\nIt is low."


def heading(text, level, covers=(), task=None):
    start = TEXT.index(text)
    return Block(BlockKind.HEADING, start, start + len(text), level, task=task, covers=covers)


PAGES = {
    ("notes/tides.md", 1): Page(
        1,
        TEXT,
        (heading("Tides", 1, task="1.1"), heading("High water", 2, ("1.1.a",)), heading("Low water", 2)),
    )
}


def chunk(number, headings, task, document="notes/tides.md", kind=BlockKind.PROSE):
    return Chunk(f"c{number}", document, 1, 0, 5, TEXT[:5], kind, headings, task=task)


CHUNKS = (
    chunk(0, ("Guide", "All of it"), "1.1", "guide.md"),
    chunk(1, ("Guide", "Ropes"), "3.1", "guide.md"),
    chunk(2, ("Tides",), "1.1"),
    chunk(3, ("Tides", "High water"), "1.1"),
    chunk(4, ("Tides", "High water"), "1.1"),
    chunk(5, ("Tides", "Low water"), "1.1"),
    chunk(6, ("Tides", "Table"), "1.1", kind=BlockKind.TABLE_ROW),
    chunk(7, ("Own", "File"), None, "own.pdf"),
)


def item(name, heading, task="1.1"):
    source = ItemSource("notes/tides.md", heading, "It is high.")
    kind, easy = ItemKind.MULTIPLE_CHOICE, Difficulty.EASY
    return PracticeItem(
        name, 1, task, kind, "?", ("a", "b"), (0,), ("", ""), (source,), easy, "", Origin.BANK
    )


def test_counts_by_task_and_bullet():
    items = [item("a", "High water"), item("b", "Low water"), item("c", "High water", task="1.2")]
    attempts = [attempt("a", "1.1", True), attempt("a", "1.1", False), attempt("b", "1.1", True)]
    found = coverage(BLUEPRINT, PAGES, CHUNKS, items, attempts)
    first = found.tasks[0]
    assert (first.task, first.passages, first.items, first.answers) == ("1.1", 6, 2, 3)
    a, b, c = found.bullets
    assert (a.id, a.sections, a.items, a.answers) == ("1.1.a", 1, 1, 2)
    assert (b.id, b.sections, b.items, b.answers) == ("1.1.b", 0, 0, 0)
    assert (c.id, c.sections, c.items, c.answers) == ("1.2.a", 0, 0, 0)  # the section is not of its task
    assert found.stated


def test_without_directives_nothing_is_claimed_of_bullets():
    found = coverage(BLUEPRINT, {}, CHUNKS, (), ())
    assert not found.stated
    assert found.tasks[0].passages == 6


def test_sections_of_a_task_the_document_most_about_it_first():
    found = sections_by_task(PAGES, CHUNKS)
    assert found["1.1"] == (
        Section("notes/tides.md", 1, "High water"),
        Section("notes/tides.md", 1, "Low water"),
        Section("guide.md", 1, "All of it"),
    )
    assert set(found) == {"1.1", "3.1"}
