from ingest.types import BlockKind, Chunk
from tutor.answering.retrieval import Passage
from tutor.answering.types import Answer, AnswerSentence, Citation
from tutor.ui.answer_view import answer_view, cards, checked_line, copied_text, settling_stretch
from tutor.ui.evidence import card_html
from tutor.ui.page_text import Stretch

TEXT = "Bees fly far. The queen lays eggs. Drones do not work."
CHUNK = Chunk("c1", "hive.md", 1, 100, 100 + len(TEXT), TEXT, BlockKind.PROSE, ("Hive", "Castes <b>"))
OTHER = Chunk("c2", "feed.md", 2, 0, 9, "| a | b |", BlockKind.TABLE_ROW, (), header=("Kind", "<i>"))
ANSWER = Answer(
    "Who lays eggs?",
    (
        AnswerSentence("The queen lays eggs.", True, 0.95, (1, 2)),
        AnswerSentence("Drones rest.", True, 0.6, (2,)),
        AnswerSentence("Bees are blue.", False, 0.1, (), "no source says it"),
    ),
    (
        Citation(1, "hive.md", 1, "Hive › Castes", 114, 134, "The queen lays eggs.", "c1"),
        Citation(2, "hive.md", 1, "Hive › Castes", 135, 154, "Drones do not work.", "c1"),
    ),
    (Passage(CHUNK, 0.9), Passage(OTHER, 0.5)),
)


def rarity(word):
    return 2.0 if word == "egg" else 1.0


def test_each_mark_has_a_sign_and_a_word():
    shown = answer_view(ANSWER, 2, show_withheld=True)
    assert [(s["state"], s["mark"], s["reason"]) for s in shown["sentences"]] == [
        ("supported", "✓ supported", ""),
        ("weak", "~ weakly supported", ""),
        ("withheld", "✕ not supported", "Withheld: no source says it."),
    ]
    assert shown["places"] == {str(n): "hive.md, page 1: Hive › Castes" for n in (1, 2)}
    assert shown["opened"] == 2


def test_withheld_sentences_do_not_reach_the_browser_unless_asked_for():
    shown = answer_view(ANSWER, 0, show_withheld=False)
    assert [s["text"] for s in shown["sentences"]] == ["The queen lays eggs.", "Drones rest."]


def test_the_line_under_an_answer_counts():
    assert checked_line(ANSWER) == "2 of 3 sentences supported, 1 withheld"
    assert checked_line(Answer("hi", (AnswerSentence("Hello.", True, 1.0),))) == ""


def test_the_copied_text_names_its_sources():
    assert copied_text(ANSWER) == (
        "The queen lays eggs. [1] [2] Drones rest. [2]\n\n"
        "[1] hive.md, page 1: Hive › Castes\n[2] hive.md, page 1: Hive › Castes"
    )


def test_a_passage_cited_twice_is_one_card_and_uncited_ones_follow():
    first, second = cards(ANSWER.question, ANSWER, ANSWER.passages, rarity)
    assert (first.numbers, first.chunk, first.marks) == (
        (1, 2),
        CHUNK,
        (Stretch(114, 134), Stretch(135, 154)),
    )
    assert (second.numbers, second.chunk, second.marks) == ((), OTHER, (Stretch(0, 9),))


def test_before_the_answer_the_sentence_that_shares_most_is_marked():
    (only, _) = cards(ANSWER.question, None, ANSWER.passages, rarity)
    assert only.marks == (Stretch(114, 134),)
    assert settling_stretch("Who lays eggs?", CHUNK, rarity) == Stretch(114, 134)


def test_a_citation_outside_every_passage_shows_its_own_quote():
    joined = Citation(1, "hive.md", 1, "Hive", 90, 130, "x" * 40, "c9")
    (card, _, _) = cards("q", Answer("q", citations=(joined,)), ANSWER.passages, rarity)
    assert (card.chunk.text, card.chunk.headings, card.marks) == ("x" * 40, ("Hive",), (Stretch(90, 130),))


def test_a_card_escapes_what_it_shows_and_marks_the_words():
    first, second = cards(ANSWER.question, ANSWER, ANSWER.passages, rarity)
    assert card_html(first) == (
        '<div class="tutor-card cites-1 cites-2"><p class="where"><b>[1]</b> <b>[2]</b> hive.md · page 1<br>'
        "Castes &lt;b&gt;</p><p>Bees fly far. <mark>The queen lays eggs.</mark> "
        "<mark>Drones do not work.</mark></p></div>"
    )
    assert "<dt>&lt;i&gt;</dt><dd><mark>b</mark></dd>" in card_html(second)


def test_a_long_passage_is_cut_around_its_mark():
    text = "start " + "word " * 300 + "end. The key sentence. " + "Tail " + "tail " * 300
    at = text.index("The key")
    chunk = Chunk("c", "d", 1, 0, len(text), text, BlockKind.PROSE, ())
    shown = card_html(cards("key sentence", None, (Passage(chunk, 1.0),), rarity)[0])
    assert "<mark>The key sentence.</mark>" in shown
    assert "<p>… word" in shown
    assert shown.endswith("tail …</p></div>")
    assert at > 420 > len(shown) - 120
