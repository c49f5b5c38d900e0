from dataclasses import replace
from pathlib import Path

import pytest

from ingest.course import load_course
from ingest.types import Blueprint, Domain, Fact
from tutor.practice.exams.exam_form import ExamError, exam_figures, exam_form, forms
from tutor.practice.exams.exam_json import form_from_json, form_to_json
from tutor.practice.exams.scoring import DomainShare, Scale

ROOT = Path(__file__).parents[3]
DOMAINS = (Domain(1, "One", 70.0), Domain(2, "Two", 30.0))


def blueprint(*facts, domains=DOMAINS):
    return Blueprint("Exam", domains, tuple(Fact(name, value, source) for name, value, source in facts))


@pytest.fixture(scope="module")
def mls():
    return exam_figures(load_course(ROOT / "corpus" / "mls-c01").blueprint)


def test_the_bundled_exam_has_its_real_figures(mls):
    assert (mls.length, mls.scored, mls.unscored, mls.minutes) == (65, 50, 15, 180)
    assert mls.scale == Scale(100, 1000, 750, 0.72)
    assert [(domain.number, domain.weight) for domain in mls.domains] == [(1, 20), (2, 24), (3, 36), (4, 20)]
    (note,) = mls.notes
    assert note.startswith("Sources disagree about the minutes: 180 (")
    assert "; 170 (" in note
    assert note.endswith("). The first is used.")


def test_shorter_forms_keep_the_shares(mls):
    made = [(f.length, f.scored, f.unscored, f.minutes, f.is_full) for f in forms(mls)]
    assert made == [
        (10, 8, 2, 28, False),
        (20, 15, 5, 56, False),
        (32, 25, 7, 89, False),
        (65, 50, 15, 180, True),
    ]
    one = exam_form(mls, 1)
    assert (one.scored, one.unscored, one.minutes) == (1, 0, 3)


@pytest.mark.parametrize("length", [0, 66])
def test_an_impossible_length_is_refused(mls, length):
    with pytest.raises(ExamError, match=f"An exam of {length} items is not possible; choose 1 to 65"):
        exam_form(mls, length)


def test_a_form_reads_back_as_it_was_written(mls):
    form = exam_form(mls, 20)
    assert form_from_json(form_to_json(form)) == form
    with pytest.raises(
        ExamError, match=r"cannot be read \(KeyError: 'length'\). Take it as `tutor exam draw"
    ):
        form_from_json({"scale": {"low": 1, "high": 2, "pass_mark": 2, "pass_share": 1}})


def test_everything_missing_gets_a_fallback_that_is_named():
    figures = exam_figures(Blueprint("Own files", ()))
    assert (figures.scored, figures.unscored, figures.minutes) == (50, 0, 100)
    assert figures.scale == Scale(100, 1000, 750, 0.72)
    assert figures.notes == (
        "No source states the number of items; 50 are used, and all of them count.",
        "No source states the time; 2 minutes an item are used.",
        "No source states the scale; 100 to 1000 is used.",
        "No source states a pass mark; 750 is used.",
        "No source states domains; the items' own domains count alike.",
    )


def test_the_counts_follow_from_what_is_stated():
    items = ("items", 40, "guide.pdf")
    assert (exam_figures(blueprint(items)).scored, exam_figures(blueprint(items)).unscored) == (40, 0)
    with_scored = exam_figures(blueprint(items, ("scored_items", 35, "guide.pdf")))
    assert (with_scored.scored, with_scored.unscored) == (35, 5)
    with_unscored = exam_figures(blueprint(items, ("unscored_items", 4, "guide.pdf")))
    assert (with_unscored.scored, with_unscored.unscored) == (36, 4)
    wrong = exam_figures(blueprint(items, ("scored_items", 35, "a"), ("unscored_items", 10, "a")))
    assert (wrong.scored, wrong.unscored) == (35, 10)
    assert "40 items are stated, and 35 scored with 10 unscored ones; the latter two are used." in wrong.notes


def test_a_percentage_is_a_scale_of_its_own():
    figures = exam_figures(blueprint(("pass_mark", 70, "a")))
    assert figures.scale == Scale(0, 100, 70, 0.7)


def test_a_mark_off_its_scale_is_replaced_and_told():
    figures = exam_figures(
        blueprint(("scale_low", 0, "a"), ("scale_high", 500, "a"), ("pass_mark", 750, "a"))
    )
    assert figures.scale == Scale(0, 500, 362, 0.72)
    assert "The pass mark 750 is off the scale; 362 is used." in figures.notes


def test_the_share_can_be_stated_by_the_course_or_handed_in():
    stated = blueprint(("pass_share", 0.65, "a"), ("pass_mark", 750, "a"))
    assert exam_figures(stated).scale == Scale(100, 1000, 750, 0.65)
    assert exam_figures(stated, 0.8).scale.pass_share == 0.8


def test_domains_without_weights_count_alike():
    domains = tuple(replace(domain, weight=None) for domain in DOMAINS)
    figures = exam_figures(blueprint(domains=domains))
    assert figures.domains == (DomainShare(1, "One", 50.0), DomainShare(2, "Two", 50.0))
    assert "Not every domain has a stated weight; all domains count alike." in figures.notes
