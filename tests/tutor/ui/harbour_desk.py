"""A page's resources over a small course of our own with recall tables of two tasks and a written bank."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ingest.hashed_words import HashedWordsEmbedder
from tests.tutor.course_folder import item, write_course
from tutor.answering.chain import AnswerChain
from tutor.config import Settings
from tutor.llm.scripted import ScriptedChatModel
from tutor.tutoring import answer_chain
from tutor.ui.resources import Parts, Resources

COURSE_ID = "hpa-01"
TANKER = "Which helper fits when a tanker must turn in a narrow basin?"
COURSE = """\
id = "hpa-01"
title = "Harbour Pilot Associate"
licence = "CC-BY-4.0"

[[domains]]
number = 1
title = "Reading the water"
weight = 60

[[domains.tasks]]
number = "1.1"
title = "Judge tides and marks"
bullets = [{ id = "1.1.a", text = "Tide tables" }, { id = "1.1.b", text = "Marks" }]

[[domains]]
number = 2
title = "Handling the ship"
weight = 40

[[domains.tasks]]
number = "2.1"
title = "Choose a helper"
bullets = [{ id = "2.1.a", text = "Vessels of the harbour" }]
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
| A green cone stands on the right. | Starboard lateral buoy | Green is right here. |
| Red and white stripes stand upright. | Safe water mark | There is depth all round. |
| The cones touch at their points. | West cardinal | It looks like a wineglass. |
| Two black balls sit on a pillar. | Isolated danger mark | Balls warn of a small rock. |
| A yellow cross tops the float. | Special mark | Yellow is for zones and cables. |

## Picking a helper
<!-- tutor: task=2.1 covers=2.1.a -->
<!-- tutor: quiz cue="Need" answer="Helper" why="Because" ask="Which helper fits?" -->

| Need | Helper | Because |
|---|---|---|
| A tanker must turn in a narrow basin. | Tug | It pushes and pulls long hulls. |
| The channel has silted up by a metre. | Dredger | It lifts mud from the bottom. |
| A master who is new here wants advice. | Pilot boat | It brings a local guide aboard. |
| Paint burns on a deck at anchor. | Fire float | It throws foam over flames. |
| Oil spreads around a broken pipe. | Skimmer | It collects what floats. |
| Forty commuters cross to the far quay. | Ferry | It carries people on a timetable. |
| A buoy has dragged its chain at night. | Buoy tender | It lays and lifts moorings. |
| A freighter is short of fuel at the roads. | Bunker barge | It carries fuel to ships. |
"""
BANK = (
    item(id="q-spring"),
    item(
        id="q-neap",
        stem="A pilot wants the smallest range of the month. Which water brings it?",
        options=["A ship's bell", "A lunar quarter", "A northerly gale", "A falling barometer"],
    ),
)


def _now() -> datetime:
    return datetime.now(UTC)


def _nothing(messages) -> str:
    return "NOT IN THE NOTES"


def pilot_reply(messages):
    """The words of a table's row, or of the notes."""
    if "tanker" in messages[-1].text.lower():
        return "A tug fits when a tanker must turn in a narrow basin."
    return "Spring tides come twice a month. They follow the full moon and the new moon."


def harbour_resources(home: Path, now: Callable[[], datetime] = _now, reply=_nothing) -> Resources:
    """Resources whose index is built; no model makes items, and a script answers questions."""
    write_course(home / "bundled", BANK, course=COURSE, tables=TABLES)
    embedder = HashedWordsEmbedder()
    settings = Settings(home=home, course=COURSE_ID, llm="none", embedder=embedder.name)

    def chain(settings, retriever, title, length):
        made = answer_chain(settings, retriever, title, length)
        once = replace(made.settings, read_again_up_to=0.0, read_again_broad_up_to=0.0)
        return AnswerChain(retriever, made.check, ScriptedChatModel(replies=reply), once)

    resources = Resources(Parts(lambda: settings, home / "bundled", lambda settings: embedder, chain, now))
    resources.workspace(COURSE_ID).build(embedder)
    return resources
