import random

import pytest

from tutor.practice.passages.orders import reordered


def orders(text):
    return {reordered(text, random.Random(seed)) for seed in range(60)} - {text}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "carries rope, chain and oil",
            {
                "carries chain, rope and oil",
                "carries oil, chain and rope",
                "carries rope, oil and chain",
                "carries chain, oil and rope",
                "carries oil, rope and chain",
            },
        ),
        ("has test, spare and signal flags", {"has spare, test and signal flags"}),
        ("carries old maps, flags and oil", {"carries old maps, oil and flags"}),
        ("suits the curse of fog, drift and noise", {"suits the curse of fog, noise and drift"}),
        ("holds a fast, cheap and small crane", set()),
        ("has long, narrow holds and pumps", set()),
        ("has two masts, named mast0 and mast1, and a boom", set()),
        ("serves ports, ships that are late and crews", set()),
        ("runs your own raft, tug or ferry crew", set()),
        ("marks leaks in a hull and gives a dry deck", {"gives a dry deck and marks leaks in a hull"}),
        ("holds buoys that mark a wreck and needs paint", set()),
        ("finds a wreck and marks the wreck", set()),
        ("subtracts the draught and divides by the beam", set()),
        ("lifts mud and keeps its bucket clean", set()),
        (
            "is the right choice for tugs and light ferries",
            {"is the right choice for light ferries and tugs"},
        ),
        ("is the right choice for test and training ships", set()),
        ("is the right choice for strange names and places", set()),
        (
            "is the right choice when the crew is small and the harbour has enough cranes",
            {"is the right choice when the harbour has enough cranes and the crew is small"},
        ),
        (
            "is the right choice when it rains, or when wind turns",
            set(),
        ),
        (
            "is the right choice when fog comes or when wind turns",
            {"is the right choice when wind turns or when fog comes"},
        ),
        ("offers nets for small fish and pumps for mud", {"offers pumps for mud and nets for small fish"}),
        ("warns ships by radar and by horn", {"warns ships by horn and by radar"}),
    ],
)
def test_what_may_stand_elsewhere_does_and_nothing_else(text, expected):
    assert orders(text) == expected
