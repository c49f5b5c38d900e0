"""Two small browser components of an exam: its clock, and the grid of its items.

The clock counts in the browser and asks the server nothing until the time is over; what counts is the
server's own clock, which each run of the page looks at. The scripts here are constants, texts go as data.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import streamlit.components.v2 as components

__all__ = ["GridCell", "exam_clock", "item_grid"]

_CLOCK_CSS = """
:host, .clock { font-family: var(--st-font); color: var(--st-text-color); }
.clock { margin: 0; font-size: 1rem; line-height: 1.4; font-variant-numeric: tabular-nums; }
.clock b { font-size: 1.25rem; font-weight: 600; }
.clock.low { border-left: 3px solid #b7791f; padding-left: .6rem; }
.said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
"""

_CLOCK_JS = """
const ANNOUNCED = [600, 300, 60];
export default function ({ data, parentElement, setTriggerValue }) {
  const clock = parentElement.querySelector('.clock');
  const time = parentElement.querySelector('b');
  const word = parentElement.querySelector('.word');
  const said = parentElement.querySelector('.said');
  const two = (n) => String(n).padStart(2, '0');
  // the browser's own clock only measures how long ago the server said what is left
  const end = Date.now() + data.seconds * 1000;
  clearInterval(clock.ticking);
  let last = Infinity, told = false;
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    time.textContent = `${Math.floor(left / 3600)}:${two(Math.floor(left / 60) % 60)}:${two(left % 60)}`;
    const low = left <= 300;
    clock.classList.toggle('low', low);
    word.textContent = left === 0 ? 'time over' : low ? 'left, the last 5 minutes' : 'left';
    for (const limit of ANNOUNCED)
      if (last !== Infinity && last > limit && left <= limit)
        said.textContent = limit > 60 ? `${limit / 60} minutes left` : '1 minute left';
    last = left;
    // half a second later, so that the server's clock has passed the end too
    if (Date.now() > end + 500 && !told) { told = true; setTriggerValue('over', true); }
  };
  tick();
  clock.ticking = setInterval(tick, 250);
  return () => clearInterval(clock.ticking);
}
"""

_GRID_CSS = """
:host, .grid { font-family: var(--st-font); color: var(--st-text-color); }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(3.4rem, 1fr)); gap: .3rem;
  margin: 0; padding: 2px; }
button { font: inherit; font-size: .875rem; font-variant-numeric: tabular-nums; cursor: pointer;
  color: inherit; background: transparent; min-height: 2.5rem; padding: .2rem;
  border: 1px solid color-mix(in srgb, currentColor 28%, transparent);
  border-radius: var(--st-base-radius); white-space: nowrap; }
button.filled { background: color-mix(in srgb, currentColor 10%, transparent); }
button[aria-current="true"] { border: 2px solid var(--st-primary-color); font-weight: 700; }
button:hover { border-color: var(--st-primary-color); }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 1px; }
"""

_GRID_JS = """
export default function ({ data, parentElement, setTriggerValue }) {
  const grid = parentElement.querySelector('.grid');
  grid.setAttribute('aria-label', data.name);
  // buttons stay the same elements, so that the focus stays where it is
  while (grid.children.length > data.cells.length) grid.lastChild.remove();
  data.cells.forEach((cell, place) => {
    let button = grid.children[place];
    if (!button) {
      button = document.createElement('button');
      button.type = 'button';
      grid.append(button);
    }
    button.textContent = cell.signs ? `${cell.number} ${cell.signs}` : `${cell.number}`;
    button.className = cell.filled ? 'filled' : '';
    button.title = `Item ${cell.number}: ${cell.words}`;
    button.setAttribute('aria-label', `Item ${cell.number}: ${cell.words}`);
    button.setAttribute('aria-current', String(cell.number === data.current));
    button.onclick = () => setTriggerValue('go', cell.number);
  });
}
"""

_clock = components.component(
    "tutor_exam_clock",
    html='<p class="clock" role="timer"><b></b> <span class="word"></span></p>'
    '<span class="said" role="status"></span>',
    css=_CLOCK_CSS,
    js=_CLOCK_JS,
)
_grid = components.component(
    "tutor_item_grid", html='<div class="grid" role="group"></div>', css=_GRID_CSS, js=_GRID_JS
)


@dataclass(frozen=True, slots=True)
class GridCell:
    """One item of the grid: its number from 1, its state as signs, and the same in words."""

    number: int
    signs: str
    words: str
    filled: bool = False
    """Shaded, in addition to its signs."""


def exam_clock(seconds: float, key: str) -> None:
    """Draw the time that is left, counting down; the page is run once more when it is over."""
    _clock(data={"seconds": seconds}, key=key, on_over_change=lambda: None)


def item_grid(
    cells: Sequence[GridCell], current: int, key: str, go: Callable[[int], None], name: str = "All items"
) -> None:
    """Draw the cells as buttons, the one numbered `current` marked (0 for none).

    `go` is called, as a callback before the next run, with the number that was pressed.
    """

    def pressed() -> None:
        import streamlit as st

        found = st.session_state[key].go
        if found:
            go(int(found))

    _grid(
        data={"cells": [asdict(cell) for cell in cells], "current": current, "name": name},
        key=key,
        on_go_change=pressed,
    )
