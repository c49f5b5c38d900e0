from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.course import load_course
from ingest.types import Blueprint
from tutor.practice.bank import load_bank
from tutor.practice.exams.exam import ExamPool, apportion, draw, scored_marks
from tutor.practice.exams.exam_form import ExamError, exam_figures, exam_form
from tutor.practice.types import ItemKind, Origin

MLS = Path(__file__).parents[3] / "corpus" / "mls-c01"


@pytest.fixture(scope="module")
def course():
    return load_course(MLS)


@pytest.fixture(scope="module")
def pool():
    return ExamPool(load_bank(sorted((MLS / "questions").glob("*.jsonl"))))


@pytest.fixture(scope="module")
def figures(course):
    return exam_figures(course.blueprint)


def ids(exam):
    return [drawn.item.id for drawn in exam.items]


def domains(items):
    return [Counter(item.domain for item in items)[number] for number in (1, 2, 3, 4)]


@pytest.mark.parametrize(
    ("total", "weights", "limits", "wanted"),
    [
        (50, (20, 24, 36, 20), (99, 99, 99, 99), [10, 12, 18, 10]),
        (15, (20, 24, 36, 20), (99, 99, 99, 99), [3, 4, 5, 3]),
        (20, (20, 24, 36, 20), (99, 99, 99, 99), [4, 5, 7, 4]),
        (10, (1, 1, 1), (9, 9, 9), [4, 3, 3]),
        (10, (1, 1, 1), (1, 9, 9), [1, 5, 4]),
        (6, (90, 10, 0), (2, 9, 9), [2, 2, 2]),
        (3, (0, 0), (2, 2), [2, 1]),
        (0, (), (), []),
    ],
)
def test_apportion_is_the_largest_remainder_within_limits(total, weights, limits, wanted):
    assert apportion(total, weights, limits) == wanted


def test_apportion_refuses_more_than_there_is():
    with pytest.raises(ExamError, match="5 items are wanted, and there are 3"):
        apportion(5, (1, 1), (1, 2))


def test_full_exams_have_the_blueprint_s_proportions_over_many_seeds(course, pool, figures):
    form = exam_form(figures)
    usage = Counter()
    for seed in range(60):
        exam = draw(pool, form, course.blueprint, seed)
        items = [drawn.item for drawn in exam.items]
        assert len(set(ids(exam))) == 65
        assert domains(items) == [13, 16, 23, 13]
        assert domains([drawn.item for drawn in exam.items if drawn.scored]) == [10, 12, 18, 10]
        tasks = Counter(item.task for item in items)
        assert all(
            max(tasks[t.number] for t in d.tasks) - min(tasks[t.number] for t in d.tasks) <= 1
            for d in course.blueprint.domains
        )
        assert sum(item.kind is ItemKind.MULTIPLE_RESPONSE for item in items) == 10
        usage.update(ids(exam))
    # 60 exams of 65 over 280 items: each item about 14 times; none is a favourite, none is left out
    assert len(usage) > 270
    assert max(usage.values()) < 40


@pytest.mark.parametrize("length", [10, 20, 32])
def test_shorter_exams_are_a_small_picture_of_the_full_one(course, pool, figures, length):
    form = exam_form(figures, length)
    for seed in range(20):
        exam = draw(pool, form, course.blueprint, seed)
        items = [drawn.item for drawn in exam.items]
        due = [length * weight / 100 for weight in (20, 24, 36, 20)]
        assert all(abs(n - wanted) < 1 for n, wanted in zip(domains(items), due, strict=True))
        assert sum(drawn.scored for drawn in exam.items) == form.scored
        assert sum(item.kind is ItemKind.MULTIPLE_RESPONSE for item in items) == round(0.15 * length)


def test_the_same_seed_is_the_same_exam_whatever_the_order_of_the_files(course, pool, figures):
    form = exam_form(figures, 20)
    first = draw(pool, form, course.blueprint, 7)
    assert draw(replace(pool, items=pool.items[::-1]), form, course.blueprint, 7) == first
    assert ids(draw(pool, form, course.blueprint, 8)) != ids(first)


