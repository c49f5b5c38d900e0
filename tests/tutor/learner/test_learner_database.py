import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest

from tutor.learner.database import MIGRATIONS, Database, StoreError, moment, moment_text, run

TABLES = {
    "items", "item_reports", "attempts", "practice_sets", "practice_set_items", "cards", "card_states",
    "review_logs", "review_undos", "exam_sittings", "exam_items", "exam_choices", "exam_flags", "exam_ends",
    "journal", "goals", "plans",
}  # fmt: skip
BEES = (("CREATE TABLE bees (name TEXT)", "INSERT INTO bees VALUES ('Maya')"),)


def names(database):
    with database.connection() as connection:
        return [row["name"] for row in run(connection, "SELECT name FROM bees")]


def tables(path):
    connection = sqlite3.connect(path)
    found = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    connection.close()
    return found, version


def test_a_new_file_has_every_table_and_its_format(tmp_path):
    database = Database(tmp_path / "new" / "learner.sqlite3")
    with database.connection() as connection:
        assert run(connection, "SELECT COUNT(*) AS n FROM attempts") == [{"n": 0}]
    assert tables(database.path) == (TABLES, len(MIGRATIONS))


def test_a_commit_is_on_the_disk_and_references_are_kept(tmp_path):
    with Database(tmp_path / "x.sqlite3").connection() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}


def test_an_older_file_gets_what_is_missing_and_keeps_its_rows(tmp_path):
    path = tmp_path / "x.sqlite3"
    assert names(Database(path, BEES)) == ["Maya"]
    newer = (*BEES, ("INSERT INTO bees VALUES ('Willy')", "CREATE TABLE hives (id TEXT)"))
    assert names(Database(path, newer)) == ["Maya", "Willy"]
    assert names(Database(path, newer)) == ["Maya", "Willy"]
    assert tables(path) == ({"bees", "hives"}, 2)


def test_a_migration_is_done_whole_or_not_at_all(tmp_path):
    path = tmp_path / "x.sqlite3"
    broken = (("CREATE TABLE bees (name TEXT)", "CREATE TABLE bees (name TEXT)"),)
    with pytest.raises(StoreError, match="table bees already exists"):
        names(Database(path, broken))
    assert tables(path) == (set(), 0)
    assert names(Database(path, BEES)) == ["Maya"]


def test_a_fault_takes_the_whole_transaction_back(tmp_path):
    database = Database(tmp_path / "x.sqlite3", BEES)

    def move_in():
        with database.connection() as connection:
            run(connection, "INSERT INTO bees VALUES ('Willy')")
            run(connection, "INSERT INTO hives VALUES (1)")

    with pytest.raises(StoreError, match="no such table: hives"):
        move_in()
    assert names(database) == ["Maya"]


def test_a_newer_file_is_left_alone(tmp_path):
    path = tmp_path / "x.sqlite3"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 9")
    connection.close()
    with pytest.raises(StoreError, match=r"written by a newer tutor \(format 9, here 1\)\. Update the tutor"):
        names(Database(path, BEES))


def test_a_damaged_file_is_said_in_one_sentence(tmp_path):
    path = tmp_path / "x.sqlite3"
    path.write_bytes(b"no database" * 100)
    with pytest.raises(StoreError, match=r"Your learning record in .*file is not a database.*move the file"):
        names(Database(path))


def test_a_folder_that_cannot_be_made_is_a_store_error(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be read or written"):
        names(Database(tmp_path / "file" / "x.sqlite3", BEES))


def test_many_may_open_a_new_file_and_write_at_once(tmp_path):
    def add(number):
        database = Database(tmp_path / f"{number % 3}.sqlite3", BEES)  # eight on each new file
        with database.connection() as connection:
            run(connection, "INSERT INTO bees VALUES (:name)", {"name": str(number)})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(24)))
    found = [names(Database(tmp_path / f"{n}.sqlite3", BEES)) for n in range(3)]
    assert [sorted(each) for each in found] == [
        sorted(["Maya", *(str(n) for n in range(24) if n % 3 == k)]) for k in range(3)
    ]


def test_moments_are_stored_in_utc_and_sort_as_text():
    local = datetime(2026, 1, 1, 1, tzinfo=timezone(timedelta(hours=2)))
    assert moment_text(local) == "2025-12-31T23:00:00.000000+00:00"
    assert moment(moment_text(local)) == local
    assert moment(moment_text(local)).tzinfo == UTC
    with pytest.raises(ValueError, match="has no time zone"):
        moment_text(datetime(2026, 1, 1))
