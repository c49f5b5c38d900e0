from dataclasses import replace
from pathlib import Path

import pytest

from ingest.blueprint import contradictions, merge_blueprints, read_blueprint
from ingest.readers import read_document
from ingest.types import Block, BlockKind, Blueprint, Bullet, Document, Domain, Fact, Page, TaskStatement

HARBOUR = """\
Harbour Pilot Associate (HPA-01) exam guide

The Harbour Pilot Associate (HPA-01) exam tests whether a person can bring ships to their berth.

Kinds of items
• Multiple choice: one correct response and three incorrect responses
• Multiple response: two or more correct responses out of five or more
The exam includes 40 questions that affect your score.
The exam also holds 10 unscored questions.
Results are given as a scaled score from 200 to 900. The minimum passing score is 640.
The exam lasts 2 hours 15 minutes. The exam fee is $120.
The exam retires on 5 May 2031.

Domain 1: Reading the water 60%
Domain 2: Working with tugs 40%

Domain 1: Reading the water
1.1 Judge tides and currents.
• Read a tide table (spring tides, neap tides, and the
stand of the tide)
• Name the marks
  o Cardinal marks
  o Lateral marks
1.2 Choose a channel.
• Draught against depth
\fDomain 2: Working with tugs
2.1 Order tugs for a ship of a given
size.
• Bollard pull
• Lines and bitts

Appendix
In-scope services and features
Port services:
• Harbour Radar
• Pilot Launch
Out-of-scope services and features
• Salvage Desk
"""


@pytest.fixture
def harbour(tmp_path: Path) -> Blueprint:
    path = tmp_path / "guide.txt"
    path.write_text(HARBOUR)
    return read_blueprint(read_document(path, "guide.txt"))


def by_hand(*lines: str) -> Document:
    """A document of one page; a line that begins with "- " is a list item."""
    blocks = []
    start = 0
    for line in lines:
        is_item = line.startswith("- ")
        kind = BlockKind.LIST_ITEM if is_item else BlockKind.PROSE
        blocks.append(Block(kind, start, start + len(line), level=1 if is_item else 0))
        start += len(line) + 1
    return Document("hand.md", "By hand", "0" * 64, 1, (Page(1, "\n".join(lines), tuple(blocks)),))


def values(blueprint: Blueprint) -> dict[str, str | int | float]:
    return {fact.name: fact.value for fact in blueprint.facts}


def test_domains_have_numbers_titles_and_weights(harbour: Blueprint):
    assert [(d.number, d.title, d.weight) for d in harbour.domains] == [
        (1, "Reading the water", 60.0),
        (2, "Working with tugs", 40.0),
    ]
    assert harbour.title == "Harbour Pilot Associate"


def test_wrapped_titles_and_bullets_are_whole_and_nested_ones_joined(harbour: Blueprint):
    assert [(task.number, task.title) for task in harbour.tasks] == [
        ("1.1", "Judge tides and currents"),
        ("1.2", "Choose a channel"),
        ("2.1", "Order tugs for a ship of a given size"),
    ]
    assert harbour.tasks[0].bullets == (
        Bullet("1.1.a", "Read a tide table (spring tides, neap tides, and the stand of the tide)", 1),
        Bullet("1.1.b", "Name the marks: Cardinal marks; Lateral marks", 1),
    )


def test_things_carry_the_page_they_were_read_from(harbour: Blueprint):
    assert [task.page for task in harbour.tasks] == [1, 1, 2]
    assert [bullet.page for bullet in harbour.tasks[2].bullets] == [2, 2]


def test_figures_are_read_with_their_quotes(harbour: Blueprint):
    assert values(harbour) == {
        "code": "HPA-01",
        "multiple_choice_options": 4,
        "multiple_response_options": 5,
        "scored_items": 40,
        "unscored_items": 10,
        "scale_low": 200,
        "scale_high": 900,
        "pass_mark": 640,
        "minutes": 135,
        "price_usd": 120,
        "retired_on": "2031-05-05",
    }
    assert harbour.values("pass_mark") == (
        Fact("pass_mark", 640, "guide.txt", 1, "The minimum passing score is 640."),
    )


def test_scope_lists_are_kept_apart(harbour: Blueprint):
    assert harbour.in_scope == ("Harbour Radar", "Pilot Launch")
    assert harbour.out_of_scope == ("Salvage Desk",)


def test_nothing_is_unread_in_a_full_guide(harbour: Blueprint):
    assert harbour.unread == ()


def test_another_layout_with_weights_in_brackets_and_labelled_lists():
    blueprint = read_blueprint(
        by_hand(
            "Length: 90 minutes",
            "Exam format: 50–60 multiple choice and multiple select questions",
            "Domain 1: Soil and seed (28% of scored content)",
            "Task Statement 1.1: Explain how a seed sprouts.",
            "Objectives:",
            "- Describe what water does",
            "Knowledge of:",
            "- Seed coats",
            "Task Statement 1.2: Choose a soil.",
            "Skills in:",
            "- Telling clay from sand",
            "Domain 2: Harvest (72% of scored content)",
            "Task 2.1: Judge ripeness",
            "- Colour",
        )
    )
    assert [(d.title, d.weight) for d in blueprint.domains] == [("Soil and seed", 28.0), ("Harvest", 72.0)]
    assert [bullet.text for bullet in blueprint.tasks[0].bullets] == [
        "Describe what water does",
        "Seed coats",
    ]
    assert [task.number for task in blueprint.tasks] == ["1.1", "1.2", "2.1"]
    assert values(blueprint) == {"minutes": 90, "items": "50-60"}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Section 1: Ovens (~45% of the exam)", "Section 2: Doughs (~55% of the exam)"),
        ("1.0 Ovens 45%", "2.0 Doughs 55%"),
        ("Topic 1 - Ovens: 45 %", "Topic 2 - Doughs: 55 %"),
    ],
)
def test_other_words_for_domains(first: str, second: str):
    blueprint = read_blueprint(
        by_hand(first, "1.1 Heat an oven. Considerations include:", "- Time", second, "2.1 Knead", "- Flour")
    )
    assert [(d.number, d.title, d.weight) for d in blueprint.domains] == [
        (1, "Ovens", 45.0),
        (2, "Doughs", 55.0),
    ]
    assert [task.title for task in blueprint.tasks] == ["Heat an oven", "Knead"]


