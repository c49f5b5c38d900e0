from dataclasses import replace
from datetime import timedelta

import pytest

from ingest.types import Block, BlockKind, Page
from tests.tutor.learner.exam_desk import BLUEPRINT, START, Clock, items, small_exam
from tests.tutor.learner.samples import ATTEMPT
from tutor.learner.database import Database
from tutor.learner.exams import ExamStore
from tutor.learner.types import AttemptMode
from tutor.practice.exams.exam_form import exam_figures
from tutor.practice.exams.exam_report import exam_report
from tutor.practice.exams.gap import answered, begin_gap
from tutor.practice.types import ItemSource
from tutor.ui.exam_report_view import scale_html, sections_html
from tutor.ui.exam_start import figures_html, offered_forms
from tutor.ui.gap_view import advice_sentence, last_gap, placement_html, resumed_gap
from tutor.ui.item_sources import source_place
from tutor.ui.page_text import Stretch

GAP = replace(ATTEMPT, mode=AttemptMode.GAP, answered_at=START)


@pytest.fixture
def report(tmp_path):
    store = ExamStore(Database(tmp_path / "me.sqlite3"), Clock())
    sitting = store.begin("tides", small_exam())
    return exam_report(store.finish(sitting.id))


@pytest.mark.parametrize(
    ("place", "label"),
    [
        (0.0, '<span class="label above" style="left: 0.0%; transform: translateX(0)">You: 100</span>'),
        (0.5, '<span class="label above" style="left: 50.0%; transform: translateX(-50%)">You: 100</span>'),
        (1.0, '<span class="label above" style="right: 0">You: 100</span>'),
    ],
)
def test_the_score_stands_at_its_place_and_its_label_stays_on_the_line(report, place, label):
    shown = scale_html(replace(report, score_place=place))
    assert f'<span class="reached" style="width: {100 * place:.1f}%">' in shown
    assert '<span class="mark" style="left: 72.2%">' in shown  # (750 - 100) / 900
    assert label in shown
    assert '<span class="label below" style="left: 0">100</span>' in shown


def test_an_end_of_the_scale_gives_way_to_a_pass_mark_beside_it(report):
    shown = scale_html(replace(report, pass_place=0.95))
    assert '<span class="label below" style="right: 0">Pass: 750</span>' in shown
    assert '<span class="label below" style="right: 0"></span>' in shown


def test_a_section_without_scored_items_has_no_standing(report):
    sections = (replace(report.result.sections[0], scored=0, standing=None), report.result.sections[1])
    shown = sections_html(replace(report.result, sections=sections))
    assert '<td class="number">0 of 0</td><td>no scored item</td>' in shown
    assert "<td>✕ needs improvement</td>" in shown


def test_forms_follow_the_number_of_items():
    figures = exam_figures(BLUEPRINT)
    assert [form.length for form in offered_forms(figures, 30)] == [10, 20]
    assert [form.length for form in offered_forms(figures, 19)] == [10]
    assert [form.length for form in offered_forms(figures, 5)] == [5]
    assert offered_forms(figures, 4) == ()


def test_what_no_source_states_is_said():
    bare = replace(BLUEPRINT, facts=())
    shown = figures_html(bare, exam_figures(bare))
    assert "<table>" not in shown
    assert "No source states the number of items; 50 are used, and all of them count." in shown
    assert "No source states the time; 2 minutes an item are used." in shown


def test_the_last_assessment_is_that_of_the_latest_answer():
    older, other = replace(GAP, session="old"), replace(GAP, mode=AttemptMode.EXAM, session="exam")
    newer = [replace(GAP, session="new", item_id=name) for name in ("a", "b")]
    assert last_gap([older, *newer, other]) == tuple(newer)
    assert last_gap([other]) == ()


def test_an_assessment_goes_on_after_a_reload_but_not_hours_later_nor_when_it_was_left():
    soon, later = START + timedelta(minutes=59), START + timedelta(minutes=61)
    assert resumed_gap([GAP], set(), soon) == "s1"
    assert resumed_gap([GAP], set(), later) == ""
    assert resumed_gap([GAP], {"s1"}, soon) == ""
    assert resumed_gap([], set(), soon) == ""


def state_of(right):
    """After 20 answers to tasks 1.1 and 2.1 in turn; `right` says which domain's are right."""
    state = begin_gap(BLUEPRINT)
    for item in items(20):
        state = answered(state, item, right(item.domain))
    return state


def test_the_advice_is_the_task_that_costs_most_points():
    sentence = advice_sentence(BLUEPRINT, state_of(lambda domain: domain == 1))
    assert sentence.startswith("Begin with task 2.1, Gusts: you would know about ")
    assert sentence.endswith(
        " of it, it makes about 40 % of the exam, and no other task costs you more points."
    )
    assert advice_sentence(BLUEPRINT, state_of(lambda domain: False)).startswith(
        "Begin with task 1.1, Tides: "
    )
    assert advice_sentence(BLUEPRINT, begin_gap(replace(BLUEPRINT, domains=()))) == ""


def test_the_placement_has_a_row_a_task_with_its_answers():
    shown = placement_html(BLUEPRINT, state_of(lambda domain: True))
    assert shown.count("<tr><td>") == 2
    assert "<tr><td>1.1 Tides</td>" in shown
    assert shown.count('<td class="number">10</td></tr>') == 2


class PagesOnly:
    """The part of an index that holds pages."""

    def __init__(self, **texts):
        self.contents = self
        self.pages = {
            ("a.md", int(number.strip("p"))): Page(
                int(number.strip("p")), text, (Block(BlockKind.PROSE, 0, len(text)),)
            )
            for number, text in texts.items()
        }


def test_a_quote_is_found_on_its_page_on_another_one_and_across_a_line_break():
    index = PagesOnly(p1="Ebb runs out. Flood runs in.", p2="Slack water\nis short. Ebb runs out.")
    assert source_place(index, ItemSource("a.md", "H", "Ebb runs out.", 2)).page == 2
    moved = source_place(index, ItemSource("a.md", "H", "Flood runs in.", 2))
    assert (moved.page, moved.stretch, moved.heading) == (1, Stretch(14, 28), "H")
    broken = source_place(index, ItemSource("a.md", "H", "Slack water is short.", 2))
    assert (broken.page, broken.stretch) == (2, Stretch(0, 21))
    assert source_place(index, ItemSource("a.md", "H", "Neaps.", 1)) is None
    assert source_place(index, ItemSource("b.md", "H", "Ebb runs out.", 1)) is None
    assert source_place(index, ItemSource("a.md", "H", "", 1)) is None
