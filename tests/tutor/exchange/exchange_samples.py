"""Items and cards for the tests of the exchange formats, and what makes any of them at random."""

from hypothesis import strategies as st

from tutor.exchange.types import clean
from tutor.learner.types import Card, CardKind
from tutor.practice.types import Difficulty, ItemCheck, ItemKind, ItemSource, Origin, PracticeItem

BEES = PracticeItem(
    id="q-1",
    domain=1,
    task="1.2",
    kind=ItemKind.MULTIPLE_CHOICE,
    stem="A hive hums at 35 °C {inside}.\nWhat = the cause?",
    options=("Workers: they shiver", "Drones ~ sing", "a < b & <b>c</b>", "=1+1"),
    key=(0,),
    rationales=("Right: shivering makes heat.", "Wrong: #1 myth.", "", "Wrong: no sum \\ heats."),
    sources=(ItemSource("notes/hive.md", "Heat: in winter", 'Workers "shiver" & warm.', 2, "ab" * 32),),
    difficulty=Difficulty.HARD,
    concept="Shivering warms the brood.",
    origin=Origin.TABLE,
    made="table tables/feeds.md, seed 7",
    checks=(ItemCheck("options differ", True, "4 of 4"),),
    option_sources=(
        (),
        (ItemSource("notes/hive.md", "Heat", "Drones do not shiver.", 3, "cd" * 32),),
        (),
        (),
    ),
)
SWARM = PracticeItem(
    id="q-2",
    domain=2,
    task="2.1",
    kind=ItemKind.MULTIPLE_RESPONSE,
    stem="Which show that a swarm is near? Select THREE.",
    options=("Queen cells", "Capped honey", "A full nest", "Fewer flights", "Wax moths", "Cold"),
    key=(0, 2, 3),
    rationales=("",) * 6,
    sources=(),
    difficulty=Difficulty.MEDIUM,
    concept="",
    origin=Origin.BANK,
)
BARE = PracticeItem(
    id="i-3",
    domain=0,
    task="",
    kind=ItemKind.MULTIPLE_CHOICE,
    stem="Which is true?",
    options=("True", "False"),
    key=(1,),
    rationales=("", ""),
    sources=(),
    difficulty=Difficulty.MEDIUM,
    concept="",
    origin=Origin.IMPORT,
)
ITEMS = (BEES, SWARM, BARE)
CARD = Card(
    id="row-1f",
    course="bee-101",
    kind=CardKind.ROW,
    task="1.2",
    front="What feeds a queen?\nName it.",
    back="Royal jelly & <nothing> else",
    document="tables/feeds.md",
    page=3,
    heading="Feeds",
    quote="Royal jelly feeds a queen.",
    item_id="",
)

_words = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=40)
words = _words.map(clean).filter(lambda text: bool(text) and text == clean(text))
"""Any text that is readable: no control characters, no outer white space."""
signs = st.text("aA1 .,:;~=#{}\\%[]<>&'\"/+-@\n|*^!", min_size=1, max_size=12).map(clean).filter(bool)
"""What formats write in other ways."""
texts = words | signs


@st.composite
def items(draw: st.DrawFn) -> PracticeItem:
    """Any item that an import would take as it is, without sources, checks and `made`."""
    folded = lambda text: " ".join(text.casefold().rstrip(".").split())  # noqa: E731
    options = draw(st.lists(texts, min_size=2, max_size=6, unique_by=folded))
    key = sorted(draw(st.sets(st.integers(0, len(options) - 1), min_size=1, max_size=len(options) - 1)))
    stem = draw(texts)
    reasons = [draw(st.just("") | texts.filter(lambda text: ":" not in text)) for _ in options]
    verdicts = ["Right: " if place in key else "Wrong: " for place in range(len(options))]
    domain = draw(st.integers(0, 9))
    return PracticeItem(
        id=draw(st.from_regex(r"[a-z0-9][a-z0-9.:-]{0,10}", fullmatch=True)),
        domain=domain,
        task=f"{domain}.{draw(st.integers(1, 9))}" if domain and draw(st.booleans()) else "",
        kind=ItemKind.MULTIPLE_CHOICE if len(key) == 1 else ItemKind.MULTIPLE_RESPONSE,
        stem=stem if len(key) == 1 else f"{stem} Select {len(key)}.",
        options=tuple(options),
        key=tuple(key),
        rationales=tuple(v + r if r else "" for v, r in zip(verdicts, reasons, strict=True)),
        sources=(),
        difficulty=draw(st.sampled_from(Difficulty)),
        concept=draw(st.just("") | texts),
        origin=draw(st.sampled_from(Origin)),
    )
