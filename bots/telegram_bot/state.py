"""What a chat channel keeps between messages, in a SQLite file: accepted updates, conversations, shown answers, languages."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.records import PolicydeskError

_SCHEMA = 1
_SEEN_SECONDS = 3 * 24 * 3600  # Telegram repeats an update for at most 24 hours
_TABLES = """
CREATE TABLE updates (id INTEGER PRIMARY KEY, received REAL NOT NULL, body TEXT, chat_id INTEGER, user_id INTEGER,
    shown INTEGER, tries INTEGER NOT NULL DEFAULT 0);
CREATE TABLE talks (chat_id INTEGER, thread_id INTEGER, user_id INTEGER, conversation_id TEXT NOT NULL,
    PRIMARY KEY (chat_id, thread_id, user_id));
CREATE TABLE conversations (id TEXT, user_id INTEGER, PRIMARY KEY (id, user_id));
CREATE TABLE shown (number INTEGER PRIMARY KEY AUTOINCREMENT, answer_id TEXT NOT NULL, conversation_id TEXT NOT NULL,
    chat_id INTEGER NOT NULL, thread_id INTEGER, user_id INTEGER NOT NULL, question_id INTEGER, language TEXT NOT NULL);
CREATE INDEX shown_question ON shown (chat_id, question_id);
CREATE TABLE messages (chat_id INTEGER, message_id INTEGER, shown INTEGER NOT NULL REFERENCES shown (number)
    ON DELETE CASCADE, PRIMARY KEY (chat_id, message_id));
