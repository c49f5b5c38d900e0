"""An item about cited passages: of a row, of prose, of the bank, in this order."""

from dataclasses import dataclass, replace
from random import Random

import pytest

from ingest.errors import TutorError
from ingest.hashed_words import HashedWordsEmbedder
from ingest.types import BlockKind
from tests.tutor.practice.signal_course import TABLE, signal_index
from tests.tutor.word_verifier import WordVerifier
from tutor.answering.support import SupportCheck
from tutor.answering.types import Citation
from tutor.practice.about import AboutMaker, AboutParts, Found, cited_chunks, task_of
from tutor.practice.passages.slots import PassageSlots
from tutor.practice.tables.facts import row_tables
from tutor.practice.tables.maker import TableItemMaker
from tutor.practice.types import (
    Difficulty,
    ItemKind,
    ItemSource,
    Origin,
    PracticeItem,
)
from tutor.tutoring import retriever_over

PROSE = """
## Semaphore: what it does
<!-- tutor: task=1.2 -->

Semaphore spells letters with two arms, and a signaller is read at four miles.

## Lamps: what they do
<!-- tutor: task=1.2 -->

Lamps spell letters by night. A shutter cuts the beam into dots.
"""
SEMAPHORE = "Semaphore spells letters with two arms, and a signaller is read at four miles."
NOTES = "flags.md"


def written(item_id, quote, heading="Semaphore: what it does", task="1.2"):
    """An item that rests on one quote."""
    return PracticeItem(
        id=item_id,
        domain=1,
        task=task,
        kind=ItemKind.MULTIPLE_CHOICE,
        stem=f"Which way of talking is meant by {item_id}?",
        options=("Arms", "Lamps", "Horns", "Drums"),
        key=(0,),
        rationales=(
            f"Right: {quote}",
            "Wrong: lamps need the dark.",
            "Wrong: horns need the fog.",
            "Wrong: drums stay ashore.",
        ),
        sources=(ItemSource(NOTES, heading, quote),),
        difficulty=Difficulty.EASY,
        concept="Arms spell letters.",
        origin=Origin.BANK,
    )


QUOTING = written("q-quotes", "a signaller is read at four miles.")
NEIGHBOUR = written("q-neighbour", "Lamps spell letters by night.")


@dataclass(frozen=True)
class Proposed:
    item: PracticeItem | None
    reason: str = "no fact in the passage"
    repaired: bool = False


class Writer:
    """Proposes what it was given for a passage that holds a word, and notes what it was asked."""

    def __init__(self, word="", item=None):
        self.word, self.item, self.asked = word, item, []

    def chunks(self):
        return ()

    def decides_case(self, chunk):
        return False

    def propose(self, chunk, kind, rng, told=frozenset()):
        self.asked.append((chunk.headings[-1], kind))
        return Proposed(self.item if self.word and self.word in chunk.text else None)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return signal_index(tmp_path_factory.mktemp("about"), TABLE + PROSE)


def about(index, writer=None, **parts):
    retriever = retriever_over(index, HashedWordsEmbedder())
    tables = row_tables(index)
    rows = TableItemMaker(tables, retriever, SupportCheck(WordVerifier(), retriever.glossary.mentions))
    slots = None
    if writer is not None:
        slots = PassageSlots(lambda: writer, index, lambda one, other: one.casefold() == other.casefold())
    return AboutMaker(AboutParts(index, tables, rows, slots, **parts))


def chunks(index, *words):
    return tuple(next(chunk for chunk in index.chunks if word in chunk.text) for word in words)


def found(maker, cited, seed=1):
    """What was found, and what was looked at for it."""
    looked = []
    result = maker.find(cited, Random(seed), looked.append)
    return result, looked


