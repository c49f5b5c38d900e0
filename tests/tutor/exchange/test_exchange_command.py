import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from exchange_samples import BEES, CARD, SWARM
from typer.testing import CliRunner

from tutor.commands.exchange import register
from tutor.config import Settings
from tutor.exchange.formats import Exported, FileFormat, format_of, read_file, written
from tutor.exchange.types import MAX_FILE_BYTES, ExchangeError
from tutor.learner.attempts import AttemptStore
from tutor.learner.items import ItemStore
from tutor.learner.learners import learner_database
from tutor.learner.types import Attempt
from tutor.practice.types import Origin

app = typer.Typer()
register(app)
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
STORED = (
    replace(BEES, rationales=("Right: a", "Wrong: b", "Wrong: c", "Wrong: d")),
    replace(SWARM, rationales=tuple(f"{'Right' if n in SWARM.key else 'Wrong'}: r" for n in range(6))),
)


def call(settings: Settings, *arguments: str | Path):
    return CliRunner().invoke(app, [str(each) for each in arguments], obj=settings, catch_exceptions=False)


@pytest.fixture
def stored(settings: Settings) -> Settings:
    ItemStore(learner_database(settings)).add("bee-101", STORED)
    return settings


@pytest.mark.parametrize("ending", ["json", "jsonl", "csv", "gift", "xml", "apkg"])
def test_what_one_learner_exports_another_can_practise(stored, tmp_path, ending):
    file = tmp_path / f"bees.{ending}"
    result = call(stored, "export", file)
    assert (result.exit_code, result.output) == (
        0,
        f"2 questions of bee-101 written to {file} ({format_of(file)}).\n",
    )
    other = replace(stored, learner="two")
    result = call(other, "import", file)
    assert result.exit_code == 0
    assert result.output.startswith("2 questions added to bee-101.\n")
    items = ItemStore(learner_database(other)).all("bee-101")
    assert [(i.id, i.task, i.key, i.options) for i in items] == [
        (i.id, i.task, i.key, i.options) for i in STORED
    ]
    assert {item.origin for item in items} == {Origin.IMPORT}
    assert call(other, "import", file).output == "0 questions added to bee-101.\nThere already: 2.\n"


def test_only_one_origin(stored, tmp_path):
    assert call(stored, "export", tmp_path / "a.json", "--origin", "table").output.startswith("1 question of")
    assert [item.id for item in read_file(tmp_path / "a.json", FileFormat.JSON).items] == ["q-1"]


def test_attempts_as_a_table(stored, tmp_path):
    attempt = Attempt("q-1", "bee-101", "1.2", (0,), True, NOW)
    AttemptStore(learner_database(stored)).add(attempt)
    assert call(stored, "export", tmp_path / "a.csv", "--what", "attempts").exit_code == 0
    assert "q-1,bee-101,1.2,A,yes,2026-03-01T12:00:00+00:00,practice,,0," in (tmp_path / "a.csv").read_text()
    with pytest.raises(
        ExchangeError, match=r"^The format gift does not hold attempts\. Write them as csv or json"
    ):
        call(stored, "export", tmp_path / "a.gift", "--what", "attempts")


def test_nothing_to_export_is_said(settings, tmp_path):
    with pytest.raises(
        ExchangeError, match=r"^There are no cards to export in bee-101\. The course bee-101 is not"
    ):
        call(settings, "export", tmp_path / "a.apkg", "--what", "cards")
    assert not (tmp_path / "a.apkg").exists()


def test_cards_come_in_from_anki(settings, tmp_path):
    (tmp_path / "b.apkg").write_bytes(written(FileFormat.ANKI, Exported("x", "X", NOW, cards=(CARD,))))
    result = call(settings, "import", tmp_path / "b.apkg", "--format", "json")
    tree = json.loads(result.stdout)
    assert (len(tree["cards"]), tree["items"], tree["faults"]) == (1, [], [])
    assert call(settings, "export", tmp_path / "c.csv", "--what", "cards").exit_code == 0
    assert "Royal jelly" in (tmp_path / "c.csv").read_text()
    with pytest.raises(
        ExchangeError, match=r"^The format moodle holds questions only\. Write cards as anki, csv or"
    ):
        call(settings, "export", tmp_path / "c.xml", "--what", "cards")


def test_faults_go_to_stderr_at_most_twenty_and_good_items_come_in(settings, tmp_path):
    bad = [{"question": f"{n}?", "options": ["a", "b"], "answer": "Z"} for n in range(25)]
    good = {"question": "Good?", "options": ["a", "b"], "answer": "A", "task": "1.1"}
    good["rationales"] = ["Right: x", "Wrong: y"]
    (tmp_path / "bank.json").write_text(json.dumps([*bad, good]))
    result = call(settings, "import", tmp_path / "bank.json")
    assert result.exit_code == 0
    lines = result.stderr.splitlines()
    assert lines[0] == 'question 1: its right answer is "Z", and that names none of its options.'
    assert (len(lines), lines[20]) == (21, "… and 5 more.")
    assert "1 question added to bee-101.\n" in result.stdout


def test_a_file_of_faults_only_exits_with_1(settings, tmp_path):
    (tmp_path / "a.gift").write_text("Why? {}")
    result = call(settings, "import", tmp_path / "a.gift")
    assert (result.exit_code, result.stdout) == (1, "0 questions added to bee-101.\n")


def test_files_that_cannot_be_read(settings, tmp_path):
    cases = {
        "a.doc": (
            b"x",
            r"^a\.doc: its ending names no format\. Use \.apkg, .*, or say one with --as \(anki, csv, ",
        ),
        "b.json": (b" \n", r"^b\.json is empty\. Export it again\.$"),
        "c.csv": (
            b"\xff\xfa\x00",
            r"^c\.csv is no UTF-8 text \(byte 0\)\. Save it again with the encoding UTF-8\.$",
        ),
    }
    for name, (content, message) in cases.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ExchangeError, match=message):
            call(settings, "import", tmp_path / name)
    with pytest.raises(
        ExchangeError, match=r"gone\.csv: the file cannot be read \(No such file or directory\)"
    ):
        call(settings, "import", tmp_path / "gone.csv")
    with (tmp_path / "big.json").open("wb") as big:
        big.truncate(MAX_FILE_BYTES + 1)  # sparse: its size is looked at, its content is not read
    with pytest.raises(ExchangeError, match=r"^big\.json has 34 MB, and at most 34 MB are read\. Split it"):
        call(settings, "import", tmp_path / "big.json")


def test_another_ending_with_as(stored, tmp_path):
    assert call(stored, "export", tmp_path / "quiz.dat", "--as", "gift").exit_code == 0
    assert (tmp_path / "quiz.dat").read_text().startswith("// [id:q-1] [tag:domain:1]")
    utf16 = tmp_path / "quiz16.txt"
    utf16.write_bytes((tmp_path / "quiz.dat").read_text().encode("utf-16"))
    assert len(read_file(utf16, FileFormat.GIFT).items) == 2


def test_my_data_is_one_file(stored, tmp_path):
    result = call(stored, "export", tmp_path / "me.json", "--what", "mydata")
    assert result.output == f"Everything of the learner me written to {tmp_path / 'me.json'}.\n"
    tree = json.loads((tmp_path / "me.json").read_text())
    assert [row["id"] for row in tree["files"]["learner.sqlite3"]["items"]] == ["q-1", "q-2"]
