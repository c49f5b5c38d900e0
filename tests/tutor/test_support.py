import pytest
from word_verifier import WordVerifier

from tutor.answering.glossary import Glossary, Term
from tutor.answering.support import SUPPORTED_FROM, Support, SupportCheck
from tutor.answering.verifier import Evidence, Reading

SMOKE = Evidence("Smoke masks the alarm scent of the guard bees.", "Smoker: when to use it")
ACID = Evidence("Varroa mites are treated with formic acid in August.")


@pytest.fixture
def check():
    glossary = Glossary((Term(("AFB", "American foulbrood")),))
    return SupportCheck(WordVerifier(), glossary.mentions)


def test_a_threshold_divides():
    assert Support(SUPPORTED_FROM).supported
    assert not Support(SUPPORTED_FROM - 0.01).supported


def test_no_pairs_no_results(check):
    assert check.check([]) == ()


@pytest.mark.parametrize(
    ("claim", "evidence", "score"),
    [
        ("Smoke masks the alarm scent of the guard bees.", SMOKE, 1.0),
        ("A smoker masks the scent.", SMOKE, 1.0),  # the heading counts
        ("Granite is an igneous rock.", SMOKE, 0.0),
    ],
)
def test_without_objection_the_score_is_the_verifiers(check, claim, evidence, score):
    assert check.check([(claim, evidence)]) == (Support(score),)


@pytest.mark.parametrize(
    ("claim", "objection"),
    [
        ("Varroa mites are treated with 65 % formic acid in August.", "the number 65 is not in the source"),
        (
            "Varroa mites are never treated with formic acid in August.",
            "the source does not say it in the negative",
        ),
        ("Varroa mites are treated with ApiGuard in August.", "ApiGuard is not in the source"),
    ],
)
def test_an_objection_overrules_the_verifier(check, claim, objection):
    assert check.check([(claim, ACID)]) == (Support(0.0, objection),)


def test_a_thing_may_be_called_otherwise(check):
    (support,) = check.check([("AFB is reported.", Evidence("American foulbrood is reported."))])
    assert support.objection == ""


def test_results_stand_in_the_order_of_the_pairs_and_only_open_ones_are_read(check):
    masked = "Smoke masks the scent of the bees."
    pairs = [(masked, SMOKE), ("It has 5 parts.", SMOKE), (SMOKE.text, ACID), (ACID.text, ACID)]
    assert [support.supported for support in check.check(pairs)] == [True, False, False, True]
    assert check.verifier.read == [(c, e, Reading.SUPPORTS) for c, e in (pairs[0], pairs[2])]


@pytest.mark.parametrize(
    ("claim", "quoted"),
    [
        ("Smoke masks the alarm scent of the guard bees.", True),
        ("smoke masks the alarm scent of the guard bees", True),
        ("Smoke masks the alarm scent.", False),  # a piece may say something else than the whole
        ("Bees fly. Smoke masks the alarm scent of the guard bees.", False),
    ],
)
def test_a_whole_sentence_of_the_source_needs_no_reading(claim, quoted):
    verifier = WordVerifier()
    (support,) = SupportCheck(verifier).check([(claim, SMOKE)])
    assert (support == Support(1.0) and not verifier.read) is quoted


@pytest.mark.parametrize(
    ("claim", "quoted"),
    [
        ("The smoker calms hives within minutes.", True),
        ("the smoker calms within minutes", False),  # no word may be left out within
        ("It is lit with dry grass.", False),  # what stands in front may be a condition
        ("Propolis (bee glue) seals every crack.", True),
        ("Propolis seals every crack.", True),
        ("Wax moths leave the comb.", False),  # rarely, say the brackets
        ("Guards sting at the entrance.", False),  # in the dusk
        ("Drones carry pollen home.", False),  # a myth
        ("Drones leave in autumn.", False),  # except in warm years
    ],
)
def test_a_part_between_commas_is_quoted_unless_the_rest_takes_it_back(claim, quoted):
    text = (
        "The smoker calms hives within minutes, and it is lit with dry grass. "
        "Wax moths (rarely) leave the comb. Propolis (bee glue) seals every crack; it smells of resin. "
        "When it is dusk, guards sting at the entrance. A myth: drones carry pollen home. "
        "Drones leave in autumn, except in warm years."
    )
    verifier = WordVerifier()
    (support,) = SupportCheck(verifier).check([(claim, Evidence(text))])
    assert (support == Support(1.0) and not verifier.read) is quoted


@pytest.mark.parametrize(
    ("claim", "quoted"),
    [
        ("Smoke masks the scent of guards.", True),
        (
            "The hive must be opened in calm weather",
            False,
        ),  # the answer is no sentence, and has its situation
        ("Smoke masks the scent", False),
    ],
)
def test_a_reason_in_a_table_row_is_a_whole_sentence(claim, quoted):
    row = (
        "| A keeper inspects. | The hive must be opened in calm weather | Smoke masks the scent of guards. |"
    )
    verifier = WordVerifier()
    (support,) = SupportCheck(verifier).check([(claim, Evidence(row))])
    assert (support == Support(1.0) and not verifier.read) is quoted


def test_a_heading_that_names_both_does_not_turn_a_comparison_right():
    heading = "DeepAR or ARIMA: two ways to forecast"
    text = (
        "ARIMA is accurate for a single stable series. DeepAR fits one model over hundreds of related series."
    )
    claim = "Yes, DeepAR is better than ARIMA for one single series."
    (found,) = SupportCheck(WordVerifier()).check([(claim, Evidence(text, heading))])
    assert found.objection == "for this case the source names the other one"
    assert not found.supported
