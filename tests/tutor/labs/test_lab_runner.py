import json
import re
import time
from dataclasses import replace

import pytest

from tests.tutor.labs.lab_folder import (
    SOLUTION,
    STARTER,
    needs_lab_packages,
    split_checks,
    write_attempt,
    write_lab,
)
from tutor.labs.aws_server import lab_environment
from tutor.labs.judge import author_faults, check_file, run_file
from tutor.labs.load import load_lab
from tutor.labs.types import LabError

pytestmark = needs_lab_packages


@pytest.fixture
def lab(tmp_path):
    return load_lab(write_lab(tmp_path / "course"))


@pytest.fixture
def home(tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "learner.sqlite3").write_bytes(b"mine")
    return tmp_path / "home"


@pytest.fixture
def judged(lab, home, tmp_path):
    """What the lab's steps say of some code; `limits` lowers the lab's own."""

    def judge(code, **limits):
        file = write_attempt(home / "learners" / "me" / "labs" / "counting", code)
        return check_file(replace(lab, limits=replace(lab.limits, **limits)), file, home)

    return judge


def first_message(checked):
    return checked.steps[0].message


def test_a_solution_passes_and_what_it_prints_is_kept(judged):
    checked = judged("print('hello')\n" + SOLUTION)
    assert checked.passed
    assert checked.output == "hello\n"
    assert [one.title for one in checked.steps[0].checks] == [
        "Two and three make five.",
        "Nothing and nothing make nothing.",
    ]


def test_checks_of_several_files_are_run_with_their_titles(lab, judged):
    split_checks(lab.directory)
    checked = judged(SOLUTION)
    assert checked.passed
    assert [one.title for one in checked.steps[1].checks] == ["Twice four is eight."]


def test_a_starter_is_not_begun(judged):
    checked = judged(STARTER)
    assert [(step.passed, step.begun) for step in checked.steps] == [(False, False), (False, False)]
    assert first_message(checked) == (
        "`add` is not written yet: line 3 of lab.py still raises its TODO. "
        "Put your code in place of that line."
    )


def test_a_wrong_answer_gets_its_message(judged):
    checked = judged(SOLUTION.replace("one + other", "one - other"))
    assert first_message(checked) == "add(2, 3) is -1; look at the sign."
    assert [step.passed for step in checked.steps] == [False, True]
    assert [one.passed for one in checked.steps[0].checks] == [False, True]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("return one / 0", r"ZeroDivisionError at line 2 of lab.py \(`return one / 0`\): division by zero"),
        ("exit()", "Your code ended the run by itself at line 2 of lab.py"),
        ("return bytearray(4 * 1024**3)", "asked for more memory than the lab allows"),
        ("return open('/etc/lab-was-here', 'w')", "tried to change /etc/lab-was-here, which is outside"),
        (
            "return open('../../../../learner.sqlite3').read()",
            "tried to open learner.sqlite3 in the tutor's own",
        ),
        (
            "import sqlite3; sqlite3.connect('../../../../learner.sqlite3')",
            "open learner.sqlite3 in the tutor's",
        ),
        ("import subprocess; subprocess.run(['ls'])", r"start another process \(subprocess.Popen\)"),
        ("import socket; socket.create_connection(('192.0.2.1', 443), 1)", "tried to reach 192.0.2.1:443"),
        (
            "import urllib.request; urllib.request.urlopen('https://sts.amazonaws.com')",
            "tried to reach sts.amazonaws.com:443",
        ),
        ("open('big', 'wb').write(bytes(3 * 1024**2))", "a file larger than the lab allows"),
        ("return [open(str(n), 'w') for n in range(999)]", "more files open than the lab allows"),
        ("return one.plus(other)", "AttributeError at line 2 of lab.py"),
    ],
)
def test_what_a_lab_refuses_is_told_in_one_sentence(judged, body, message):
    checked = judged(SOLUTION.replace("return one + other", body), file_mb=1)
    assert re.search(message, first_message(checked)), first_message(checked)
    assert checked.stopped == ""
    assert checked.steps[1].passed


def test_a_refusal_is_told_even_if_the_code_swallows_it(judged):
    swallowing = (
        "try:\n        open('/etc/x', 'w')\n    except Exception:\n        pass\n    return one + other"
    )
    assert "tried to change /etc/x" in first_message(
        judged(SOLUTION.replace("return one + other", swallowing))
    )


def test_code_that_python_cannot_read(judged):
    assert first_message(judged("def add(:\n")) == "Python cannot read lab.py, line 1: invalid syntax."


def test_a_function_that_is_gone(judged):
    message = judged(SOLUTION.replace("def double", "def twice")).steps[1].message
    assert message == "lab.py has no `double`; the lab's starter shows where it stands."


