from pathlib import Path

from ingest.build import build_index
from ingest.hashed_words import HashedWordsEmbedder
from ingest.index_files import load_index
from tutor.answering.langchain_retriever import PassageRetriever
from tutor.answering.retrieval import Retriever


def test_documents_come_best_first_and_say_where_they_stand(tmp_path: Path):
    notes = tmp_path / "notes.md"
    notes.write_text("# Bees\n\nA drone has no sting.\n\n# Honey\n\nHoney is ripe below 18 percent water.\n")
    embedder = HashedWordsEmbedder()
    build_index([notes], tmp_path / "index", embedder)
    index = load_index(tmp_path / "index")
    found = PassageRetriever(retriever=Retriever(index, embedder), count=1).invoke("When is honey ripe?")
    assert [document.page_content for document in found] == ["Honey is ripe below 18 percent water."]
    place = found[0].metadata
    assert (place["document"], place["page"], place["heading"]) == ("notes.md", 1, "Honey")
    page = index.page("notes.md", 1)
    assert page.text[place["start"] : place["end"]] == found[0].page_content
