import json

from tutor.answering.json_form import answer_to_json, passages_to_json
from tutor.answering.types import Answer, AnswerSentence, Choice, Citation, Conflict, Refusal, Timings

CITATION = Citation(1, "a.md", 2, "Top › Sub", 10, 20, "ten words.", "abc")


def test_an_answer_has_the_documented_keys(hashed_retriever):
    passages = hashed_retriever.search("queen excluder", 1)
    sentence = AnswerSentence("Ten words.", True, 0.98765, (1,))
    conflict = Conflict("minutes", ("90 minutes", "120 minutes"), (1, 2))
    answer = Answer(
        "Q?", (sentence,), (CITATION,), passages, (conflict,), None, 0.87654, Timings(0.1, 0.2, 0.3, 4, 5)
    )
    value = answer_to_json(answer)
    assert list(value) == [
        "question", "refused", "text", "answerable", "sentences", "citations", "passages", "conflicts",
        "timings", "choice", "nearest",
    ]  # fmt: skip
    assert (value["question"], value["refused"], value["text"]) == ("Q?", False, "Ten words. [1]")
    assert value["answerable"] == 0.8765
    assert value["sentences"] == [
        {"text": "Ten words.", "supported": True, "score": 0.9877, "citations": [1], "reason": ""}
    ]
    assert value["citations"] == [
        {
            "n": 1, "document": "a.md", "page": 2, "heading": "Top › Sub", "start": 10, "end": 20,
            "quote": "ten words.", "chunk_id": "abc",
        }
    ]  # fmt: skip
    assert json.loads(json.dumps(value["conflicts"])) == [
        {"subject": "minutes", "values": ["90 minutes", "120 minutes"], "citations": [1, 2]}
    ]
    assert value["timings"] == {
        "retrieve_seconds": 0.1, "first_token_seconds": 0.2, "total_seconds": 0.3,
        "prompt_tokens": 4, "completion_tokens": 5,
    }  # fmt: skip


def test_a_refusal_says_so_and_a_withheld_sentence_is_marked():
    refusal = answer_to_json(Answer("Q?", refusal=Refusal("No.", "Ask again.")))
    assert (refusal["refused"], refusal["text"], refusal["sentences"]) == (True, "No. Ask again.", [])
    assert refusal["nearest"] is None
    near = Citation(1, "a.md", 2, "A › B", 3, 4, "x", "c1")
    assert answer_to_json(Answer("Q?", refusal=Refusal("No.", "Ask.", near)))["nearest"]["quote"] == "x"
    withheld = answer_to_json(Answer("Q?", (AnswerSentence("Wrong.", False, 0.1, (), "no source says it"),)))
    assert withheld["text"] == ""
    assert withheld["sentences"][0]["supported"] is False
    assert withheld["sentences"][0]["reason"] == "no source says it"


def test_passages_have_the_documented_keys_and_ranks_from_1(hashed_retriever, hashed_index):
    rows = passages_to_json(hashed_retriever.search("queen excluder", 3))
    assert [row["rank"] for row in rows] == [1, 2, 3]
    for row in rows:
        assert list(row) == [
            "rank",
            "score",
            "document",
            "page",
            "heading",
            "text",
            "start",
            "end",
            "chunk_id",
        ]
        assert hashed_index.page(row["document"], row["page"]).text[row["start"] : row["end"]] == row["text"]
    assert passages_to_json(()) == []


def test_a_pick_has_its_letters_and_what_each_option_got():
    choice = Choice(("Oak.", "Ash", "Elm"), (0, 2), (0.5, 0.12346, 0.37654))
    value = answer_to_json(Answer("Q?", choice=choice))
    assert value["text"] == "A. Oak; C. Elm."
    assert value["choice"] == {
        "letters": ["A", "C"],
        "options": [
            {"letter": "A", "text": "Oak.", "probability": 0.5},
            {"letter": "B", "text": "Ash", "probability": 0.1235},
            {"letter": "C", "text": "Elm", "probability": 0.3765},
        ],
    }
    assert answer_to_json(Answer("Q?"))["choice"] is None
