import pytest

from ingest.types import BlockKind, Chunk, chunk_id
from tutor.practice.passages.facts import FactForm, fact_key, facts_in
from tutor.practice.passages.terms import TermBook, course_terms


def row(term, full, meaning, others, kind="Harbour services"):
    text = f"| {term} | {full} | {meaning} | {others} |"
    return Chunk(
        id=chunk_id("glossary.md", 1, 0, text),
        document="glossary.md",
        page=1,
        start=0,
        end=len(text),
        text=text,
        kind=BlockKind.TABLE_ROW,
        headings=("Glossary", kind),
        header=("Term", "Stands for", "Meaning", "Also called"),
    )


BOOK = TermBook(
    course_terms(
        [
            row("Amazon Tug", "", "A strong vessel.", "tow vessel"),
            row("VTS", "Vessel traffic service", "A station.", "-"),
            row("Fire float", "", "A vessel with pumps.", "fireboat"),
            row("Light", "", "A lamp.", "", "Lights"),
            row("Nameless", "", "", ""),
        ]
    )
)


def prose(text, start=7):
    return Chunk("c", "notes.md", 1, start, start + len(text), text, BlockKind.PROSE, ("Notes",))


def said(text):
    return [(fact.term.name, fact.form, fact.said) for fact in facts_in(prose(text), BOOK)]


def test_rows_with_a_meaning_are_terms_with_all_their_names():
    assert [term.name for term in BOOK.terms] == ["Amazon Tug", "VTS", "Fire float", "Light"]
    assert BOOK.terms[0].all_names == ("Amazon Tug", "Tug", "tow vessel")
    assert BOOK.terms[1].all_names == ("VTS", "Vessel traffic service")
    assert [term.name for term in BOOK.siblings(BOOK.terms[0])] == ["VTS", "Fire float"]


def test_terms_are_found_anywhere_in_a_text_and_the_longest_first():
    found = BOOK.named_in("A tug and the fire float obey the vessel traffic service, a tug again.")
    assert [term.name for term in found] == ["Amazon Tug", "Fire float", "VTS"]


def test_a_sentence_that_begins_with_a_term_is_a_property():
    text = "It rains. VTS (vessel traffic service) watches sixty ships by radar and warns masters."
    assert said(text) == [("VTS", FactForm.PROPERTY, "watches sixty ships by radar and warns masters")]
    fact = facts_in(prose(text), BOOK)[0]
    assert fact.sentence.startswith("VTS (vessel")
    assert fact.sentence.endswith("masters.")
    assert fact.statement("A tug") == "A tug watches sixty ships by radar and warns masters."


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Choose a tug when a tanker must be turned in strong wind.",
            "when a tanker must be turned in strong wind",
        ),
        (
            "A tug fits tankers that must be turned in strong wind.",
            "for tankers that must be turned in strong wind",
        ),
        (
            "Choose a tug when a scenario asks for turning long tankers in strong wind.",
            "for turning long tankers in strong wind",
        ),
        (
            "A tug is the right choice when tankers must be turned in strong wind, because it is strong.",
            "when tankers must be turned in strong wind",
        ),
    ],
)
def test_advice_tells_what_a_thing_is_chosen_for(sentence, expected):
    assert said(sentence) == [("Amazon Tug", FactForm.ADVICE, expected)]


@pytest.mark.parametrize(
    "sentence",
    [
        "It lifts mud from the bottom of the channel and stores it.",
        "A tug does not turn long tankers in narrow basins at all.",
        "A tug pulls ships.",
        "A tug turns long tankers, and a fire float throws water over them.",
        "A tug turns long tankers; a crane lifts their heavy cargo ashore.",
        "Choose a tug when a tanker is turned in wind, and choose a float when decks burn.",
        "A tug turns long tankers with care, and tall cranes lift heavy cargo ashore.",
        "A tug is better than a crane at turning long tankers around.",
        "This tug turns long tankers within narrow basins of the harbour.",
        "Tug rules match harbour weather with traffic every single morning.",
        "A tug turns tankers as such vessels of the harbour always did.",
        "A tug uses the charts of the new harbour and the habits of pilots.",
        "Choose a tug when the harbour wants towing with fewer ropes to learn.",
        "A tug generalises well to long tankers with a good captain aboard.",
        "A tug is simple and turns long tankers within narrow harbour basins.",
        "A tug underfits when its trial runs and its real runs both go badly.",
    ],
)
def test_what_does_not_stand_alone_is_no_fact(sentence):
    assert said(sentence) == []


def test_a_subject_that_is_named_again_goes():
    assert said("A tug turns long tankers in basins, and it warns all of their masters.") == [
        ("Amazon Tug", FactForm.PROPERTY, "turns long tankers in basins and warns all of their masters")
    ]


def test_what_tells_of_something_else_is_no_fact():
    assert said("A tug turns long tankers in basins, and Fire Watch keeps the log of turns.") == []
    assert said("A tug fits long tankers in basins and is strong in heavy wind.") == []


def test_one_key_stands_for_one_fact():
    assert fact_key("A tug turns ships.") == fact_key("Ships turn tugs.")
    assert fact_key("A tug turns ships.") != fact_key("A tug lifts ships.")


def test_tables_hold_no_facts():
    assert facts_in(BOOK.terms[0].chunk, BOOK) == ()


def test_what_speaks_of_a_thing_told_before_is_no_fact():
    told = "A tug moves wide barges through narrow locks within the harbour basin."
    assert [form for _, form, _ in said(told)] == [FactForm.PROPERTY]
    assert said(f"Each harbour has a basin of its own. {told}") == []
