import itertools
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What `killed_builds` wrote: where each build was killed, and what the index then said."""
    folder = tmp_path_factory.mktemp("crash")
    notes = folder / "notes"
    notes.mkdir()
    for name in ("bees", "mites", "smoke", "wasps"):
        (notes / f"{name}.md").write_text(f"# About {name}\n\nThis note speaks of {name} only.\n")
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("killed_builds.py"), notes, folder / "index"],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_builds_were_killed_while_reading_embedding_saving_and_cleaning_up(told):
    places = [line["at"] for line in told if "at" in line]
    assert len(places) >= 20
    for needed in (
        "progress: reading (files)", "progress: embedding (chunks)", "progress: saving (files)",
        "open chunks.jsonl", "open vectors.npy", "open manifest.json",
    ):  # fmt: skip
        assert needed in places
    assert sum(place.startswith("os.rename CURRENT.") for place in places) == 1
    assert any(place.startswith("shutil.rmtree v-") for place in places)


def test_after_every_kill_an_index_is_whole_the_one_before_or_the_one_after(told):
    before = 0
    for line in (line for line in told if line.get("killed")):
        assert line["documents"] == 5
        assert line["number"] in (before, line["wrote"])
        before = line["number"]


def test_killed_before_the_rename_the_index_is_the_one_before_and_after_it_the_new_one(told):
    kills = [(where["at"], line) for where, line in itertools.pairwise(told) if "at" in where]
    renamed = next(i for i, (place, _) in enumerate(kills) if place.startswith("os.rename CURRENT."))
    assert {line["number"] for _, line in kills[: renamed + 1]} == {0}
    assert all(line["number"] == line["wrote"] for _, line in kills[renamed + 1 :])


def test_the_next_build_succeeds_and_clears_what_was_left(told):
    end = told[-1]
    assert end["number"] == told[-2]["wrote"]
    assert end["documents"] == 5
    assert "CURRENT" in end["end"]
    assert len([name for name in end["end"] if name.startswith("v-")]) == 1
    assert not [name for name in end["end"] if name.startswith("CURRENT.")]
