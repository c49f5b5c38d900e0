"""Checks the sums that a rationale works out: "Recall is 45 / (45 + 15) = 0.75".

Only the four operations, powers and brackets are read; anything else is no sum. Knows nothing of sources.
"""

import ast
import itertools
import operator
import re
from collections.abc import Callable

from tutor.answering.facts import digits_in

__all__ = ["is_worked_out", "value_of"]

_UNIT_WORDS = r"(?:\s*%|(?:\s+(?!times\b|and\b|or\b)[A-Za-z]+){1,3}?)"
_TERM = rf"[\d,.]*\d(?:{_UNIT_WORDS}(?=\s*(?:[*/+\-=)−×^])))?"
_EXPRESSION = rf"[(\s]*{_TERM}[)\s]*(?:(?:\*|/|\+|-|−|×|\^)[(\s]*{_TERM}[)\s]*)*"
_EQUATION = re.compile(rf"{_EXPRESSION}(?:=\s*(?:about\s+)?{_EXPRESSION})+")
_UNIT = re.compile(rf"(?<=\d){_UNIT_WORDS}(?=\s*(?:[*/+\-=)−×^]|$))")
_TOLERANCE = 0.006
"""Of a rounded result, e.g. 5.6 / 6 = 0.933."""
_LARGEST_POWER = 64
_CONVERSIONS = frozenset({"1", "2", "7", "8", "24", "60", "100", "1000", "3600", "86400"})
"""Figures that need no source: of formulas, percentages, time and bits."""
_POWER_OF_TEN = re.compile(r"\b10\^\d{1,2}\b")
"""Turns a prefix such as giga into units."""
_WORDS = {
    word: str(number)
    for number, word in enumerate(
        "two three four five six seven eight nine ten eleven twelve".split(), start=2
    )
}
"""Of figures that a question writes out."""
_OPERATIONS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}


def is_worked_out(text: str, given: str) -> bool:
    """True if the text holds an equation, all of them hold, and no figure comes from nowhere.

    A figure may stand in `given`, in digits or as a word; be a result in the text; be the share of a
    percentage that is given, or what is left of it; or convert a unit. What else is needed has to be worked
    out in the text: "60 - 45 = 15 were missed".
    """
    equations = [match.group() for match in _EQUATION.finditer(text)]
    sides = [equation.split("=") for equation in equations]
    if not equations or not all(_holds(parts) for parts in sides):
        return False
    results = {number for parts in sides for part in parts[1:] for number in digits_in(part)}
    words = given.casefold().split()
    figures = digits_in(given) | {digit for word, digit in _WORDS.items() if word in words}
    shares = [part for n in figures if _is_plain(n) for part in (float(n) / 100, 1 - float(n) / 100)]
    known = figures | results | _CONVERSIONS | {f"{round(share, 9):g}" for share in shares}
    return all(number in known for number in digits_in(_POWER_OF_TEN.sub("", text)))


def value_of(expression: str) -> float | None:
    """What an expression comes to; None for anything that is not one."""
    plain = _UNIT.sub("", expression).replace(",", "").replace("^", "**").replace("−", "-").replace("×", "*")
    try:
        return _value(ast.parse(plain.strip(" ."), mode="eval").body)
    except (SyntaxError, ValueError, ZeroDivisionError, OverflowError):
        return None


def _value(node: ast.expr) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
        left, right = _value(node.left), _value(node.right)
        if isinstance(node.op, ast.Pow) and abs(right) > _LARGEST_POWER:
            raise ValueError("the power is too large")
        return _OPERATIONS[type(node.op)](left, right)
    raise ValueError("no sum")


def _holds(parts: list[str]) -> bool:
    """True if neighbouring sides are equal but for rounding; percentages may equal their shares."""
    values = [value_of(part) for part in parts]
    return len(values) > 1 and all(
        a is not None and b is not None and _is_equal(a, b) for a, b in itertools.pairwise(values)
    )


def _is_equal(a: float, b: float) -> bool:
    room = _TOLERANCE * max(abs(a), abs(b), 1e-9)
    return abs(a - b) <= room or abs(100 * a - b) <= 100 * room


def _is_plain(number: str) -> bool:
    return re.fullmatch(r"\d+(?:\.\d+)?", number) is not None
