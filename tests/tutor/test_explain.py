from dataclasses import replace

import pytest
from kiln_course import ITEM, kiln_tools

from ingest.errors import TutorError
from tutor.practice.explaining.explain import explain
from tutor.practice.explaining.explain_json import explanation_to_json
from tutor.practice.explaining.explain_types import Role
from tutor.practice.explaining.grounding import Basis
from tutor.practice.types import ItemKind


@pytest.fixture(scope="module")
def tools(tmp_path_factory):
    return kiln_tools(tmp_path_factory.mktemp("kiln"))


def texts(sentences, role):
    return [sentence.text for sentence in sentences if sentence.role is role]


def test_a_wrong_answer_gets_both_sides(tools):
    made = explain(ITEM, (0,), tools)
    assert (made.item_id, made.chosen, made.key, made.correct) == ("k-1", (0,), (1,), False)
    (right,), (wrong,) = made.right, made.wrong
    assert (right.letter, right.text, right.chosen) == ("B", "Stoneware glaze", False)
    assert texts(right.sentences, Role.VERDICT) == ["B is right: Stoneware glaze."]
    assert texts(right.sentences, Role.MEANING) == ["Stoneware glaze: a glass coat for high heat."]
    assert texts(right.sentences, Role.REASON)[0] == "Stoneware glaze seals a pot against water."
    assert (wrong.letter, wrong.chosen) == ("A", True)
    assert texts(wrong.sentences, Role.VERDICT) == ["You chose A, which is wrong: Raku firing."]
    assert "Raku firing leaves a pot porous, so a Raku pot holds no water." in texts(
        wrong.sentences, Role.REASON
    )


def test_what_the_choice_would_have_been_right_for_is_a_row_of_the_tables(tools):
    (wrong,) = explain(ITEM, (0,), tools).wrong
    (when,) = [sentence for sentence in wrong.sentences if sentence.role is Role.WHEN]
    assert when.text == "Raku firing would be right here: “A sculptor wants a network of black cracks.”"
    assert when.basis is Basis.QUOTE


def test_the_contrast_names_both_and_cites_both(tools):
    made = explain(ITEM, (0,), tools)
    assert (made.contrast.right, made.contrast.chosen) == ("Stoneware glaze", "Raku firing")
    first, asked, apart = made.contrast.sentences
    assert first.text == (
        "You chose A, “Raku firing”. Raku firing leaves a pot porous, so a Raku pot holds no water. "
        "The item asks for B, “Stoneware glaze”. Stoneware glaze seals a pot against water."
    )
    reasons = [s for o in (*made.right, *made.wrong) for s in o.sentences if s.role is Role.REASON]
    assert len(first.citations) == 2
    assert set(first.citations) <= {n for sentence in reasons for n in sentence.citations}
    assert (asked.text, asked.basis) == ("The question: Which finish fits BEST?", Basis.QUESTION)
    assert apart.text == "Choose Stoneware glaze for cups and Raku firing for ornaments."


def test_what_no_source_says_is_withheld(tools):
    made = explain(ITEM, (0,), tools)
    assert [each.text for each in made.withheld] == ["The barista would sue."]
    assert all("barista" not in sentence.text for sentence in made.sentences)


def test_every_citation_is_cut_from_its_page(tools):
    made = explain(ITEM, (0,), tools, every_option=True)
    assert [citation.n for citation in made.citations] == list(range(1, len(made.citations) + 1))
    for citation in made.citations:
        page = tools.pages[citation.document, citation.page]
        assert page.text[citation.start : citation.end] == citation.quote
    assert ITEM.sources[0].quote in {citation.quote for citation in made.citations}
    assert {n for s in made.sentences for n in s.citations} <= {c.n for c in made.citations}


def test_each_sentence_from_a_source_cites_one(tools):
    for sentence in explain(ITEM, (0,), tools, every_option=True).sentences:
        assert bool(sentence.citations) == (sentence.basis in (Basis.SOURCE, Basis.QUOTE))
        assert sentence.supported


def test_an_option_that_no_source_names_gets_what_settles_the_item(tools):
    (wrong,) = explain(ITEM, (3,), tools).wrong
    assert texts(wrong.sentences, Role.REASON) == [ITEM.sources[0].quote]


