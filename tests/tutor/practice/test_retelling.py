import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.words import search_words
from tutor.answering.facts import digits_in, names_in
from tutor.practice.passages.retelling import Source, retellings
from tutor.practice.passages.rewording import longest_common_run


def told(said, *, may_front=True, copied=8, seeds=8, kept=()):
    source = Source(f"A tug {said}. It is old.", copied, kept)
    found = set()
    for seed in range(seeds):
        found |= set(retellings(said, source, random.Random(seed), may_front=may_front))
    return found


def test_a_fact_shares_no_long_run_with_its_passage():
    said = "keeps copies of all the charts of the bay for up to 30 days and needs a dry shelf for each chart"
    found = told(said)
    assert found
    for sentence in found:
        assert longest_common_run(sentence, f"A tug {said}.") < 8
        assert sentence.startswith("X ")
        assert digits_in(sentence) == {"30"}


def test_as_few_places_are_changed_as_it_takes():
    assert told("lifts mud from the bottom of the bay in one hour", copied=10) == {
        "X lifts mud from the bottom of the bay in a single hour.",
    }


def test_the_seed_chooses_among_retellings():
    said = "uses a chart of the bay and finds wrecks, buoys and rocks near each quay"
    source = Source(said, 8)
    first = [next(retellings(said, source, random.Random(seed), may_front=False)) for seed in range(12)]
    again = [next(retellings(said, source, random.Random(seed), may_front=False)) for seed in range(12)]
    assert first == again
    assert len(set(first)) > 4


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("copies all charts of the bay before a voyage", "Before a voyage, X copies all charts of the bay."),
        ("is the managed crane with the least work", "With the least work, X is the managed crane."),
    ],
)
def test_a_condition_may_lead(said, expected):
    assert expected in told(said, seeds=20)
    assert expected not in told(said, may_front=False)


@pytest.mark.parametrize(
    "said",
    [
        "keeps ropes for 24 hours by default and for 365 days when configured",
        "works locally, even when the mast is lost",
        "is the right choice when managers need charts with the least work",
    ],
)
def test_a_condition_that_may_belong_elsewhere_does_not_lead(said):
    assert all(sentence.startswith("X ") for sentence in told(said))


def test_a_short_fact_may_stay_as_it_is_and_a_long_one_not():
    assert told("tows mud boats", copied=8) == {"X tows mud boats."}
    assert told("tows mud boats past nine grey quays of Hook under Orion", copied=8) == set()


PHRASES = st.sampled_from(
    [
        "keeps 12 charts of Hook for up to 30 days",
        "needs a pilot who never sleeps",
        "finds wrecks, buoys and rocks that are not marked",
        "uses VTS together with one lamp for each quay",
        "warns masters when the wind is not from Hook",
        "stores the whole log in Radio Hall",
        "offers ropes, nets or sails such as jibs",
        "is a very large system with 3 cranes",
    ]
)


@settings(max_examples=60, deadline=None)
@given(parts=st.lists(PHRASES, min_size=1, max_size=3, unique=True), seed=st.integers(0, 999))
def test_no_number_name_negation_or_term_is_lost(parts, seed):
    said = " and ".join(parts)
    source = Source(said, 8, ("wrecks", "lamp"))
    for sentence in retellings(said, source, random.Random(seed), may_front=True):
        assert digits_in(sentence) == digits_in(said)
        assert set(names_in(f"it {said}")) <= set(names_in(f"it {sentence}"))
        assert len(re.findall(r"\b(?:not|never)\b", sentence)) == len(re.findall(r"\b(?:not|never)\b", said))
        assert {"wreck", "lamp"} & set(search_words(said)) <= set(search_words(sentence))
        assert longest_common_run(sentence, said) < 8
