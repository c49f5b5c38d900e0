"""What the sources say of a broad question's subject, and what of it an answer is given."""

from ingest.index import Selection
from ingest.types import BlockKind, Chunk
from tutor.answering.attribution import Attributed, numbered
from tutor.answering.evidence_spans import single_spans
from tutor.answering.introductions import Broad, broad, introduced, with_members
from tutor.answering.retrieval import Passage
from tutor.answering.support import Support

GRID = "A queen excluder is a grid with gaps of 4.2 mm."
MITE = "Varroa: A mite that feeds on bees and their brood."
CALMS = "A smoker calms bees before a hive is opened."


NOTHING = Attributed((), ())


def told(retriever, question, answer=NOTHING):
    asked = broad(question, retriever.search(question), retriever)
    assert asked is not None
    return introduced(answer, asked, retriever)


def texts(answer):
    return [sentence.text for sentence in answer.sentences]


def answer_of(retriever, question, quote):
    """An answer that says and cites one sentence of the sources."""
    span = next(one for one in single_spans(retriever.search(question)) if one.text == quote)
    return numbered([(quote, Support(1.0), (span,))])


def test_a_subject_is_known_where_a_heading_or_a_row_names_it(hashed_retriever):
    for question, known in (
        ("what is a queen excluder for", ("queen excluder",)),
        ("varroa vs smoker", ("varroa", "smoker")),
        ("varroa vs centrifuge", None),
        ("explain the bee dance", None),
        ("how wide are its gaps", None),
    ):
        asked = broad(question, hashed_retriever.search(question), hashed_retriever)
        assert (asked.subjects if asked else None) == known


def test_nothing_is_told_from_beyond_the_scope(hashed_retriever):
    """Both things are told of in two documents, and one of them is chosen."""
    scope = Selection(documents=frozenset({"notes/health.md"}))
    found = hashed_retriever.search("explain varroa", selection=scope)
    asked = broad("explain varroa", found, hashed_retriever, scope)
    assert {passage.chunk.document for passage in asked.passages} == {"notes/health.md"}
    answer = introduced(NOTHING, asked, hashed_retriever)
    assert {citation.document for citation in answer.citations} == {"notes/health.md"}


def test_rows_without_a_heading_above_them_are_no_trouble(hashed_retriever):
    text = "| Smoker | A tool. |"
    row = Chunk("r", "a.md", 1, 0, len(text), text, BlockKind.TABLE_ROW, (), ("Tool", "Meaning"))
    asked = Broad("what is a smoker", ("smoker",), (Passage(row, 1.0),))
    assert texts(introduced(NOTHING, asked, hashed_retriever)) == ["Tool: Smoker; Meaning: A tool."]


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
    assert len(texts(answer)) == len(set(texts(answer))) == 2  # the notes say no more of it
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
    both = ("smoker", "centrifuge")
    apart = introduced(NOTHING, Broad("smoker vs centrifuge", both, found), hashed_retriever)
    assert texts(apart) == []
    assert texts(introduced(NOTHING, Broad("explain smoker and centrifuge", both, found), hashed_retriever))


def test_what_the_answer_says_in_other_words_is_not_added(hashed_retriever):
    question = "queen excluder vs smoker"
    said = numbered([(GRID, Support(1.0), ()), ("It calms bees before a hive is opened.", Support(1.0), ())])
    assert texts(told(hashed_retriever, question, said)) == [GRID, "It calms bees before a hive is opened."]


def test_what_was_withheld_stays_behind(hashed_retriever):
    question = "what is a queen excluder"
    withheld = numbered([("It is made of gold.", Support(0.1), ())])
    answer = told(hashed_retriever, question, withheld)
    assert texts(answer)[-1] == "It is made of gold."
    assert not answer.sentences[-1].supported


def case_row(n, case, feed, reason):
    text, start = f"| {case} | {feed} | {reason} |", n * 100
    header = ("Case", "Feed", "Because")
    row = Chunk(
        f"r{n}", "a.md", 1, start, start + len(text), text, BlockKind.TABLE_ROW, ("Feeds",), header=header
    )
    return single_spans([Passage(row, 1.0)])[0]


def test_members_are_told_and_cited_each_by_its_row_unless_that_is_said_already():
    """The second row has nearly all words of the first sentence, but says something else in short."""
    syrup = case_row(0, "Bees are to build.", "Syrup", "It stirs the queen.")
    thick = case_row(1, "Syrup stirs the queen, stores are low.", "Thick syrup", "Stores last longer.")
    answer = with_members(NOTHING, [syrup, thick])
    assert texts(answer) == ["Syrup: It stirs the queen.", "Thick syrup: Stores last longer."]
    assert [sentence.citations for sentence in answer.sentences] == [(1,), (2,)]
    assert [citation.quote for citation in answer.citations] == [syrup.text, thick.text]
    assert with_members(answer, [syrup, thick]) == answer
