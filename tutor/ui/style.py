"""The page's own CSS: one file, no colour but one accent, a highlight and a warning.

Streamlit's theme (`.streamlit/config.toml`) sets colours and type for light and dark; what is here mixes
with the text's own colour, so that it is right in both. Knows nothing of what is shown.
"""

import streamlit as st

__all__ = ["use_style"]

_CSS = """
<style>
/* a readable measure, and nothing scrolls sideways but a wide table in its own box */
.stMainBlockContainer { max-width: 76rem; padding-top: 2.6rem; padding-bottom: 7rem; }
.tutor-page, .tutor-talk, .tutor-card { overflow-wrap: anywhere; line-height: 1.6; }
.tutor-talk { max-width: 70ch; white-space: pre-wrap; }
.tutor-talk.writing { color: color-mix(in srgb, currentColor 78%, transparent); }
.tutor-lead { max-width: 70ch; margin: 0 0 .6rem; color: color-mix(in srgb, currentColor 72%, transparent); }
.tutor-small, p.tutor-small { font-size: .84rem; color: color-mix(in srgb, currentColor 72%, transparent);
  margin: 0; }
.tutor-small + .tutor-small { margin-top: .25rem; }

.tutor-question { max-width: 60ch; scroll-margin-top: 3.5rem; overflow-wrap: anywhere;
    white-space: pre-line; }
.stMain h1 { font-size: 1.5rem; padding: 0 0 .4rem; }
.stMain h2.tutor-question, .stMain h2.tutor-column { font-size: 1.15rem; font-weight: 600; line-height: 1.4;
  padding: .6rem 0 .3rem; margin: 0; }
.stMain h2.tutor-question.item { font-size: 1rem; font-weight: 400; line-height: 1.55; max-width: 70ch; }
.tutor-question-options { max-width: 70ch; margin: .2rem 0 .6rem; padding-left: 1.6rem;
  overflow-wrap: anywhere; }
.tutor-question-options li { margin: .15rem 0; }
.stMain h2.tutor-column { font-size: .95rem; }
.stMain h3.tutor-column { font-size: 1rem; font-weight: 600; padding: .8rem 0 .1rem; margin: 0; }
[class*="st-key-tutor_chats"] button, [class*="st-key-example_"] button {
  justify-content: flex-start; text-align: left; }
[class*="st-key-chat_"] button { min-height: 2rem; padding-top: .2rem; padding-bottom: .2rem; }
[class*="st-key-chat_"] button p { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
[class*="st-key-example_"] { max-width: 46rem; }
[class*="st-key-example_"] button > *, [class*="st-key-tutor_chats"] [class*="st-key-chat_"] button > * {
  justify-content: flex-start; text-align: left; width: 100%; }
[class*="st-key-tutor_card_"] button { min-height: 1.6rem; padding: 0; font-size: .84rem; }
[class*="st-key-tutor_card_"] button p { font-size: .84rem; text-decoration: underline;
  text-underline-offset: 3px; }

/* one highlight, everywhere the same */
.tutor-page mark, .tutor-card mark {
  background: color-mix(in srgb, #f2b705 38%, transparent); color: inherit;
  border-radius: 2px; padding: .05em 0; box-decoration-break: clone; -webkit-box-decoration-break: clone;
}

/* passages of the evidence column and of the search */
.tutor-card { font-size: .9rem; }
.tutor-card .where { font-size: .8rem; margin: 0 0 .35rem;
  color: color-mix(in srgb, currentColor 72%, transparent); }
.tutor-card .where b { color: inherit; }
.tutor-card p { margin: 0; font-size: .88rem; line-height: 1.5; white-space: pre-line; }
.tutor-card p.where { font-size: .78rem; }
.tutor-card dl, .tutor-card dt, .tutor-card dd { margin: 0; padding: 0; }
.tutor-card dd { font-size: .88rem; line-height: 1.5; margin-bottom: .35rem; }
.tutor-card dt { font-size: .8rem; color: color-mix(in srgb, currentColor 72%, transparent); }

/* the evidence stays beside whichever answer is read, and scrolls by itself */
@media (min-width: 62.01rem) {
  [data-testid="stColumn"]:has(.st-key-tutor_evidence) {
    position: sticky; top: 1rem; align-self: flex-start; }
  .st-key-tutor_evidence { max-height: calc(100vh - 17rem); overflow-y: auto;
    padding-right: .4rem; scrollbar-width: thin; flex-wrap: nowrap; }
}

/* a page of a document */
.tutor-page { max-width: 74ch; }
.tutor-page h2, .tutor-page h3, .tutor-page h4, .tutor-page h5, .tutor-page h6 {
  font-size: 1.05rem; font-weight: 600; margin: 1.3rem 0 .4rem; padding: 0; line-height: 1.35; }
.tutor-page h2 { font-size: 1.25rem; }
.tutor-page p { margin: 0 0 .8rem; }
.tutor-page ul { list-style: none; padding: 0; margin: 0 0 .8rem; }
.tutor-page li { display: flex; gap: .55rem; margin: .2rem 0; }
.tutor-page li .sign { flex: none; color: color-mix(in srgb, currentColor 65%, transparent); }
.tutor-page .depth-2 { margin-left: 1.2rem; } .tutor-page .depth-3 { margin-left: 2.4rem; }
.tutor-page .depth-4, .tutor-page .depth-5, .tutor-page .depth-6 { margin-left: 3.6rem; }
.tutor-page pre { white-space: pre-wrap; padding: .7rem .9rem; border-radius: .4rem; margin: 0 0 .8rem;
  background: color-mix(in srgb, currentColor 7%, transparent); }
.wide { overflow-x: auto; max-width: 100%; margin: 0 0 .9rem; }
.wide table { border-collapse: collapse; width: 100%; font-size: .88rem; }
.wide th, .wide td { text-align: left; vertical-align: top; padding: .4rem .6rem; min-width: 5rem;
  overflow-wrap: break-word; border: 0;
  border-bottom: 1px solid color-mix(in srgb, currentColor 16%, transparent); }
.wide th { font-weight: 600; }
.wide td.number, .wide th.number { text-align: right; font-variant-numeric: tabular-nums; }

/* a card to review: its question is what is read first */
.tutor-front { font-size: 1.12rem; font-weight: 600; }
[class*="st-key-review_grades"] button { min-width: 8.5rem; }

/* a refusal, and two sources that disagree, must not look like an answer */
.tutor-refusal { border-left: 3px solid #b7791f; padding: .1rem 0 .1rem .9rem; max-width: 70ch;
  line-height: 1.6; }
.tutor-refusal p { margin: 0 0 .3rem; }
.tutor-sides { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; font-size: .9rem; line-height: 1.5; }
.tutor-sides p { margin: 0 0 .3rem; }
.tutor-sides .value { font-weight: 600; }

/* the blueprint as a tree */
.tutor-tree, .tutor-tree ul { list-style: none; padding-left: 0; margin: 0; }
.tutor-tree ul { padding-left: 1.1rem; margin: .2rem 0 .7rem; font-size: .9rem; }
.tutor-tree li { margin: .25rem 0; overflow-wrap: anywhere; }
.tutor-tree .count { font-size: .8rem; white-space: nowrap;
  color: color-mix(in srgb, currentColor 72%, transparent); }

/* keyboard: focus is always seen */
a:focus-visible, button:focus-visible, [tabindex]:focus-visible, summary:focus-visible {
  outline: 2px solid color-mix(in srgb, #2f8f8b 85%, currentColor) !important; outline-offset: 2px; }

/* columns of the conversation and its evidence stand one below the other before either gets too narrow */
@media (max-width: 62rem) {
  .st-key-tutor_desk > [data-testid="stLayoutWrapper"] > [data-testid="stHorizontalBlock"] {
    flex-direction: column; }
  .st-key-tutor_desk [data-testid="stColumn"] { width: 100%; flex: 1 1 100%; min-width: 0; }
}
/* below this the sidebar gives way to a bar at the top, which must not cover the title */
@media (max-width: 48rem) { .stMainBlockContainer { padding-top: 4.2rem; } }
@media (max-width: 40rem) {
  .stMainBlockContainer { padding-left: 1rem; padding-right: 1rem; }
  .tutor-sides { grid-template-columns: 1fr; }
  .st-key-tutor_asking { flex-wrap: nowrap; }
  .st-key-tutor_asking > .st-key-scope { flex: 1 1 6rem; min-width: 0; width: auto; }
}
</style>
"""


def use_style() -> None:
    """Put the CSS on the page; once a run."""
    st.html(_CSS)
