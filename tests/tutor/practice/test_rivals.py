import json
from random import Random

import pytest

from ingest.errors import CourseError
from tests.tutor.practice.harbour import harbour_retriever, word_check
from tests.tutor.practice.signal_course import TABLE as FLAGS
from tests.tutor.practice.signal_course import signal_index
from tutor.answering.glossary import Glossary
from tutor.practice.passages.distractors import Siblings as TermSiblings
from tutor.practice.passages.options import OptionMaker
from tutor.practice.passages.terms import TermBook, course_terms
from tutor.practice.rivals import NO_RIVALS, Rivals, SentenceNote, load_rivals, read_rivals
from tutor.practice.tables.facts import row_tables
from tutor.practice.tables.forms import Choice, Form, made_draft
from tutor.practice.tables.siblings import Names, Siblings

GLOSSARY = """
# Words

## Other flags

| Term | Stands for | Meaning | Also called |
|---|---|---|---|
| Kilo | | A wish to speak to another vessel. | |
| Lima | | A call to stop at once. | |
"""
TABLE, DIVER = "Picking a flag", "A diver works below the hull."


def written(folder, *lines):
    path = folder / "rivals.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def row(**changed):
    return json.dumps(
        {"table": TABLE, "cue": DIVER, "answer": "Alfa", "rivals": ["Bravo", "Oscar", "Kilo"]} | changed
    )


def test_rows_and_terms_are_read_and_a_missing_file_is_empty(tmp_path):
    assert load_rivals(tmp_path / "rivals.jsonl") is NO_RIVALS
    other = row(cue="x", right_too=["Papa"], unfit="too plain")
    path = written(tmp_path, row(), "", '{"term": "Kilo", "rivals": ["Lima"]}', other)
    found = load_rivals(path)
    assert found.rows[TABLE, DIVER] == ("Bravo", "Oscar", "Kilo")
    assert found.terms == {"Kilo": ("Lima",)}
    assert found.right_too == {(TABLE, "x"): ("Papa",)}
    assert found.unfit == {(TABLE, "x")}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "rivals.jsonl:1: it is no JSON object on one line ("),
        ("[]", "rivals.jsonl:1: it is no JSON object; write {...} on one line."),
        (
            row(colour="red"),
            "rivals.jsonl:1: it has a field 'colour'; known here are answer, cue, right_too, rivals, table",
        ),
        ('{"rivals": []}', 'rivals.jsonl:1: "table" is missing or no text;'),
        (row(rivals="Bravo"), 'rivals.jsonl:1: "rivals" is missing or no list of texts.'),
        ('{"term": " ", "rivals": []}', 'rivals.jsonl:1: "term" is missing or no text;'),
        ('{"sentence": "S.", "rivals": [], "lead": 1}', 'rivals.jsonl:1: "lead" is no text.'),
        ('{"sentence": "S.", "lead": ""}', 'rivals.jsonl:1: "rivals" is missing or no list of texts.'),
    ],
)
def test_a_malformed_line_is_told_with_its_number(tmp_path, line, fault):
    path = written(tmp_path, line)
    (said,) = read_rivals(path).faults
    assert said.startswith(fault)
    with pytest.raises(CourseError):
        load_rivals(path)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return signal_index(tmp_path_factory.mktemp("flags"), FLAGS + GLOSSARY)


def siblings_over(index, rivals):
    tables = row_tables(index)
    rows = {each.cue: each for table in tables for each in table.rows}
    return Siblings(tables, index, Names(Glossary()), rivals), tables[0], rows


def test_named_answers_are_the_only_wrong_options_in_their_order(index):
    named = Rivals(rows={(TABLE, DIVER): ("Quebec", "Kilo", "Alfa", "Bravo", "Nobody")})
    siblings, _, rows = siblings_over(index, named)
    assert [each.answer for each in siblings.rivals(rows[DIVER])] == ["Quebec", "Kilo", "Bravo"]
    assert siblings.table_of(siblings.rivals(rows[DIVER])[1]).heading == "Other flags"
    other = rows["A net is caught on a rock."]
    assert len(siblings.rivals(other)) == 7


