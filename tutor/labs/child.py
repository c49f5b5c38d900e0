"""The child process: limits itself, puts up the guard, runs learner code against checks, writes results.

Run as a script with the path of a request (JSON) as its argument; `tutor.labs.runner` writes the request and
reads the results, one JSON object a line. Results are written as they come, so a limit loses none of them.
"""

import errno
import importlib
import importlib.util
import json
import random
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from tutor.labs.guard import Guard
    from tutor.labs.stand_ins import StandIns

__all__ = ["main"]

_MB = 1024 * 1024
_FULL = {
    errno.EFBIG: "Your code wrote a file larger than the lab allows; keep your files small.",
    errno.EMFILE: "Your code holds more files open than the lab allows; close them, for example with `with`.",
}
_SHOWN_LINE_CHARS = 60


def main(arguments: Sequence[str]) -> None:
    """Do what the request asks for."""
    request = json.loads(Path(arguments[1]).read_text(encoding="utf-8"))
    sys.path[:0] = [request["lab_folder"], request["program"]]
    _limit(request["limits"])
    guard = _put_up_guard(request)
    from tutor.labs.stand_ins import StandIns

    # one set for the whole run: botocore keeps what is registered with it
    stand_ins = StandIns(request["services"], request["port"], Path(request["scratch"]))
    stand_ins.reset()
    with Path(request["results"]).open("a", encoding="utf-8") as out:
        if request["mode"] == "run":
            _run_script(Path(request["jobs"][0]["file"]), guard, out)
            return
        for number, job in enumerate(request["jobs"]):
            _judge(number, job, Judging(request, stand_ins, guard, out))


@dataclass(frozen=True, slots=True)
class Judging:
    """What all files of a run are judged with."""

    request: dict[str, Any]
    stand_ins: "StandIns"
    guard: "Guard"
    out: TextIO


def _limit(limits: dict[str, int]) -> None:
    """Take the limits from here on; where the system has no such limits, the parent's clock remains."""
    if importlib.util.find_spec("resource") is None:
        return
    import resource
    import signal

    signal.alarm(limits["wall_seconds"] + 5)  # the parent's clock comes first, unless the parent is gone
    wanted = {
        resource.RLIMIT_CPU: (limits["cpu_seconds"], limits["cpu_seconds"] + 1),
        resource.RLIMIT_AS: (limits["memory_mb"] * _MB,) * 2,
        resource.RLIMIT_FSIZE: (limits["file_mb"] * _MB,) * 2,
        resource.RLIMIT_NOFILE: (limits["open_files"],) * 2,
        resource.RLIMIT_CORE: (0, 0),
    }
    for kind, (soft, hard) in wanted.items():
        most = resource.getrlimit(kind)[1]
        cap = most if most != resource.RLIM_INFINITY else hard
        with suppress(ValueError, OSError):  # macOS refuses a limit of address space
            resource.setrlimit(kind, (min(soft, cap), min(hard, cap)))


def _put_up_guard(request: dict[str, Any]) -> "Guard":
    from tutor.labs.guard import Guard

    guard = Guard(
        writable=tuple(request["writable"]),
        hidden=tuple(request["hidden"]),
        readable=(sys.prefix, sys.base_prefix, request["program"], request["lab_folder"]),
        port=request["port"],
    )
    sys.addaudithook(guard)
    return guard


def _say(out: TextIO, job: int, check: str, outcome: str, message: str = "") -> None:
    row = {"job": job, "check": check, "outcome": outcome, "message": message}
    out.write(json.dumps(row) + "\n")
    out.flush()


