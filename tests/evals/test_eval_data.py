"""The bundled held-out cases: well formed, and not to be found in what the tutor learns from."""

import json
import re
from pathlib import Path

import pytest

import tutor.prompts
from evals import prompts as eval_prompts
from evals.cases import read_claims, read_items, read_questions
from evals.suites import DATA

CORPUS = DATA.parents[1] / "corpus" / "mls-c01"
READERS = {
    "questions.jsonl": read_questions,
    "unanswerable.jsonl": read_questions,
    "conflicts.jsonl": read_questions,
    "exam.jsonl": read_items,
    "claims.jsonl": read_claims,
}
RUN_WORDS = 8
bundled = pytest.mark.parametrize("name", [name for name in READERS if (DATA / name).exists()])


def runs(text):
    words = re.findall(r"[a-z0-9]+", text.lower())
    return {" ".join(words[i : i + RUN_WORDS]) for i in range(len(words) - RUN_WORDS + 1)}


@pytest.fixture(scope="module")
def known():
    """Every run of eight words of the course's files, its bank and the prompts, with where it stands."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(CORPUS.rglob("*.md"))}
    for path in sorted((CORPUS / "questions").glob("*.jsonl")):
        items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        texts[path] = " | ".join(item["stem"] for item in items)
    for module in (tutor.prompts, eval_prompts):
        texts[Path(module.__file__)] = Path(module.__file__).read_text(encoding="utf-8")
    return {run: path.name for path, text in texts.items() for run in runs(text)}


@bundled
def test_the_bundled_cases_keep_to_their_format(name):
    cases = READERS[name](DATA / name)
    assert len({case.id for case in cases}) == len(cases)


@bundled
def test_no_question_stands_in_the_course_the_bank_or_the_prompts(name, known):
    if name == "claims.jsonl":
        pytest.skip("evidence is quoted from the course on purpose; its claims are in other words")
    found = {
        case.id: sorted({known[run] for run in runs(case.question) if run in known})
        for case in READERS[name](DATA / name)
    }
    assert {id: places for id, places in found.items() if places} == {}


@bundled
def test_every_gold_stands_in_the_course_or_its_conflicting_notes(name):
    if READERS[name] is not read_questions:
        pytest.skip("has no gold words")
    files = [*CORPUS.rglob("*.md"), *(DATA / "conflict_notes").glob("*.md")]
    texts = {path.name: plain(path.read_text(encoding="utf-8")) for path in files}
    missing = [
        (case.id, gold.quote)
        for case in READERS[name](DATA / name)
        for gold in case.gold
        if not any(
            plain(gold.quote) in text
            for file, text in texts.items()
            if gold.document is None or gold.document.endswith(file)
        )
    ]
    assert missing == []


def plain(text):
    return " ".join(re.sub(r"\*\*|`|\\(?=\|)", "", text).split()).casefold()


@pytest.mark.parametrize(
    "folder", sorted((DATA / "dev" / "disagreements").iterdir()), ids=lambda path: path.name
)
def test_the_development_conflicts_quote_their_notes(folder):
    cases = [json.loads(line) for line in (folder / "cases.jsonl").read_text(encoding="utf-8").splitlines()]
    texts = {path.name: plain(path.read_text(encoding="utf-8")) for path in folder.glob("*.md")}
    missing = [
        (case["id"], gold["quote"])
        for case in cases
        for gold in case["gold"]
        if plain(gold["quote"]) not in texts[gold["document"]]
    ]
    assert missing == []
    assert {case["type"] for case in cases} == {"conflict", "agreement", "near"}
    two_sided = [
        len({gold["document"] for gold in case["gold"]}) >= 2 for case in cases if case["type"] == "conflict"
    ]
    assert all(two_sided)
    assert len(two_sided) >= 20
