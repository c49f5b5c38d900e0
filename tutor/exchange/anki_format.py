"""What an Anki package consists of: tables, note types, the HTML of a note's fields. Knows no file.

The collection is of Anki's format 11, the oldest that all present versions of Anki import.
"""

import hashlib
import html
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tutor.exchange.html_text import html_of_text, text_of_html
from tutor.practice.types import ItemSource

__all__ = [
    "CARD_TYPE",
    "ITEM_TYPE",
    "TABLES",
    "NoteType",
    "checksum",
    "collection_row",
    "deck_id",
    "html_list",
    "html_sources",
    "list_of_html",
    "sources_of_html",
]

TABLES = """
CREATE TABLE col (id integer primary key, crt integer not null, mod integer not null, scm integer not null,
  ver integer not null, dty integer not null, usn integer not null, ls integer not null, conf text not null,
  models text not null, decks text not null, dconf text not null, tags text not null);
CREATE TABLE notes (id integer primary key, guid text not null, mid integer not null, mod integer not null,
  usn integer not null, tags text not null, flds text not null, sfld integer not null,
  csum integer not null, flags integer not null, data text not null);
CREATE TABLE cards (id integer primary key, nid integer not null, did integer not null, ord integer not null,
  mod integer not null, usn integer not null, type integer not null, queue integer not null,
  due integer not null, ivl integer not null, factor integer not null, reps integer not null,
  lapses integer not null, left integer not null, odue integer not null, odid integer not null,
  flags integer not null, data text not null);
CREATE TABLE revlog (id integer primary key, cid integer not null, usn integer not null,
  ease integer not null, ivl integer not null, lastIvl integer not null, factor integer not null,
  time integer not null, type integer not null);
CREATE TABLE graves (usn integer not null, oid integer not null, type integer not null);
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_notes_csum ON notes (csum);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_revlog_cid ON revlog (cid);
"""
_STYLE = """.card { font-family: sans-serif; font-size: 18px; line-height: 1.5; text-align: left;
  max-width: 40em; margin: 0 auto; }
ol { list-style-type: upper-alpha; }
.source { font-size: 14px; opacity: 0.75; }
.key { font-weight: bold; }"""
_SOURCE = re.compile(
    r'<li data-version="(?P<sha256>[^"<]*)"><span>(?P<document>(?:[^<]|<br>)*)</span>, '
    r"page <span>(?P<page>\d{1,5})</span>"
    r", <span>(?P<heading>(?:[^<]|<br>)*)</span>: <q>(?P<quote>(?:[^<]|<br>)*)</q></li>"
)


@dataclass(frozen=True, slots=True)
class NoteType:
    """A kind of note. The id is a number that was drawn once, so that a later import updates the notes."""

    id: int
    name: str
    fields: tuple[str, ...]
    front: str
    back: str

    def tree(self, deck: int, modified: int) -> dict[str, Any]:
        """As the collection's JSON describes it."""
        template = {"name": "Card 1", "ord": 0, "qfmt": self.front, "afmt": self.back, "did": None}
        look = {"font": "Arial", "media": [], "rtl": False, "size": 20, "sticky": False}
        return {
            "id": self.id,
            "name": self.name,
            "type": 0,
            "mod": modified,
            "usn": -1,
            "sortf": 0,
            "did": deck,
            "tmpls": [{**template, "bqfmt": "", "bafmt": ""}],
            "flds": [{"name": name, "ord": n, **look} for n, name in enumerate(self.fields)],
            "css": _STYLE,
            "latexPre": "",
            "latexPost": "",
            "req": [[0, "any", [0]]],
            "tags": [],
            "vers": [],
        }


ITEM_TYPE = NoteType(
    1_753_180_240_117,
    "Tutor item",
    ("Question", "Options", "Key", "Rationales", "Concept", "Sources", "Id"),
    "<p>{{Question}}</p>\n{{Options}}",
    '{{FrontSide}}\n<hr id="answer">\n<p class="key">{{Key}}</p>\n{{Rationales}}\n<p>{{Concept}}</p>\n'
    '<div class="source">{{Sources}}</div>',
)
CARD_TYPE = NoteType(
    1_753_180_240_118,
    "Tutor card",
    ("Front", "Back", "Source", "Id"),
    "{{Front}}",
    '{{FrontSide}}\n<hr id="answer">\n{{Back}}\n<div class="source">{{Source}}</div>',
)


