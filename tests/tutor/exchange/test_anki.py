import io
import json
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from exchange_samples import BEES, CARD, ITEMS

from tutor.exchange.anki import write_anki
from tutor.exchange.anki_read import MAX_COLLECTION_BYTES, read_anki
from tutor.exchange.types import ExchangeError
from tutor.learner.types import CardKind

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
OLDER = "In Anki, export again with 'Support older Anki versions' checked."


def rows(package: bytes, sql: str) -> list[tuple]:
    with zipfile.ZipFile(io.BytesIO(package)) as file, closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(file.read("collection.anki2"))
        return connection.execute(sql).fetchall()


def package(sql: str, name: str = "collection.anki2") -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(sql)
        collection = connection.serialize()
    return zipped({name: collection})


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


def foreign(*notes: tuple[int, str, str]) -> bytes:
    """Notes of types 1 (Basic), 2 (Cloze), 3 (multiple choice add-on) as type, tags and fields."""
    fields = {
        1: ["Front", "Back"],
        2: ["Text", "Back Extra"],
        3: ["Question", "Title", "QType (0=kprim,1=mc,2=sc)", "Q_1", "Q_2", "Q_3", "Answers", "Extra 1"],
    }
    types = {n: {"flds": [{"name": f} for f in names], "type": int(n == 2)} for n, names in fields.items()}
    values = "".join(
        f"INSERT INTO notes VALUES ({n}, {mid}, {quoted(tags)}, {quoted(flds)});"
        for n, (mid, tags, flds) in enumerate(notes)
    )
    return package(
        "CREATE TABLE col (models text); CREATE TABLE notes (id integer, mid integer, tags text, flds text);"
        f"INSERT INTO col VALUES ({quoted(json.dumps(types))});{values}"
    )


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def test_notes_are_tagged_and_keep_their_guid():
    first = write_anki("bee-101", "Bees", ITEMS, (CARD,), NOW)
    later = write_anki("bee-101", "Bees", (replace(BEES, stem="Changed?"),), (), NOW.replace(year=2027))
    elsewhere = write_anki("wasp-1", "Wasps", (BEES,), (), NOW)
    tags = rows(first, "SELECT tags FROM notes ORDER BY id")
    assert tags[0] == (" tutor course::bee-101 domain::1 task::1.2 kind::mc difficulty::hard origin::table ",)
    assert tags[3] == (" tutor course::bee-101 kind::row task::1.2 domain::1 ",)
    guids = [guid for (guid,) in rows(first, "SELECT guid FROM notes ORDER BY id")]
    assert len(set(guids)) == 4
    assert rows(later, "SELECT guid FROM notes") == [(guids[0],)]
    assert rows(elsewhere, "SELECT guid FROM notes") != [(guids[0],)]
    assert rows(first, "SELECT COUNT(*), COUNT(DISTINCT did), MAX(due) FROM cards") == [(4, 1, 4)]


def test_the_back_has_key_rationales_and_sources():
    ((fields,),) = rows(write_anki("bee-101", "Bees", (BEES,), (), NOW), "SELECT flds FROM notes")
    question, options, key, rationales, concept, sources, id_ = fields.split("\x1f")
    assert question == "A hive hums at 35 °C {inside}.<br>What = the cause?"
    assert options.startswith("<ol><li>Workers: they shiver</li><li>Drones ~ sing</li><li>a &lt; b &amp;")
    assert (key, id_, concept) == ("A", "q-1", "Shivering warms the brood.")
    assert rationales.startswith("<ol><li>Right: shivering makes heat.</li>")
    assert "<span>notes/hive.md</span>, page <span>2</span>" in sources


def test_decks_of_others():
    content = read_anki(
        foreign(
            (1, " bees ", "<b>Who</b> dances?[sound:a.mp3]\x1f<div>Workers&nbsp;do</div>"),
            (2, "", "The {{c1::queen}} lays {{c2::eggs::what}} and {{c1::rules}}\x1fDaily."),
            (3, " task::1.2 ", "Which fly?\x1f\x1f1\x1fBees\x1fMoths\x1fSnails\x1f1 1 0\x1fWings."),
            (1, "", "<img src='a.png'>\x1fA picture"),
            (2, "", "No gap\x1f"),
            (9, "", "a\x1fb"),
            (3, "", "Which?\x1f\x1f2\x1fa\x1fb\x1f\x1f\x1f"),
        ),
        "deck.apkg",
    )
    sides = [(card.front, card.back) for card in content.cards]
    assert sides == [
        ("Who dances?", "Workers do"),
        ("The […] lays eggs and […]", "queen; rules\n\nDaily."),
        ("The queen lays [what] and rules", "eggs\n\nDaily."),
    ]
    assert {card.kind for card in content.cards} == {CardKind.IMPORT}
    (fly,) = content.items
    assert (fly.stem, fly.options, fly.key) == ("Which fly? Select TWO.", ("Bees", "Moths", "Snails"), (0, 1))
    assert (fly.task, fly.rationales) == ("1.2", ("Right: Wings.", "Right: Wings.", ""))
    assert content.faults == (
        "note 4: its front is empty; a card needs both sides.",
        "note 5: it is a cloze note without a gap; mend the note in Anki.",
        "note 6: its note type is not in the package; export the deck again.",
        "note 7: no option is marked as right; mark one.",
    )


