"""The content outline and the scope lists from the lines of an exam guide.

Knows no file format and no figures; what is missing is left out, and never filled in.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.blueprint.lines import DOMAIN_WORDS, SKILL, TASK, Line, LineKind, begins_section, domain_start
from ingest.types import Bullet, Domain, TaskStatement

__all__ = ["Outline", "bullet_letters", "read_outline"]

_WEIGHT = re.compile(
    r"\s*[-–—:,|]?\s*[(\[]?\s*(?:weight(?:ing)?:?\s*)?(?:~|≈|about |approximately )?\s*"
    r"(?P<low>\d{1,3}(?:\.\d+)?)\s*%?"
    r"(?:\s*(?:[–-]|to)\s*(?P<high>\d{1,3}(?:\.\d+)?))?\s*(?:%|percent\b)(?P<of>[^)\]]*)[)\]]?\s*$",
    re.IGNORECASE,
)
_LEADERS = re.compile(r"\s*(?:\.\s?){3,}\s*\d*$|\s+…+\s*\d*$")  # "Title ........ 7" of a table of contents
_TITLE_TAIL = re.compile(r"\s*(?:considerations|objectives|topics)\s+include\s*:?$|[.:]$", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:knowledge of|skills? in|ability to|objectives?|knowledge|skills)\b.{0,20}$", re.IGNORECASE
)
_SCOPE_SUBJECT = r"(?:services|features|tools|technologies|topics|products)"
_OUT_OF_SCOPE = re.compile(
    rf"out[- ]of[- ]scope\b.*\b{_SCOPE_SUBJECT}|{_SCOPE_SUBJECT}\b.*\bout[- ]of[- ]scope", re.IGNORECASE
)
_IN_SCOPE = re.compile(
    rf"in[- ]scope\b.*\b{_SCOPE_SUBJECT}|{_SCOPE_SUBJECT}\b.*\bin[- ]scope"
    r"|(?:[A-Z]\w+ ){0,2}services and features:?$",
    re.IGNORECASE,
)
_SCOPE_WORDS = 12
_END = re.compile(r"appendix\b|references\b|survey\b|revisions?\b|preparation\b|additional resources\b", re.I)
_PROSE_WORDS = 12
_NAME_WORDS = 8  # e.g. "Amazon Elastic Container Registry (Amazon ECR)" has six


@dataclass(frozen=True, slots=True)
class Outline:
    """What the outline says; `unread` holds a sentence for each thing that was not made out."""

    domains: tuple[Domain, ...]
    in_scope: tuple[str, ...]
    out_of_scope: tuple[str, ...]
    unread: tuple[str, ...]


@dataclass(slots=True)
class _OpenTask:
    title: str
    page: int
    bullets: list[tuple[int, str, list[str]]] = field(default_factory=list)
    """Page, text and the texts nested below it."""
    base: int = 0


@dataclass(slots=True)
class _OpenDomain:
    title: str
    page: int
    weight: float | None = None
    tasks: dict[str, _OpenTask] = field(default_factory=dict)


def bullet_letters(position: int) -> str:
    """The letters of the bullet at `position` from 0: a to z, then aa, ab ..."""
    first, last = divmod(position, 26)
    return (chr(ord("a") + first - 1) if first else "") + chr(ord("a") + last)


def read_outline(lines: Sequence[Line], source: str) -> Outline:
    """The outline; domains in order of their numbers, bullets with ids from "1.1.a"."""
    word = _domain_word(lines)
    walk = _Walk(word, source)
    for line in lines:
        walk.follow(line)
    if walk.has_tasks and not walk.has_bullets:
        # Browsers draw the glyphs of a list as pictures, so the text of their PDFs has none
        walk = _Walk(word, source, bullets_unmarked=True)
        for line in lines:
            walk.follow(line)
    if not walk.domains:
        walk.number_table_rows(lines)
    return walk.outline()


def _domain_word(lines: Sequence[Line]) -> str:
    """The word that this guide begins its domains with; "" for "1.0 Title" or none at all."""
    starts = [
        match["word"].lower()
        for line in lines
        if (match := domain_start(line)) and "word" in match.groupdict()
    ]
    return next((word for word in DOMAIN_WORDS if word in starts), "")


class _Walk:
    """One pass over the lines: the open domain, task and scope list."""

    def __init__(self, word: str, source: str, *, bullets_unmarked: bool = False) -> None:
        self.domains: dict[int, _OpenDomain] = {}
        self._word = word
        self._source = source
        self._domain: int | None = None
        self._task: _OpenTask | None = None
        self._scope: dict[str, None] | None = None
        self._in_scope: dict[str, None] = {}
        self._out_of_scope: dict[str, None] = {}
        self._unread: list[str] = []
        self._bullets_unmarked = bullets_unmarked

    @property
    def has_tasks(self) -> bool:
        """Whether a task statement was found."""
        return any(domain.tasks for domain in self.domains.values())

    @property
    def has_bullets(self) -> bool:
        """Whether a bullet was found below any task statement."""
        return any(task.bullets for domain in self.domains.values() for task in domain.tasks.values())

    def follow(self, line: Line) -> None:
        """Take in the next line."""
        if (
            self._domain_line(line)
            or self._task_line(line)
            or self._skill_line(line)
            or self._scope_line(line)
        ):
            return
        if line.kind is LineKind.BULLET or self._is_unmarked_bullet(line):
            if self._task is not None:
                self._add_bullet(line.page, line.text, line.level or 1)
            elif self._scope is not None:
                self._scope[line.text.rstrip(".;")] = None
        elif self._ends_task(line):
            self._task = None
        if _END.match(line.text) and line.kind is not LineKind.BULLET:
            self._task = self._scope = None

    def _is_unmarked_bullet(self, line: Line) -> bool:
        if not self._bullets_unmarked or line.kind is not LineKind.TEXT or line.text.endswith(":"):
            return False
        if self._task is not None:
            return not _LABEL.match(line.text) and not _END.match(line.text)
        return len(line.text.split()) <= _NAME_WORDS and not line.text.endswith(".")

    def _domain_line(self, line: Line) -> bool:
        match = domain_start(line)
        if match is None or match.groupdict().get("word", "").lower() != self._word:
            return False
        number = int(match["number"])
        if not self._word and line.cells:
            return False
        self._add_domain(number, match["title"], line.page)
        if line.kind is not LineKind.ROW:
            self._domain, self._task, self._scope = number, None, None
        return True

    def _add_domain(self, number: int, words: str, page: int) -> None:
        title = _LEADERS.sub("", words)
        weight = _WEIGHT.search(title)
        title = _TITLE_TAIL.sub("", title[: weight.start()] if weight else title).strip(" |–—-")
        domain = self.domains.setdefault(number, _OpenDomain(title, page))
        if weight is None:
            return
        if weight["high"]:
            given = f"{weight['low']}-{weight['high']} %"
            self._say(f"the weight of domain {number} is a range, {given}, and no one figure")
            return
        value = float(weight["low"])
        if domain.weight is not None and domain.weight != value:
            both = f"{domain.weight:g} % in one place and {value:g} % in another"
            self._say(f"the weight of domain {number} is {both}")
        elif value <= 100:
            domain.weight = value

    def number_table_rows(self, lines: Sequence[Line]) -> None:
        """Take domains without numbers from a table of domains and weights, in its order."""
        for line in lines:
            heads = [cell.lower() for cell in line.header]
            names = [at for at, head in enumerate(heads) if "domain" in head or "section" in head]
            weights = [at for at, head in enumerate(heads) if "weight" in head or "%" in head]
            if names and weights and names[0] != weights[0] and _WEIGHT.search(line.cells[weights[0]]):
                title = line.cells[names[0]]
                if title and not title.lower().startswith("total"):
                    words = f"{title} {line.cells[weights[0]]}"
                    self._add_domain(len(self.domains) + 1, words, line.page)

    def _task_line(self, line: Line) -> bool:
        match = TASK.match(line.text)
        if match is None or line.kind is LineKind.ROW or match["title"][0].islower():
            return False
        major = int(match["major"])
        if match["minor"]:
            domain, number = major, f"{major}.{match['minor']}"
        elif match["word"] and self._domain is not None:
            domain, number = self._domain, f"{self._domain}.{major}"
        else:
            return False
        if domain != self._domain and not (match["word"] and domain in self.domains):
            if match["word"]:
                self._say(
                    f'task statement {number} ("{match["title"]}") stands under no domain that was found'
                )
            return bool(match["word"])
        title = _TITLE_TAIL.sub("", _LEADERS.sub("", match["title"])).strip(" .:")
        self._domain, self._scope = domain, None
        self._task = self.domains[domain].tasks.setdefault(number, _OpenTask(title, line.page))
        return True

    def _skill_line(self, line: Line) -> bool:
        """Whether it is "1.1.1 ...", a bullet of the open task whatever it looks like."""
        match = SKILL.match(line.text)
        if match is None or self._task is None:
            return False
        self._add_bullet(line.page, match["title"], 1)
        return True

    def _add_bullet(self, page: int, text: str, level: int) -> None:
        task = self._task
        if task is None:
            return
        task.base = task.base or level
        text = text.strip()
        if level > task.base and task.bullets:
            task.bullets[-1][2].append(text)
        elif all(text != bullet for _, bullet, _ in task.bullets):
            task.bullets.append((page, text, []))

    def _scope_line(self, line: Line) -> bool:
        if line.kind in (LineKind.ROW, LineKind.BULLET) or len(line.text.split()) > _SCOPE_WORDS:
            return False
        if _OUT_OF_SCOPE.search(line.text):
            self._scope, self._task = self._out_of_scope, None
        elif _IN_SCOPE.search(line.text):
            self._scope, self._task = self._in_scope, None
        else:
            return False
        return True

    def _ends_task(self, line: Line) -> bool:
        """A heading or a paragraph that is neither a label nor a page's footer ends the task's bullets."""
        if self._task is None or line.text.endswith(":") or _LABEL.match(line.text) or begins_section(line):
            return False
        return line.kind is LineKind.HEADING or len(line.text.split()) >= _PROSE_WORDS

    def _say(self, what: str) -> None:
        sentence = f"{self._source}: {what}."
        if sentence not in self._unread:
            self._unread.append(sentence)

    def outline(self) -> Outline:
        """What was found, and sentences on what was not."""
        if not self.domains:
            self._say("no content domains were found")
        if self._bullets_unmarked and self.has_bullets:
            self._say("its lists have lost their marks, so each paragraph below a task statement is a bullet")
        domains = tuple(self._domain_value(number) for number in sorted(self.domains))
        weights = [domain.weight for domain in domains if domain.weight is not None]
        if domains and len(weights) == len(domains) and abs(sum(weights) - 100) > 0.5:
            self._say(f"the domains' weights add up to {sum(weights):g} %, not 100")
        return Outline(domains, tuple(self._in_scope), tuple(self._out_of_scope), tuple(self._unread))

    def _domain_value(self, number: int) -> Domain:
        found = self.domains[number]
        if found.weight is None and not any(f"weight of domain {number} " in said for said in self._unread):
            self._say(f"no weight was found for domain {number}")
        if not found.tasks:
            self._say(f"no task statements were found for domain {number}")
        tasks = tuple(self._task_value(name, task) for name, task in found.tasks.items())
        return Domain(number, found.title, found.weight, tasks, found.page)

    def _task_value(self, number: str, task: _OpenTask) -> TaskStatement:
        if not task.bullets:
            self._say(f"no bullets were found below task statement {number}")
        bullets = tuple(
            Bullet(f"{number}.{bullet_letters(position)}", _with_nested(text, nested), page)
            for position, (page, text, nested) in enumerate(task.bullets)
        )
        return TaskStatement(number, task.title, bullets, task.page)


def _with_nested(text: str, nested: list[str]) -> str:
    return f"{text.rstrip(':')}: {'; '.join(nested)}" if nested else text
