"""The exam's blueprint as a tree with the coverage of each part, and the figures that sources dispute."""

import streamlit as st

from ingest.index import LocalIndex
from ingest.types import Bullet, Domain, Fact, TaskStatement
from tutor.ui.coverage import Coverage, contradictions, coverage_of
from tutor.ui.shown import escaped

__all__ = ["draw_blueprint"]


def draw_blueprint(index: LocalIndex) -> None:
    """Draw it, or say that no source states one."""
    blueprint = index.contents.blueprint
    if blueprint is None or not blueprint.domains:
        st.html(
            '<p class="tutor-lead">No source states what the exam covers. Add the exam guide, and its '
            "domains and tasks appear here.</p>"
        )
        return
    coverage = coverage_of(index.chunks, index.contents.pages.values())
    _draw_contradictions(index)
    bullets = [bullet for task in blueprint.tasks for bullet in task.bullets]
    if coverage.bullets:
        held = sum(bullet.id in coverage.bullets for bullet in bullets)
        st.html(
            f'<p class="tutor-lead">{held} of {len(bullets)} points of the blueprint have a section that '
            "answers them.</p>"
        )
    for domain in blueprint.domains:
        _draw_domain(domain, coverage)
    if coverage.without_task:
        st.html(
            f'<p class="tutor-small">{coverage.without_task:,} passages belong to no single task, such as '
            "the glossary.</p>"
        )
    for sentence in blueprint.unread:
        st.html(f'<p class="tutor-small">Not read: {escaped(sentence)}</p>')


def _draw_domain(domain: Domain, coverage: Coverage) -> None:
    weight = f" · {domain.weight:g} % of the score" if domain.weight is not None else ""
    tasks = "".join(_task(task, coverage) for task in domain.tasks)
    st.html(
        f'<h3 class="tutor-column">{domain.number}. {escaped(domain.title)}</h3>'
        f'<p class="tutor-small">{coverage.of_domain(domain.number):,} passages{weight}</p>'
        f'<ul class="tutor-tree">{tasks}</ul>'
    )


def _task(task: TaskStatement, coverage: Coverage) -> str:
    count = coverage.by_task.get(task.number, 0)
    words = f"{count:,} passages" if count else "✕ no passage"
    bullets = "".join(_bullet(bullet, coverage) for bullet in task.bullets)
    inner = f"<ul>{bullets}</ul>" if bullets else ""
    return (
        f"<li><b>{escaped(task.number)}</b> {escaped(task.title)} "
        f'<span class="count">{words}</span>{inner}</li>'
    )


def _bullet(bullet: Bullet, coverage: Coverage) -> str:
    if not coverage.bullets:  # no source says which bullets it answers, so nothing is claimed
        return f"<li>{escaped(bullet.text)}</li>"
    word = "✓ covered" if bullet.id in coverage.bullets else "✕ no section"
    return f'<li>{escaped(bullet.text)} <span class="count">{word}</span></li>'


def _draw_contradictions(index: LocalIndex) -> None:
    blueprint = index.contents.blueprint
    for found in contradictions(blueprint) if blueprint else ():
        sides = "".join(_side(fact) for fact in found.facts)
        with st.container(border=True):
            st.html(
                f'<p class="tutor-small"><b>≠ The sources disagree: {escaped(found.name)}</b></p>'
                f'<div class="tutor-sides">{sides}</div>'
            )


def _side(fact: Fact) -> str:
    page = f", page {fact.page}" if fact.page else ""
    quote = f"<p>{escaped(fact.quote)}</p>" if fact.quote else ""
    return (
        f'<div><p class="value">{escaped(str(fact.value))}</p>{quote}'
        f'<p class="tutor-small">{escaped(fact.source)}{page}</p></div>'
    )