def test_an_edit_in_anki_is_read():
    made = write_anki("bee-101", "Bees", (BEES,), (), NOW)
    ((models,),) = rows(made, "SELECT models FROM col")
    ((fields, tags, mid),) = rows(made, "SELECT flds, tags, mid FROM notes")
    changed = fields.replace("Drones ~ sing", "<b>Drones</b> rest").replace("\x1fA\x1f", "\x1fB\x1f")
    edited = package(
        "CREATE TABLE col (models text); CREATE TABLE notes (id integer, mid integer, tags text, flds text);"
        f"INSERT INTO col VALUES ({quoted(models)});"
        f"INSERT INTO notes VALUES (1, {mid}, {quoted(tags)}, {quoted(changed)});"
    )
    (item,) = read_anki(edited, "b.apkg").items
    assert (item.options[1], item.key, item.rationales[0]) == (
        "Drones rest",
        (1,),
        "Wrong: shivering makes heat.",
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"no zip", r"^d\.apkg is no Anki package, or is damaged"),
        (
            zipped({"media": b"{}"}),
            r"^d\.apkg is an archive without a collection\. Export a deck from Anki\.$",
        ),
        (
            zipped({"collection.anki21b": b"zstd", "collection.anki2": b"old"}),
            rf"^d\.apkg is of Anki's newest format\. {OLDER}$",
        ),
        (
            zipped({"collection.anki2": b"no database" * 100}),
            r"^d\.apkg: its collection cannot be read \(file is",
        ),
        (
            package("CREATE TABLE a (b text)"),
            rf"^d\.apkg: its collection lacks the tables of Anki\. {OLDER}$",
        ),
        (
            package(
                "CREATE TABLE col (models text); CREATE VIEW notes AS WITH RECURSIVE n(id) AS "
                "(SELECT 1 UNION ALL SELECT id + 1 FROM n) "
                "SELECT id, id AS mid, '' AS tags, '' AS flds FROM n"
            ),
            r"^d\.apkg: its collection lacks the tables of Anki",
        ),
        (
            package(
                "CREATE TABLE col (models text); INSERT INTO col VALUES ('[1]');"
                "CREATE TABLE notes (id integer, mid integer, tags text, flds text)"
            ),
            r"^d\.apkg: its collection cannot be read \(its note types are damaged\)",
        ),
        (
            package("CREATE TABLE col (a text); CREATE TABLE notes (id integer)"),
            r"^d\.apkg: its collection cannot be read \(no such column: models\)",
        ),
    ],
)
def test_what_is_no_package(content, message):
    with pytest.raises(ExchangeError, match=message):
        read_anki(content, "d.apkg")


def test_a_zip_bomb_is_refused_by_what_its_directory_says():
    bomb = zipped({"collection.anki2": b"\0" * (MAX_COLLECTION_BYTES + 1)})
    assert len(bomb) < 200_000
    with pytest.raises(
        ExchangeError, match=r"^d\.apkg unpacks to 134 MB of notes, and at most 134 MB are read"
    ):
        read_anki(bomb, "d.apkg")


def test_a_directory_that_lies_about_sizes_is_no_way_around():
    honest = zipped({"collection.anki2": b"\0" * 1_000_000})
    size, lie = (1_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")
    with pytest.raises(
        ExchangeError, match=r"^d\.apkg(?: is no Anki package, or is damaged|: its collection)"
    ):
        read_anki(honest.replace(size, lie), "d.apkg")


def test_hostile_fields_take_no_long_time():
    parts = ("<li>", "[sound:", "{{c1::", '<li data-version=""><span>', "{{c1::a::", "<div>")
    notes = [(kind, "", part * (190_000 // len(part)) + "\x1fback") for kind in (1, 2) for part in parts]
    content = read_anki(foreign(*notes), "d.apkg")
    assert content.items == ()
    assert len(content.faults) >= 10
    (too_long,) = read_anki(foreign((1, "", "x" * 200_001)), "d.apkg").faults
    assert too_long == "note 1: it has 200,001 characters; at most 200,000 are read."
