import pytest

from tutor.answering.facts import disagreement, names_in, numbers_in
from tutor.answering.glossary import Glossary, Term


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,000 and 1000", {"1000"}),
        ("0.50 or 0.5", {"0.5"}),
        ("three of 12", {"3", "12"}),
        ("one of them, zero left", set()),
        ("S3, EC2 and F1", set()),
        ("from 10 to 20 MB", {"10", "20"}),
        ("It ends at 40.", {"40"}),
        ("$3,000 or 15%", {"3000", "15"}),
        ("1e-4", {"1e-4"}),
        ("no numbers", set()),
    ],
)
def test_numbers(text, numbers):
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Use XGBoost or SageMaker on S3.", ("XGBoost", "SageMaker", "S3")),
        ("The Queen lays.", ("Queen",)),
        ("Queens lay. Workers fly.", ()),
        ("The F1 score and L2.", ("F1", "L2")),
        ("Amazon S3 and S3", ("S3",)),
        ("When is Glue used?", ("Glue",)),
        ("", ()),
    ],
)
def test_names(text, names):
    assert names_in(text) == names


GLOSSARY = Glossary((Term(("AFB", "American foulbrood")), Term(("Firehose", "Kinesis Data Firehose"))))


def copied(text):
    """The text with so many common words after it that it and its twin are near copies."""
    return f"{text[:-1]} for every colony that is kept near the old orchard wall."


@pytest.mark.parametrize(
    ("claim", "evidence", "objection"),
    [
        # numbers
        ("It has 40 questions.", "It has 50 questions.", "number 40"),
        ("It takes 180 minutes.", "It takes 170 minutes.", "number 180"),
        ("Keep it three days.", "Keep it for four days.", "number 3"),
        ("The gap is 4.2 mm.", "The gap is 4.3 mm.", "number 4.2"),
        ("At most 1,000 records.", "At most 10000 records.", "number 1000"),
        ("It scales to 128 shards.", "It scales to many shards.", "number 128"),
        ("Between 5 and 10.", "Between 5 and 15.", "number 10"),
        ("About 20% is lost.", "About 2% is lost.", "number 20"),
        ("The rate is 0.01.", "The rate is 0.1.", "number 0.01"),
        ("Use 1e-4.", "Use 1e-3.", "number 1e-4"),
        ("In 2019 it changed.", "In 2020 it changed.", "number 2019"),
        ("Twelve months pass.", "Eleven months pass.", "number 12"),
        (
            "Syrup has 5 parts sugar and 3 parts water.",
            "Syrup has 3 parts sugar and 5 parts water.",
            "other things",
        ),
        # names
        ("Use Kinesis for it.", "Use Kafka for it.", "Kinesis"),
        ("Store it in EFS.", "Store it in S3.", "EFS"),
        ("Train it with XGBoost.", "Train it with a linear learner.", "XGBoost"),
        ("The L1 penalty makes it sparse.", "A penalty makes it sparse.", "L1"),
        ("Data comes from Redshift.", "Data comes from a warehouse.", "Redshift"),
        ("It runs on SageMaker.", "It runs on a laptop.", "SageMaker"),
        # nothing to object to
        ("It has 40 questions.", "The exam has 40 questions in 90 minutes.", ""),
        ("It has forty questions.", "It has 40 questions.", ""),
        ("Keep it three days.", "Keep it 3 days.", ""),
        ("There are two reasons.", "The reasons are cold and damp.", ""),
        ("At most 1,000 records.", "At most 1000 records.", ""),
        ("The rate is 0.50.", "The rate is 0.5.", ""),
        ("One of them is used.", "It is used.", ""),
        ("Use Amazon S3.", "Use S3.", ""),
        ("AFB is reported.", "American foulbrood is reported.", ""),
        ("Firehose delivers it.", "Kinesis Data Firehose delivers it.", ""),
        ("Use k-means.", "Use K-Means.", ""),
        ("Frames are burned.", "Burning the frame destroys spores.", ""),
        ("Syrup has 5 parts sugar and 3 parts water.", "Syrup has 5 parts sugar and 3 parts water.", ""),
        ("3 parts water go with 5 parts sugar.", "Syrup has 5 parts sugar and 3 parts water.", ""),
        ("Workers feed the queen.", "The queen is fed by workers.", ""),
        ("The bees are calm.", "Smoke calms bees.", ""),
        ("Precision is TP / (TP + FP).", "Precision: TP / (TP + FP). Recall: TP / (TP + FN).", ""),
        ("", "Anything.", ""),
    ],
)
def test_disagreement(claim, evidence, objection):
    found = disagreement(claim, evidence, GLOSSARY.mentions)
    assert objection in found
    assert bool(objection) == bool(found)


