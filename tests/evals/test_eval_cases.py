import json

import pytest

from evals.cases import CaseError, Gold, case_key, read_claims, read_items, read_questions, sampled

QUESTION = {
    "id": "q1",
    "question": "how wide are the gaps",
    "answerable": True,
    "answer": "4.2 mm",
    "must": ["4\\.2"],
    "gold": [{"document": "notes/hive.md", "quote": "gaps of 4.2 mm"}],
    "type": "short",
    "history": [["What is a queen excluder?", "A grid."]],
    "author": "someone",
}


@pytest.fixture
def written(tmp_path):
    def write(*rows):
        path = tmp_path / "cases.jsonl"
        lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def test_a_question_keeps_what_it_carries(written):
    (case,) = read_questions(written(QUESTION))
    assert case.gold == (Gold("gaps of 4.2 mm", "notes/hive.md"),)
    assert (case.gold_need, case.accept, case.type) == ("any", "answer", "short")
    assert case.history == (("What is a queen excluder?", "A grid."),)
    assert case.extra == {"author": "someone"}


def test_an_unanswerable_question_is_to_be_refused_unless_it_says_otherwise(written):
    plain = {"id": "u1", "question": "who won?", "answerable": False}
    premise = {**plain, "id": "u2", "accept": "refusal_or_correction"}
    cases = read_questions(written(plain, premise))
    assert [case.accept for case in cases] == ["refusal", "refusal_or_correction"]


def test_all_faults_are_listed_with_their_lines(written):
    path = written(
        QUESTION,
        "{broken",
        {"id": "q2", "question": 7, "gold_need": "some", "must": ["("]},
        QUESTION,
        {**QUESTION, "id": "q3", "gold": [{"document": "x"}]},
        {**QUESTION, "id": "q4", "gold_need": "each_document", "gold": [{"quote": "x"}]},
        {**QUESTION, "id": "q5", "accept": "refusal"},
        {**QUESTION, "id": "q6", "history": [["only a question"]]},
    )
    with pytest.raises(CaseError, match=r"The cases have 9 faults") as caught:
        read_questions(path)
    assert caught.value.faults == (
        "cases.jsonl:2: it is no JSON object on one line "
        "(Expecting property name enclosed in double quotes at column 2).",
        "cases.jsonl:3: `question` is 7; it should be a text.",
        "cases.jsonl:3: `must` has '(', which is no pattern "
        "(missing ), unterminated subpattern at position 0).",
        'cases.jsonl:3: `gold_need` is "some"; it should be one of any, all, each_document.',
        "cases.jsonl:4: the id 'q1' stands on line 1 too.",
        "cases.jsonl:5: `quote` is missing; it should be a text.",
        "cases.jsonl:6: `gold_need` each_document wants a `document` in each gold.",
        "cases.jsonl:7: `accept` is for questions that have `answerable` false.",
        'cases.jsonl:8: `history` is [["only a question"]]; it should be a list of [question, answer].',
    )


def test_an_empty_file_holds_no_case(written):
    with pytest.raises(CaseError, match=r"cases.jsonl: it holds no case"):
        read_questions(written(""))


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(CaseError, match=r"none.jsonl: it cannot be read"):
        read_questions(tmp_path / "none.jsonl")


def test_items_have_a_key_within_their_options(written):
    good = {"id": "i1", "question": "which?", "options": ["a", "b"], "key": [1, 0]}
    assert read_items(written(good))[0].key == (0, 1)
    with pytest.raises(CaseError, match=r"`key` lists the right options, counted from 0"):
        read_items(written({**good, "key": [2]}))
    with pytest.raises(CaseError, match=r"`options` has fewer than two"):
        read_items(written({**good, "options": ["a"], "key": [0]}))


def test_claims_need_no_id_and_take_a_heading_for_context(written):
    cases = read_claims(
        written({"claim": "c", "evidence": "e", "supported": False, "heading": "H", "half": "calibrate"})
    )
    assert [(case.id, case.context, case.half) for case in cases] == [("line-1", "H", "calibrate")]
    with pytest.raises(CaseError, match=r"cases.jsonl:1: `supported` is missing; it should be true or false"):
        read_claims(written({"claim": "c", "evidence": "e"}))


def test_a_sample_is_always_the_same_and_in_order(written):
    cases = read_questions(written(*({**QUESTION, "id": f"q{i}"} for i in range(30))))
    some = sampled(cases, 5)
    assert sampled(cases, 5) == some
    assert len(some) == 5
    assert [cases.index(case) for case in some] == sorted(cases.index(case) for case in some)
    assert sampled(cases, None) == cases
    assert sampled(cases[:3], 5) == cases[:3]


def test_the_key_of_a_case_changes_with_it(written):
    one, other = read_questions(written(QUESTION, {**QUESTION, "id": "q2", "answer": "5 mm"}))
    assert case_key(one) != case_key(other)
    assert len(case_key(one)) == 16
