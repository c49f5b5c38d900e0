"""A file against a lab's steps, or many files for its author: solution, starter and wrong attempts."""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from tutor.labs.load import load_wrong_attempts
from tutor.labs.runner import Job, RunEnd, run_jobs, run_script
from tutor.labs.types import CheckedLab, CheckResult, Lab, LabStep, RanLab, StepResult, WrongAttempt

__all__ = ["author_faults", "check_file", "run_file"]

_AUTHOR_CPU_SECONDS, _AUTHOR_WALL_SECONDS = 280, 580  # of a whole proof; the other limits are the lab's


def check_file(
    lab: Lab,
    file: Path,
    home: Path,
    steps: Sequence[LabStep] = (),
    told: Callable[[int], None] = lambda done: None,
) -> CheckedLab:
    """What the steps, all of them unless some are named, say of a learner's file. Raises LabError.

    `told` is called now and again with the number of checks that are done.
    """
    chosen = tuple(steps) or lab.steps
    end = run_jobs(lab, [_job(file, chosen)], home, told=told)
    return CheckedLab(_results(end, 0, chosen, lab), end.output, end.seconds, end.stopped)


def run_file(lab: Lab, file: Path, home: Path) -> RanLab:
    """What a learner's file does as a script, within the lab's limits. Raises LabError."""
    end = run_script(lab, file, home)
    said = [row.message for row in end.rows if row.message]
    return RanLab(end.output, end.stopped or "\n".join(said), end.seconds)


def author_faults(lab: Lab, home: Path) -> tuple[str, ...]:
    """What is wrong with a lab's own code, a sentence each: it is run here as a learner's would be.

    The solution has to pass every check, the starter to fail every check that is not `given`, and each wrong
    attempt to fail its step with its message. Raises LabError and CourseError.
    """
    wrong = load_wrong_attempts(lab)
    with tempfile.TemporaryDirectory(prefix="tutor-lab-") as folder:
        files = [_attempt_file(lab, attempt, Path(folder).resolve()) for attempt in wrong]
        whole = _copied(lab.solution, Path(folder) / "solution"), _copied(lab.starter, Path(folder) / "start")
        jobs = [_job(file.resolve(), lab.steps) for file in whole]
        jobs += [
            replace(_job(file, (lab.step(one.step),)), until=one.message)
            for file, one in zip(files, wrong, strict=True)
        ]
        limits = replace(lab.limits, cpu_seconds=_AUTHOR_CPU_SECONDS, wall_seconds=_AUTHOR_WALL_SECONDS)
        end = run_jobs(lab, jobs, home, limits)
    if end.stopped:
        return (f"{lab.id}: its own code was stopped. {end.stopped}",)
    faults = _solution_faults(_results(end, 0, lab.steps, lab), lab)
    faults += _starter_faults(_results(end, 1, lab.steps, lab), lab)
    for number, attempt in enumerate(wrong, start=2):
        (result,) = _results(end, number, (lab.step(attempt.step),), lab)
        faults += _wrong_faults(result, attempt, lab)
    return tuple(faults)


def _job(file: Path, steps: Sequence[LabStep]) -> Job:
    return Job(file, tuple(check for step in steps for check in step.checks))


def _copied(source: Path, folder: Path) -> Path:
    folder.mkdir()
    file = folder / "lab.py"
    file.write_bytes(source.read_bytes())
    return file


def _attempt_file(lab: Lab, attempt: WrongAttempt, folder: Path) -> Path:
    """The solution with the attempt's definitions after its own, so that they are the ones in force."""
    own = folder / attempt.path.stem
    own.mkdir()
    file = own / "lab.py"
    parts = (lab.solution.read_text(encoding="utf-8"), attempt.path.read_text(encoding="utf-8"))
    file.write_text("\n\n".join(parts), encoding="utf-8")
    return file


def _results(end: RunEnd, job: int, steps: Sequence[LabStep], lab: Lab) -> tuple[StepResult, ...]:
    outcomes = {(row.job, row.check): row for row in end.rows}
    titles = _titles(lab)
    found: list[StepResult] = []
    for step in steps:
        checks: list[CheckResult] = []
        for name in step.checks:
            row = outcomes.get((job, name))
            if row is None or row.outcome == "begun":
                reached = row is not None or not end.rows
                message = end.stopped if reached else "Not reached: the run was stopped before this check."
                checks.append(CheckResult(name, titles[name], False, message, begun=reached))
            else:
                begun = row.outcome != "unbegun"
                checks.append(CheckResult(name, titles[name], row.outcome == "passed", row.message, begun))
        found.append(StepResult(step.id, tuple(checks)))
    return tuple(found)


def _titles(lab: Lab) -> dict[str, str]:
    """What each check looks at: the first line of its docstring. `load_lab` saw that there is one."""
    import ast

    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in lab.checks_files)
    functions = (node for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef))
    return {node.name: (ast.get_docstring(node) or node.name).splitlines()[0] for node in functions}


def _solution_faults(results: Sequence[StepResult], lab: Lab) -> list[str]:
    return [
        f"{lab.id}: the solution fails {check.name} of step {result.step}: {check.message}"
        for result in results
        for check in result.checks
        if not check.passed
    ]


def _starter_faults(results: Sequence[StepResult], lab: Lab) -> list[str]:
    faults: list[str] = []
    for result in results:
        given = lab.step(result.step).given
        for check in result.checks:
            if check.passed and check.name not in given:
                faults.append(f"{lab.id}: the starter passes {check.name} of step {result.step} already.")
            elif not check.passed and check.name in given:
                said = f"{lab.id}: the starter should pass {check.name} of step {result.step}"
                faults.append(f"{said}: {check.message}")
    return faults


def _wrong_faults(result: StepResult, attempt: WrongAttempt, lab: Lab) -> list[str]:
    import re

    where = f"{lab.id}: wrong/{attempt.path.name}"
    if result.passed:
        return [f"{where} passes step {attempt.step}."]
    said = [check.message for check in result.checks if not check.passed]
    if not any(re.search(attempt.message, message) for message in said):
        return [f"{where} should be told /{attempt.message}/ and is told: {' | '.join(said)}"]
    return []
