import pytest

from tutor.answering.values import Kind, values_in

HOUR, DAY = 3600.0, 86_400.0


@pytest.mark.parametrize(
    ("text", "kind", "amount"),
    [
        ("105 minutes, with no break", Kind.DURATION, 105 * 60),
        ("two hours are given", Kind.DURATION, 2 * HOUR),
        ("2 hours and 10 minutes", Kind.DURATION, 2 * HOUR + 600),
        ("an hour and a half", Kind.DURATION, 1.5 * HOUR),
        ("an hour and three quarters", Kind.DURATION, 1.75 * HOUR),
        ("half an hour", Kind.DURATION, 0.5 * HOUR),
        ("a quarter of an hour early", Kind.DURATION, 0.25 * HOUR),
        ("a third of a minute", Kind.DURATION, 20),
        ("a three-year licence", Kind.DURATION, 3 * 360 * DAY),
        ("within five working days", Kind.DURATION, 5 * DAY),
        ("after 24 months", Kind.DURATION, 2 * 360 * DAY),
        ("72 percent", Kind.PERCENT, 72),
        ("| 85 % | no |", Kind.PERCENT, 85),
        ("seventy-five per cent", Kind.PERCENT, 75),
        ("half of the final mark", Kind.PERCENT, 50),
        ("starts at 02:00 UTC", Kind.CLOCK, 120),
        ("at 9.30 p.m.", Kind.CLOCK, 21 * 60 + 30),
        ("by nine o'clock", Kind.CLOCK, 540),
        ("at half past nine", Kind.CLOCK, 570),
        ("at a quarter to ten", Kind.CLOCK, 585),
        ("at noon", Kind.CLOCK, 720),
        ("until 30 September", Kind.DAY, 930),
        ("on March 12th, 2027", Kind.DAY, 312),
        ("on 2026-03-31", Kind.DAY, 331),
        ("results come in October", Kind.MONTH, 10),
        ("it may be held in May", Kind.MONTH, 5),
        ("the end of 2028", Kind.YEAR, 2028),
        ("results come out on Tuesdays", Kind.WEEKDAY, 2),
        ("Sixty questions", Kind.NUMBER, 60),
        ("a hundred and twenty euros", Kind.NUMBER, 120),
        ("1,250 rows", Kind.NUMBER, 1250),
        ("five kilometres", Kind.NUMBER, 5000),
        ("64 TiB", Kind.NUMBER, 65_536),
        ("-15 °C", Kind.NUMBER, -15),
        ("48 of the 80 points", Kind.NUMBER, 48),
    ],
)
def test_a_value_is_read(text, kind, amount):
    (value,) = values_in(text)
    assert (value.kind, value.amount) == (kind, pytest.approx(amount))
    assert value.text in text
    assert text[value.start : value.end].strip().startswith(value.text)


@pytest.mark.parametrize("text", ["LDA-340 and S2", "Version 7 of it", "You may sit it.", "p3.2xlarge", ""])
def test_names_are_no_values(text):
    assert values_in(text) == ()


@pytest.mark.parametrize(
    ("text", "shown", "counts"),
    [
        ("Fifty manual snapshots per project", "Fifty", {"manual", "snapshot", "project"}),
        ("| 100 | by ticket |", "100", set()),
        ("four at most", "four", set()),
        ("costs £110 and lunch", "£110", {"pound"}),
        ("48 of the 80 points", "48", {"point"}),
        ("60 questions", "60 questions", {"question"}),
        ("36 km/h", "36 km/h", {"m/s"}),
    ],
)
def test_what_a_number_counts(text, shown, counts):
    (value,) = values_in(text)
    assert (value.text, value.counts) == (shown, counts)


def test_each_stretch_is_read_once_in_its_order():
    text = "Sixty questions, two hours, 70 % to pass, from 9:00 on 3 May 2027, three times a year."
    assert [(v.kind, v.text) for v in values_in(text)] == [
        (Kind.NUMBER, "Sixty questions"),
        (Kind.DURATION, "two hours"),
        (Kind.PERCENT, "70 %"),
        (Kind.CLOCK, "9:00"),
        (Kind.DAY, "3 May 2027"),
        (Kind.NUMBER, "three times"),
        (Kind.DURATION, "a year"),
    ]
