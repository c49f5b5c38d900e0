"""Faults of a TOML file with the lines where they stand; tomllib itself tells no lines of keys.

Knows nothing of courses. A line is found by searching the text, so it may be missing.
"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["TomlReading", "is_a"]

_KINDS = {
    int: "a whole number",
    float: "a number",
    str: "words in quotes",
    datetime.date: "a date",
    list: "a list",
}


@dataclass(slots=True)
class TomlReading:
    """The file's text, to find lines in, and the faults found so far with their lines."""

    name: str
    text: str
    faults: list[tuple[int, str]] = field(default_factory=list)

    def say(self, message: str, near: str = "", nth: int = 0) -> None:
        """Note a fault at the nth place (from 0) where `near`, a regular expression, begins a match."""
        places = list(re.finditer(near, self.text, re.MULTILINE)) if near else []
        line = self.text.count("\n", 0, places[nth].start()) + 1 if nth < len(places) else 0
        where = f"{self.name}:{line}" if line else self.name
        self.faults.append((line, f"{where}: {message}"))

    def check(
        self, table: Mapping[str, Any], known: Mapping[str, tuple[type, ...]], where: str, nth: int = 0
    ) -> None:
        """Note unknown keys, and values of a wrong type, of the nth table of that name (from 0)."""
        for key, value in table.items():
            near = rf"^[ \t]*\[+{re.escape(f'{where}.' if where else '')}{key}\b|\b{key}\s*="
            if key not in known:
                keys = ", ".join(sorted(known))
                self.say(f"{_place(where)} holds the unknown key {key!r}; known are {keys}.", near)
            elif not is_a(value, known[key]):
                wanted = " or ".join(_KINDS.get(kind, "a table") for kind in known[key])
                self.say(f"{_place(where)} has {key} = {value!r}; it has to be {wanted}.", near, nth)

    def required(self, table: Mapping[str, Any], keys: tuple[str, ...], where: str, nth: int = 0) -> None:
        """Note keys that are not there."""
        missing = [key for key in keys if key not in table]
        if missing:
            near = rf"^[ \t]*\[+{re.escape(where)}\]" if where else ""
            self.say(f"{_place(where)} lacks {', '.join(missing)}.", near, nth)


def _place(where: str) -> str:
    return f"[{where}]" if where else "the file"


def is_a(value: object, kinds: tuple[type, ...]) -> bool:
    """Whether a TOML value is of one of these types."""
    # A bool is an int to Python, and a time stamp is a date; neither is meant
    if isinstance(value, bool | datetime.datetime):
        return False
    return isinstance(value, kinds)
