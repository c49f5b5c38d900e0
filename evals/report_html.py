"""Results as one HTML file: no network, no library, readable with scripts switched off.

Works on results in their JSON form, so that a page can be made of stored ones too.
"""

import json
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from evals.charts import bars_chart, line_chart, reliability_chart
from evals.floors import FLOORS_FILE, Floor, read_floors

__all__ = ["figures_table", "html_page"]

_PAGE = Template((Path(__file__).parent / "report.html").read_text(encoding="utf-8"))
_SHOWN_CASES = 400
_SHOWN_CHARS = 700


Previous = Mapping[str, Mapping[str, Any]]
"""By suite the figures of the last run before this one, as `evals.history` keeps them."""


def html_page(
    results: Sequence[Mapping[str, Any]], command: str, previous: Previous, floors: Path = FLOORS_FILE
) -> str:
    """The whole page; every word of a case is escaped."""
    sections = (_section(result, previous.get(result["suite"], {}), floors) for result in results)
    return _PAGE.substitute(command=escape(command), sections="\n".join(sections))


def figures_table(result: Mapping[str, Any], floors: Mapping[str, Floor], before: Mapping[str, Any]) -> str:
    """The figures of one suite beside floors, aims, the last run's and the systems compared with."""
    others = list(result["compare"])
    head = "".join(
        f"<th>{escape(name)}</th>" for name in ("metric", "tutor", "last run", "floor", "aim", *others)
    )
    rows = []
    for name, values in result["metrics"].items():
        floor = floors.get(name)
        state = _state(values, floor)
        bound = f"{'≤' if floor.at_most else '≥'} {floor.value:g}" if floor else ""
        aim = f"{floor.aim:g}" if floor and floor.aim is not None else ""
        cells = [escape(name), _figure(values), _value(before.get(name)), bound, aim]
        cells += [_figure(result["compare"][other].get(name)) for other in others]
        rows.append(f'<tr class="{state}">' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _section(result: Mapping[str, Any], before: Mapping[str, Any], floors: Path) -> str:
    bounds = read_floors(result["suite"], floors)
    name = escape(result["suite"])
    settings = "; ".join(f"{escape(str(k))}: {escape(str(v))}" for k, v in result["settings"].items())
    return (
        f'<section id="{name}"><h2>{name}</h2><p class="settings">{settings}</p>'
        f"{figures_table(result, bounds, before)}{_charts(result, bounds)}{_cases(result)}</section>"
    )


def _charts(result: Mapping[str, Any], floors: Mapping[str, Floor]) -> str:
    curves = result.get("curves", {})
    charts = [bars_chart({k: v for k, v in result["metrics"].items() if k in floors}, floors)]
    if "recall_at_k" in curves:
        charts.append(line_chart("share found among the first k", curves["recall_at_k"]))
    if "thresholds" in curves:
        points = curves["thresholds"]
        lines = {
            "unanswerable refused": [[t, right] for t, right, _ in points],
            "answerable refused": [[t, wrong] for t, _, wrong in points],
        }
        charts.append(line_chart("refused below a score", lines))
    if "reliability" in curves:
        charts.append(reliability_chart("score and share that is true", curves["reliability"]))
    return f'<div class="charts">{"".join(chart for chart in charts if chart)}</div>'


def _cases(result: Mapping[str, Any]) -> str:
    """Failures first; the rest in the file's order."""
    cases = sorted(result["cases"], key=lambda case: bool(case.get("passed", True)))[:_SHOWN_CASES]
    failed = sum(case.get("passed") is False for case in result["cases"])
    types = sorted({str(case.get("type") or "") for case in cases} - {""})
    tasks = sorted({str(case.get("task") or "") for case in cases} - {""})
    filters = (
        f"{_choice('type', types)}{_choice('task', tasks)}"
        '<label><input type="checkbox" data-filter="failed" checked> failures only</label>'
    )
    listed = "".join(_case(case) for case in cases)
    total = len(result["cases"])
    return f'<div class="cases"><h3>{failed} of {total} failed</h3><form>{filters}</form>{listed}</div>'


def _choice(name: str, values: Sequence[str]) -> str:
    options = "".join(f"<option>{escape(value)}</option>" for value in values)
    first = '<option value="">all</option>'
    return f'<label>{name} <select data-filter="{name}">{first}{options}</select></label>'


def _case(case: Mapping[str, Any]) -> str:
    passed = case.get("passed", True)
    kind, task = escape(str(case.get("type") or "")), escape(str(case.get("task") or ""))
    faults = "".join(f"<li>{escape(str(fault))}</li>" for fault in case.get("faults", ()))
    rank = f"<p>rank of the gold words: {case['rank'] or 'not found'}</p>" if "rank" in case else ""
    body = [
        f"<ul class='faults'>{faults}</ul>" if faults else "",
        rank,
        _block("shown", case.get("text")),
        _block("reference", case.get("reference")),
        _listed("options", [str(option) for option in case.get("options", ())]),
        _listed("gold", [f"{gold['document'] or 'any'}: {gold['quote']}" for gold in case.get("gold", ())]),
        _listed("passages", [_passage(one) for one in case.get("passages") or case.get("found", ())]),
        _listed("verdicts", [json.dumps(one, ensure_ascii=False) for one in case.get("verdicts", ())]),
    ]
    state = "passed" if passed else "failed"
    return (
        f'<details class="case {state}" data-type="{kind}" data-task="{task}">'
        f"<summary>{escape(str(case['id']))} <b>{escape(str(case.get('question', '')))}</b> "
        f"<span>{kind} {task}</span></summary>{''.join(body)}</details>"
    )


def _block(name: str, text: object) -> str:
    return f"<p><b>{name}:</b> {escape(str(text)[:_SHOWN_CHARS])}</p>" if text else ""


def _listed(name: str, lines: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(line[:_SHOWN_CHARS])}</li>" for line in lines)
    return f"<p><b>{name}:</b></p><ol>{items}</ol>" if items else ""


def _passage(passage: Mapping[str, Any]) -> str:
    return f"{passage['document']}, {passage.get('heading', '')}: {passage['text']}"


def _figure(values: Mapping[str, Any] | None) -> str:
    if values is None:
        return ""
    if values["value"] is None:
        return "–"
    interval = f"{values['low']:.3f} to {values['high']:.3f}, n {values['n']}"
    shown = f"<b>{values['value']:.3f}</b> <small>{interval}</small>"
    difference = values.get("difference")
    if difference and difference["value"] is not None:
        low, high = difference["low"], difference["high"]
        shown += f"<br><small>ours {difference['value']:+.3f} ({low:+.3f} to {high:+.3f})</small>"
    return shown


def _value(values: Mapping[str, Any] | None) -> str:
    return f"{values['value']:.3f}" if values and values["value"] is not None else ""


def _state(values: Mapping[str, Any], floor: Floor | None) -> str:
    if floor is None or values["value"] is None:
        return ""
    missed = values["value"] > floor.value if floor.at_most else values["value"] < floor.value
    return "missed" if missed else "reached"
