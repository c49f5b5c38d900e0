import pytest
from word_verifier import WordVerifier

from ingest.types import BlockKind, Chunk
from tutor.answering.attribution import attribute, clauses, numbered
from tutor.answering.evidence_spans import evidence_spans
from tutor.answering.retrieval import Passage
from tutor.answering.support import Support, SupportCheck

PAGE = "Smoke calms bees. It masks their scent. Grass burns long in it."


def passage(text=PAGE, start=0, kind=BlockKind.PROSE, header=()):
    chunk = Chunk(f"id{start}", "a.md", 2, start, start + len(text), text, kind, ("Top", "Smoke"), header)
    return Passage(chunk, 1.0)


def test_each_span_gets_one_number_in_the_order_of_need():
    spans = evidence_spans([passage()])
    made = numbered(
        [
            ("B", Support(0.9), (spans[1],)),
            ("None", Support(0.2, "the number 5 is not in the source"), ()),
            ("A and B", Support(0.8), (spans[0], spans[1])),
            ("Nothing", Support(0.1), ()),
        ]
    )
    assert [(s.text, s.supported, s.citations, s.reason) for s in made.sentences] == [
        ("B", True, (1,), ""),
        ("None", False, (), "the number 5 is not in the source"),
        ("A and B", True, (2, 1), ""),
        ("Nothing", False, (), "no source says it"),
    ]
    assert [(c.n, c.quote, c.document, c.page, c.heading) for c in made.citations] == [
        (1, "It masks their scent.", "a.md", 2, "Top › Smoke"),
        (2, "Smoke calms bees.", "a.md", 2, "Top › Smoke"),
    ]


def test_without_passages_nothing_is_supported():
    made = attribute(["Smoke calms bees."], [], SupportCheck(WordVerifier()))
    assert [(s.supported, s.citations, s.reason) for s in made.sentences] == [
        (False, (), "there is no source")
    ]
    assert made.citations == ()


def test_without_sentences_there_is_nothing():
    assert attribute([], [passage()], SupportCheck(WordVerifier())).sentences == ()


def test_each_sentence_cites_the_span_that_says_it():
    made = attribute(
        ["Grass burns long in it.", "Granite is an igneous rock.", "Smoke calms bees."],
        [passage()],
        SupportCheck(WordVerifier()),
    )
    assert [sentence.supported for sentence in made.sentences] == [True, False, True]
    quotes = {citation.n: citation.quote for citation in made.citations}
    assert [[quotes[n] for n in sentence.citations] for sentence in made.sentences] == [
        ["Grass burns long in it."], [], ["Smoke calms bees."]
    ]  # fmt: skip


def test_a_number_from_nowhere_is_named_as_the_reason():
    made = attribute(["Smoke calms 500 bees."], [passage()], SupportCheck(WordVerifier()))
    assert made.sentences[0].reason == "the number 500 is not in the source"
    assert made.sentences[0].citations == ()


APART = passage("Dry grass burns cool. Nothing else is said here. Formic acid smells of ants.")


@pytest.mark.parametrize(
    "contrast",
    [
        "Dry grass burns cool, while formic acid smells of ants.",
        "Dry grass burns cool; formic acid smells of ants.",
        "Whereas dry grass burns cool, formic acid smells of ants.",
    ],
)
def test_a_contrast_cites_one_place_for_each_of_its_clauses(contrast):
    made = attribute([contrast], [APART], SupportCheck(WordVerifier()))
    assert made.sentences[0].supported
    assert [c.quote for c in made.citations] == ["Dry grass burns cool.", "Formic acid smells of ants."]