def test_what_the_author_names_for_an_option_is_quoted_and_cited(tools):
    named = replace(
        ITEM.sources[0], heading="Raku: what it is for", quote="Raku firing suits ornaments with cracks."
    )
    item = replace(ITEM, option_sources=((), (), (), (named,)))
    made = explain(item, (3,), tools)
    (wrong,) = made.wrong
    (reason,) = [sentence for sentence in wrong.sentences if sentence.role is Role.REASON]
    assert (reason.text, reason.basis) == (named.quote, Basis.QUOTE)
    assert [c.quote for c in made.citations if c.n in reason.citations] == [named.quote]
    assert named.quote in made.contrast.sentences[0].text


def test_what_the_author_names_is_not_said_twice(tools):
    named = replace(
        ITEM.sources[0],
        heading="Raku: what it is for",
        quote="Raku firing leaves a pot porous, so a Raku pot holds no water.",
    )
    (wrong,) = explain(replace(ITEM, option_sources=((named,), (), (), ())), (0,), tools).wrong
    assert texts(wrong.sentences, Role.REASON) == [named.quote]


def test_a_right_answer_has_no_contrast(tools):
    made = explain(ITEM, (1,), tools)
    assert (made.correct, made.wrong, made.contrast, made.follow_up) == (True, (), None, None)
    assert texts(made.right[0].sentences, Role.VERDICT) == ["You chose B, which is right: Stoneware glaze."]


def test_no_answer_is_wrong(tools):
    made = explain(ITEM, (), tools)
    assert (made.correct, made.wrong, made.contrast) == (False, (), None)


def test_every_option_on_demand_the_chosen_first(tools):
    made = explain(ITEM, (3,), tools, every_option=True)
    assert [option.letter for option in made.wrong] == ["D", "A", "C"]
    assert texts(made.wrong[1].sentences, Role.VERDICT) == ["A is wrong: Raku firing."]


def test_of_two_right_options_the_missed_one_is_contrasted(tools):
    two = replace(ITEM, kind=ItemKind.MULTIPLE_RESPONSE, key=(1, 2))
    made = explain(two, (0, 1), tools)
    assert [option.chosen for option in made.right] == [True, False]
    assert (made.contrast.right, made.contrast.chosen) == ("Bisque firing", "Raku firing")
    assert (made.follow_up.right, made.follow_up.chosen) == ("Bisque firing", "Raku firing")


def test_a_sum_is_worked_out_by_code(tools):
    rationale = "Right: 1300 * 60 = 78,000 degrees in an hour."
    made = explain(replace(ITEM, rationales=("", rationale, "", "")), (0,), tools)
    (sentence,) = [s for s in made.right[0].sentences if s.basis is Basis.CALCULATION]
    assert sentence.text == "1300 * 60 = 78,000 degrees in an hour."
    wrong = replace(ITEM, rationales=("", rationale.replace("78,000", "70,000"), "", ""))
    assert "70,000" in explain(wrong, (0,), tools).withheld[0].text


def test_an_imported_item_without_sources_or_rationales_is_explained_from_the_index(tools):
    bare = replace(ITEM, sources=(), rationales=(), concept="Nothing in the sources is like this line.")
    made = explain(bare, (0,), tools)
    assert texts(made.wrong[0].sentences, Role.MEANING) == ["Raku firing: a hot pot is cooled in smoke."]
    assert made.concept is None


def test_a_source_that_is_gone_is_not_cited(tools):
    gone = replace(ITEM, sources=(replace(ITEM.sources[0], quote="No page says this."),))
    assert "No page says this." not in {c.quote for c in explain(gone, (0,), tools).citations}


def test_an_option_that_is_not_there_is_refused(tools):
    with pytest.raises(TutorError, match="Item k-1 has the options A to D; option 5 is not among them"):
        explain(ITEM, (4,), tools)


def test_as_json_it_has_the_documented_keys(tools):
    tree = explanation_to_json(explain(ITEM, (0,), tools), (replace(ITEM, id="k-2"),))
    assert list(tree) == [
        "item", "chosen", "key", "correct", "sentences", "right", "wrong", "contrast", "concept",
        "citations", "follow_up", "withheld",
    ]  # fmt: skip
    assert (tree["chosen"], tree["key"], tree["correct"]) == (["A"], ["B"], False)
    assert set(tree["sentences"][0]) == {"text", "role", "basis", "supported", "score", "citations"}
    assert set(tree["right"][0]) == {"option", "chosen", "text", "citations"}
    assert {"n", "document", "page", "heading", "quote", "start", "end"} <= set(tree["citations"][0])
    assert tree["follow_up"] == {
        "task": "1.1", "right": "Stoneware glaze", "chosen": "Raku firing", "items": ["k-2"],
    }  # fmt: skip
    assert explanation_to_json(explain(ITEM, (1,), tools))["contrast"] is None
