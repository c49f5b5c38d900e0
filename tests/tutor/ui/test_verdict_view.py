from dataclasses import replace

from tests.tutor.learner.samples import ATTEMPT, ITEM, NOON
from tutor.learner.practice_sets import PracticeSet
from tutor.practice.explaining.explain_types import ExplainedSentence, Role
from tutor.practice.explaining.grounding import Basis
from tutor.ui.practice_desk import SetState
from tutor.ui.practice_summary import TaskScore, summary_of
from tutor.ui.verdict_view import explained_view, verdict_words

RIGHT = replace(ATTEMPT, chosen=(1,), correct=True, seconds=12.4)
WRONG = replace(ATTEMPT, chosen=(0,), correct=False)


def test_a_verdict_names_choice_key_and_time():
    assert verdict_words(ITEM, RIGHT) == "You chose B. 12 s."
    assert verdict_words(ITEM, WRONG) == "You chose A; B is right. 42 s."
    pair = replace(ITEM, key=(1, 2))
    assert verdict_words(pair, replace(WRONG, chosen=(0, 1))) == "You chose A and B; B and C are right. 42 s."
    assert verdict_words(ITEM, replace(WRONG, chosen=())) == "You chose nothing; B is right. 42 s."


def test_each_sentence_carries_the_mark_of_what_it_rests_on():
    def mark(basis, score=1.0, citations=(1,)):
        (row,) = explained_view([ExplainedSentence("S.", Role.REASON, basis, score, citations)], ())[
            "sentences"
        ]
        return row["state"], row["mark"]

    assert mark(Basis.SOURCE, 0.9) == ("supported", "✓ supported")
    assert mark(Basis.SOURCE, 0.6) == ("weak", "~ weakly supported")
    assert mark(Basis.QUOTE) == ("supported", "✓ words of the source")
    assert mark(Basis.CALCULATION, citations=()) == ("supported", "✓ worked out")
    assert mark(Basis.ITEM, citations=()) == ("said", "")


def state(answers, reported=()):
    ids = ("i1", "i2", "i3", "i4")
    begun = PracticeSet("s1", "bees", {"count": 4}, NOON, ids)
    attempts = {
        one: replace(ATTEMPT, item_id=one, task=task, correct=right, seconds=seconds)
        for one, task, right, seconds in answers
    }
    return SetState(begun, attempts, frozenset(reported))


ITEMS = {one: replace(ITEM, id=one) for one in ("i1", "i2", "i3", "i4")}


def test_a_summary_scores_by_task_and_names_the_slowest_and_the_wrong():
    found = summary_of(
        state([("i1", "1.2", True, 30), ("i2", "1.1", False, 50), ("i3", "1.2", False, 10)]), ITEMS
    )
    assert (found.right, len(found.answered), found.left, found.reported) == (1, 3, 1, 0)
    assert found.by_task == (TaskScore("1.1", 0, 1, 50.0), TaskScore("1.2", 1, 2, 20.0))
    assert [one.item.id for one in found.slowest] == ["i2", "i1", "i3"]
    assert [one.place for one in found.wrong] == [1, 2]


def test_a_reported_item_and_one_that_is_gone_do_not_count():
    items = {one: item for one, item in ITEMS.items() if one != "i3"}
    given = [("i1", "1.2", True, 30), ("i2", "1.1", False, 50), ("i3", "1.2", False, 10)]
    found = summary_of(state(given, reported=["i2", "i4"]), items)
    assert (found.right, len(found.answered), found.left, found.reported) == (1, 1, 0, 2)
    assert found.wrong == ()


def test_open_places_are_neither_answered_nor_reported():
    found = state([("i1", "1.2", True, 30)], reported=["i3"])
    assert found.open_places == (1, 3)
    assert found.total == 4
