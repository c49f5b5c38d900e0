"""A small course of our own invention with a glossary of one kind, indexed by counted words."""

from pathlib import Path

from ingest.build import build_index
from ingest.hashed_words import HashedWordsEmbedder
from ingest.index_files import load_index
from tests.tutor.word_verifier import WordVerifier
from tutor.answering.retrieval import Retriever
from tutor.answering.support import SupportCheck
from tutor.answering.verifier import Reading
from tutor.tutoring import retriever_over

GLOSSARY = """\
# Glossary

## Harbour services

| Term | Stands for | Meaning | Also called |
|---|---|---|---|
| Pilot boat |  | A fast vessel of the harbour that brings guides to ships. | pilot cutter |
| Tug |  | A strong vessel of the harbour that pushes ships. | tow vessel |
| Dredger |  | A vessel of the harbour that lifts mud. | digger ship |
| VTS | Vessel traffic service | A station of the harbour that watches ships. | traffic control |
| Fire float |  | A vessel of the harbour that throws water on ships. | fireboat |
| Water taxi |  | A small vessel of the harbour that carries people. | harbour launch |

## Lights

| Term | Stands for | Meaning | Also called |
|---|---|---|---|
| Leading light |  | Two lamps that stand in line on the safe course. | range light |
"""
NOTES = """\
# Harbour work
<!-- tutor: task=1.1 -->

## Dredger: what it does
<!-- tutor: task=1.1 -->

A dredger lifts 400 tonnes of mud an hour and keeps the channel at its charted depth. It never works at night.

## Tug: what it does
<!-- tutor: task=1.1 -->

A tug is a strong vessel that turns long tankers within narrow basins. Choose a tug when a tanker must be
turned in a narrow basin against strong wind.

## Pilot boat: what it does
<!-- tutor: task=1.1 -->

A pilot boat is a fast vessel that carries guides through heavy seas to waiting freighters.

## VTS: what it does
<!-- tutor: task=1.1 -->

VTS (vessel traffic service) watches 60 ships by radar and warns two masters of crossing courses.

## Fire float: what it does
<!-- tutor: task=1.1 -->

A fire float is a vessel that throws 900 litres of foam a second over burning decks.

## Water taxi: what it does
<!-- tutor: task=1.1 -->

A water taxi is a small launch that carries twelve commuters between the northern quays.
"""


CASES = """\
# Cases
<!-- tutor: task=1.1 -->

## Ferries wait for hours behind silted piers
<!-- tutor: task=1.1 -->

A company whose ferries wait for hours behind silted piers after each winter storm should use a dredger. The
dredger works between two ferries.

A tug only pulls stranded ferries free, and the silt stays. A water taxi carries commuters past the silted
piers and leaves the ferries waiting. A rope helps nobody.
"""


def harbour_retriever(folder: Path, *more: str) -> Retriever:
    """A retriever over the course, which is written and indexed in `folder`, with `more` notes."""
    (folder / "notes").mkdir(parents=True)
    (folder / "glossary.md").write_text(GLOSSARY, encoding="utf-8")
    (folder / "notes" / "work.md").write_text(NOTES, encoding="utf-8")
    for number, text in enumerate(more):
        (folder / "notes" / f"more-{number}.md").write_text(text, encoding="utf-8")
    embedder = HashedWordsEmbedder()
    build_index([folder / "glossary.md", folder / "notes"], folder / "index", embedder, base=folder)
    return retriever_over(load_index(folder / "index", embedder.name), embedder)


class LenientVerifier(WordVerifier):
    """The share itself where the other takes its third power, for questions."""

    def probabilities(self, pairs, reading):
        values = super().probabilities(pairs, reading)
        return tuple(v ** (1 / 3) for v in values) if reading is Reading.ANSWERS else values


def word_check() -> SupportCheck:
    """Support by shared words; a question, which asks with words of its own, needs fewer of them."""
    return SupportCheck(LenientVerifier())
