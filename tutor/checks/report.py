"""What checking a course found: faults, remarks and counts, grouped as they are printed."""

from dataclasses import dataclass

__all__ = ["CheckGroup", "CourseReport"]


@dataclass(frozen=True, slots=True)
class CheckGroup:
    """One kind of check; `faults` break the format, `remarks` are only told."""

    name: str
    faults: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CourseReport:
    """All groups, and how much the course holds as pairs of name and number."""

    course: str
    groups: tuple[CheckGroup, ...]
    counts: tuple[tuple[str, int], ...]

    @property
    def faults(self) -> tuple[str, ...]:
        """The faults of all groups."""
        return tuple(fault for group in self.groups for fault in group.faults)

    def count(self, name: str) -> int:
        """How many there are of `name`; 0 for a name that was not counted."""
        return dict(self.counts).get(name, 0)
