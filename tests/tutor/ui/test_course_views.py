import random

from ingest.blueprint import merge_blueprints
from ingest.index import DocumentEntry, Selection
from ingest.types import Block, BlockKind, Blueprint, Bullet, Chunk, Domain, Fact, Page, TaskStatement
from tutor.ui.coverage import Contradiction, contradictions, coverage_of
from tutor.ui.examples import example_questions
from tutor.ui.scope import WHOLE_COURSE, Scope, scopes

BLUEPRINT = Blueprint(
    "Bees",
    (Domain(1, "Hive", 60.0, (TaskStatement("1.1", "Parts", (Bullet("1.1.a", "Smoker"),)),)),),
    (
        Fact("minutes", 90, "course.toml"),
        Fact("minutes", 120, "guide.pdf", 2, "120 minutes"),
        Fact("minutes", 90, "other.pdf"),
        Fact("pass_mark", 700, "course.toml"),
        Fact("multiple_response_options", 5, "course.toml"),
        Fact("multiple_response_options", 6, "course.toml"),
    ),
)


def heading(text, level=2, **options):
    return Page(1, text, (Block(BlockKind.HEADING, 0, len(text), level, **options),))


def row(**options):
    return Page(1, "| x |", (Block(BlockKind.TABLE_ROW, 0, 5, **options),))


def chunk(task):
    return Chunk("c", "d", 1, 0, 1, "x", BlockKind.PROSE, (), task=task)


def test_coverage_counts_passages_and_bullets():
    found = coverage_of(
        [chunk("1.1"), chunk("1.1"), chunk("2.1"), chunk(None)], [heading("x", covers=("1.1.a",))]
    )
    assert (found.by_task, found.without_task, found.bullets) == ({"1.1": 2, "2.1": 1}, 1, {"1.1.a"})
    assert (found.of_domain(1), found.of_domain(3)) == (2, 0)


def test_a_contradiction_keeps_each_value_with_the_first_source_that_states_it():
    assert contradictions(BLUEPRINT) == (Contradiction("Minutes", (BLUEPRINT.facts[0], BLUEPRINT.facts[1])),)
    assert contradictions(merge_blueprints([Blueprint("none", ())])) == ()


def test_scopes_are_course_domains_tasks_documents():
    entry = DocumentEntry("a.md", "A", "0", 1, 1, 1, "2026-01-01T00:00:00+00:00")
    assert scopes(BLUEPRINT, [entry]) == (
        WHOLE_COURSE,
        Scope("Domain 1: Hive", Selection(domains=frozenset({1}))),
        Scope("Task 1.1: Parts", Selection(tasks=frozenset({"1.1"}))),
        Scope("Document: a.md", Selection(documents=frozenset({"a.md"}))),
    )
    assert scopes(None, ()) == (WHOLE_COURSE,)


def test_examples_come_from_headings_glossaries_and_quiz_tables():
    quiz = (("cue", "Season"), ("answer", "Feed"), ("ask", "Which feed fits?"))
    pages = (
        heading("Plain syrup versus fondant: which when"),
        row(header=("Term", "Meaning"), cells=("Propolis", "A resin.")),
        row(header=("Season", "Feed"), cells=("It is winter.", "Fondant"), quiz=quiz),
        heading("3.2 Swarming: how to see it coming"),
    )
    assert set(example_questions(pages, random.Random(0))) == {
        "What is the difference between plain syrup and fondant?",
        "What is Propolis?",
        "It is winter. Which feed fits?",
        "What does the material say about Swarming?",
    }


def test_examples_repeat_for_one_seed_and_never_twice_in_one_list():
    pages = tuple(row(header=("Term", "Meaning"), cells=(f"T{i}", "m")) for i in range(20))
    first = example_questions(pages, random.Random(3))
    assert first == example_questions(pages, random.Random(3))
    assert len(set(first)) == 4
    assert example_questions((), random.Random(3)) == ()


def test_a_cue_may_stand_inside_its_question_and_long_ones_are_left_out():
    inside = (("cue", "c"), ("ask", "What is {cue} for?"))
    pages = (
        row(header=("c",), cells=("wax",), quiz=inside),
        row(header=("c",), cells=("w" * 200,), quiz=inside),
    )
    assert example_questions(pages, random.Random(0)) == ("What is wax for?",)
