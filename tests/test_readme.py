import re
from pathlib import Path

from tutor.cli import app

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> set[str]:
    named = {c.name or c.callback.__name__ for c in app.registered_commands}
    return named | {group.name for group in app.registered_groups}


def test_every_command_is_in_the_table_and_no_other():
    table = README.split("## Commands")[1].split("## Files")[0]
    assert set(re.findall(r"^\| `tutor (\w+)", table, re.MULTILINE)) == commands()


def test_the_file_tree_is_true():
    tree = README.split("## Files")[1].split("```")[1]
    top = re.findall(r"^([\w./-]+)\s", tree, re.MULTILINE)
    assert [name for name in top if not (ROOT / name).exists()] == []


def test_pictures_are_there():
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", README)
    assert pictures
    assert [name for name in pictures if not (ROOT / name).is_file()] == []