@pytest.mark.parametrize(
    ("cited", "answer"),
    [
        (("diver",), "Alfa"),
        (("Petrol",), "Bravo"),
        (("Petrol", "diver"), "Bravo"),  # the order of the citations
        (("Semaphore", "diver"), "Alfa"),  # a row before prose
    ],
)
def test_a_cited_row_is_the_reason_of_the_key(index, cited, answer):
    writer = Writer()
    result, looked = found(about(index, writer), chunks(index, *cited))
    item = result.item
    (row,) = (chunk for chunk in chunks(index, *cited) if f"| {answer} |" in chunk.text)
    assert item.options[item.key[0]] == answer
    assert item.sources[0].quote == row.text
    assert [check.name for check in item.checks if not check.passed] == []
    assert (item.origin, result.fault, looked, writer.asked) == (Origin.TABLE, "", [Origin.TABLE], [])


def test_the_same_dice_find_the_same_item(index):
    cited = chunks(index, "diver")
    assert found(about(index), cited, 4) == found(about(index), cited, 4)


def after(index, earlier):
    """A maker for a learner who answered these items today."""
    return about(index, earlier=tuple(earlier), not_again=frozenset(item.id for item in earlier))


def test_what_was_answered_of_late_does_not_come_again(index):
    cited, earlier = chunks(index, "diver"), []
    while len(earlier) < 9:
        item = found(after(index, earlier), cited)[0].item
        if item is None:
            break
        assert any(source.quote == cited[0].text for source in item.sources)
        earlier.append(item)
    assert 1 < len(earlier) < 9
    assert len({item.stem for item in earlier}) == len(earlier)
    other = found(after(index, earlier), chunks(index, "diver", "Petrol"))[0].item
    assert any("Petrol" in source.quote for source in other.sources)
    first = about(index, earlier=tuple(earlier))  # the answers are of long ago
    assert found(first, cited) == (Found(earlier[0]), [Origin.TABLE, Origin.BANK])
    assert found(first, chunks(index, "Semaphore"))[0].item is None


def test_what_is_out_of_scope_is_no_key(index):
    maker = about(index, out_of_scope=("Alfa",))
    assert found(maker, chunks(index, "diver"))[0].item is None
    item = found(maker, chunks(index, "diver", "Petrol"))[0].item
    assert item.options[item.key[0]] == "Bravo"


def test_prose_is_written_where_no_row_is_cited(index):
    made = replace(QUOTING, id="p-1", origin=Origin.PASSAGE, stem="Which of these is spelt with arms?")
    made = replace(made, rationales=(f"Right: {SEMAPHORE}", *made.rationales[1:]))
    writer = Writer("Semaphore", made)
    result, looked = found(about(index, writer, bank=(QUOTING,)), chunks(index, "Lamps", "Semaphore"))
    assert (result.item.id, result.item.origin) == ("p-1", Origin.PASSAGE)
    assert [check.name for check in result.item.checks] == [
        "option_count",
        "options_differ",
        "rationale_complete",
        "sources_verbatim",
        "not_near_copy",
    ]
    assert looked == [Origin.TABLE, Origin.PASSAGE]
    one = ItemKind.MULTIPLE_CHOICE
    assert writer.asked == [
        ("Lamps: what they do", one),
        ("Lamps: what they do", one),
        ("Semaphore: what it does", one),
    ]


@pytest.mark.parametrize(
    "fault",
    [
        {"sources": (ItemSource(NOTES, "Semaphore: what it does", "Nobody said so."),)},
        {"options": ("Arms", "arms", "Horns", "Drums")},
        {"stem": QUOTING.stem},  # near a copy of the bank's
    ],
)
def test_a_proposal_that_fails_a_proof_leaves_it_to_the_bank(index, fault):
    made = replace(QUOTING, id="p-1", origin=Origin.PASSAGE, stem="Which of these is spelt with arms?")
    maker = about(index, Writer("Semaphore", replace(made, **fault)), bank=(QUOTING,))
    result, looked = found(maker, chunks(index, "Semaphore"))
    assert (result.item, looked) == (QUOTING, [Origin.TABLE, Origin.PASSAGE, Origin.BANK])