def test_an_endless_loop_is_stopped_by_processor_time(judged):
    checked = judged(SOLUTION.replace("return 2 * number", "while True: pass"), cpu_seconds=1)
    assert checked.stopped.startswith("Your code used more than 1 s of processor time and was stopped")
    assert checked.steps[0].passed  # what was found before is kept
    assert checked.steps[1].message == checked.stopped


def test_an_endless_wait_is_stopped_by_the_clock(judged):
    began = time.monotonic()
    checked = judged("import time; time.sleep(60)\n" + SOLUTION, wall_seconds=1)
    assert time.monotonic() - began < 10
    assert checked.stopped.startswith("Your code ran longer than 1 s and was stopped")
    assert [step.passed for step in checked.steps] == [False, False]


def test_a_flood_of_output_is_stopped(judged):
    checked = judged(SOLUTION.replace("return one + other", "while True: print('x' * 2**20)"), output_kb=64)
    assert checked.stopped == "Your code wrote more than 64 KB of output and was stopped; print less."
    assert len(checked.output) <= 20_000


def test_a_fork_bomb_does_not_begin(judged):
    checked = judged(SOLUTION.replace("return one + other", "import os\n    while True: os.fork()"))
    assert "tried to start another process (os.fork)" in first_message(checked)


def test_multiprocessing_does_not_begin_either(judged):
    body = "import multiprocessing as m; m.get_context('spawn').Process(target=print).start()"
    checked = judged(SOLUTION.replace("return one + other", body))
    assert "tried to start another process (multiprocessing)" in first_message(checked)


def test_several_jobs_of_a_library_run_one_after_the_other(judged):
    body = (
        "from joblib import Parallel, delayed; return sum(Parallel(2)(delayed(int)(n) for n in (one, other)))"
    )
    checked = judged(SOLUTION.replace("return one + other", body))
    assert first_message(checked) == ""
    assert checked.passed


def test_an_end_without_a_word_is_told(judged):
    checked = judged("import os\n" + SOLUTION.replace("return 2 * number", "os._exit(3)"))
    assert "ended the run before its checks were done (exit code 3)" in checked.steps[1].message


def test_a_script_is_run_with_its_output(lab, home):
    ran = run_file(lab, write_attempt(home / "a", SOLUTION), home)
    assert (ran.output, ran.message) == ("two and two is 4\n", "")
    ran = run_file(lab, write_attempt(home / "b", "print(1)\nprint(1 / 0)\n"), home)
    assert ran.output == "1\n"
    assert ran.message == "ZeroDivisionError at line 2 of lab.py (`print(1 / 0)`): division by zero"


def test_nothing_of_this_process_reaches_the_learners_code(judged, tmp_path):
    shown = "import json, os\nprint(json.dumps(dict(os.environ)))\n"
    seen = json.loads(judged(shown + SOLUTION).output)
    wanted = lab_environment(tmp_path)
    assert seen.keys() - {"LC_CTYPE"} == wanted.keys()  # which Python may add
    assert seen["AWS_ACCESS_KEY_ID"] == "testing"
    assert seen["AWS_ENDPOINT_URL"] == "http://127.0.0.1:9"
    assert "proxy" not in " ".join(seen).lower().replace("no_proxy", "")


def test_the_authors_proof_finds_each_kind_of_fault(tmp_path, home):
    starter = STARTER.replace('raise NotImplementedError("TODO 2")', "return 2 * number")
    folder = write_lab(tmp_path / "other", starter=starter, solution=SOLUTION.replace("one + other", "one"))
    wrong = {"right": "def double(n):\n    return n + n\n", "odd": "def double(n):\n    return n\n"}
    for name, code in wrong.items():
        (folder / "wrong" / f"{name}.py").write_text(f"# step: double\n# message: is 9\n{code}")
    assert author_faults(load_lab(folder), home) == (
        "counting: the solution fails sums_are_right of step add: add(2, 3) is 2; look at the sign.",
        "counting: the starter passes doubles_are_right of step double already.",
        "counting: wrong/odd.py should be told /is 9/ and is told: double(4) is not 8.",
        "counting: wrong/right.py passes step double.",
    )


def test_a_child_that_cannot_begin_is_an_error(tmp_path, home):
    folder = write_lab(tmp_path / "other")
    lab = load_lab(folder)
    (folder / "checks.py").write_text("import nothing_of_that_name\n")
    with pytest.raises(LabError, match=r"could not begin \(ModuleNotFoundError"):
        check_file(lab, write_attempt(home / "a", SOLUTION), home)
