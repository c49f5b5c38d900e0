"""Reads one JSON object field by field and gathers what is wrong with it, a sentence each."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

__all__ = ["Reader"]

Empty = TypeVar("Empty")
_MISSING = object()


@dataclass(slots=True)
class Reader:
    """An object under reading. A faulty field adds to `faults` and gives an empty value of its type."""

    tree: dict[str, Any]
    line: int = 0
    faults: list[str] = field(default_factory=list)
    read: set[str] = field(default_factory=set)

    @classmethod
    def of_line(cls, line: str, number: int) -> "Reader":
        """A reader of a line; one that is no object has a fault from the start."""
        try:
            tree = json.loads(line)
        except json.JSONDecodeError as error:
            return cls(
                {}, number, [f"it is no JSON object on one line ({error.msg} at column {error.colno})."]
            )
        if not isinstance(tree, dict):
            return cls({}, number, ["it is no JSON object; write {...} on one line."])
        return cls(tree, number)

    def text(self, name: str, default: str | None = None) -> str:
        """A text; one that must be there (no default) must also hold more than white space."""
        value = self._value(name, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            return self._fault(name, "a text", "")
        return value

    def truth(self, name: str, *, default: bool | None = None) -> bool:
        """True or false."""
        value = self._value(name, default)
        return value if isinstance(value, bool) else self._fault(name, "true or false", False)

    def choice(self, name: str, choices: Sequence[str], default: str) -> str:
        """One of `choices`."""
        value = self._value(name, default)
        return str(value) if value in choices else self._fault(name, f"one of {', '.join(choices)}", default)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; none if the field is missing."""
        value = self._value(name, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            return self._fault(name, "a list of texts", ())
        return tuple(value)

    def numbers(self, name: str) -> tuple[int, ...]:
        """A list of whole numbers; none if the field is missing."""
        value = self._value(name, [])
        if not isinstance(value, list) or not all(type(one) is int for one in value):
            return self._fault(name, "a list of whole numbers", ())
        return tuple(value)

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """A list of [text, text]; none if the field is missing."""
        value = self._value(name, [])
        right = isinstance(value, list) and all(
            isinstance(one, list) and len(one) == 2 and all(isinstance(part, str) for part in one)
            for one in value
        )
        if not right:
            return self._fault(name, "a list of [question, answer]", ())
        return tuple((first, second) for first, second in value)

    def objects(self, name: str) -> tuple["Reader", ...]:
        """A reader for each object of a list; their faults are this one's."""
        value = self._value(name, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            return self._fault(name, "a list of objects", ())
        return tuple(Reader(one, self.line, self.faults) for one in value)

    def rest(self) -> dict[str, Any]:
        """The fields that were not asked for."""
        return {name: value for name, value in self.tree.items() if name not in self.read}

    def _value(self, name: str, default: object) -> Any:  # noqa: ANN401 - whatever the file holds
        self.read.add(name)
        return self.tree.get(name, _MISSING if default is None else default)

    def _fault(self, name: str, wanted: str, empty: Empty) -> Empty:
        found = "is missing" if name not in self.tree else f"is {json.dumps(self.tree[name])[:60]}"
        self.faults.append(f"`{name}` {found}; it should be {wanted}.")
        return empty
