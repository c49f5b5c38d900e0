"""The stamp of a learner's file."""

from pathlib import Path

from tutor.learner.database import Database
from tutor.ui.learner_parts import _LearnerFile


class _SaysItIsThere(type(Path())):
    """A path as another reader saw it a moment ago, before SQLite took the log away."""

    def exists(self, **_: object) -> bool:
        return True


def test_a_log_that_is_taken_away_meanwhile_has_a_stamp(tmp_path):
    path = _SaysItIsThere(tmp_path / "learner.sqlite3")
    path.write_bytes(b"12345")
    file = _LearnerFile(Database(path))
    written = path.stat().st_mtime_ns
    assert file.stamp() == (written, 5, 0, 0)

    path.with_name("learner.sqlite3-wal").write_bytes(b"123")
    assert file.stamp()[3] == 3
