"""A small course in a folder, of our own invention, that the tests break in one place at a time."""

import json
from pathlib import Path
from typing import Any

COURSE = """\
id = "hpa-01"
title = "Harbour Pilot Associate"
licence = "CC-BY-4.0"

[[domains]]
number = 1
title = "Reading the water"
weight = 100

[[domains.tasks]]
number = "1.1"
title = "Judge tides"
bullets = [{ id = "1.1.a", text = "Tide tables" }, { id = "1.1.b", text = "Marks" }]
"""

NOTES = """\
# Tides
<!-- tutor: task=1.1 -->

## Spring tides: when they come
<!-- tutor: task=1.1 covers=1.1.a -->

Spring tides come twice a month. They follow the full moon and the new moon.

## Neap tides: when they come
<!-- tutor: task=1.1 -->

Neap tides follow the quarter moons.
"""

TABLES = """\
# Tables

## Picking a mark
<!-- tutor: task=1.1 covers=1.1.b -->
<!-- tutor: quiz cue="Sight" answer="Mark" why="Because" ask="Which mark is it?" -->

| Sight | Mark | Because |
|---|---|---|
| Two black cones point up. | North cardinal | Up is north on a chart. |
| Two black cones point down. | South cardinal | Down is south on a chart. |
| A red can stands on the left. | Port lateral buoy | Red is left in this region. |
| A green cone stands on the right. | Starboard lateral | Green is right here. |
| Red and white stripes stand upright. | Safe water | There is depth all round. |
| The cones touch at their points. | West cardinal | It looks like a wineglass. |
"""

GLOSSARY = """\
# Glossary

## Water

| Term | Stands for | Meaning | Also called |
|---|---|---|---|
| Ebb |  | Water that runs out to sea. | falling tide |
| LAT | Lowest astronomical tide | The lowest level that the moon and sun alone can bring. | chart datum |
"""


def item(**changed: Any) -> dict[str, Any]:
    """A good item with some fields changed."""
    return {
        "id": "q-1",
        "kind": "mc",
        "domain": 1,
        "task": "1.1",
        "difficulty": "easy",
        "stem": "A pilot plans for the highest water of the month. What should the pilot wait for?",
        "options": ["A quarter moon", "A full moon", "A west wind", "A low glass"],
        "key": [1],
        "rationales": ["Wrong: neaps.", "Right: springs.", "Wrong: no tide.", "Wrong: weather."],
        "concept": "Springs follow full and new moon.",
        "sources": [
            {
                "document": "notes/tides.md",
                "heading": "Spring tides: when they come",
                "quote": "They follow the full moon and the new moon.",
            }
        ],
    } | changed


def write_course(root: Path, items: tuple[dict[str, Any], ...] = (), **changed: str) -> Path:
    """The course in `root`/hpa-01; `changed` replaces the text of course, notes, tables or glossary."""
    folder = root / "hpa-01"
    texts = {
        "course.toml": changed.get("course", COURSE),
        "notes/tides.md": changed.get("notes", NOTES),
        "tables/marks.md": changed.get("tables", TABLES),
        "glossary.md": changed.get("glossary", GLOSSARY),
        "questions/one.jsonl": "".join(json.dumps(each) + "\n" for each in items),
    }
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
