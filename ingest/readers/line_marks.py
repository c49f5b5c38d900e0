"""What a single line looks like: a bullet, a numbered heading, a labelled heading, a table row, code.

Shared by plain text and PDF; knows nothing of what stands around a line.
"""

import re
from dataclasses import dataclass

__all__ = [
    "Bullet",
    "Line",
    "bullet_of",
    "is_code",
    "is_code_like",
    "is_delimiter",
    "is_rule",
    "is_table_line",
    "letter_of",
    "marked_heading_level",
    "may_be_title",
    "table_cells",
]


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stands on the page, without its indent; sizes in points, 0 where unknown."""

    text: str
    apart: bool = False
    """Whether there is a visible gap above it, so that it cannot carry on the line before."""
    indent: int = 0
    size: float = 0.0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Bullet:
    """A list item's first line: what marks it (a glyph, or "1." and "B." to be kept), and its text."""

    glyph: str
    text: str

    @property
    def marker(self) -> str:
        """What stands before the item in clean text."""
        return self.glyph if len(self.glyph) > 1 else "-"


# Word's Symbol and Wingdings bullets come out of a PDF as private characters; DEL is what
# a bullet becomes in fonts whose encoding lacks it
_GLYPHS = (
    "\u2022\u2023\u25e6\u2043\u2219\u25aa\u25ab\u25a0\u25a1\u25cf\u25cb\u25c6\u25c7\u25ba\u25b6\u25b8\u27a2"
    "\u27a4\u2756\u00b7\uf0b7\uf0a7\uf0d8\uf076\uf02d\uf0b0\uf0a8\uf06f\uf06c\uf06e\x7f*"
)
_BULLET = re.compile(rf"([{re.escape(_GLYPHS)}])\s*(?=\S)(.*)|([-\u2013\u2014+o])\s+(?=\S)(.*)", re.DOTALL)
_STAR = re.compile(r"\*\S")  # emphasis or a footnote, and no bullet
_NUMBERED_ITEM = re.compile(r"(\d{1,3})[.)]\s+(?=\S)(.*)", re.DOTALL)

_HASHES = re.compile(r"(#{1,6})\s+\S")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,4})\.?\s+[\"'(]?[A-Z][a-z]")
_LABELLED = re.compile(
    r"(?:Domain|Chapter|Part|Section|Module|Unit|Appendix|Lesson|Week|Step|Task(?: [Ss]tatement)?)"
    r"\s+(\d{1,3}(?:\.\d{1,2})*|[A-Z]|[IVX]{1,5})\s*[:.\u2013\u2014-]\s*\S"
)
_LETTERED = re.compile(r"([A-H])[.)]\s+\S")
_NAME_AND_VALUE = re.compile(r"[^:0-9]+: ")
_COUNTED = re.compile(r"[0-9]{1,3} [A-Z]")
_RULE = re.compile(r"([-=_*~\u2500\u2550])\1{2,}")
_DELIMITER_CELL = re.compile(r"\s*:?-{1,}:?\s*")
_UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")

_CODE = re.compile(
    r"(?:from [\w.]+ import |import [\w.]+(?: as \w+|, \w+)*$|@\w+|\$ \w"
    r"|(?:pip|aws|sudo|docker|kubectl) [\w-]+ |SELECT .* FROM "
    r"|(?:def|class) \w+.*:$|(?:for|if|elif|while|with|try|except)\b.*:$|else:$|return\b.*[\w)\]}\"'{(\[]$"
    r"|[A-Za-z_][\w.\[\]'\"]* ?[-+*/]?= ?\S|[A-Za-z_][\w.]*\(.*\)?[,;]?$|[\])}]+[,;)]*$)"
)
_CODE_LIKE = re.compile(
    r"#|\"\"\"|f?['\"][^'\"]*['\"]\s*:|f?['\"].*[:,\]})'\"]$|\w+=|\(?\w+\[['\"]|.*[({\[,]$|.*[=<>].*"
)


def bullet_of(text: str) -> Bullet | None:
    """The list item that a line begins, if it begins one."""
    match = _BULLET.match(text)
    if match is not None and not _STAR.match(text):
        glyph, rest = match[1] or match[3], match[2] or match[4]
        return Bullet(glyph, rest.strip())
    match = _NUMBERED_ITEM.match(text)
    return Bullet(f"{match[1]}.", match[2].strip()) if match else None


def marked_heading_level(text: str) -> int:
    """The level of a heading that says so itself, 0 for any other line.

    "# Title" counts its marks, "1.2 Title" its numbers; "Domain 1: Title" and the like are level 1,
    "Task 1.2: Title" has the level of its number. A line that ends in a percentage is a table's row.
    """
    hashes = _HASHES.match(text)
    if hashes:
        return len(hashes[1])
    if len(text) > 200 or text.endswith(("%", ";", ",")):
        return 0
    numbered = _NUMBERED.match(text)
    if numbered:
        return min(6, numbered[1].count(".") + 1)
    labelled = _LABELLED.match(text)
    if labelled and not text.endswith("."):
        return min(
            6, labelled[1].count(".") + (2 if text.startswith("Task") and "." not in labelled[1] else 1)
        )
    return 0


def may_be_title(text: str) -> bool:
    """Whether a line is short, begins like a title and does not end like a sentence."""
    return (
        2 < len(text) <= 80
        and len(text.split()) <= 12
        and (text[0].isupper() or _COUNTED.match(text) is not None)
        and _NAME_AND_VALUE.match(text) is None  # "Answer: C"; but "Phase 1: Theory" is one
        and text[-1] not in ".,;:!%&-\u2013\u2014\"'"
        and sum(character.isalpha() for character in text) >= len(text) // 2
    )


def letter_of(text: str) -> str:
    """The letter of an answer option ("B. Use PCA" gives "B"), "" for any other line."""
    match = _LETTERED.match(text)
    return match[1] if match else ""


def is_rule(text: str) -> bool:
    """Whether a line is drawn rather than written ("-----")."""
    return _RULE.fullmatch(text) is not None


def is_table_line(text: str) -> bool:
    """Whether it may be a row of a table that is drawn with pipes."""
    return text.startswith("|") and len(text) > 2


def is_delimiter(cells: list[str]) -> bool:
    """Whether cells are the line between a table's header and its rows ("|---|:--|")."""
    return bool(cells) and all(_DELIMITER_CELL.fullmatch(cell) for cell in cells)


def table_cells(text: str) -> list[str]:
    """The cells of a row that is drawn with pipes; an escaped pipe belongs to its cell."""
    inner = text.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.replace("\\|", "|").strip() for cell in _UNESCAPED_PIPE.split(inner)]


def is_code(text: str) -> bool:
    """Whether a line by itself looks like source code or a command."""
    return len(text) < 400 and _CODE.match(text) is not None


def is_code_like(text: str) -> bool:
    """Whether a line can carry on code that has begun."""
    return len(text) < 400 and (_CODE.match(text) is not None or _CODE_LIKE.match(text) is not None)
