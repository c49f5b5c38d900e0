import pytest

from tutor.practice.explaining.arithmetic import is_worked_out, value_of

STEM = "Of the 60 patients, 45 are found; 15 are missed. One instance handles 25 requests at a factor of 0.6."


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("45 / (45 + 15)", 0.75),
        ("1,200 * 2", 2400.0),
        ("50 MB * 2", 100.0),
        ("2 ^ 3 - 1", 7.0),
        ("4 × 3 − 2", 10.0),
        ("1 / 0", None),
        ("9 ** 9 ** 9", None),
        ("__import__('os')", None),
        ("a + 1", None),
    ],
)
def test_only_sums_have_a_value(expression, value):
    assert value_of(expression) == (None if value is None else pytest.approx(value))


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("Recall is 45 / (45 + 15) = 0.75, the share of cases that were found.", True),
        ("Recall is 45 / (45 + 15) = 0.85.", False),
        ("45 / 60 = 75 percent of them are found.", True),
        ("45 / 70 = 0.643 is found.", False),
        ("25 requests * 0.6 * 60 seconds = 900 invocations per minute.", True),
        ("45 + 15 = 60, and 60 / 45 = 1.33.", True),
        ("45 + 15 = 60, and 60 / 45 = 1.5.", False),
        ("The recall is 0.75.", False),
        ("F1 = high.", False),
    ],
)
def test_a_sum_holds_and_rests_on_given_figures(text, holds):
    assert is_worked_out(text, STEM) is holds


def test_a_figure_may_be_written_out_in_the_question():
    assert is_worked_out("6 - 3 = 3 clusters result.", "Of six recipes three join below the cut.")
    assert not is_worked_out("6 - 3 = 3 clusters result.", "Some recipes, 3 joins.")


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Recall is 45 / (45 + 15) = 0.75, as 60 - 45 = 15.", "Of the 60 patients the alarm finds 45."),
        ("The share is 0.019 / (0.019 + 0.098) = 0.162, as 0.02 * 0.95 = 0.019 and 0.98 * 0.1 = 0.098.",
         "2% are cracked; 95% of the cracked ones and 10% of the sound ones are marked."),
        ("Two components give (3.0 + 1.5) / 6 = 0.75.", "Six readings have eigenvalues 3.0, 1.5 and 0.5."),
        ("60 * 10^12 * 8 / (500 * 10^6) = 960,000 seconds.", "60 TB go over a line of 500 Mbps."),
    ],
)  # fmt: skip
def test_what_follows_from_the_figures_of_the_question_is_worked_out(text, given):
    assert is_worked_out(text, given)


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("Recall is 45 / 58 = 0.776.", "Of the 60 patients the alarm finds 45."),
        ("It takes 60 / 17 = 3.53 hours.", "60 TB go over a line of 500 Mbps."),
    ],
)
def test_a_figure_from_nowhere_is_not(text, given):
    assert not is_worked_out(text, given)
