"""The plan of the house, proved from the source: who imports what, how long things are, what is exported."""

import ast
import importlib
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("ingest", "tutor", "evals")
LONGEST_FUNCTION, LONGEST_MODULE = 60, 320
OUTERMOST = ("app", "evals")


@dataclass(frozen=True)
class Module:
    name: str
    path: Path
    tree: ast.Module
    text: str

    @property
    def where(self) -> str:
        return self.path.relative_to(ROOT).as_posix()


@dataclass(frozen=True)
class Import:
    """`what` is imported by `module`; `is_late` inside a function or only for type checkers."""

    module: Module
    what: str
    is_late: bool

    def is_of(self, library: str) -> bool:
        return self.what == library or self.what.startswith(f"{library}.")


@cache
def modules() -> tuple[Module, ...]:
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    paths += [path for path in (ROOT / "app.py",) if path.exists()]
    return tuple(_module(path) for path in paths)


def _module(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    parts = path.relative_to(ROOT).with_suffix("").parts
    return Module(".".join(part for part in parts if part != "__init__"), path, ast.parse(text), text)


@cache
def imports() -> tuple[Import, ...]:
    return tuple(found for module in modules() for found in _imports(module, module.tree, False))


def _imports(module: Module, node: ast.AST, is_late: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(module, alias.name, is_late) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            yield from (Import(module, name, is_late) for name in _from(module, child))
        else:
            late = is_late or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            late = late or (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test))
            yield from _imports(module, child, late)


def _from(module: Module, node: ast.ImportFrom) -> Iterator[str]:
    """`from a import b` imports the module a.b where there is one, else a."""
    assert node.level == 0, f"{module.where}:{node.lineno}: imports name their module in full"
    source = node.module or ""
    names = {each.name for each in modules()}
    for alias in node.names:
        yield f"{source}.{alias.name}" if f"{source}.{alias.name}" in names else source


def test_all_packages_are_looked_at():
    assert {module.name.split(".")[0] for module in modules()} >= {"ingest", "tutor"}
    assert len(modules()) > 50


@pytest.mark.parametrize(
    ("package", "forbidden"),
    [("ingest", ("tutor", *OUTERMOST)), ("tutor", OUTERMOST), ("evals", ("app",)), ("app", ("evals",))],
)
def test_imports_point_one_way(package, forbidden):
    wrong = [
        f"{each.module.where} imports {each.what}"
        for each in imports()
        if each.module.name.split(".")[0] == package and each.what.split(".")[0] in forbidden
    ]
    assert wrong == []


def test_only_the_page_knows_the_page():
    wrong = [
        f"{each.module.where} imports {each.what}"
        for each in imports()
        if each.is_of("tutor.ui") and not each.module.name.startswith(("tutor.ui", "app"))
    ]
    assert wrong == []


def test_no_module_leads_back_to_itself():
    """Imports at the head of a module; an import inside a function may close a circle, if it must."""
    names = {module.name for module in modules()}
    graph: dict[str, set[str]] = {name: set() for name in names}
    for each in imports():
        if not each.is_late and each.what in names and each.what != each.module.name:
            graph[each.module.name].add(each.what)
    done: set[str] = set()

    def walk(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join((*path[path.index(name) :], name))
        if name not in done:
            for following in sorted(graph[name]):
                walk(following, (*path, name))
            done.add(name)

    for name in sorted(names):
        walk(name, ())


OWNERS = {
    "pypdf": r"ingest\.readers\.pdf\w*",
    "pypdfium2": r"tutor\.ui\.\w+",
    "faiss": r"ingest\.index(_files)?|evals\..*",
    "bm25s": r"ingest\.index(_files)?|evals\..*",
    "sentence_transformers": r"ingest\.embedding|evals\..*",
    "Stemmer": r"ingest\.words|evals\..*",
    "streamlit": r"app|tutor\.ui(\..*)?",
    "ragas": r"evals\.(judge|ragas_table).*",
    "xllamacpp": r"tutor\.llm\.engine",
    "sqlalchemy": r"tutor\.learner\.database",
    "fsrs": r"tutor\.learner\.schedule",
    "boto3": r"tutor\.labs\.\w+",
    "moto": r"tutor\.labs\.\w+",
    "pickle": r"(?!)",
    "joblib": r"(?!)",
}


@pytest.mark.parametrize("library", OWNERS)
def test_a_library_has_one_owner(library):
    """`evals` may measure against a library itself; the product may use it in one place."""
    users = {each.module.name for each in imports() if each.is_of(library)}
    assert [user for user in sorted(users) if not re.fullmatch(OWNERS[library], user)] == []


def test_one_module_draws_pages_of_pdfs():
    assert len({each.module.name for each in imports() if each.is_of("pypdfium2")}) <= 1


HEAVY = (
    "bm25s", "boto3", "bs4", "docx", "faiss", "fsrs", "langchain_openai", "lxml", "markdown_it", "openai",
    "pandas", "pypdf", "pypdfium2", "ragas", "rich", "scipy", "sentence_transformers", "sqlalchemy",
    "Stemmer", "streamlit", "torch", "transformers", "xllamacpp",
)  # fmt: skip
# The module that is the one chat model class, itself imported inside the functions that make one; the pages.
HEAVY_ALLOWED = {
    "langchain_openai": r"tutor\.llm\.server_chat",
    "openai": r"tutor\.llm\.server_chat",
    "streamlit": r"tutor\.ui(\..*)?",
}


def test_heavy_libraries_are_imported_inside_functions():
    wrong = [
        f"{each.module.where} imports {each.what} at its head"
        for each in imports()
        if not each.is_late
        and each.module.name.split(".")[0] in ("ingest", "tutor")
        and (library := each.what.split(".")[0]) in HEAVY
        and not re.fullmatch(HEAVY_ALLOWED.get(library, r"(?!)"), each.module.name)
    ]
    assert wrong == []


def test_importing_the_tutor_loads_nothing_heavy():
    code = "import sys, tutor, tutor.cli, ingest.build; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in done.stdout.split()}
    assert loaded & {"torch", "transformers", "sentence_transformers", "faiss", "bm25s"} == set()
    assert loaded & {"streamlit", "langchain_openai", "openai", "ragas", "xllamacpp", "sqlalchemy"} == set()


EXPORTING = [module for module in modules() if "__all__" in module.text]


@pytest.mark.parametrize("module", EXPORTING, ids=lambda module: module.name)
def test_what_a_module_exports_is_sorted_and_there(module):
    listed = [
        ast.literal_eval(node.value)
        for node in module.tree.body
        if isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "__all__" for t in node.targets)
    ]
    assert len(listed) == 1
    assert list(listed[0]) == sorted(listed[0], key=_ruff_order)
    assert len(set(listed[0])) == len(listed[0])
    if module.name.startswith(("tutor.ui", "app", "evals")):  # may need what a lean install has not
        defined = set(_defined(module.tree))
        assert set(listed[0]) <= defined
    else:
        loaded = importlib.import_module(module.name)
        assert [name for name in listed[0] if not hasattr(loaded, name)] == []


def _ruff_order(name: str) -> tuple[int, str]:
    """Constants, classes, functions: RUF022's order."""
    if name.isupper():
        return 0, name
    return (1 if name[:1].isupper() else 2), name


def _defined(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.alias):
            yield node.asname or node.name


ENVIRONMENT_READERS = {
    "app.py",
    "evals/ragas_table.py",  # tells ragas not to report its use, before it is imported
    "evals/run.py",  # the same for a measurement
    "evals/training/conflicts.py",
    "evals/training/refusal.py",
    "evals/training/second_reading.py",
    "tutor/commands/__init__.py",  # hands it to `load_settings`, once a process
    "tutor/config.py",
    "tutor/ui/resources.py",  # the same for the page
}


def test_the_environment_is_read_in_one_place():
    wrong = []
    for module in modules():
        for node in ast.walk(module.tree):
            named = isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb")
            taken = isinstance(node, ast.ImportFrom) and node.module == "os"
            taken = taken and any(alias.name in ("environ", "getenv") for alias in node.names)
            if (named or taken) and module.where not in ENVIRONMENT_READERS:
                wrong.append(f"{module.where}:{node.lineno}")
    assert wrong == []


def test_functions_are_short():
    wrong = [
        f"{module.where}:{node.lineno} {node.name} has {length} lines"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert wrong == []


def test_modules_are_short():
    lengths = {module.where: len(module.text.splitlines()) for module in modules()}
    assert {where: length for where, length in lengths.items() if length > LONGEST_MODULE} == {}


def test_a_broad_except_has_its_reason_on_its_line():
    wrong = []
    for module in modules():
        comments = _comments(module.text)
        for node in ast.walk(module.tree):
            if isinstance(node, ast.ExceptHandler) and _is_broad(node.type):
                comment = comments.get(node.lineno, "")
                if not re.search(r"noqa: BLE001 - \S+", comment):
                    wrong.append(f"{module.where}:{node.lineno}")
    assert wrong == []


def _is_broad(caught: ast.expr | None) -> bool:
    kinds = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(kind is None or getattr(kind, "id", "") in ("Exception", "BaseException") for kind in kinds)


def _comments(text: str) -> dict[int, str]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}


def test_every_module_says_what_it_does():
    assert [module.where for module in modules() if not ast.get_docstring(module.tree)] == []


def test_nothing_asks_whether_it_is_under_test():
    words = ("PYTEST_CURRENT_TEST", '"pytest"', "'pytest'", "import pytest", "monkeypatch")
    assert [(m.where, word) for m in modules() for word in words if word in m.text] == []