def _judge(number: int, job: dict[str, Any], judging: Judging) -> None:
    """One learner file against the checks that the job names, each written as it ends."""
    from tutor.labs.checking import Bench

    file = Path(job["file"])
    bench = Bench(Path(judging.request["scratch"]), judging.stand_ins.by_service)
    checks = [_load(Path(path), Path(path).stem) for path in judging.request["checks"]]
    _say(judging.out, number, "", "begun")
    loaded: list[ModuleType] = []
    fault = _fault_of(lambda: loaded.append(_load(file, "lab")), file, judging.guard)
    for name in job["checks"]:
        _say(judging.out, number, name, "begun")
        found = fault
        if loaded and fault is None:
            judging.stand_ins.reset()
            random.seed(0)
            check = next(getattr(module, name) for module in checks if hasattr(module, name))
            found = _fault_of(partial(check, loaded[0], bench), file, judging.guard)
        _say(judging.out, number, name, *(found or ("passed", "")))
        if found and job["until"] and re.search(job["until"], found[1]):
            return


def _run_script(file: Path, guard: "Guard", out: TextIO) -> None:
    """The learner's file as a script, as `python lab.py` would; only what went wrong is written."""
    import runpy

    _say(out, 0, "", "begun")
    found = _fault_of(lambda: runpy.run_path(str(file), run_name="__main__"), file, guard)
    _say(out, 0, "", *(found or ("passed", "")))


def _load(path: Path, name: str) -> ModuleType:
    """The module of a file under that name, in place of an earlier one of the same name."""
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path.name} is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _fault_of(act: Callable[[], object], file: Path, guard: "Guard") -> tuple[str, str] | None:
    """None when it went well, else the outcome and its message; a refusal of the guard comes before all."""
    from tutor.labs.checking import Wrong

    guard.refusals.clear()
    found: tuple[str, str] | None = None
    try:
        with _at_home_in_warnings():
            act()
    except Wrong as wrong:
        found = ("wrong", str(wrong))
    except NotImplementedError as error:
        found = ("unbegun", _unwritten(error, file))
    except SyntaxError as error:
        found = ("wrong", f"Python cannot read {file.name}, line {error.lineno}: {error.msg}.")
    except MemoryError:
        found = ("wrong", "Your code asked for more memory than the lab allows; work on less data at a time.")
    except OSError as error:
        found = ("wrong", _FULL.get(error.errno or 0) or _raised(error, file))
    except SystemExit:
        found = ("wrong", f"Your code ended the run by itself{_where(file)}; take exit() out.")
    except Exception as error:  # noqa: BLE001 - learner code may raise anything, and all of it is told
        found = ("wrong", _raised(error, file))
    return ("wrong", guard.refusals[0]) if guard.refusals else found


@contextmanager
def _at_home_in_warnings() -> Iterator[None]:
    """Library warnings are no output of the learner's."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _frame(file: Path) -> "traceback.FrameSummary | None":
    """The innermost line of the learner's file in the traceback being handled."""
    frames = traceback.extract_tb(sys.exc_info()[2])
    own = [frame for frame in frames if frame.filename == str(file)]
    return own[-1] if own else None


def _where(file: Path) -> str:
    frame = _frame(file)
    return f" at line {frame.lineno} of {file.name}" if frame else ""


def _unwritten(error: NotImplementedError, file: Path) -> str:
    frame = _frame(file)
    if frame is None:
        return f"Something is not written yet ({error})."
    return (
        f"`{frame.name}` is not written yet: line {frame.lineno} of {file.name} still raises its TODO. "
        "Put your code in place of that line."
    )


def _raised(error: Exception, file: Path) -> str:
    """What was raised and where in the learner's file, in one sentence."""
    reason = " ".join(str(error).split())
    kind = type(error).__name__
    frame = _frame(file)
    if frame is None:
        if isinstance(error, AttributeError) and error.obj is sys.modules.get("lab"):
            return f"{file.name} has no `{error.name}`; the lab's starter shows where it stands."
        return f"The check could not work with what your code did or returned ({kind}: {reason[:300]})."
    line = (frame.line or "").strip()[:_SHOWN_LINE_CHARS]
    return f"{kind} at line {frame.lineno} of {file.name} (`{line}`): {reason[:300]}"


if __name__ == "__main__":
    main(sys.argv)
