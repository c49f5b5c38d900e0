"""A learner who answers without end: keeps attempts in the file named and says each once it is kept."""

import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from tutor.learner.attempts import AttemptStore
from tutor.learner.database import Database
from tutor.learner.types import Attempt


def answer_without_end(path: Path, name: str) -> None:
    store = AttemptStore(Database(path))
    for number in count():
        attempt = Attempt(
            f"{name}-{number}", "bees", "1.2", (number % 4,), number % 2 == 0, datetime.now(UTC)
        )
        store.add(attempt)
        sys.stdout.write(f"{attempt.item_id}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    answer_without_end(Path(sys.argv[1]), sys.argv[2])
