"""What the sources say of a broad question's subject, and what of it an answer is given."""

from tutor.answering.attribution import Attributed, numbered
from tutor.answering.evidence_spans import single_spans
from tutor.answering.introductions import introduced, introductions, named_subjects
from tutor.answering.overview import subjects_of
from tutor.answering.support import Support

GRID = "A queen excluder is a grid with gaps of 4.2 mm."
MITE = "Varroa: A mite that feeds on bees and their brood."
CALMS = "A smoker calms bees before a hive is opened."


NOTHING = Attributed((), ())


def told(retriever, question, answer=NOTHING):
    found = retriever.search(question)
    return introduced(answer, question, subjects_of(question), found, retriever)


def texts(answer):
    return [sentence.text for sentence in answer.sentences]


def answer_of(retriever, question, quote):
    """An answer that says and cites one sentence of the sources."""
    span = next(one for one in single_spans(retriever.search(question)) if one.text == quote)
    return numbered([(quote, Support(1.0), (span,))])


def test_a_subject_is_known_where_a_heading_or_a_row_names_it(hashed_retriever):
    rarity = hashed_retriever.index.rarity
    for question, known in (
        ("what is a queen excluder for", ("queen excluder",)),
        ("varroa vs smoker", ("varroa", "smoker")),
        ("varroa vs centrifuge", ()),
        ("explain the bee dance", ()),
    ):
        assert named_subjects(question, hashed_retriever.search(question), rarity) == known


def test_what_the_subject_is_comes_first(hashed_retriever):
    answer = told(hashed_retriever, "explain varroa")
    assert texts(answer)[0] == MITE
    assert len(answer.sentences) == 2
    assert [sentence.citations for sentence in answer.sentences] == [(1,), (2,)]
    assert answer.citations[0].quote.startswith("| Varroa |")


def test_asked_when_it_fits_a_sentence_says_when(hashed_retriever):
    assert texts(told(hashed_retriever, "when do I use a smoker"))[0] == CALMS


def test_an_answer_is_filled_up_to_two_sentences_and_says_nothing_twice(hashed_retriever):
    question = "what is a smoker"
    answer = told(hashed_retriever, question, answer_of(hashed_retriever, question, CALMS))
    assert texts(answer)[0] == CALMS
    assert len(texts(answer)) == len(set(texts(answer))) == 2
    full = told(hashed_retriever, question, answer)
    assert texts(full) == texts(answer)


def test_of_two_things_the_one_that_is_left_out_is_added(hashed_retriever):
    question = "queen excluder vs smoker"
    both = told(hashed_retriever, question)
    assert texts(both) == [GRID, CALMS]
    answer = told(hashed_retriever, question, answer_of(hashed_retriever, question, GRID))
    assert texts(answer) == [GRID, CALMS]
    assert [citation.n for citation in answer.citations] == [1, 2]


def test_where_two_are_to_be_told_apart_one_alone_is_nothing(hashed_retriever):
    found = hashed_retriever.search("smoker vs centrifuge")
    assert introductions("smoker vs centrifuge", ("smoker", "centrifuge"), found, hashed_retriever) == []
    assert introductions("explain smoker and centrifuge", ("smoker", "centrifuge"), found, hashed_retriever)


def test_what_was_withheld_stays_behind(hashed_retriever):
    question = "what is a queen excluder"
    withheld = numbered([("It is made of gold.", Support(0.1), ())])
    answer = told(hashed_retriever, question, withheld)
    assert texts(answer)[-1] == "It is made of gold."
    assert not answer.sentences[-1].supported
