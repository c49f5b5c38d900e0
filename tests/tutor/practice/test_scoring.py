import re

import pytest

from ingest.errors import TutorError
from tutor.practice.exams.scoring import (
    DomainShare,
    MarkedItem,
    Scale,
    Standing,
    scaled_score,
    score_exam,
    straight_share,
)

AWS = Scale(100, 1000, 750, 0.72)
DOMAINS = (DomainShare(1, "Data", 60.0), DomainShare(2, "Models", 40.0), DomainShare(3, "Rest", 0.0))


def test_the_golden_scores_of_fifty_items():
    scores = [scaled_score(correct, 50, AWS) for correct in (0, 1, 10, 18, 25, 35, 36, 37, 43, 49, 50)]
    assert scores == [100, 118, 280, 425, 551, 731, 750, 767, 875, 982, 1000]


@pytest.mark.parametrize("scored", [1, 8, 15, 25, 50])
@pytest.mark.parametrize(
    "scale", [AWS, Scale(0, 100, 70, 0.7), Scale(100, 900, 700, 0.5), Scale(1, 10, 10, 1.0)]
)
def test_the_score_never_falls_and_passes_exactly_at_the_share(scored, scale):
    scores = [scaled_score(correct, scored, scale) for correct in range(scored + 1)]
    assert (scores[0], scores[-1]) == (scale.low, scale.high)
    assert scores == sorted(scores)
    reached = [correct / scored >= scale.pass_share for correct in range(scored + 1)]
    assert [score >= scale.pass_mark for score in scores] == reached


def test_the_default_share_is_the_mark_s_place_on_its_scale():
    assert straight_share(100, 1000, 750) == 0.72
    assert straight_share(100, 1000, 700) == 0.67
    assert straight_share(0, 100, 100) == 1.0
    assert AWS.place(750) == pytest.approx(0.7222, abs=1e-4)


@pytest.mark.parametrize(
    "figures", [(100, 1000, 100, 0.7), (100, 1000, 1001, 0.7), (100, 1000, 750, 0.0), (100, 1000, 750, 1.1)]
)
def test_an_impossible_scale_is_refused(figures):
    with pytest.raises(TutorError, match=r"is not possible\. The mark has to lie on the scale"):
        Scale(*figures)


@pytest.mark.parametrize(("correct", "scored"), [(1, 0), (-1, 5), (6, 5)])
def test_what_is_no_exam_is_not_scored(correct, scored):
    with pytest.raises(TutorError, match=f"{correct} right of {scored} scored items cannot be scored"):
        scaled_score(correct, scored, AWS)


def marked(domain, right, wrong, scored=True):
    return [MarkedItem(domain, scored, True)] * right + [MarkedItem(domain, scored, False)] * wrong


def test_unscored_items_never_count():
    items = marked(1, 18, 12) + marked(2, 18, 2)
    without = score_exam(items, DOMAINS, AWS)
    assert score_exam(items + marked(1, 0, 15, scored=False), DOMAINS, AWS) == without
    assert score_exam(items + marked(2, 15, 0, scored=False), DOMAINS, AWS) == without
    assert (without.score, without.passed, without.correct, without.scored) == (750, True, 36, 50)


def test_a_strong_domain_makes_up_for_a_weak_one_and_the_table_says_which():
    result = score_exam(marked(1, 30, 0) + marked(2, 6, 14), DOMAINS, AWS)
    assert result.passed
    assert [(s.domain, s.correct, s.scored, s.share, s.standing) for s in result.sections] == [
        (1, 30, 30, 1.0, Standing.MEETS),
        (2, 6, 20, 0.3, Standing.NEEDS),
        (3, 0, 0, None, None),
    ]


def test_the_notes_say_that_the_score_is_an_estimate_and_how_rough():
    estimate, step, total = score_exam(marked(1, 1, 7), DOMAINS, AWS).notes
    assert re.match("This score is an estimate: .* is not published. Here 72% right is taken", estimate)
    assert step == "8 scored items: one answer more or less moves the score by about 113 points."
    assert total.startswith("Only the total decides.")


def test_one_answer_short_of_the_mark_fails():
    assert not score_exam(marked(1, 35, 15), DOMAINS, AWS).passed