def test_a_model_that_does_not_start_is_told_and_the_bank_is_looked_into(index):
    class Broken(Writer):
        def propose(self, chunk, kind, rng, told=frozenset()):
            raise TutorError("The model does not start.")

    cited = chunks(index, "Semaphore")
    result, _ = found(about(index, Broken(), bank=(QUOTING,)), cited)
    assert (result.item, result.fault) == (QUOTING, "The model does not start.")
    result, _ = found(about(index, Broken()), cited)
    assert (result.item, result.fault) == (None, "The model does not start.")


STALE = written("q-stale", "This was said once.")
ELSEWHERE = replace(QUOTING, sources=(replace(QUOTING.sources[0], document="other.md"),))


@pytest.mark.parametrize(
    ("bank", "not_again", "cited", "wanted"),
    [
        ((NEIGHBOUR, QUOTING), (), ("Semaphore",), "q-quotes"),  # a quote before a heading
        ((NEIGHBOUR,), (), ("Semaphore",), "q-neighbour"),  # by its heading
        ((QUOTING, NEIGHBOUR), (), ("Lamps", "Semaphore"), "q-neighbour"),  # the order of the citations
        ((QUOTING, NEIGHBOUR), ("q-quotes",), ("Semaphore",), "q-neighbour"),
        ((QUOTING,), ("q-quotes",), ("Semaphore",), None),
        ((STALE,), (), ("Semaphore",), None),  # shares the heading, and is true no more
        ((ELSEWHERE,), (), ("Semaphore",), None),
        ((), (), ("Semaphore",), None),
    ],
)
def test_which_written_item_is_taken(index, bank, not_again, cited, wanted):
    maker = about(index, bank=bank, not_again=frozenset(not_again))
    item = found(maker, chunks(index, *cited))[0].item
    assert (item.id if item else None) == wanted


def test_nothing_cited_finds_nothing(index):
    result, looked = found(about(index, Writer()), ())
    assert (result.item, result.fault, looked) == (None, "", [Origin.TABLE])


def citation(chunk, **changed):
    whole = Citation(1, chunk.document, 1, "", chunk.start, chunk.end, chunk.text, chunk.id)
    return replace(whole, **changed)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ([{}], ["Semaphore"]),
        ([{}, {}], ["Semaphore"]),
        ([{"chunk_id": "0"}], ["Semaphore"]),  # after a new indexing, by its quote
        ([{"chunk_id": "0", "quote": "a signaller\nis  read"}], ["Semaphore"]),
        ([{"chunk_id": "0", "quote": "It is gone."}], []),
        ([{"chunk_id": "0", "document": "other.md"}], []),
        ([{"chunk_id": "0", "quote": ""}], []),
    ],
)
def test_cited_chunks_are_found_once_and_in_order(index, changes, words):
    (chunk,) = chunks(index, "Semaphore")
    assert cited_chunks(index, [citation(chunk, **each) for each in changes]) == chunks(index, *words)
    lamps, row = chunks(index, "Lamps", "diver")
    assert row.kind is BlockKind.TABLE_ROW
    both = [citation(row), citation(lamps), citation(row)]
    assert about(index).cited(both) == cited_chunks(index, both) == (row, lamps)


@pytest.mark.parametrize(
    ("tasks", "wanted"),
    [((), ""), ((None,), ""), (("1.2", "1.1"), "1.2"), (("1.2", None, "1.1", "1.1"), "1.1")],
)
def test_the_task_that_most_is_on(index, tasks, wanted):
    (chunk,) = chunks(index, "Semaphore")
    assert task_of([replace(chunk, task=task) for task in tasks]) == wanted


@pytest.mark.parametrize(
    ("task", "writer", "bank", "wanted"),
    [
        ("1.1", None, (), (Origin.TABLE,)),
        ("1.1", Writer(), (), (Origin.TABLE, Origin.PASSAGE)),
        ("1.2", Writer(), (QUOTING,), (Origin.PASSAGE,)),
        ("1.2", None, (QUOTING,), (Origin.BANK,)),
        ("1.2", None, (), ()),
        ("", None, (QUOTING,), (Origin.TABLE,)),
    ],
)
def test_what_a_set_on_a_task_can_be_made_of(index, task, writer, bank, wanted):
    assert about(index, writer, bank=bank).origins(task) == wanted