def test_the_marks_follow_from_the_written_form_alone(course, pool, figures):
    exam = draw(pool, exam_form(figures, 32), course.blueprint, 3)
    places = [drawn.item.domain for drawn in exam.items]
    assert scored_marks(places, exam.form, exam.seed) == tuple(drawn.scored for drawn in exam.items)


def test_two_items_do_not_rest_on_one_quote_where_others_are_left(course, pool, figures):
    exam = draw(pool, exam_form(figures), course.blueprint, 5)
    quotes = Counter(q for drawn in exam.items for q in {source.quote for source in drawn.item.sources})
    assert max(quotes.values()) == 1


def test_seen_items_come_last_the_longest_ago_first(course, pool, figures):
    form = exam_form(figures)
    first = draw(pool, form, course.blueprint, 1)
    second = draw(replace(pool, seen=tuple(ids(first))), form, course.blueprint, 1)
    assert not set(ids(first)) & set(ids(second))
    every = tuple(item.id for item in pool.items)
    third = draw(replace(pool, seen=every), form, course.blueprint, 1)
    of_task = [item.id for item in pool.items if item.task == "1.1" and item.kind is ItemKind.MULTIPLE_CHOICE]
    taken = {i for i in ids(third) if i in of_task}
    assert taken == set(of_task[: len(taken)])


def test_generated_items_fill_up_when_written_ones_run_out(course, pool, figures):
    form = exam_form(figures, 20)
    made = tuple(replace(item, id=f"g-{item.id}", origin=Origin.TABLE) for item in pool.items)
    with_both = draw(replace(pool, generated=made), form, course.blueprint, 2)
    assert {drawn.item.origin for drawn in with_both.items} == {Origin.BANK}
    few = ExamPool(pool.items[:5], generated=made)
    exam = draw(few, form, course.blueprint, 2)
    assert {drawn.item.origin for drawn in exam.items} == {Origin.BANK, Origin.TABLE}
    seen = draw(
        replace(pool, generated=made, seen=tuple(i.id for i in pool.items)), form, course.blueprint, 2
    )
    assert {drawn.item.origin for drawn in seen.items} == {Origin.TABLE}


def test_a_domain_that_runs_out_is_told(course, pool, figures):
    few = tuple(item for item in pool.items if item.domain != 4 or item.task == "4.3")
    exam = draw(ExamPool(few), exam_form(figures), course.blueprint, 1)
    assert domains([drawn.item for drawn in exam.items])[3] == 13
    none = tuple(item for item in pool.items if item.domain != 4)
    exam = draw(ExamPool(none), exam_form(figures), course.blueprint, 1)
    assert len(exam.items) == 65
    assert sum(drawn.scored for drawn in exam.items) == 50
    assert exam.form.notes[-1] == "Domain 4 has 0 items, and 13 were due; other domains give the rest."


def test_too_small_a_pool_is_refused(course, pool, figures):
    with pytest.raises(ExamError, match=r"has 12 items for an exam, and 20 are wanted\. Choose a shorter"):
        draw(ExamPool(pool.items[:12]), exam_form(figures, 20), course.blueprint, 1)


def test_only_multiple_response_still_makes_an_exam(course, pool, figures):
    multiple = tuple(item for item in pool.items if item.kind is ItemKind.MULTIPLE_RESPONSE)
    exam = draw(ExamPool(multiple), exam_form(figures, 20), course.blueprint, 1)
    assert len(exam.items) == 20


def test_items_without_a_blueprint_are_drawn_by_their_own_domains(pool):
    nothing = Blueprint("Own files", ())
    exam = draw(pool, exam_form(exam_figures(nothing), 20), nothing, 1)
    assert domains([drawn.item for drawn in exam.items]) == [5, 5, 5, 5]
    assert [domain.title for domain in exam.form.domains] == ["Domain 1", "Domain 2", "Domain 3", "Domain 4"]
    assert sum(drawn.scored for drawn in exam.items) == 20
