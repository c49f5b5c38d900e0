"""A small course on flags of our own invention with one recall table, indexed by counted words."""

from ingest.build import build_index
from ingest.hashed_words import HashedWordsEmbedder
from ingest.index_files import load_index
from tests.tutor.word_verifier import WordVerifier
from tutor.answering.support import SupportCheck
from tutor.practice.generate import ItemMaker, Materials
from tutor.practice.tables.facts import row_tables
from tutor.practice.tables.maker import TableItemMaker
from tutor.tutoring import retriever_over

TABLE = """\
# Flags

## Picking a flag
<!-- tutor: task=1.1 -->
<!-- tutor: quiz cue="Situation" answer="Flag" why="Because" ask="Which flag fits best?" -->

| Situation | Flag | Because |
|---|---|---|
| A diver works below the hull. | Alfa | It asks others to keep clear. |
| Petrol is pumped into the tanks. | Bravo | It warns of dangerous goods. |
| The master asks for a local guide. | Golf | It calls the launch. |
| The guide has climbed on board. | Hotel | It tells that he is there. |
| Somebody fell into the sea. | Oscar | It warns boats to look out. |
| All hands are called back before sailing. | Papa | It is the sign of leaving. |
| The crew is healthy and asks to land. | Quebec | It asks for free pratique. |
| A net is caught on a rock. | Romeo | It is used by fishermen. |
| A swimmer is missed near the pier. | Oscar | Boats have to slow down. |
"""
PLAIN = """\
# Knots

## Knots and their use

| Knot | Use |
|---|---|
| Bowline | A loop that does not slip on a post |
| Sheet bend | Two ropes of unequal thickness are joined |
| Clove hitch | A fender hangs from a rail for an hour |
| Figure eight | The end must not run out of a block |
| Rolling hitch | A second line takes the strain along a rope |
"""


def signal_index(folder, text=TABLE, name="flags.md"):
    """The index of one file."""
    path = folder / "course" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    embedder = HashedWordsEmbedder()
    build_index([path], folder / "index", embedder, base=folder / "course")
    return load_index(folder / "index", embedder.name)


def signal_maker(index, *, bank=(), earlier=(), blueprint=None):
    """A maker of items without a language model, with a verifier that counts words."""
    retriever = retriever_over(index, HashedWordsEmbedder())
    support = SupportCheck(WordVerifier(), retriever.glossary.mentions)
    tables = row_tables(index)
    maker = TableItemMaker(tables, retriever, support)
    return ItemMaker(Materials("flags", tables, maker, blueprint, bank, earlier))
