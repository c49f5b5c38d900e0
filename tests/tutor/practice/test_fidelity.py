import pytest

from tutor.practice.passages.fidelity import drift_fault, without_padding

LIFTS = "lifts mud from the bottom and drops it beyond the outer buoys"


@pytest.mark.parametrize(
    ("said", "told", "fault"),
    [
        ("offers three modes for broken records", "provides three modes for broken records", ""),
        (
            "has two masts, named mast0 and mast1, and a boom",
            "has two masts, named mast0 and mast2, and a boom",
            "mast2",
        ),
        (
            "subtracts the draught and divides by the beam",
            "is the difference of draught and beam",
            "difference",
        ),
        (
            "picks the best rope from the store and needs dry sails",
            "needs the best rope, which must be dry",
            "which",
        ),
        (
            "is right for weighing cargo, calling a pilot or scoring a captain",
            "is right for weighing cargo by calling a pilot or scoring a captain",
            "“by” was added",
        ),
        (
            "consists of your own sailors or guests",
            "is a crew managed by your own sailors or guests",
            "“by” was added",
        ),
        (
            "is right for ships with many leaks that must stay afloat",
            "is right for ships that have many leaks and must stay afloat",
            "“and” came or went",
        ),
        (
            "covers tugs, rafts and ready boats for guests",
            "provides ready tugs, rafts and boats for guests",
            "added",
        ),
        ("sails well with a good wind", "is suited for general use with a good wind", "added"),
        (
            "finds similar ships, second wrecks, or pairs of guests with captains",
            "finds ships, second wrecks, or pairs of similar guests with captains",
            "was paired anew",
        ),
        (
            "finds similar ships, second wrecks, or pairs of guests with captains",
            "finds second wrecks, similar ships, or pairs of guests with captains",
            "",
        ),
        (
            "uses the flags of the port and the habits of similar ships",
            "uses the flags to match similar ships",
            "and",
        ),
        ("keeps boats without paint", "keeps boats with paint", "negation"),
        (
            "is right for lost crews, for linking two ports, or for thefts with changed names",
            "is right for crews, ports, or thefts",
            "left out",
        ),
        ("tows barges near the lock", "near the lock, barges are pulled", "added"),
        (
            "tows long barges near the old lock in strong wind",
            "is near the old lock in strong wind with long barges",
            "verb",
        ),
        (LIFTS, "drops it beyond the outer buoys and lifts mud from the bottom", ""),
    ],
)
def test_what_drifts_from_its_source_is_told(said, told, fault):
    found = drift_fault(said, told)
    assert fault in found
    assert bool(found) == bool(fault)


def test_padding_goes_where_the_source_has_none():
    assert without_padding("X reads charts for users.", "reads charts") == "X reads charts."
    assert (
        without_padding("X reads charts for users.", "draws charts for users") == "X reads charts for users."
    )
