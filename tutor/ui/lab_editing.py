"""What a text area lacks for writing Python: Tab indents, Enter keeps the indent, and it shows its TODO.

The script is a constant; what it looks for comes as data. Knows nothing of labs' checks or files.
"""

import streamlit as st
import streamlit.components.v2 as components

__all__ = ["python_keys"]

_CSS = """
<style>
[class*="st-key-lab_code_"] textarea { font-family: ui-monospace, "DejaVu Sans Mono", Consolas, monospace;
  font-size: .84rem; line-height: 1.5; white-space: pre; overflow-wrap: normal; overflow-x: auto;
  tab-size: 4; }
</style>
"""

_JS = """
const CODE = '[class*="st-key-lab_code_"] textarea';

// execCommand, so that undo works and the page hears of it as of any typing
const write = (text) => document.execCommand('insertText', false, text);

// Tab and Shift+Tab move the lines of a selection, and Tab alone goes on to the next fourth column
function shift(area, back) {
  const { value, selectionStart: from, selectionEnd: to } = area;
  const first = value.lastIndexOf('\\n', from - 1) + 1;
  const chosen = value.slice(first, to);
  if (!back && !chosen.includes('\\n')) { write(' '.repeat(4 - (from - first) % 4)); return; }
  const moved = back ? chosen.replace(/^ {1,4}/gm, '') : chosen.replace(/^(?=.)/gm, '    ');
  if (moved === chosen) return;
  area.setSelectionRange(first, to);
  write(moved);
  if (moved.includes('\\n')) area.setSelectionRange(first, first + moved.length);
}

function onKey(event) {
  const area = event.target;
  if (!area.matches?.(CODE) || area.readOnly || event.ctrlKey || event.metaKey || event.altKey) return;
  const leaves = area.dataset.leaves === 'yes';
  if (event.key !== 'Shift') area.dataset.leaves = event.key === 'Escape' ? 'yes' : '';
  if (event.key === 'Tab' && !leaves) {
    event.preventDefault();
    shift(area, event.shiftKey);
  } else if (event.key === 'Enter' && !event.isComposing) {
    event.preventDefault();
    const before = area.value.slice(0, area.selectionStart);
    const line = before.slice(before.lastIndexOf('\\n') + 1);
    const deeper = /[:([{]\\s*$/.test(line) ? '    ' : '';
    write('\\n' + line.match(/^ */)[0] + deeper);
  }
}

function show(area, words) {
  const at = words ? area.value.indexOf(words) : -1;
  if (at < 0) return;
  const head = area.value.lastIndexOf('\\ndef ', at);  // the function that it stands in
  const above = area.value.slice(0, head < 0 ? at : head).split('\\n').length;
  area.scrollTop = Math.max(0, above - 1) * parseFloat(getComputedStyle(area).lineHeight);
}

export default function ({ data }) {
  if (!window.tutorPythonKeys) {
    window.tutorPythonKeys = true;
    document.addEventListener('keydown', onKey, true);
  }
  // the area is drawn beside this component, maybe a moment later, and filled after that
  let tries = 0;
  const look = () => {
    const area = document.querySelector(CODE);
    if (!area?.value && tries++ < 40) { setTimeout(look, 50); return; }
    if (!area || area.dataset.shown === data.turn) return;
    area.dataset.shown = data.turn;
    area.spellcheck = false;
    area.setAttribute('autocapitalize', 'off');
    show(area, data.words);
  };
  look();
}
"""

_keys = components.component("tutor_python_keys", js=_JS)


def python_keys(words: str, turn: str) -> None:
    """Give the area whose key begins with `lab_code_` the keys of an editor, and monospaced type.

    It scrolls to the first place of `words`, once for each `turn`; Escape, then Tab leaves it.
    """
    st.html(_CSS)
    _keys(data={"words": words, "turn": turn}, key="lab_python_keys", height=1)
