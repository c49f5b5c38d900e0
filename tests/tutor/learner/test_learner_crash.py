"""The process is killed at 20 points while it writes; every answer that was acknowledged is there."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from tutor.learner.attempts import AttemptStore
from tutor.learner.database import Database

ROOT = Path(__file__).parents[3]
POINTS = 20


def killed_writer(path, point):
    """The attempts that a writer had acknowledged when it was killed, a little later each time."""
    command = [sys.executable, "-m", "tests.tutor.learner.attempt_writer", str(path), f"w{point}"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        first = [writer.stdout.readline().strip() for _ in range(1 + point % 4)]
        time.sleep(point * 0.0017)  # e.g. 2 to 32 ms: before, in and after the next commit
        os.kill(writer.pid, signal.SIGKILL)
        rest = writer.stdout.read()
    assert writer.returncode == -signal.SIGKILL
    # a last line without its end was cut off while it was written: not acknowledged
    return [*first, *rest.split("\n")[:-1]]


def test_no_acknowledged_answer_is_lost_at_20_kills(tmp_path):
    path = tmp_path / "learner.sqlite3"
    acknowledged = []
    for point in range(POINTS):
        told = killed_writer(path, point)
        acknowledged += told
        kept = [attempt.item_id for attempt in AttemptStore(Database(path)).all("bees")]
        # one more may have been committed and not yet told
        assert [each for each in kept if each in set(acknowledged)] == acknowledged
        assert len([each for each in kept if each.startswith(f"w{point}-")]) - len(told) in (0, 1)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
    assert len(acknowledged) >= POINTS
