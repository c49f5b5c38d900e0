"""One practice item on the page: to be answered, or with its verdict. A pure view for all pages with items.

A page calls `use_practice_style()` once a run, then

    draw_item(item, chosen, key, press)          open: options are buttons with the keys 1 to 6
    draw_marked_item(item, chosen)               answered: right and wrong by sign and word, with the reasons

`press(place)` is called, as a button's callback, with the place (from 0) of the option that was pressed. It
must look up what is chosen *now* and keep `chosen_after(item, now, place)`: two keys may be struck before the
page is drawn again, and a choice that was handed out at drawing would lose the first of them.

Knows nothing of stores, exams or explanations.
"""

from collections.abc import Callable, Sequence

import streamlit as st

from tutor.practice.choices import letters
from tutor.practice.types import ItemKind, PracticeItem
from tutor.ui.shown import escaped, plain

__all__ = ["chosen_after", "draw_item", "draw_marked_item", "draw_stem", "marked_html", "select_words"]

_COUNTS = {2: "TWO", 3: "THREE", 4: "FOUR", 5: "FIVE"}
_LAST_KEY = 9
"""Options beyond it, as an imported item may have, are pressed with the pointer or with Tab and Space."""


def select_words(item: PracticeItem) -> str:
    """The words `Select TWO.` for a multiple-response item with two right options; else none."""
    if item.kind is ItemKind.MULTIPLE_CHOICE:
        return ""
    count = len(item.key)
    return f"Select {_COUNTS.get(count, str(count))}."


def chosen_after(item: PracticeItem, chosen: Sequence[int], place: int) -> tuple[int, ...]:
    """What is chosen, ascending, after the option at `place` (from 0) was pressed.

    Multiple choice: that option alone. Multiple response: it is added or taken away; once as many are
    chosen as the item asks for, another one changes nothing until one is taken away.
    """
    if item.kind is ItemKind.MULTIPLE_CHOICE:
        return (place,)
    if place in chosen:
        return tuple(sorted(set(chosen) - {place}))
    if len(chosen) >= len(item.key):
        return tuple(sorted(chosen))
    return tuple(sorted({*chosen, place}))


def draw_item(item: PracticeItem, chosen: Sequence[int], key: str, press: Callable[[int], None]) -> None:
    """Draw the stem, what to select, and each option as a large button.

    A chosen option carries a filled sign and the word "chosen". `key` must be unique on the page and
    differ from item to item; the button of place n has the key `<key>_option_<n>`.
    """
    draw_stem(item)
    with st.container(key=f"tutor_options_{key}", gap="xsmall"):
        for place, option in enumerate(item.options):
            st.button(
                _label(item, place, option, is_chosen=place in chosen),
                key=f"{key}_option_{place}",
                type="primary" if place in chosen else "secondary",
                shortcut=str(place + 1) if place < _LAST_KEY else None,
                on_click=press,
                args=(place,),
                width="stretch",
                wrap=True,
            )
    if item.kind is ItemKind.MULTIPLE_RESPONSE:
        count = len(item.key)
        full = " Press a chosen one to take it away." if len(chosen) == count else ""
        st.html(f'<p class="tutor-small" role="status">{len(chosen)} of {count} chosen.{full}</p>')


def draw_marked_item(item: PracticeItem, chosen: Sequence[int]) -> None:
    """Draw an answered item: stem, each option with its verdict and rationale, the concept to remember."""
    draw_stem(item)
    st.html(marked_html(item, chosen))


def draw_stem(item: PracticeItem) -> None:
    """Draw the stem as a text of its own, and below it how many to select where it is more than one."""
    select = select_words(item)
    stem = item.stem.strip().removesuffix(select).rstrip() if select else item.stem.strip()
    words = f'<p class="tutor-stem">{escaped(select)}</p>' if select else ""
    st.html(f'<p class="tutor-stem">{escaped(stem)}</p>{words}')


def marked_html(item: PracticeItem, chosen: Sequence[int]) -> str:
    """The options with their verdicts and rationales, and the concept, as HTML."""
    lines = [_marked_line(item, place, is_chosen=place in chosen) for place in range(len(item.options))]
    concept = f'<p class="tutor-lead"><b>Remember:</b> {escaped(item.concept)}</p>' if item.concept else ""
    return f'<ul class="tutor-marked">{"".join(lines)}</ul>{concept}'


def _label(item: PracticeItem, place: int, option: str, *, is_chosen: bool) -> str:
    """Round signs for one choice and square ones for several, as forms everywhere have them."""
    empty, filled = ("○", "●") if item.kind is ItemKind.MULTIPLE_CHOICE else ("☐", "☑")
    (letter,) = letters((place,))
    end = " **· chosen**" if is_chosen else ""
    return f"{filled if is_chosen else empty} **{letter}** {plain(option)}{end}"


def _marked_line(item: PracticeItem, place: int, *, is_chosen: bool) -> str:
    is_key = place in item.key
    sign, word, state = {
        (True, True): ("✓", "right, you chose it", "key"),
        (True, False): ("✓", "right, you did not choose it", "key"),
        (False, True): ("✕", "wrong, you chose it", "missed"),
        (False, False): ("", "", ""),
    }[is_key, is_chosen]
    (letter,) = letters((place,))
    said = f' <span class="word">· {word}</span>' if word else ""
    why = f'<p class="why">{escaped(item.rationales[place])}</p>' if place < len(item.rationales) else ""
    return (
        f'<li class="{state}"><span class="sign">{sign}</span><div>'
        f"<p><b>{letter}</b> {escaped(item.options[place])}{said}</p>{why}</div></li>"
    )