@pytest.mark.parametrize(
    "mixed",
    [
        "Dry grass smells of ants.",
        "Dry grass and formic acid smell of ants.",
        "Dry grass burns cool, while granite smells of ants.",
    ],
)
def test_two_places_never_support_one_statement_together(mixed):
    made = attribute([mixed], [APART], SupportCheck(WordVerifier()))
    assert (made.sentences[0].supported, made.citations) == (False, ())


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [
        ("A fits large sets, whereas B fits small ones.", ("A fits large sets", "B fits small ones.")),
        ("While A fits large sets, B fits small ones.", ("A fits large sets", "B fits small ones.")),
        ("A fits large sets but needs a GPU.", ()),
        ("A fits CSV, JSON and plain text files.", ()),
        ("A is big; B fits small ones.", ()),
        ("A fits large sets; it needs one GPU.", ()),
        ("A fits large sets, while keeping all the data.", ()),
        ("Case: logs come late; Service: a batch job.", ()),
        ("A fits large sets; B fits small ones; C fits all of them.", ()),
    ],
)
def test_only_a_contrast_has_two_clauses(sentence, parts):
    assert clauses(sentence) == parts


def test_a_copied_row_is_read_out_and_cited_whole():
    text, header = "| Cold hive | Fondant | Syrup chills bees. |", ("Case", "Feed", "Why")
    row = passage(text, kind=BlockKind.TABLE_ROW, header=header)
    made = attribute(
        ["Case: Cold hive; Feed: Fondant; Why: Syrup chills bees."], [row], SupportCheck(WordVerifier())
    )
    assert [(s.text, s.score, s.citations) for s in made.sentences] == [
        ("Feed: Fondant. Syrup chills bees. (Case: Cold hive.)", 1.0, (1,))
    ]
    assert made.citations[0].quote == text


def test_of_two_spans_that_say_it_the_shorter_is_quoted():
    made = attribute(["Smoke calms bees."], [passage()], SupportCheck(WordVerifier()))
    assert [c.quote for c in made.citations] == ["Smoke calms bees."]


def test_what_a_row_read_out_says_already_is_not_said_again():
    text, header = "| Cold hive | Fondant | Syrup chills bees. |", ("Case", "Feed", "Why")
    row = passage(text, kind=BlockKind.TABLE_ROW, header=header)
    copied = "Case: Cold hive; Feed: Fondant."
    made = attribute([copied, "Syrup chills bees.", copied], [row], SupportCheck(WordVerifier()))
    assert [s.text for s in made.sentences] == ["Feed: Fondant. Syrup chills bees. (Case: Cold hive.)"]


class Scores:
    """Probabilities by the claim's evidence."""

    def __init__(self, by_text):
        self.by_text = by_text

    def probabilities(self, pairs, reading):
        return tuple(self.by_text[evidence.text] for _, evidence in pairs)


def test_a_span_that_supports_goes_before_one_that_nearly_does():
    near, enough = "Smoke calms most bees.", "Bees are calm."
    check = SupportCheck(Scores({near: 0.46, enough: 0.54, f"{near} {enough}": 0.4}))
    made = attribute(["Smoke calms all bees now."], [passage(f"{near} {enough}")], check)
    assert [c.quote for c in made.citations] == [enough]


def test_of_spans_that_support_the_one_with_more_of_the_words_is_cited():
    vague, exact = "Many keepers like it.", "Smoke calms bees at the hive."
    check = SupportCheck(Scores({vague: 0.80, exact: 0.75, f"{vague} {exact}": 0.80}))
    made = attribute(["Smoke calms most bees."], [passage(f"{vague} {exact}")], check)
    assert [c.quote for c in made.citations] == [exact]


def test_a_span_without_the_sentences_words_supports_nothing_however_it_is_headed():
    other = "Take 10,000 records with 100 positives."
    made = attribute(["Smoke should be used."], [passage(other)], SupportCheck(Scores({other: 0.9})))
    assert [(s.supported, s.score, s.citations) for s in made.sentences] == [(False, 0.0, ())]


class Scripted:
    """A verifier that says for each text how much each passage supports it."""

    def __init__(self, scores):
        self._scores = scores

    def probabilities(self, pairs, reading):
        return tuple(self._scores[text, evidence.text] for text, evidence in pairs)


