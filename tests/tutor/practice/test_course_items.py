"""Items from the bundled course's tables, by the hundred; meaning is not looked into here."""

from collections import Counter
from pathlib import Path

import pytest

from ingest.build import build_index
from ingest.hashed_words import HashedWordsEmbedder
from ingest.index_files import load_index
from ingest.words import search_words
from tests.tutor.practice.signal_course import signal_maker
from tutor.practice.generate import QuizRequest
from tutor.practice.proving.likeness import NEAR_DUPLICATE, Likeness
from tutor.practice.types import ItemKind, Origin

COURSE = Path(__file__).parents[3] / "corpus" / "mls-c01"
SEEDS = 50


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    from ingest.course import load_course

    folder = tmp_path_factory.mktemp("course") / "index"
    embedder = HashedWordsEmbedder()
    build_index(
        [COURSE / "tables"],
        folder,
        embedder,
        blueprint=load_course(COURSE).blueprint,
        base=COURSE,
    )
    return load_index(folder, embedder.name)


@pytest.fixture(scope="module")
def items(index):
    maker = signal_maker(index, blueprint=index.contents.blueprint)
    requests = (QuizRequest("mls-c01", seed=seed, origins=(Origin.TABLE,)) for seed in range(SEEDS))
    return [item for request in requests for item in maker.items(request)]


def single(items):
    return [item for item in items if item.kind is ItemKind.MULTIPLE_CHOICE]


def guessed(items, values_of):
    """The share of items that a guesser solves who takes the option with the greatest value."""
    hits = 0.0
    for item in items:
        values = values_of(item)
        best = [place for place, value in enumerate(values) if value == max(values)]
        hits += (item.key[0] in best) / len(best)
    return hits / len(items)


def test_each_seed_gives_ten_and_few_are_alike(items):
    assert len(items) == 10 * SEEDS
    seen, twins = Likeness(), 0
    for item in items:
        twins += seen.nearest(item).score >= NEAR_DUPLICATE
        seen.add(item)
    assert twins <= 0.02 * len(items)


def test_no_place_is_the_keys_own(items):
    counts = Counter(item.key[0] for item in single(items))
    assert all(abs(counts[place] / len(single(items)) - 0.25) <= 0.03 for place in range(4))


def test_neither_length_nor_words_of_the_stem_lead_to_the_key(items):
    def shared(item):
        stem = set(search_words(item.stem))
        return [len(set(search_words(option)) & stem) for option in item.options]

    chance = 0.25 + 0.03  # less than two standard errors at 400 items
    assert guessed(single(items), lambda item: [len(option) for option in item.options]) <= chance
    assert guessed(single(items), lambda item: [-len(option) for option in item.options]) <= chance
    assert guessed(single(items), shared) <= chance


def test_domains_follow_their_weights(items):
    counts = Counter(item.domain for item in items)
    wanted = {1: 20, 2: 24, 3: 36, 4: 20}
    assert all(abs(100 * counts[domain] / len(items) - share) <= 1 for domain, share in wanted.items())


def test_a_fifth_have_more_than_one_right_option(items):
    share = 1 - len(single(items)) / len(items)
    assert 0.1 <= share <= 0.25


def test_quotes_are_verbatim_and_reasons_complete(items, index):
    for item in items:
        assert len(item.sources) == len(item.options) == len(item.rationales)
        for source in item.sources:
            assert source.quote in index.page(source.document, source.page).text
