import numpy as np
import pytest

from ingest.embedding import QueryVectors
from tutor.practice.passages.name_leads import NameLeads
from tutor.practice.types import Difficulty, ItemKind, PracticeItem

FAMILIES = (("footage", "video"), ("boat", "ferry", "vessel"), ("rope", "line"))


class FamilyEmbedder:
    """Words of one family have one vector, any other word one of its own."""

    def __init__(self):
        self.read = []

    def embed_query(self, text):
        self.read.append(text)
        place = next((i for i, family in enumerate(FAMILIES) if text in family), None)
        vector = np.zeros(600, dtype=np.float32)
        vector[place if place is not None else 10 + sum(text.encode()) % 590] = 1.0
        return QueryVectors(vector, np.zeros((0, 600), dtype=np.float32), ())


def item(stem, options, key):
    return PracticeItem(
        id="p-1", kind=ItemKind.MULTIPLE_CHOICE, domain=1, task="1.1", stem=stem, options=options, key=key,
        rationales=("",) * len(options), sources=(), origin="passage", difficulty=Difficulty.EASY, concept="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("stem", "options", "key", "word"),
    [
        ("Which takes footage?", ("Video Streams", "Data Streams", "Queue"), (0,), "footage"),
        ("Which takes footage?", ("Data Streams", "Video Streams", "Queue"), (0,), ""),
        # two options that the word leads to, and a word that all of them have
        ("Which vessel carries cars?", ("Ferry", "Boat train", "Queue"), (0,), ""),
        ("Which vessel carries cars?", ("Ferry lamp", "Ferry bell", "Ferry horn"), (0,), ""),
        # of two keys both have to be led to
        ("Which take footage or line?", ("Video", "Rope", "Queue", "Lamp", "Bell"), (0, 1), "footage"),
        ("Which take footage?", ("Video", "Horn", "Queue", "Lamp", "Bell"), (0, 1), ""),
    ],
)
def test_a_word_that_leads_to_the_key_alone_is_named(stem, options, key, word):
    assert NameLeads(FamilyEmbedder()).lead(item(stem, options, key)) == word


def test_each_word_is_read_once():
    embedder = FamilyEmbedder()
    leads = NameLeads(embedder)
    for _ in range(2):
        leads.lead(item("Which takes footage?", ("Video", "Queue"), (0,)))
    assert len(embedder.read) == len(set(embedder.read))
