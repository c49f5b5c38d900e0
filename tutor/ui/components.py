"""Small browser components: an answer whose [n] can be pressed, a copy button, a scroll, a focus.

All text of others goes to the browser as data and is written with `textContent`, so it can never be
mark-up. The scripts here are constants. Knows nothing of answers' meaning.
"""

from collections.abc import Callable, Mapping
from typing import Any

import streamlit.components.v2 as components

__all__ = ["cited_answer", "copy_button", "focus_on", "scroll_to"]

_ANSWER_CSS = """
:host, .answer { font-family: var(--st-font); color: var(--st-text-color); }
.answer { line-height: 1.6; font-size: 1rem; max-width: 70ch; overflow-wrap: anywhere; }
.answer p { margin: 0 0 .45rem; }
.answer p.withheld { opacity: .8; border-left: 2px dashed currentColor; padding-left: .7rem; }
.cite { font: inherit; font-size: .82em; font-weight: 600; line-height: 1.3; cursor: pointer;
  margin: 0 0 0 .3em;
  padding: 0 .42em; min-width: 1.9em; border-radius: .35em; background: transparent;
  color: var(--st-link-color); border: 1px solid color-mix(in srgb, var(--st-link-color) 45%, transparent); }
.cite:hover, .cite[aria-pressed="true"] {
  background: var(--st-primary-color); color: var(--st-background-color); }
.cite:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
.mark { font-size: .76em; margin-left: .55em; white-space: nowrap; opacity: .75; }
.reason { font-size: .82em; opacity: .85; display: block; }
@media (pointer: coarse) { .cite { padding: .25em .7em; } }
"""

_ANSWER_JS = """
export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector('.answer');
  root.replaceChildren();
  for (const sentence of data.sentences) {
    const line = document.createElement('p');
    line.className = sentence.state;
    line.append(sentence.text);
    for (const n of sentence.citations) {
      const button = document.createElement('button');
      button.className = 'cite';
      button.type = 'button';
      button.textContent = `[${n}]`;
      button.setAttribute('aria-label', `Open source ${n}`);
      button.title = data.places[String(n)] ?? '';
      button.setAttribute('aria-pressed', String(n === data.opened));
      button.onclick = () => setTriggerValue('cite', n);
      line.append(button);
    }
    if (sentence.mark) {
      const mark = document.createElement('span');
      mark.className = 'mark';
      mark.textContent = sentence.mark;
      line.append(mark);
    }
    if (sentence.reason) {
      const reason = document.createElement('span');
      reason.className = 'reason';
      reason.textContent = sentence.reason;
      line.append(reason);
    }
    root.append(line);
  }
}
"""

_COPY_CSS = """
button { font-family: var(--st-font); font-size: .875rem; cursor: pointer; color: var(--st-text-color);
  background: transparent; border: 1px solid transparent; border-radius: var(--st-base-radius);
  padding: .25rem .5rem; min-height: 2.5rem; opacity: .85; white-space: nowrap; }
button:hover { color: var(--st-primary-color); opacity: 1; }
button:focus-visible { outline: 2px solid var(--st-primary-color); outline-offset: 2px; }
"""

_COPY_JS = """
export default function ({ data, parentElement }) {
  const button = parentElement.querySelector('button');
  button.onclick = async () => {
    try {
      await navigator.clipboard.writeText(data.text);
      button.textContent = 'Copied';
    } catch {
      button.textContent = 'Not allowed by the browser';
    }
    setTimeout(() => { button.textContent = 'Copy'; }, 1600);
  };
}
"""

_SCROLL_JS = """
export default function ({ data }) {
  // what is looked for is drawn beside this component, maybe a moment later
  let tries = 0;
  const look = () => {
    const found = document.querySelector(data.selector);
    if (found) found.scrollIntoView({ block: data.block });
    else if (tries++ < 20) setTimeout(look, 50);
  };
  look();
}
"""

_FOCUS_JS = """
// a key that is held down presses one button, not the next one too
const once = (event) => { if (event.repeat) event.preventDefault(); };
export default function ({ data }) {
  // as above; never away from what somebody writes in
  let tries = 0;
  const look = () => {
    const found = document.querySelector(data.selector);
    const writing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? '');
    if (found) found.addEventListener('keydown', once);
    if (found && !writing) found.focus({ preventScroll: true });
    else if (!found && tries++ < 20) setTimeout(look, 50);
  };
  look();
}
"""

_answer = components.component(
    "tutor_answer", html='<div class="answer"></div>', css=_ANSWER_CSS, js=_ANSWER_JS
)
_copy = components.component(
    "tutor_copy", html='<button type="button">Copy</button>', css=_COPY_CSS, js=_COPY_JS
)
_scroll = components.component("tutor_scroll", js=_SCROLL_JS)
_focus = components.component("tutor_focus", js=_FOCUS_JS)


def cited_answer(view: Mapping[str, Any], key: str, opened: Callable[[int], None]) -> None:
    """Draw sentences with their marks and [n]; `opened` is called with the n that was pressed.

    `view` has `sentences` (`text`, `state`, `citations`, `mark`, `reason`), `places` (n -> where it stands)
    and `opened` (the n that is open, or 0).
    """
    result = _answer(data=dict(view), key=key, on_cite_change=lambda: None)
    if result.cite:
        opened(int(result.cite))


def copy_button(text: str, key: str) -> None:
    """Draw a button that puts `text` on the clipboard."""
    _copy(data={"text": text}, key=key, width="content")


def scroll_to(selector: str, block: str, key: str) -> None:
    """Bring the first element of a CSS selector into view, once for each `key`.

    `selector` must hold nothing of a document; `block` is `start`, `center` or `nearest`.
    """
    _scroll(data={"selector": selector, "block": block, "key": key}, key=key, height=1)


def focus_on(selector: str, key: str) -> None:
    """Put the keyboard on the first element of a CSS selector, once for each `key`, so that Enter presses it.

    `selector` must hold nothing of a document.
    """
    _focus(data={"selector": selector, "key": key}, key=key, height=1)
