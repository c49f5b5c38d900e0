"""Looks at work beside the page, and shows how far it is, until there is something to draw anew."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from tutor.ui.jobs import Job
from tutor.ui.shown import escaped

__all__ = ["Watched", "watch"]

_LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Watched:
    """A job, where it is shown, and in what words; `is_ready` may end the wait before the job does."""

    job: Job
    place: "st.delta_generator.DeltaGenerator"
    words: Callable[[], str]
    is_ready: Callable[[], bool] = lambda: False


def watch(watched: Sequence[Watched]) -> None:
    """Show each job's words until one of them is done or ready, then run the page again.

    Returns at once when there is nothing to wait for.
    """
    if not watched:
        return
    while True:
        ended = [one.job.wait(_LOOK_SECONDS / len(watched)) or one.job.stopped for one in watched]
        ready = [one.is_ready() for one in watched]
        for one in watched:
            one.place.html(f'<p class="tutor-lead" role="status">{escaped(one.words())}</p>')
        if any(ended) or any(ready):
            st.rerun()
