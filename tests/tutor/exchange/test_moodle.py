import pytest
from exchange_samples import SWARM
from lxml import etree

from tutor.exchange.moodle import read_moodle, write_moodle
from tutor.exchange.types import ExchangeError
from tutor.practice.types import ItemKind


def quiz(*questions: str) -> bytes:
    return f"<?xml version='1.0' encoding='UTF-8'?><quiz>{''.join(questions)}</quiz>".encode()


def choice(inner: str, kind: str = "multichoice", stem: str = "<p>Who <b>flies</b>?</p>") -> str:
    return (
        f'<question type="{kind}"><name><text>flight</text></name>'
        f'<questiontext format="html"><text><![CDATA[{stem}]]></text></questiontext>{inner}</question>'
    )


def answer(fraction: str, text: str, feedback: str = "") -> str:
    return (
        f'<answer fraction="{fraction}" format="html"><text>{text}</text>'
        f"<feedback><text>{feedback}</text></feedback></answer>"
    )


def test_a_quiz_of_others():
    content = read_moodle(
        quiz(
            '<question type="category"><category><text>top</text></category></question>',
            choice(
                answer("100", "Bees", "&lt;i&gt;They do.&lt;/i&gt;")
                + answer("50", "Moths")
                + "<tags><tag><text>task:1.2</text></tag></tags>"
            ),
            choice(
                "<single>false</single>" + answer("50", "a") + answer("50", "b") + answer("-50", "c"),
                stem="Which?",
            ),
            choice(answer("100", "true", "Yes.") + answer("0", "false"), "truefalse", "Bees dance."),
        ),
        "quiz.xml",
    )
    flies, which, dance = content.items
    assert content.faults == ()
    assert (flies.id, flies.stem, flies.options) == ("flight", "Who flies?", ("Bees", "Moths"))
    assert (flies.key, flies.task, flies.rationales) == ((0,), "1.2", ("Right: They do.", ""))
    assert (which.kind, which.key, which.stem) == (ItemKind.MULTIPLE_RESPONSE, (0, 1), "Which? Select TWO.")
    assert (dance.options, dance.key) == (("True", "False"), (0,))


def test_faults_name_their_question():
    content = read_moodle(
        quiz(
            choice("", "essay"),
            choice(answer("100", "a") + answer("100", "b") + answer("0", "c")),
            choice(answer("much", "a") + answer("0", "b")),
            choice(answer("100", "a") + answer("0", "b"), stem="<div>" * 5000),
        ),
        "quiz.xml",
    )
    assert content.items == ()
    assert content.faults[:3] == (
        "question 1 (flight): it is of the type essay; only choices can be practised.",
        "question 2 (flight): it is single choice, and 2 options are marked as right.",
        "question 3 (flight): the fraction of an answer is no number; give one from -100 to 100.",
    )
    assert content.faults[3].startswith("question 4 (flight): its HTML cannot be read")


BOMB = b"""<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>
<quiz><question type="multichoice"><name><text>&b;</text></name></question></quiz>"""
FETCH = (
    b"""<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/hostname">]><quiz>&a;</quiz>"""
)


@pytest.mark.parametrize("content", [BOMB, FETCH, b'<!DOCTYPE quiz SYSTEM "http://127.0.0.1/x.dtd"><quiz/>'])
def test_a_document_type_is_refused(content):
    with pytest.raises(ExchangeError, match=r"^q\.xml declares a document type, which Moodle never does"):
        read_moodle(content, "q.xml")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"<quiz><question>", r"^q\.xml is no well-formed XML \(.+\)\. Export it again as Moodle XML\.$"),
        (b"<html/>", r"^q\.xml holds <html>, not <quiz>\. Export the questions as Moodle XML\.$"),
        (b"\x00\xff", r"^q\.xml is no well-formed XML"),
        (b"<quiz>" + b"<a>" * 10_000, r"^q\.xml is no well-formed XML"),
    ],
)
def test_what_is_no_quiz(content, message):
    with pytest.raises(ExchangeError, match=message):
        read_moodle(content, "q.xml")


def test_what_moodle_reads():
    question = etree.fromstring(write_moodle((SWARM,))).find("question")
    assert question.findtext("single") == "false"
    assert question.findtext("idnumber") == "q-2"
    fractions = [each.get("fraction") for each in question.iter("answer")]
    assert fractions == ["33.33333", "-100", "33.33333", "33.33333", "-100", "-100"]
    tags = [each.findtext("text") for each in question.iter("tag")]
    assert tags == ["domain:2", "task:2.1", "kind:mr", "difficulty:medium", "origin:bank"]