def deck_id(course: str) -> int:
    """The same 13-digit number for the same course."""
    return 10**12 + int(hashlib.sha256(course.encode()).hexdigest()[:12], 16) % (8 * 10**12)


def checksum(first_field: str) -> int:
    """What Anki looks for duplicates by: the first 8 hex digits of SHA-1 over the first field's text."""
    text = html.unescape(re.sub(r"<[^>]*>", "", first_field))
    return int(hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:8], 16)


def collection_row(types: Sequence[NoteType], deck: int, deck_name: str, now: datetime) -> tuple[object, ...]:
    """The one row of `col`, with the note types, the deck, and Anki's plainest options."""
    seconds = int(now.timestamp())
    decks = {str(each): _deck(each, name, seconds) for each, name in ((1, "Default"), (deck, deck_name))}
    models = {str(each.id): each.tree(deck, seconds) for each in types}
    conf = {"nextPos": 1, "estTimes": True, "activeDecks": [1], "sortType": "noteFld", "timeLim": 0}
    conf |= {"sortBackwards": False, "addToCur": True, "curDeck": 1, "newSpread": 0, "dueCounts": True}
    conf |= {"curModel": str(types[0].id), "collapseTime": 1200}
    trees: tuple[dict[str, Any], ...] = (conf, models, decks, {"1": _options(seconds)}, {})
    texts = (json.dumps(tree, ensure_ascii=False) for tree in trees)
    return (1, seconds, seconds * 1000, seconds * 1000, 11, 0, 0, 0, *texts)


def _deck(number: int, name: str, modified: int) -> dict[str, Any]:
    days = {key: [0, 0] for key in ("newToday", "revToday", "lrnToday", "timeToday")}
    tree = {"id": number, "name": name, "desc": "", "mod": modified, "usn": -1, "conf": 1, "dyn": 0}
    return {**tree, **days, "collapsed": False, "extendNew": 10, "extendRev": 50}


def _options(modified: int) -> dict[str, Any]:
    new = {
        "bury": False,
        "delays": [1, 10],
        "initialFactor": 2500,
        "ints": [1, 4, 7],
        "order": 1,
        "perDay": 20,
    }
    lapse = {"delays": [10], "leechAction": 0, "leechFails": 8, "minInt": 1, "mult": 0}
    review = {"bury": False, "ease4": 1.3, "ivlFct": 1, "maxIvl": 36500, "perDay": 200, "hardFactor": 1.2}
    tree = {"id": 1, "name": "Default", "mod": modified, "usn": -1, "autoplay": True, "replayq": True}
    return {**tree, "timer": 0, "maxTaken": 60, "new": new, "lapse": lapse, "rev": review}


def html_list(texts: Sequence[str], ordered: bool) -> str:
    """The texts as a list; nothing for none."""
    name = "ol" if ordered else "ul"
    lines = "".join(f"<li>{html_of_text(text)}</li>" for text in texts)
    return f"<{name}>{lines}</{name}>" if texts else ""


def list_of_html(markup: str) -> tuple[str, ...]:
    """The texts that `html_list` wrote, after whatever a person did to them in Anki."""
    # cut with `partition`, since a pattern over an unclosed list would look to its end again and again
    pieces = [piece.partition("<li")[2].partition(">")[2] for piece in markup.split("</li>")[:-1]]
    return tuple(text_of_html(piece) for piece in pieces)


def html_sources(sources: Sequence[ItemSource]) -> str:
    """A line for each source: document, page, heading and quote."""
    lines = "".join(
        f'<li data-version="{html.escape(s.sha256)}"><span>{html_of_text(s.document)}</span>, '
        f"page <span>{s.page}</span>, <span>{html_of_text(s.heading)}</span>: "
        f"<q>{html_of_text(s.quote)}</q></li>"
        for s in sources
    )
    return f"<ul>{lines}</ul>" if sources else ""


def sources_of_html(markup: str) -> tuple[ItemSource, ...]:
    """The sources that `html_sources` wrote; lines of another form are left out."""
    return tuple(
        ItemSource(
            text_of_html(found["document"]),
            text_of_html(found["heading"]),
            text_of_html(found["quote"]),
            int(found["page"]),
            html.unescape(found["sha256"]),
        )
        for found in _SOURCE.finditer(markup)
    )
