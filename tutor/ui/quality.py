"""The quality page: what the last `tutor eval` of each suite found. Reads its files and knows no suite."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import streamlit as st

from tutor.ui.resources import shared
from tutor.ui.shown import plain

__all__ = ["draw", "figure_rows", "last_results", "shown_cases"]

_SHOWN_CASES = 25
_SHOWN_PASSAGES = 3
_ALL = "all"


def draw() -> None:
    """Draw the page."""
    st.title("Quality")
    results = last_results(shared().settings().home / "evals" / "last")
    if not results:
        st.info("Nothing was measured on this machine yet. Run `tutor eval fast` (about two minutes).")
        return
    st.caption("Each figure with its 95 % interval and the number of cases behind it.")
    for suite, result in results.items():
        with st.expander(suite, expanded=len(results) == 1):
            _draw_suite(suite, result)


def last_results(folder: Path) -> dict[str, dict[str, Any]]:
    """The last result of each suite by its name; a file that cannot be read is passed over."""
    results: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("*.json")):
        try:
            results[path.stem] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue  # half written or of another version: the next run replaces it
    return results


def figure_rows(result: Mapping[str, Any]) -> list[dict[str, str]]:
    """The figures as rows of words: value, interval, floor, whether it is reached, systems compared with."""
    rows = []
    for name, values in result["metrics"].items():
        floor = result["floors"].get(name)
        row = {
            "Figure": name.replace("_", " "),
            "Value": _value(values),
            "Interval": f"{values['low']:.3f} to {values['high']:.3f}" if values["value"] is not None else "",
            "Cases": str(values["n"]),
            "Floor": f"{'≤' if floor['at_most'] else '≥'} {floor['value']:g}" if floor else "",
            "Reached": _reached(values, floor),
        }
        row |= {other: _value(table.get(name)) for other, table in result["compare"].items()}
        rows.append(row)
    return rows


def shown_cases(
    cases: Sequence[Mapping[str, Any]], kind: str, task: str, *, failed_only: bool
) -> list[Mapping[str, Any]]:
    """The cases of a type and a task ("all" for any), failures first, at most so many as are readable."""
    chosen = [
        case
        for case in cases
        if kind in (_ALL, case.get("type"))
        and task in (_ALL, case.get("task"))
        and not (failed_only and case.get("passed", True))
    ]
    return sorted(chosen, key=lambda case: bool(case.get("passed", True)))[:_SHOWN_CASES]


def _value(values: Mapping[str, Any] | None) -> str:
    return f"{values['value']:.3f}" if values and values["value"] is not None else ""


def _reached(values: Mapping[str, Any], floor: Mapping[str, Any] | None) -> str:
    if floor is None or values["value"] is None:
        return ""
    below = values["value"] <= floor["value"] if floor["at_most"] else values["value"] >= floor["value"]
    return "✓ yes" if below else "✕ no"


def _draw_suite(suite: str, result: Mapping[str, Any]) -> None:
    measured = datetime.fromisoformat(result["measured_at"])
    st.caption(f"Measured on {measured:%Y-%m-%d at %H:%M} UTC")
    st.dataframe(figure_rows(result), hide_index=True)
    _draw_curves(result.get("curves", {}))
    cases = result["cases"]
    columns = st.columns(3)
    kind = columns[0].selectbox("Type", [_ALL, *_values(cases, "type")], key=f"{suite}-type")
    task = columns[1].selectbox("Task statement", [_ALL, *_values(cases, "task")], key=f"{suite}-task")
    failed_only = columns[2].toggle("Failures only", value=True, key=f"{suite}-failed")
    chosen = shown_cases(cases, kind or _ALL, task or _ALL, failed_only=failed_only)
    failed = sum(not case.get("passed", True) for case in cases)
    st.write(f"{failed} of {len(cases)} cases failed; {len(chosen)} are shown.")
    for case in chosen:
        _draw_case(case)


def _draw_curves(curves: Mapping[str, Any]) -> None:
    if "recall_at_k" in curves:
        lines = curves["recall_at_k"]
        depth = [point[0] for point in next(iter(lines.values()))]
        table = {"k": depth} | {name: [share for _, share in line] for name, line in lines.items()}
        st.line_chart(table, x="k", y_label="share found among the first k")
    if curves.get("reliability"):
        score, share, cases = zip(*curves["reliability"], strict=True)
        table = {"score": list(score), "share that is true": list(share), "cases": list(cases)}
        st.scatter_chart(table, x="score", y="share that is true", size="cases")


def _draw_case(case: Mapping[str, Any]) -> None:
    with st.container(border=True):
        sign = "✓" if case.get("passed", True) else "✕"
        st.markdown(f"{sign} **{plain(str(case.get('question', '')))}** ({plain(str(case['id']))})")
        for fault in case.get("faults", ()):
            st.markdown(f"- {plain(str(fault))}")
        if case.get("text"):
            st.markdown(plain(str(case["text"])))
        for passage in (case.get("passages") or case.get("found") or [])[:_SHOWN_PASSAGES]:
            st.caption(plain(f"{passage['document']}, {passage.get('heading', '')}: {passage['text']}"))


def _values(cases: Sequence[Mapping[str, Any]], name: str) -> list[str]:
    return sorted({str(case[name]) for case in cases if case.get(name)})