def test_task_statements_numbered_within_their_domain():
    blueprint = read_blueprint(
        by_hand("Domain 3: Sails (100%)", "Task Statement 2: Reef a sail", "- Knots", "Domain 4: Oars")
    )
    assert [(task.number, task.title) for task in blueprint.tasks] == [("3.2", "Reef a sail")]


def test_a_table_of_domains_and_figures(tmp_path: Path):
    path = tmp_path / "table.md"
    path.write_text(
        "# Baker\n\n| Domain | Weight |\n|---|---|\n| Ovens | 45% |\n| Doughs | 55% |\n\n"
        "| Detail | Value |\n|---|---|\n| Duration | 2 hours |\n| Passing Score | 70% |\n| Cost | 99 USD |\n"
    )
    blueprint = read_blueprint(read_document(path, "table.md"))
    assert [(d.number, d.title, d.weight) for d in blueprint.domains] == [
        (1, "Ovens", 45.0),
        (2, "Doughs", 55.0),
    ]
    assert values(blueprint) == {"minutes": 120, "pass_mark": "70 %", "price_usd": 99}
    assert blueprint.values("minutes")[0].quote == "| Duration | 2 hours |"


def test_lists_without_marks_are_read_and_it_is_said():
    blueprint = read_blueprint(by_hand("Domain 1: Ovens (100%)", "1.1 Heat an oven", "Coal and wood", "Gas"))
    assert [bullet.text for bullet in blueprint.tasks[0].bullets] == ["Coal and wood", "Gas"]
    assert (
        "hand.md: its lists have lost their marks, so each paragraph below a task statement is a bullet."
        in blueprint.unread
    )


def test_what_is_missing_is_said_and_not_guessed():
    blueprint = read_blueprint(by_hand("Domain 1: Ovens (20-25%)", "1.1 Heat an oven", "Domain 2: Doughs"))
    assert [domain.weight for domain in blueprint.domains] == [None, None]
    assert blueprint.facts == ()
    assert set(blueprint.unread) >= {
        "hand.md: the weight of domain 1 is a range, 20-25 %, and no one figure.",
        "hand.md: no weight was found for domain 2.",
        "hand.md: no task statements were found for domain 2.",
        "hand.md: no bullets were found below task statement 1.1.",
        "hand.md: the pass mark was not found.",
        "hand.md: the time allowed was not found.",
    }


def test_a_text_that_is_no_guide_gives_nothing():
    blueprint = read_blueprint(
        by_hand(
            "We trained for 45 minutes each day.",
            "Section 4 of the law covers 20% of it.",
            "1.5 Litres of milk",
        )
    )
    assert blueprint.domains == ()
    assert blueprint.facts == ()
    assert blueprint.unread[0] == "hand.md: no content domains were found."


def test_weights_that_do_not_add_up_are_said():
    blueprint = read_blueprint(by_hand("Domain 1: Ovens (30%)", "Domain 2: Doughs (30%)"))
    assert "hand.md: the domains' weights add up to 60 %, not 100." in blueprint.unread


def test_merging_keeps_contradictions_with_their_sources(harbour: Blueprint):
    other = Blueprint("Other", (), (Fact("minutes", 120, "blog.md", 3, "120 minutes"),))
    same = Blueprint("Same", (), (Fact("pass_mark", 640, "blog.md"),))
    merged = merge_blueprints((harbour, other, same))
    found = contradictions(merged)
    assert [(c.name, [(f.value, f.source) for f in c.facts]) for c in found] == [
        ("minutes", [(135, "guide.txt"), (120, "blog.md")])
    ]
    assert len(merged.values("pass_mark")) == 2
    assert merged.domains == harbour.domains


def test_merging_fills_gaps_and_shows_weights_that_differ():
    task = TaskStatement("1.1", "Heat", (Bullet("1.1.a", "Gas"),))
    one = Blueprint(
        "A", (Domain(1, "Ovens", None), Domain(2, "Doughs", 50.0)), (Fact("code", "B-1", "a.pdf"),)
    )
    two = Blueprint(
        "B", (Domain(1, "Ovens", 40.0, (task,)), Domain(2, "Doughs", 60.0)), (Fact("code", "B-1", "b.pdf"),)
    )
    merged = merge_blueprints((one, two))
    assert merged.domains == (Domain(1, "Ovens", 40.0, (task,)), Domain(2, "Doughs", 50.0))
    assert [(c.name, [f.value for f in c.facts]) for c in contradictions(merged)] == [
        ("domain_2_weight", [50.0, 60.0])
    ]


def test_merging_nothing_is_an_error():
    with pytest.raises(ValueError, match="No blueprint was given"):
        merge_blueprints(())


def test_reader_notes_are_passed_on():
    document = replace(by_hand("Domain 1: Ovens (100%)"), notes=("Page 2 has no text.",))
    assert read_blueprint(document).unread[0] == "Page 2 has no text."