CREATE INDEX messages_shown ON messages (shown);
CREATE TABLE languages (user_id INTEGER PRIMARY KEY, language TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation is held: `thread_id` is 0 outside topics, `user_id` is 0 in private chats."""

    chat_id: int
    thread_id: int
    user_id: int


@dataclass(frozen=True, slots=True)
class Pending:
    """An accepted update that is not done. `shown` numbers the answer that was about to be sent; None before that."""

    id: int
    body: str
    shown: int | None
    tries: int


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as it stands in a chat. `question_id` is the message that asked; `language` is that of its labels."""

    number: int
    answer_id: str
    conversation_id: str
    chat_id: int
    thread_id: int | None
    user_id: int
    question_id: int | None
    language: str


class ChatState:
    """The file of one bot. For one thread at a time; each change is whole or not made when the process dies."""

    def __init__(self, path: Path, now: Callable[[], float] = time.time) -> None:
        """Open or create the file. Raises PolicydeskError naming it when it cannot be used."""
        self._path = path
        self._now = now
        with self._errors():
            self._db = sqlite3.connect(path, timeout=10, check_same_thread=False, isolation_level=None)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.execute("PRAGMA foreign_keys = ON")
            self._db.execute("PRAGMA secure_delete = ON")
            self._prepare()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    # --- updates: each is accepted once, and kept until it is done ---

    def accept(self, update_id: int, body: str, chat_id: int | None = None, user_id: int | None = None) -> bool:
        """Keep an update until it is done. False when it was accepted before."""
        added = "INSERT OR IGNORE INTO updates (id, received, body, chat_id, user_id) VALUES (?, ?, ?, ?, ?)"
        with self._begin() as db:
            db.execute("DELETE FROM updates WHERE body IS NULL AND received < ?", (self._now() - _SEEN_SECONDS,))
            return db.execute(added, (update_id, self._now(), body, chat_id, user_id)).rowcount == 1

    def done(self, update_id: int) -> None:
        """Forget what an update said, but not that it was seen."""
        with self._begin() as db:
            db.execute("UPDATE updates SET body = NULL, chat_id = NULL, user_id = NULL WHERE id = ?", (update_id,))

    def sending(self, update_id: int, shown: int) -> None:
        """Note that the answer to an update is about to be sent, so that it is not sent again after a crash."""
        with self._begin() as db:
            db.execute("UPDATE updates SET shown = ? WHERE id = ?", (shown, update_id))

    def pending(self) -> list[Pending]:
        """Updates that were accepted by an earlier run and are not done, oldest first; counts one more try for each."""
        with self._begin() as db:
            db.execute("UPDATE updates SET tries = tries + 1 WHERE body IS NOT NULL")
            rows = db.execute("SELECT id, body, shown, tries FROM updates WHERE body IS NOT NULL ORDER BY id")
            return [Pending(*row) for row in rows]

    # --- conversations ---

    def conversation(self, place: Place) -> str | None:
        """The id of the conversation under way there."""
        found = self._one(
            "SELECT conversation_id FROM talks WHERE chat_id = ? AND thread_id = ? AND user_id = ?",
            (place.chat_id, place.thread_id, place.user_id),
        )
        return found[0] if found else None

    def go_on(self, place: Place, conversation_id: str, user_id: int) -> None:
        """Make a conversation the one under way there, and note that this user takes part in it."""
        with self._begin() as db:
            row = (place.chat_id, place.thread_id, place.user_id, conversation_id)
            db.execute("INSERT OR REPLACE INTO talks VALUES (?, ?, ?, ?)", row)
            db.execute("INSERT OR IGNORE INTO conversations VALUES (?, ?)", (conversation_id, user_id))

    def start_over(self, place: Place) -> None:
        """The next question there begins a new conversation."""
        with self._begin() as db:
            db.execute(
                "DELETE FROM talks WHERE chat_id = ? AND thread_id = ? AND user_id = ?",
                (place.chat_id, place.thread_id, place.user_id),
            )

    # --- answers in chats ---

    def show(
        self,
        answer_id: str,
        conversation_id: str,
        place: Place,
        *,
        user_id: int,
        question_id: int | None,
        language: str,
    ) -> Shown:
        """Note an answer that is about to be sent; its number goes into buttons."""
        row = (answer_id, conversation_id, place.chat_id, place.thread_id or None, user_id, question_id, language)
        with self._begin() as db:
            number = db.execute(
                "INSERT INTO shown (answer_id, conversation_id, chat_id, thread_id, user_id, question_id, language) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                row,
            ).lastrowid
        return Shown(number or 0, *row)

    def sent(self, shown: Shown, message_id: int) -> None:
        """Note a message that holds the answer, or a part of it; it may have held an earlier one."""
        with self._begin() as db:
            row = (shown.chat_id, message_id, shown.number)
            db.execute("INSERT OR REPLACE INTO messages (chat_id, message_id, shown) VALUES (?, ?, ?)", row)

    def shown(self, number: int) -> Shown | None:
        """The answer with this number."""
        return self._shown("WHERE number = ?", (number,))

    def shown_in(self, chat_id: int, message_id: int) -> Shown | None:
        """The answer that a message holds."""
        return self._shown(
            "JOIN messages ON shown = number WHERE messages.chat_id = ? AND message_id = ?", (chat_id, message_id)
        )

    def shown_for(self, chat_id: int, question_id: int) -> Shown | None:
        """The newest answer to the question that a message asked."""
        return self._shown("WHERE chat_id = ? AND question_id = ? ORDER BY number DESC LIMIT 1", (chat_id, question_id))

    def messages_of(self, shown: Shown) -> list[int]:
        """The ids of the messages that hold an answer, in order."""
        rows = self._all("SELECT message_id FROM messages WHERE shown = ? ORDER BY message_id", (shown.number,))
        return [row[0] for row in rows]

    def language(self, user_id: int) -> str | None:
        """The language that a user chose."""
        found = self._one("SELECT language FROM languages WHERE user_id = ?", (user_id,))
        return found[0] if found else None

    def choose_language(self, user_id: int, language: str) -> None:
        """Remember a user's choice."""
        with self._begin() as db:
            db.execute("INSERT OR REPLACE INTO languages VALUES (?, ?)", (user_id, language))

    def conversations_of(self, user_id: int) -> list[str]:
        """The ids of the conversations that a user took part in."""
        return [row[0] for row in self._all("SELECT id FROM conversations WHERE user_id = ?", (user_id,))]

    def forget(self, user_id: int) -> None:
        """Delete what is kept about a user, and their conversations with all who took part in them."""
        ids = self.conversations_of(user_id)
        with self._begin() as db:
            for table, column in (("talks", "conversation_id"), ("shown", "conversation_id"), ("conversations", "id")):
                db.executemany(f"DELETE FROM {table} WHERE {column} = ?", [(each,) for each in ids])  # noqa: S608
            for table in ("shown", "languages"):
                db.execute(f"DELETE FROM {table} WHERE user_id = ?", (user_id,))  # noqa: S608 - only constants
            db.execute("DELETE FROM talks WHERE user_id = ? OR chat_id = ?", (user_id, user_id))
            db.execute("UPDATE updates SET body = NULL, chat_id = NULL, user_id = NULL WHERE user_id = ?", (user_id,))

    def _shown(self, where: str, values: Sequence[Any]) -> Shown | None:
        columns = "number, answer_id, conversation_id, shown.chat_id, thread_id, user_id, question_id, language"
        found = self._one(f"SELECT {columns} FROM shown {where}", values)  # noqa: S608 - only constants
        return Shown(*found) if found else None

    def _one(self, query: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        with self._errors():
            found: tuple[Any, ...] | None = self._db.execute(query, values).fetchone()
            return found

    def _all(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._errors():
            return self._db.execute(query, values).fetchall()

    @contextmanager
    def _begin(self) -> Iterator[sqlite3.Connection]:
        with self._errors():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def _prepare(self) -> None:
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version == 0 and not self._db.execute("SELECT 1 FROM sqlite_master").fetchone():
            self._db.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {_SCHEMA}; COMMIT;")
        elif version != _SCHEMA:
            raise PolicydeskError(
                f"{self._path} was written by another program or version: move it away to start afresh."
            )

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise PolicydeskError(
                f"The bot's file {self._path} cannot be read or written ({error}). Check that the disk has room and the "
                "file may be written; if it is damaged, move it away to start afresh."
            ) from error
