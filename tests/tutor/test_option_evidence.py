import pytest

from tutor.answering.option_evidence import option_chunks, option_spans

STEM = "What does a beekeeper use?"
FONDANT, SYRUP = "fondant above cluster", "thick syrup five parts sugar"


@pytest.fixture
def found(hashed_retriever):
    return hashed_retriever.search_item(STEM, (FONDANT, SYRUP), 14)


def test_each_option_has_the_sentence_or_row_that_speaks_of_it(hashed_retriever, found):
    fondant, syrup = option_spans(STEM, (FONDANT, SYRUP), found, hashed_retriever.embedder)
    assert "Fondant above the cluster" in fondant.text
    assert "Thick syrup, five parts sugar" in syrup.text
    for span in (fondant, syrup):
        chunk = span.passage.chunk
        page = hashed_retriever.index.page(chunk.document, chunk.page)
        assert page.text[span.start : span.end] == span.text


def test_what_two_options_share_is_read_once(hashed_retriever, found):
    (chunk,) = option_chunks(STEM, (FONDANT, FONDANT), found, hashed_retriever.embedder)
    assert "Fondant above the cluster" in chunk.text
    assert chunk.header == ("Season", "Feed", "Why")
    assert chunk.end - chunk.start == len(chunk.text)


def test_nothing_found_nothing_read(hashed_retriever):
    assert option_spans(STEM, (FONDANT,), (), hashed_retriever.embedder) == ()
    assert option_chunks(STEM, (FONDANT,), (), hashed_retriever.embedder) == []