FEET, LEGS = "Bees smell with their feet.", "Bees do not smell with legs, which carry pollen."
YES = "Yes, bees do not smell with feet."


@pytest.mark.parametrize(("for_it", "supported"), [(0.9, False), (0.99, True)])
def test_a_yes_or_no_has_to_beat_its_contrary_in_all_passages(for_it, supported):
    said, other = "Bees do not smell with feet.", "Bees smell with feet."
    both = f"{FEET} {LEGS}"
    scores = {(YES, text): 0.9 for text in (FEET, LEGS, both)}
    scores |= {(said, text): for_it for text in (FEET, LEGS, both)}
    scores |= {(other, LEGS): 0.2, (other, both): 0.2, (other, FEET): 0.85}
    check = SupportCheck(Scripted(scores))
    (sentence,) = attribute([YES], [passage(both)], check).sentences
    assert sentence.supported == supported
    assert bool(sentence.citations) == supported


class AlwaysYes:
    """A verifier that is too kind."""

    def probabilities(self, pairs, reading):
        return (0.95,) * len(pairs)


def shown(*sentences):
    made = attribute(sentences, [passage()], SupportCheck(AlwaysYes()))
    quotes = {citation.n: citation.quote for citation in made.citations}
    return [(one.text, one.supported, [quotes[n] for n in one.citations]) for one in made.sentences]


def test_a_sentence_that_puts_its_source_too_freely_is_told_in_the_sources_words():
    smoke = "Smoke calms bees."
    assert shown("Smoke calms most bees.") == [
        ("Smoke calms most bees.", True, [smoke])
    ]  # three words of four
    assert shown("Puffed smoke calms angry bees within minutes.") == [(smoke, True, [smoke])]


def test_two_that_end_in_the_same_words_are_shown_once_at_the_place_of_the_first():
    freely = ("Puffed smoke calms angry bees within minutes.", "Grass burns long in it.",
              "Smoke calms nervous bees for several hours.")  # fmt: skip
    assert [text for text, _, _ in shown(*freely)] == ["Smoke calms bees.", "Grass burns long in it."]


def test_words_that_need_what_stands_before_them_do_not_take_a_sentences_place():
    freely = "Puffed smoke hides the alarm scent of guards."
    assert shown(freely, "Smoke masks their scent somehow today.")[0][0] != "It masks their scent."


def test_code_does_not_take_a_sentences_place():
    code = passage("client.upload('train.csv')", kind=BlockKind.CODE)
    made = attribute(["Upload the client training file anew."], [code], SupportCheck(AlwaysYes()))
    assert [one.text for one in made.sentences] == ["Upload the client training file anew."]


def test_a_free_sentence_is_left_out_where_another_cites_the_same_words():
    freely = "Puffed smoke calms angry bees within minutes."
    assert [text for text, _, _ in shown("Smoke calms bees well.", freely)] == ["Smoke calms bees well."]


def test_a_source_that_bears_a_sentence_out_in_its_words_goes_before_one_that_would_replace_it():
    said = "Cool smoke calms angry bees."
    sure, near = "Smoke makes hives calm, keepers say.", "Cool smoke calms most angry bees."
    scores = {(said, sure): 0.99, (said, near): 0.6, (said, f"{sure} {near}"): 0.4}
    made = attribute([said], [passage(f"{sure} {near}")], SupportCheck(Scripted(scores)))
    assert [(one.text, one.supported, one.score) for one in made.sentences] == [(said, True, 0.6)]
    assert [c.quote for c in made.citations] == [near]


def test_a_name_in_the_heading_counts_as_the_sources_word():
    text = "Bees grow calm."
    made = attribute(["Smoke, bees grow calm top."], [passage(text)], SupportCheck(AlwaysYes()))
    assert [one.text for one in made.sentences] == ["Smoke, bees grow calm top."]
