import pytest

from evals.cases import Gold, QuestionCase
from evals.matching import Found, holds, need_met, ranks, same_document, tokens_until

GAPS = Found("notes/hive.md", "A **queen excluder** is a grid\nwith gaps of 4.2 mm.", "The hive")
SMOKE = Found("notes/smoke.md", "A smoker calms bees.")


def words(texts):
    return [len(text.split()) for text in texts]


def case(need, *golds):
    return QuestionCase("q", "?", answerable=True, gold=golds, gold_need=need)


def test_case_white_space_and_marks_do_not_count():
    assert holds(GAPS, Gold("a Queen Excluder is a grid with gaps"))
    assert not holds(GAPS, Gold("gaps of 4.3 mm"))
    assert not holds(GAPS, Gold("queen excluder", "guide.md"))


@pytest.mark.parametrize(
    ("gold", "document", "same"),
    [
        (None, "a.md", True),
        ("a.md", "a.md", True),
        ("a.md", "notes/a.md", True),
        ("conflict_notes/a.md", "a.md", True),
        ("a.md", "aa.md", False),
        ("a.md", "notes/aa.md", False),
    ],
)
def test_a_document_goes_by_the_end_of_its_name(gold, document, same):
    assert same_document(gold, document) is same


def test_each_gold_has_the_rank_of_its_first_passage():
    golds = (Gold("calms bees"), Gold("4.2 mm"), Gold("wax"))
    assert ranks(golds, [SMOKE, GAPS, GAPS]) == [1, 2, None]


def test_tokens_are_counted_over_what_is_sent_up_to_the_golds_end():
    # heading 2 + text up to "4.2" 10 words; the smoker's 4 words stand before
    assert tokens_until([Gold("gaps of 4.2")], [SMOKE, GAPS], words) == [4 + 2 + 10]
    assert tokens_until([Gold("wax")], [SMOKE], words) == [None]


def test_what_is_needed_decides_where_a_case_is_met():
    a, b, c = Gold("x", "a.md"), Gold("y", "a.md"), Gold("z", "b.md")
    assert need_met(case("any", a, b, c), [4, 2, 9]) == 2
    assert need_met(case("all", a, b, c), [4, 2, 9]) == 9
    assert need_met(case("all", a, b), [4, None]) is None
    assert need_met(case("each_document", a, b, c), [4, 2, 3]) == 3
    assert need_met(case("each_document", a, c), [4, None]) is None
