import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

import pytest

from ingest.types import BlockKind, Chunk
from tutor.answering.retrieval import Passage
from tutor.answering.types import Answer, AnswerSentence, Choice, Citation, Conflict, Refusal, Timings
from tutor.chat_store import AnswerState, ChatStore, StoreError, Verdict, answer_from_json

CHUNK = Chunk(
    "c1", "notes/a.md", 1, 4, 9, "| 1 |", BlockKind.TABLE_ROW, ("A", "B"), header=("n",), task="1.2", tokens=3
)
ANSWER = Answer(
    question="How many?",
    sentences=(
        AnswerSentence("One.", True, 0.9, (1,)),
        AnswerSentence("Two.", False, 0.1, (), "no source says it"),
    ),
    citations=(Citation(1, "notes/a.md", 1, "A › B", 4, 9, "| 1 |", "c1"),),
    passages=(Passage(CHUNK, 0.8, 7, 0.5, 0.6, 2.5),),
    conflicts=(Conflict("minutes", ("170 minutes", "180 minutes"), (1, 1)),),
    answerable=0.7,
    timings=Timings(0.01, 1.5, 3.0, 400, 30),
    choice=Choice(("Oak", "Ash", "Elm"), (1,), (0.2, 0.7, 0.1)),
)
REFUSAL = Answer("?", refusal=Refusal("Nothing.", "Add material."), answerable=0.0)
NEAR = Answer("?", refusal=Refusal("Nothing.", "Add material.", ANSWER.citations[0]), answerable=0.2)


class Clock:
    def __init__(self) -> None:
        self.time = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(minutes=1)
        return self.time


@pytest.fixture
def store(tmp_path):
    return ChatStore(tmp_path / "home" / "chats.sqlite3", Clock())


@pytest.mark.parametrize("answer", [ANSWER, REFUSAL, NEAR])
def test_answers_survive_a_restart_unchanged(store, answer):
    chat = store.begin("mls-c01", "How many?")
    turn = store.ask(chat, "How many?", "domain 1")
    store.answer(turn, answer)
    (kept,) = ChatStore(store.path).turns(chat)
    assert (kept.id, kept.question, kept.scope, kept.state) == (
        turn,
        "How many?",
        "domain 1",
        AnswerState.FINISHED,
    )
    assert kept.answer == answer
    assert kept.asked_at == datetime(2026, 1, 1, 0, 2, tzinfo=UTC)


def test_a_refusal_that_was_kept_before_it_quoted_anything_is_read_as_it_was():
    tree = asdict(REFUSAL)
    del tree["refusal"]["nearest"]
    assert answer_from_json(json.loads(json.dumps(tree))) == REFUSAL


def test_a_question_stays_when_its_answer_never_came(store):
    chat = store.begin("c", "q")
    store.ask(chat, "q")
    (kept,) = store.turns(chat)
    assert (kept.state, kept.answer, kept.note) == (None, None, "")


def test_asking_again_adds_an_answer_and_the_latest_counts(store):
    chat = store.begin("c", "q")
    turn = store.ask(chat, "q")
    store.end_without_answer(turn, AnswerState.STOPPED, "Half a sent")
    (stopped,) = store.turns(chat)
    assert (stopped.state, stopped.note) == (AnswerState.STOPPED, "Half a sent")
    store.answer(turn, ANSWER)
    (kept,) = store.turns(chat)
    assert (kept.state, kept.answer) == (AnswerState.FINISHED, ANSWER)


def test_the_latest_verdict_counts(store):
    turn = store.ask(chat := store.begin("c", "q"), "q")
    store.judge(turn, Verdict(True))
    store.judge(turn, Verdict(False, "wrong number"))
    assert store.turns(chat)[0].verdict == Verdict(False, "wrong number")


def test_chats_are_kept_by_course_with_the_latest_first(store):
    first = store.begin("a", "first   question\nof all")
    second = store.begin("a", "x" * 100)
    other = store.begin("b", "other")
    store.ask(first, "1")
    store.ask(first, "2")
    assert [(chat.id, chat.title, chat.turns) for chat in store.chats("a")] == [
        (second, "x" * 79 + "…", 0),
        (first, "first question of all", 2),
    ]
    assert [chat.id for chat in store.chats()] == [other, second, first]


def test_deleting_removes_a_chat_with_its_turns(store):
    chat, kept = store.begin("c", "q"), store.begin("c", "kept")
    turn = store.ask(chat, "q")
    store.delete(chat)
    store.answer(turn, ANSWER)  # one that was being made meanwhile
    assert [c.id for c in store.chats()] == [kept]
    assert store.turns(chat) == ()
    assert store.delete_all() == 1
    assert store.chats() == ()


def test_export_holds_everything_in_plain_json(store):
    turn = store.ask(chat := store.begin("c", "q"), "q")
    store.answer(turn, ANSWER)
    store.judge(turn, Verdict(True, "clear"))
    (exported,) = json.loads(store.export())["chats"]
    (kept,) = exported["turns"]
    assert (exported["id"], kept["question"], kept["verdict"]) == (
        chat,
        "q",
        {"helpful": True, "reason": "clear"},
    )
    assert answer_from_json(kept["answer"]) == ANSWER


def test_a_deleted_chat_cannot_be_asked(store):
    with pytest.raises(StoreError, match=r"cannot be read or written \(FOREIGN KEY constraint failed\)"):
        store.ask("gone", "q")


def test_a_damaged_file_is_said_in_one_sentence(tmp_path):
    path = tmp_path / "chats.sqlite3"
    path.write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreError, match=r"file is not a database.*move the file away"):
        ChatStore(path).chats()


def test_a_newer_file_is_left_alone(tmp_path):
    import sqlite3

    path = tmp_path / "chats.sqlite3"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 9")
    connection.close()
    with pytest.raises(StoreError, match=r"written by a newer tutor \(format 9, here 1\)"):
        ChatStore(path).begin("c", "q")
