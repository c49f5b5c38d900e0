"""The CSS of items, exams and their reports; the rest is in `tutor.ui.style`. Knows not what is shown."""

import streamlit as st

__all__ = ["use_practice_style"]

_CSS = """
<style>
/* an item: its stem at a readable measure, its options as large targets */
.tutor-stem { max-width: 70ch; line-height: 1.6; white-space: pre-line; overflow-wrap: anywhere; margin: 0; }
.tutor-stem + .tutor-stem { margin-top: .5rem; font-weight: 600; }
[class*="st-key-tutor_options"] { max-width: 46rem; }
[class*="st-key-tutor_options"] button { justify-content: flex-start; text-align: left; min-height: 3rem;
  padding: .5rem .8rem; }
[class*="st-key-tutor_options"] button > * { justify-content: flex-start; text-align: left; width: 100%; }
[class*="st-key-tutor_options"] button p { overflow-wrap: anywhere; }
/* a chosen one: its own text colour on a tint, which is readable in light and in dark */
[class*="st-key-tutor_options"] button[kind="primary"] { color: inherit; border: 2px solid #2f8f8b;
  background: color-mix(in srgb, #2f8f8b 18%, transparent); }
[class*="st-key-tutor_options"] button[kind="primary"]:is(:hover, :active, :focus) { color: inherit; }
.tutor-item { scroll-margin-top: 4.2rem; }

/* an item that was answered: each option with its mark, and why */
ul.tutor-marked.tutor-marked { list-style: none; padding: 0; margin: 0; max-width: 46rem; }
ul.tutor-marked.tutor-marked li { display: flex; gap: .7rem; padding: .5rem .8rem; margin: 0 0 .4rem;
  border-radius: .4rem; overflow-wrap: anywhere;
  border: 1px solid color-mix(in srgb, currentColor 18%, transparent); }
ul.tutor-marked.tutor-marked li.key { border: 2px solid #2f8f8b; }
ul.tutor-marked.tutor-marked li.missed { border: 2px dashed #b7791f; }
.tutor-marked .sign { flex: none; width: 1.1em; text-align: center; font-weight: 700; }
.tutor-marked p { margin: 0; line-height: 1.5; }
.tutor-marked p.why { font-size: .88rem; margin-top: .2rem;
  color: color-mix(in srgb, currentColor 78%, transparent); }
.tutor-marked .word { font-weight: 600; }

/* the line of a scaled score; the places come as percentages of its width */
.tutor-verdict { font-size: 1.5rem; font-weight: 600; margin: 0; line-height: 1.4; }
.tutor-scale { position: relative; max-width: 44rem; margin: 2.6rem .6rem 2.8rem; height: .8rem;
  border-radius: .4rem; background: color-mix(in srgb, currentColor 14%, transparent); }
.tutor-scale .reached { position: absolute; left: 0; top: 0; bottom: 0; border-radius: .4rem;
  background: #2f8f8b; }
.tutor-scale .mark { position: absolute; top: -.5rem; bottom: -.5rem; width: 0;
  border-left: 2px dashed currentColor; }
.tutor-scale span.label { position: absolute; font-size: .84rem; white-space: nowrap;
  font-variant-numeric: tabular-nums; }
.tutor-scale .above { bottom: 1.4rem; } .tutor-scale .below { top: 1.4rem; }

/* a share with its interval, in a table's cell */
.tutor-share { position: relative; display: block; margin: .4rem 0; min-width: 7rem; height: .7rem;
  border-radius: .35rem; background: color-mix(in srgb, currentColor 12%, transparent); }
.tutor-share .range { position: absolute; top: 0; bottom: 0; border-radius: .35rem;
  background: color-mix(in srgb, #2f8f8b 45%, transparent); }
.tutor-share .level { position: absolute; top: -.15rem; bottom: -.15rem; width: 0;
  border-left: 3px solid currentColor; }

/* during an exam items and their grid stand side by side, one below the other where it is narrow */
@media (max-width: 62rem) {
  .st-key-tutor_exam > [data-testid="stLayoutWrapper"] > [data-testid="stHorizontalBlock"] {
    flex-direction: column; }
  .st-key-tutor_exam [data-testid="stColumn"] { width: 100%; flex: 1 1 100%; min-width: 0; }
}
</style>
"""


def use_practice_style() -> None:
    """Put the CSS on the page; once a run, by each page that draws items."""
    st.html(_CSS)
