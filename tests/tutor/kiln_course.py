"""A small course on pottery of our own invention, indexed by hashed words, and items on it."""

from pathlib import Path

from word_verifier import WordVerifier

from ingest.build import build_index
from ingest.hashed_words import HashedWordsEmbedder
from ingest.index_files import load_index
from tutor.answering.support import SupportCheck
from tutor.practice.explaining.explain_sources import Explainer
from tutor.practice.types import Difficulty, ItemKind, ItemSource, Origin, PracticeItem
from tutor.tutoring import retriever_over

NOTES = """\
# Firing
<!-- tutor: task=1.1 -->

## Stoneware glaze: heat
<!-- tutor: task=1.1 -->

Stoneware glaze melts at 1250 degrees and seals a pot against water.

## Raku: what it is for
<!-- tutor: task=1.1 -->

Raku firing leaves a pot porous, so a Raku pot holds no water. Raku firing suits ornaments with cracks.
Choose Stoneware glaze for cups and Raku firing for ornaments.
"""
TABLES = """\
# Tables

## Picking a way to fire
<!-- tutor: task=1.1 -->
<!-- tutor: quiz cue="Wish" answer="Way" why="Because" ask="Which way fits?" -->

| Wish | Way | Because |
|---|---|---|
| A sculptor wants a network of black cracks. | Raku firing | Smoke enters the cracks. |
| A cook wants mugs that hold coffee. | Stoneware glaze | The glaze seals the pot. |
| A tiler wants a first firing without colour. | Bisque firing | It hardens clay before glazing. |
"""
GLOSSARY = """\
# Glossary

## Kilns

| Term | Stands for | Meaning | Also called |
|---|---|---|---|
| Raku firing | | A hot pot is cooled in smoke. | smoke cooling |
| Stoneware glaze | | A glass coat for high heat. | SWG; glass coat |
"""
ITEM = PracticeItem(
    id="k-1",
    domain=1,
    task="1.1",
    kind=ItemKind.MULTIPLE_CHOICE,
    stem="A café orders cups that must hold water. The kiln reaches 1300 degrees. Which finish fits BEST?",
    options=("Raku firing", "Stoneware glaze", "Bisque firing", "Wax"),
    key=(1,),
    rationales=(
        "Wrong: It leaves a pot porous, so a Raku pot holds no water; the barista would sue.",
        "Right: Stoneware glaze seals a pot against water.",
        "Wrong: The firing is only the first of two.",
        "Wrong: Wax burns off.",
    ),
    sources=(
        ItemSource(
            "notes/firing.md",
            "Stoneware glaze: heat",
            "Stoneware glaze melts at 1250 degrees and seals a pot against water.",
        ),
    ),
    difficulty=Difficulty.EASY,
    concept="Pots that hold water need a glaze.",
    origin=Origin.BANK,
)


def kiln_index(folder: Path, embedder=None):
    """The course's index, built in `folder`/index from files in `folder`."""
    embedder = embedder or HashedWordsEmbedder()
    texts = {"notes/firing.md": NOTES, "tables/ways.md": TABLES, "glossary.md": GLOSSARY}
    for name, text in texts.items():
        path = folder / "kiln-1" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    course = folder / "kiln-1"
    build_index(
        [course / "glossary.md", course / "notes", course / "tables"], folder / "index", embedder, base=course
    )
    return load_index(folder / "index", embedder.name)


def kiln_tools(folder: Path, verifier=None) -> Explainer:
    """The tools of explaining over the course."""
    embedder = HashedWordsEmbedder()
    index = kiln_index(folder, embedder)
    retriever = retriever_over(index, embedder)
    check = SupportCheck(verifier or WordVerifier(), retriever.glossary.mentions)
    return Explainer(retriever, check, index.contents.pages)
