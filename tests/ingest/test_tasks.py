from dataclasses import replace

from ingest.build import build_index
from ingest.index_files import load_index
from ingest.tasks import with_tasks
from ingest.types import Blueprint, Bullet, Domain, TaskStatement

NOTES = """# Notes

## Told
<!-- tutor: task=2.2 -->

Smokers calm bees.

## Untold smoke

Smokers calm bees with cool smoke.

# Elsewhere

Granite is a rock.
"""
BLUEPRINT = Blueprint(
    "Bees",
    (
        Domain(
            1, "Hive", 60.0, (TaskStatement("1.1", "Smoke", (Bullet("1.1.a", "cool smokers calm bees"),)),)
        ),
        Domain(2, "Health", 40.0, (TaskStatement("2.2", "Treat mites"),)),
    ),
)


def contents_of(tmp_path, embedder, text=NOTES, blueprint=BLUEPRINT):
    (tmp_path / "a.md").write_text(text)
    build_index([tmp_path / "a.md"], tmp_path / "index", embedder, blueprint=blueprint)
    return load_index(tmp_path / "index").contents


def test_a_directive_decides_then_the_nearest_bullet_and_far_ones_have_none(tmp_path, hashed):
    contents = contents_of(tmp_path, hashed)
    assert [chunk.task for chunk in contents.chunks] == ["2.2", "1.1", None]


def test_a_guess_is_made_anew_where_the_blueprint_changed(tmp_path, hashed):
    contents = contents_of(tmp_path, hashed)
    other = Blueprint("B", (Domain(3, "Rocks", None, (TaskStatement("3.1", "Granite rock"),)),))
    assert [c.task for c in with_tasks(replace(contents, blueprint=other), hashed)] == ["2.2", None, "3.1"]
    assert [c.task for c in with_tasks(replace(contents, blueprint=None), hashed)] == ["2.2", None, None]


def test_nothing_is_compared_where_directives_say_all(tmp_path, hashed):
    told = NOTES[: NOTES.index("## Untold")]
    contents = contents_of(tmp_path, hashed, told)
    assert [chunk.task for chunk in with_tasks(contents, _Unused())] == ["2.2"]


class _Unused:
    """An embedder that nobody may ask anything."""

    name, dim = "unused", 1

    def count_tokens(self, texts):
        raise AssertionError("counted")

    def embed_passages(self, texts, advance=None):
        raise AssertionError("embedded")

    def embed_query(self, text):
        raise AssertionError("embedded")