@pytest.mark.parametrize(
    ("claim", "evidence", "objection"),
    [
        # negations
        ("The queen does not pass.", "The queen passes.", "negative"),
        ("It never expires.", "It expires.", "negative"),
        ("It works without servers.", "It works with servers.", "negative"),
        ("It cannot be changed.", "It can be changed.", "negative"),
        ("There is no limit.", "There is a limit.", "negative"),
        ("It isn't encrypted.", "It is encrypted.", "negative"),
        # opposites
        ("It increases bias.", "It decreases bias.", "decreases, not increases"),
        ("Recall matters more.", "Precision matters more.", "precision, not recall"),
        ("It is supervised.", "It is unsupervised.", "unsupervised, not supervised"),
        ("Stateful rules apply.", "Stateless rules apply.", "stateless, not stateful"),
        ("The subnet is public.", "The subnet is private.", "private, not public"),
        ("It causes overfitting.", "It causes underfitting.", "underfitting, not overfitting"),
        ("Take the maximum.", "Take the minimum.", "minimum, not maximum"),
        ("Treat before the harvest.", "Treat after the harvest.", "after, not before"),
        ("False positives rise.", "False negatives rise.", "negatives, not positives"),
        ("The cost is higher.", "The cost is lower.", "lower, not higher"),
        ("It is required.", "It is optional.", "optional, not required"),
        ("It is synchronous.", "It is asynchronous.", "asynchronous, not synchronous"),
        ("The scaling is horizontal.", "The scaling is vertical.", "vertical, not horizontal"),
        # nothing to object to
        ("The queen does not pass.", "The queen cannot pass.", ""),
        ("It is not encrypted.", "It is never encrypted.", ""),
        ("It is encrypted.", "It is encrypted, not hidden.", ""),
        ("Precision falls and recall rises.", "Recall rises and precision falls.", ""),
        ("It increases variance.", "It increases variance and decreases bias.", ""),
        ("The cost is higher.", "The cost is higher, and the yield is lower.", ""),
        ("It is required.", "It is required.", ""),
    ],
)
def test_disagreement_of_near_copies(claim, evidence, objection):
    found = disagreement(copied(claim), copied(evidence))
    assert objection in found
    assert bool(objection) == bool(found)


def test_what_stands_in_other_words_is_not_compared_word_by_word():
    assert (
        disagreement("Nothing grows less.", "Growth is more where no weeds stand in the beds of roses.") == ""
    )


def test_one_number_given_twice_where_the_source_gives_two():
    row = "| How long does the exam take? | 180 minutes in most sources, 170 minutes in some |"
    claim = "The exam takes 170 minutes in most sources, 170 minutes in some."
    assert disagreement(claim, row) == "the source gives these numbers to other things"


@pytest.mark.parametrize(
    ("claim", "objection"),
    [
        ("It has two encoders, named enc0 and enc2.", "enc2 is not in the source"),
        ("Train it on an ml.p3.8xlarge machine.", "ml.p3.8xlarge is not in the source"),
        ("It has two encoders, named enc0 and enc1.", ""),
        ("Use an ml.p3.2xlarge.", ""),
    ],
)
def test_an_identifier_with_a_digit_is_the_sources_own(claim, objection):
    source = "It has two encoders, enc0 and enc1, and trains on ml.p3.2xlarge machines; use one of them."
    assert disagreement(claim, source) == objection