def test_what_can_be_defended_for_a_row_is_never_wrong_for_it(index):
    siblings, _, rows = siblings_over(index, Rivals(right_too={(TABLE, DIVER): ("Bravo",)}))
    assert not siblings.is_wrong(rows[DIVER], "Bravo")
    assert siblings.is_wrong(rows[DIVER], "Golf")
    assert "Bravo" not in [each.answer for each in siblings.rivals(rows[DIVER])]


def test_an_option_from_the_glossary_is_explained_by_its_meaning(index):
    siblings, table, rows = siblings_over(index, Rivals(rows={(TABLE, DIVER): ("Kilo", "Lima", "Bravo")}))
    draft = made_draft(Form.CUE, table, (rows[DIVER],), siblings, Choice(Random(0)))
    assert draft is not None
    reasons = {option.text: option.rationale for option in draft.options}
    assert reasons["Kilo"] == "Wrong: Kilo means something else: “A wish to speak to another vessel.”"
    assert reasons["Bravo"].startswith("Wrong: Bravo is right for another situation: “Petrol is pumped")


def test_no_item_is_made_of_a_row_that_its_author_finds_unfit(index):
    siblings, table, rows = siblings_over(index, Rivals(unfit=frozenset({(TABLE, DIVER)})))
    assert made_draft(Form.CUE, table, (rows[DIVER],), siblings, Choice(Random(0))) is None
    other = rows["A net is caught on a rock."]
    assert made_draft(Form.CUE, table, (other,), siblings, Choice(Random(0))) is not None


def test_terms_are_confused_with_those_that_the_author_names(tmp_path):
    retriever = harbour_retriever(tmp_path / "course")
    book = TermBook(course_terms(retriever.index.chunks))
    named = TermSiblings(book, retriever, Rivals(terms={"Tug": ("Dredger", "Tug", "Nothing", "Water taxi")}))
    tug = next(term for term in book.terms if term.name == "Tug")
    assert [other.name for other in named.confusable(tug)] == ["Dredger", "Water taxi"]
    dredger = next(term for term in book.terms if term.name == "Dredger")
    assert [o.name for o in named.confusable(dredger)] == [
        o.name for o in TermSiblings(book, retriever).confusable(dredger)
    ]


TURNS = "A tug is a strong vessel that turns long tankers within narrow basins."


def test_sentences_are_read_with_their_lead(tmp_path):
    lines = [
        {"sentence": "One.", "lead": "A pilot waits.", "rivals": ["Ebb"]},
        {"sentence": "Two.", "unfit": "it says too little"},
    ]
    found = load_rivals(written(tmp_path, *map(json.dumps, lines)))
    assert found.sentences == {"One.": SentenceNote(("Ebb",), "A pilot waits.")}
    assert found.unfit_sentences == {"Two."}


def test_a_sentence_has_its_own_rivals_and_lead(tmp_path):
    note = SentenceNote(("Water taxi", "Tug", "Dredger", "Nobody"), "A tanker of 300 m calls.")
    retriever = harbour_retriever(tmp_path / "course")
    options = OptionMaker(retriever, word_check(), Rivals(sentences={TURNS: note}))
    fact = next(fact for fact in options.facts if fact.sentence == TURNS)
    assert options.lead(fact) == "A tanker of 300 m calls."
    assert [term.name for term in options.wrong_terms([fact], 3)] == ["Water taxi", "Dredger"]
    other = next(fact for fact in options.facts if fact.sentence != TURNS)
    assert options.lead(other) == ""


def test_no_fact_is_taken_from_a_sentence_that_its_author_finds_unfit(tmp_path):
    retriever = harbour_retriever(tmp_path / "course")
    plain = OptionMaker(retriever, word_check())
    options = OptionMaker(retriever, word_check(), Rivals(unfit_sentences=frozenset({TURNS})))
    assert {fact.sentence for fact in plain.facts} - {fact.sentence for fact in options.facts} == {TURNS}
