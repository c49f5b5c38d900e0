import math

import pytest
from langchain_core.messages import AIMessage

from evals.cases import ItemCase
from evals.exam import exam_suite
from ingest.errors import TutorError
from tutor.llm.scripted import yes_no_reply

ITEM = ItemCase(
    "i1",
    "What keeps brood out of the honey supers?",
    ("A smoker", "A queen excluder", "A frame record", "A pencil"),
    (1,),
)


def letter_reply(**shares):
    top = [{"token": f" {letter}", "logprob": math.log(share)} for letter, share in shares.items()]
    metadata = {"logprobs": {"content": [{"token": top[0]["token"], "top_logprobs": top}]}}
    return AIMessage(next(iter(shares)), response_metadata=metadata)


def test_a_model_that_reads_its_notes_gains_by_them(bench_with):
    def reply(messages):
        lines = messages[1].text.splitlines()
        wanted = "A queen excluder" if "<notes>" in lines[0] else "A smoker"
        if lines[-1].endswith("Yes or No:"):
            return yes_no_reply(0.9 if lines[-2] == f"Proposed answer: {wanted}" else 0.1)
        letter = next(line[0] for line in lines if line[1:] == f". {wanted}")
        return letter_reply(**{letter: 0.9})

    result = exam_suite(bench_with(reply), [ITEM], turns=2)
    values = {name: figure.value for name, figure in result.metrics.items()}
    assert (values["open_book"], values["closed_book"], values["gain"]) == (1.0, 0.0, 1.0)
    assert values["open_book_at_every_rotation"] == 1.0
    assert result.cases[0]["text"] == "A queen excluder"
    read = [one["text"] for one in result.cases[0]["passages"]]
    assert "The excluder keeps brood out of the honey supers." in read
    assert 1 <= len(read) <= len(ITEM.options)


def test_a_liking_for_the_first_letter_cancels_out_and_the_passages_decide(bench_with):
    result = exam_suite(bench_with(lambda messages: letter_reply(A=0.9, B=0.1)), [ITEM], turns=0)
    assert result.metrics["closed_book"].value == 0.0  # all letters alike: the first option, which is wrong
    assert result.metrics["open_book"].value == 1.0
    assert result.metrics["open_book_at_every_rotation"].value == 0.0


def test_what_the_model_says_of_each_option_by_itself_counts(bench_with):
    def reply(messages):
        lines = messages[1].text.splitlines()
        if not lines[-1].endswith("Yes or No:"):
            return letter_reply(A=0.25, B=0.25, C=0.25, D=0.25)
        return yes_no_reply(0.9 if lines[-2] == "Proposed answer: A queen excluder" else 0.5)

    result = exam_suite(bench_with(reply), [ITEM], turns=1)
    assert result.metrics["closed_book"].value == 1.0


def test_without_a_model_the_exam_says_what_it_needs(bench_with):
    with pytest.raises(TutorError, match="name one with --llm"):
        exam_suite(bench_with(), [ITEM])
