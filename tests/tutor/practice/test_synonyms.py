import pytest

from tutor.practice.passages.synonyms import exchanged, swaps_in


def told(text, *kept):
    """Every way to tell one place of the text by another phrase."""
    return {exchanged(text, swap, each) for swap in swaps_in(text, kept) for each in swap.told}


ACCEPTED = [
    ("holds buoys, such as cans and cones", "holds buoys, for example cans and cones"),
    ("suits seas such as the Skagerrak", "suits seas like the Skagerrak"),
    ("takes hulls of up to 40 m", "takes hulls of at most 40 m"),
    ("can save up to 9% of the fuel", "can save as much as 9% of the fuel"),
    ("sails about 40 miles a day", "sails roughly 40 miles a day"),
    ("sails about 40 miles a day", "sails approximately 40 miles a day"),
    ("serves voyages that take longer than 15 days", "serves voyages that take more than 15 days"),
    ("tells the share of wet days", "tells the proportion of wet days"),
    ("lifts many crates", "lifts numerous crates"),
    ("lifts many crates", "lifts a large number of crates"),
    ("rests on several piles", "rests on multiple piles"),
    ("rests on a few piles", "rests on a handful of piles"),
    ("keeps plenty of rope", "keeps a lot of rope"),
    ("prints a chart for each captain", "prints a chart per captain"),
    ("prints a chart for each captain", "prints a chart for every captain"),
    ("reads each chart twice", "reads every chart twice"),
    ("reads every chart twice", "reads each chart twice"),
    ("clears all the decks", "clears all of the decks"),
    ("paints the whole hull", "paints the entire hull"),
    ("keeps most of the cargo dry", "keeps the bulk of the cargo dry"),
    ("drops anchor when the wind turns", "drops anchor whenever the wind turns"),
    ("drops anchor when the wind turns", "drops anchor if the wind turns"),
    ("drops anchor only when a captain asks", "drops anchor only if a captain asks"),
    ("checks ropes before use on deck", "checks ropes prior to use on deck"),
    ("orders sails in advance", "orders sails beforehand"),
    ("steers by itself", "steers on its own"),
    ("steers by itself", "steers automatically"),
    ("carries rope together with chain", "carries rope along with chain"),
    ("finds wrecks with the help of sonar", "finds wrecks with the aid of sonar"),
    ("runs with little noise", "runs with minimal noise"),
    ("usually sails at night", "typically sails at night"),
    ("often sails at night", "often sails at night".replace("often", "frequently")),
    ("is a very old vessel", "is an extremely old vessel"),
    ("needs dry sails", "requires dry sails"),
    ("uses a chart of the bay", "employs a chart of the bay"),
    ("uses a chart of the bay", "relies on a chart of the bay"),
    ("builds small boats from oak", "creates small boats from oak"),
    ("finds wrecks on the sea floor", "identifies wrecks on the sea floor"),
    ("is a vessel that finds wrecks", "is a vessel which finds wrecks"),
    ("is a vessel that finds wrecks", "is a vessel that identifies wrecks"),
    ("picks a berth for a tanker", "chooses a berth for a tanker"),
    ("offers berths to rent", "provides berths to rent"),
    ("lowers the cost of rope", "reduces the cost of rope"),
    ("avoids drift in wind", "prevents drift in wind"),
    ("stops a ship from rolling", "prevents a ship from rolling"),
    ("turns sea water into steam", "converts sea water into steam"),
    ("shows the depth of the bay", "displays the depth of the bay"),
    ("shows whether a ship rolls", "reveals whether a ship rolls"),
    ("equals the sum of all loads", "is equal to the sum of all loads"),
    ("consists of a mast with a sail", "is made up of a mast with a sail"),
    ("can lift a barge", "is able to lift a barge"),
    ("is required for night trips", "is needed for night trips"),
    ("lets a pilot choose the course", "allows a pilot to choose the course"),
    ("lies where expensive ropes lie", "lies where costly ropes lie"),
    ("has one hold below deck", "has a single hold below deck"),
    ("is a system for lifting mud", "is a system designed for lifting mud"),
    ("is a system with pumps", "is a system that comes with pumps"),
    ("reads a data set of depths", "reads a dataset of depths"),
    ("lists web sites of ports", "lists websites of ports"),
    ("keeps sails and ropes in a shed", "keeps sails as well as ropes in a shed"),
    ("holds ropes for tugs and for rafts", "holds ropes for tugs as well as for rafts"),
    ("finds wrecks and marks shoals", "finds wrecks and also marks shoals"),
    ("holds a flag and is painted red", "holds a flag and is also painted red"),
    ("warns when a tanker must turn", "warns when a tanker has to turn"),
    ("warns when tankers must turn", "warns when tankers have to turn"),
    ("lifts a box or a barrel", "lifts a barrel or a box"),
    ("maps rocks or wrecks to squares", "maps wrecks or rocks to squares"),
    ("sends reports by Telex or Radio", "sends reports by Radio or Telex"),
]


@pytest.mark.parametrize(("text", "expected"), ACCEPTED)
def test_a_phrase_is_told_by_its_equal(text, expected):
    assert expected in told(text)


REJECTED = [  # what may not stand in any telling
    ("tells how many crates are wet", "numerous"),
    ("lifts as many crates as a crane", "numerous"),
    ("reads a chart many times", "numerous"),
    ("needs to be painted", "requires"),
    ("tells each of the captains", "every"),
    ("joins boats, each built by hand", "every"),
    ("waits until when the tide turns", "whenever"),
    ("is faster than when the tide turns", "if"),
    ("keeps ropes for 9 days when asked", "whenever"),
    ("means that a ship leaks", "which"),
    ("is built so that ships are dry", "which"),
    ("tells the probability that the wind turns", "which"),
    ("serves people that are late", "which"),
    ("allows loads up to 4 t", "at most"),
    ("speaks about ropes", "roughly"),
    ("lies between sails and ropes", "as well as"),
    ("lifts fast and cheap crates", "as well as"),
    ("holds ropes, sails and nets", "as well as"),
    ("wins when sails and ropes are dry", "as well as"),
    ("suits old or new ropes, sails and nets", "as well as"),
    ("is used by tugs, by rafts and by ferries", "as well as"),
    ("likes boats such as tugs and rafts", "as well as"),
    ("marks wrecks and uses of the bay", "employs"),
    ("can be lifted by hand", "is able to"),
    ("reads one or more charts", "a single"),
    ("reads one series at a time", "a single"),
    ("gives names to ships", "provides"),
    ("shows as a gap in the hull", "displays"),
    ("keeps the hatch open", "retains"),
    ("never needs paint", "not"),
    ("must stay afloat in a storm", "has to"),
    ("helps those that must stay afloat", "have to"),
    ("subtracts the draught and divides by the beam", "also"),
    ("sails when a tug waits, or when a pilot calls", "whenever"),
]


@pytest.mark.parametrize(("text", "word"), REJECTED)
def test_what_would_say_something_else_stays(text, word):
    assert [
        each for each in told(text) if f" {word} " in f" {each} " and f" {word} " not in f" {text} "
    ] == []


def test_terms_names_and_numbers_are_never_touched():
    assert told("needs one large crate a day", "one large crate") == {"requires one large crate a day"}
    assert "very" in next(iter(told("reads “very” often")))
    assert told("is a data store") == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("is a very old ship", "is an extremely old ship"),
        ("is an unusual hour", "is an uncommon hour"),
        ("is an expensive ship", "is a costly ship"),
        ("is a costly ship", "is an expensive ship"),
    ],
)
def test_the_article_is_mended(text, expected):
    assert expected in told(text)
