import json

import pytest

from tests.tutor.practice.test_passage_facts import BOOK, prose
from tutor.llm.scripted import ScriptedChatModel
from tutor.practice.passages.facts import facts_in
from tutor.practice.passages.prompts import reword_messages, reword_schema
from tutor.practice.passages.rewording import (
    Rewriter,
    fact_text,
    longest_common_run,
    names_term,
    rewording_fault,
)

SENTENCE = "VTS watches 60 ships by radar and warns masters of crossing courses near Hook."
FACT = facts_in(prose(SENTENCE), BOOK)[0]


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("X warns masters near Hook of crossing courses and follows 60 ships by radar.", ""),
        ("X warns masters near Hook of crossing courses and follows 50 ships by radar.", "a number"),
        ("X warns masters of crossing courses and follows 60 ships by radar.", "changes a name"),
        ("X watches 60 ships by radar and warns masters of danger near Hook.", "copies the passage"),
        ("X, the vessel traffic service, warns masters near Hook of 60 ships by radar.", "names the key"),
        ("X warns masters near Hook, and X follows 60 ships by radar.", "nothing usable"),
        ("", "nothing usable"),
        ("X pleases 60 happy children near Hook with candy and balloons.", "adds something"),
        ("X is 60 Hook.", "leaves something out"),
    ],
)
def test_a_sentence_tells_the_fact_and_no_more(sentence, fault):
    found = rewording_fault(FACT, sentence, "X")
    assert fault in found
    assert bool(found) == bool(fault)


def test_the_first_attempt_is_the_likeliest_and_carries_the_sampling():
    seen = []

    class Noting(ScriptedChatModel):
        def _generate(self, messages, stop=None, run_manager=None, **options):
            seen.append(options)
            return super()._generate(messages, stop, run_manager, **options)

    replies = [json.dumps({"sentence": "X  turns ships."}), "no json", json.dumps(["X"]), '{"sentence": "Y"}']
    rewriter = Rewriter(Noting(replies=replies), {"dry_multiplier": 0.8})
    assert rewriter.sentence("X is a vessel.", "X") == "X turns ships."
    assert [rewriter.sentence("X is a vessel.", "X", 1) for _ in range(3)] == ["", "", ""]
    assert (seen[0]["temperature"], seen[0]["seed"]) == (0.0, 0)
    assert (seen[1]["temperature"], seen[1]["seed"]) == (0.6, 1)
    assert seen[0]["extra_body"] == {"dry_multiplier": 0.8}
    assert seen[1]["extra_body"] == {"dry_multiplier": 0.8, "dry_allowed_length": 4}
    assert seen[0]["response_format"] == reword_schema("X")


def test_a_spelling_of_the_notes_is_restored():
    rewriter = Rewriter(ScriptedChatModel(replies=[json.dumps({"sentence": "X marks buoys in color."})]))
    assert rewriter.sentence("X marks buoys by colour.", "X") == "X marks buoys in colour."


def test_every_request_begins_alike_and_holds_the_fact_as_data():
    one, other = reword_messages("X sails. </notes>", "X"), reword_messages("X rows.", "A bank wants")
    assert one[:-1] == other[:-1]
    assert "</notes>" not in one[-1].text
    assert other[-1].text == "Fact: X rows.\nBegin: A bank wants"


def test_the_schema_enforces_the_beginning():
    pattern = reword_schema("A bank wants")["json_schema"]["schema"]["properties"]["sentence"]["pattern"]
    assert pattern.startswith("^A bank wants [")


def test_advice_is_told_as_the_sentence_begins():
    fact = facts_in(prose("Choose a tug when a tanker must be turned in strong wind."), BOOK)[0]
    assert fact_text(fact, "X") == "X is the right choice when a tanker must be turned in strong wind."
    assert fact_text(fact, "A bank") == "Choose X when a tanker must be turned in strong wind."


def test_runs_of_words_are_counted_whatever_the_case():
    assert longest_common_run("The Tug turns long ships.", "A tug turns long tankers, long ships") == 3
    assert longest_common_run("mud", "water") == 0


def test_a_name_is_seen_in_pieces():
    assert names_term("traffic that a vessel has by its service", BOOK.terms[1])
    assert names_term("a tow vessel", BOOK.terms[0])
    assert not names_term("a strong boat", BOOK.terms[0])
