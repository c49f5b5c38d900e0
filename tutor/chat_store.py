"""The learner's chats in SQLite: questions, answers and verdicts, each row written once and never changed.

A question is stored when it is asked and its answer when it is done, so a crash loses no question. Asking
again adds another answer, and the latest one counts. Knows nothing of the page or of how answers are made.
"""

import json
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from ingest.types import BlockKind, Chunk
from tutor.answering.retrieval import Passage
from tutor.answering.types import Answer, AnswerSentence, Choice, Citation, Conflict, Refusal, Timings
from tutor.learner.database import Database, StoreError, run

__all__ = ["AnswerState", "Chat", "ChatStore", "ChatTurn", "StoreError", "Verdict", "answer_from_json"]

_TITLE_CHARS = 80
_TABLES = (
    """CREATE TABLE IF NOT EXISTS chats (
        id TEXT PRIMARY KEY, course TEXT NOT NULL, title TEXT NOT NULL, created_at TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS turns (
        id INTEGER PRIMARY KEY, chat_id TEXT NOT NULL REFERENCES chats(id) ON DELETE CASCADE,
        question TEXT NOT NULL, scope TEXT NOT NULL, asked_at TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS answers (
        id INTEGER PRIMARY KEY, turn_id INTEGER NOT NULL REFERENCES turns(id) ON DELETE CASCADE,
        state TEXT NOT NULL, content TEXT NOT NULL, made_at TEXT NOT NULL)""",
    """CREATE TABLE IF NOT EXISTS verdicts (
        id INTEGER PRIMARY KEY, turn_id INTEGER NOT NULL REFERENCES turns(id) ON DELETE CASCADE,
        helpful INTEGER NOT NULL, reason TEXT NOT NULL, given_at TEXT NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS turns_by_chat ON turns(chat_id)",
    "CREATE INDEX IF NOT EXISTS answers_by_turn ON answers(turn_id)",
    "CREATE INDEX IF NOT EXISTS verdicts_by_turn ON verdicts(turn_id)",
)


class AnswerState(StrEnum):
    """How the making of an answer ended; a turn without an answer is open, or was cut off by a crash."""

    FINISHED = "finished"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the learner thought of an answer."""

    helpful: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChatTurn:
    """One question with its latest answer. `note` is what was written, or went wrong, without an answer."""

    id: int
    question: str
    scope: str
    asked_at: datetime
    state: AnswerState | None = None
    answer: Answer | None = None
    note: str = ""
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Chat:
    """A conversation about one course; its title is its first question, shortened."""

    id: str
    course: str
    title: str
    created_at: datetime
    turns: int = 0


class ChatStore:
    """Chats in the file at `path`, which is made at the first writing. `now` gives aware UTC times."""

    def __init__(self, path: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.path = path
        self._now = now
        self._database = Database(path, (_TABLES,), "Your chats")

    def begin(self, course: str, question: str) -> str:
        """The id of a new chat that is about to be asked `question`."""
        title = " ".join(question.split())
        title = title if len(title) <= _TITLE_CHARS else f"{title[: _TITLE_CHARS - 1].rstrip()}…"
        values = {"id": uuid.uuid4().hex, "course": course, "title": title, "at": self._moment()}
        with self._database.connection() as connection:
            run(connection, "INSERT INTO chats VALUES (:id, :course, :title, :at)", values)
        return str(values["id"])

    def ask(self, chat_id: str, question: str, scope: str = "") -> int:
        """The number of a new turn of a chat. Raises StoreError when the chat was deleted."""
        values = {"chat": chat_id, "question": question, "scope": scope, "at": self._moment()}
        with self._database.connection() as connection:
            made = run(
                connection,
                "INSERT INTO turns (chat_id, question, scope, asked_at) "
                "VALUES (:chat, :question, :scope, :at) RETURNING id",
                values,
            )
        return int(made[0]["id"])

    def answer(self, turn_id: int, answer: Answer) -> None:
        """Keep a finished answer; nothing happens when its chat was deleted meanwhile."""
        self._add_answer(turn_id, AnswerState.FINISHED, json.dumps(asdict(answer), ensure_ascii=False))

    def end_without_answer(self, turn_id: int, state: AnswerState, note: str) -> None:
        """Keep that a turn was stopped or failed, with the text so far or the reason."""
        self._add_answer(turn_id, state, json.dumps({"note": note}, ensure_ascii=False))

    def judge(self, turn_id: int, verdict: Verdict) -> None:
        """Keep what the learner thought; the latest verdict counts."""
        values = {"turn": turn_id, "yes": verdict.helpful, "reason": verdict.reason, "at": self._moment()}
        with self._database.connection() as connection:
            run(
                connection,
                "INSERT INTO verdicts (turn_id, helpful, reason, given_at) "
                "VALUES (:turn, :yes, :reason, :at)",
                values,
            )

    def chats(self, course: str | None = None) -> tuple[Chat, ...]:
        """The chats of one course, or of all; the latest first."""
        with self._database.connection() as connection:
            rows = run(
                connection,
                "SELECT chats.*, COUNT(turns.id) AS turns FROM chats LEFT JOIN turns ON chat_id = chats.id "
                "WHERE :course IS NULL OR course = :course GROUP BY chats.id ORDER BY created_at DESC",
                {"course": course},
            )
        return tuple(
            Chat(row["id"], row["course"], row["title"], _time(row["created_at"]), row["turns"])
            for row in rows
        )

    def turns(self, chat_id: str) -> tuple[ChatTurn, ...]:
        """The turns of a chat in the order of asking; none when there is no such chat."""
        latest = "SELECT MAX(id) FROM {0} WHERE {0}.turn_id = turns.id"
        with self._database.connection() as connection:
            rows = run(
                connection,
                "SELECT turns.id, question, scope, asked_at, state, content, helpful, reason FROM turns "
                f"LEFT JOIN answers ON answers.id = ({latest.format('answers')}) "
                f"LEFT JOIN verdicts ON verdicts.id = ({latest.format('verdicts')}) "
                "WHERE chat_id = :chat ORDER BY turns.id",
                {"chat": chat_id},
            )
        return tuple(_turn(row) for row in rows)

    def delete(self, chat_id: str) -> None:
        """Remove a chat with all that belongs to it."""
        with self._database.connection() as connection:
            run(connection, "DELETE FROM chats WHERE id = :chat", {"chat": chat_id})

    def delete_all(self) -> int:
        """Remove every chat; how many there were."""
        with self._database.connection() as connection:
            return len(run(connection, "DELETE FROM chats RETURNING id", {}))

    def export(self) -> str:
        """Every chat as JSON text: `{"chats": [{..., "turns": [{..., "answer": {...}}]}]}`."""
        every = self.chats()
        chats = [{**asdict(c), "turns": [asdict(turn) for turn in self.turns(c.id)]} for c in every]
        return json.dumps({"chats": chats}, ensure_ascii=False, indent=1, default=_json_time)

    def _add_answer(self, turn_id: int, state: AnswerState, content: str) -> None:
        values = {"turn": turn_id, "state": state.value, "content": content, "at": self._moment()}
        with self._database.connection() as connection:
            run(
                connection,
                "INSERT INTO answers (turn_id, state, content, made_at) "
                "SELECT id, :state, :content, :at FROM turns WHERE id = :turn",
                values,
            )

    def _moment(self) -> str:
        return self._now().isoformat()


def _turn(row: dict[str, Any]) -> ChatTurn:
    state = AnswerState(row["state"]) if row["state"] else None
    content = json.loads(row["content"]) if row["content"] else {}
    return ChatTurn(
        id=row["id"],
        question=row["question"],
        scope=row["scope"],
        asked_at=_time(row["asked_at"]),
        state=state,
        answer=answer_from_json(content) if state is AnswerState.FINISHED else None,
        note=str(content.get("note", "")),
        verdict=None if row["helpful"] is None else Verdict(bool(row["helpful"]), row["reason"]),
    )


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _json_time(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not part of an export")


def answer_from_json(content: dict[str, Any]) -> Answer:
    """The answer whose `dataclasses.asdict` this is, read back from JSON."""
    return Answer(
        question=content["question"],
        sentences=tuple(
            AnswerSentence(**{**s, "citations": tuple(s["citations"])}) for s in content["sentences"]
        ),
        citations=tuple(Citation(**c) for c in content["citations"]),
        passages=tuple(Passage(**{**p, "chunk": _chunk(p["chunk"])}) for p in content["passages"]),
        conflicts=tuple(
            Conflict(c["subject"], tuple(c["values"]), tuple(c["citations"])) for c in content["conflicts"]
        ),
        refusal=_refusal(content["refusal"]),
        answerable=content["answerable"],
        timings=Timings(**content["timings"]),
        choice=_choice(content.get("choice")),  # answers kept before items were answered have none
    )


def _refusal(row: dict[str, Any] | None) -> Refusal | None:
    if row is None:
        return None
    nearest = row.get("nearest")  # refusals kept before it was shown have none
    return Refusal(row["reason"], row["advice"], Citation(**nearest) if nearest else None)


def _choice(row: dict[str, Any] | None) -> Choice | None:
    if row is None:
        return None
    return Choice(tuple(row["options"]), tuple(row["chosen"]), tuple(row["probabilities"]))


def _chunk(row: dict[str, Any]) -> Chunk:
    lists = {"headings": tuple(row["headings"]), "header": tuple(row["header"])}
    return Chunk(**{**row, **lists, "kind": BlockKind(row["kind"])})
