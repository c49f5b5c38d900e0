"""The simulated AWS as a process of its own for as long as a lab runs; only this module starts it."""

import importlib.util
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tutor.labs.types import LabError

__all__ = ["KEYS_IN_A_PAGE", "install_sentence", "lab_environment", "missing_packages", "simulated_aws"]

KEYS_IN_A_PAGE = 25
"""Of a listing in S3, where the real one gives 1,000: forgetting the other pages shows with little data."""
_CHILD = Path(__file__).with_name("server_child.py")
_PROGRAM = Path(__file__).resolve().parents[2]
_START_SECONDS = 60  # moto imports in a second; a cold disk on a busy machine takes several
_AWS_PACKAGES = ("boto3", "moto", "flask_cors")
_DATA_PACKAGES = ("pandas", "sklearn")


def _is_installed(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def missing_packages(
    services: tuple[str, ...], has: Callable[[str], bool] = _is_installed
) -> tuple[str, ...]:
    """The packages that a lab with these services needs and this environment lacks."""
    engine = ("duckdb",) if "athena" in services else ()
    wanted = (*_DATA_PACKAGES, *(_AWS_PACKAGES if services else ()), *engine)
    return tuple(name for name in wanted if not has(name))


def install_sentence(missing: tuple[str, ...]) -> str:
    """What to install, said to the learner."""
    return (
        f"The labs need packages that are not installed ({', '.join(missing)}). "
        "Run `pip install -e '.[labs]'` in the tutor's folder."
    )


def lab_environment(scratch: Path, port: int = 0) -> dict[str, str]:
    """The whole environment of a lab's processes: dummy credentials, loopback, nothing of the learner's own.

    Without a server (`port` 0) the endpoint is one where nobody listens.
    """
    empty = scratch / "empty.ini"
    empty.touch()
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(scratch),
        "TMPDIR": str(scratch),
        "LANG": "C.UTF-8",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_SESSION_TOKEN": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_CONFIG_FILE": str(empty),
        "AWS_SHARED_CREDENTIALS_FILE": str(empty),
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port or 9}",  # port 9 is "discard"
        "AWS_MAX_ATTEMPTS": "1",
        "NO_PROXY": "*",
        "MOTO_S3_DEFAULT_MAX_KEYS": str(KEYS_IN_A_PAGE),
        # one thread each: the laptop stays usable, and results do not hang on the number of cores
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "JOBLIB_MULTIPROCESSING": "0",  # n_jobs=2 then means one after the other
        "MPLBACKEND": "Agg",
    }


@contextmanager
def simulated_aws(scratch: Path) -> Iterator[int]:
    """The port of an empty simulated AWS on 127.0.0.1; its process ends with the block, or with this one.

    Raises LabError when it does not start.
    """
    process = subprocess.Popen(
        [sys.executable, "-I", "-B", str(_CHILD), str(_PROGRAM), str(scratch)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=lab_environment(scratch),
        cwd=scratch,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        ready, _, _ = select.select([process.stdout], [], [], _START_SECONDS)
        line = process.stdout.readline().strip() if ready else b""
        if not line.isdigit():
            raise LabError(
                "The simulated AWS did not start. Run `pip install -e '.[labs]'` in the tutor's folder, "
                "then try again."
            )
        yield int(line)
    finally:
        process.kill()
        process.communicate()
