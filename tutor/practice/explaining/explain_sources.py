"""What explanations are made from: the index, the check, the course's terms; and an item's own sources.

Knows nothing of how an explanation is put together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.types import BlockKind, Chunk, Page, chunk_id
from tutor.answering.evidence_spans import EvidenceSpan
from tutor.answering.retrieval import Passage, Retriever
from tutor.answering.support import SupportCheck
from tutor.config import Settings
from tutor.practice.explaining.grounding import Grounding
from tutor.practice.explaining.subjects import CourseTerms, Pages
from tutor.practice.types import ItemSource

__all__ = ["Explainer", "explainer_for", "source_spans"]

_PASSAGES = 8
"""Found for each option besides the item's own sources."""


@dataclass(frozen=True, slots=True)
class Explainer:
    """The tools of `explain`. `pages` are those of the retriever's index."""

    retriever: Retriever
    check: SupportCheck
    pages: Pages
    terms: CourseTerms = field(init=False)
    grounding: Grounding = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "terms", CourseTerms.of(self.pages))
        object.__setattr__(self, "grounding", Grounding(self.check, self.retriever.index.rarity))

    def passages(self, text: str, own: Sequence[EvidenceSpan] = ()) -> tuple[Passage, ...]:
        """The passages of `own`, then those found for the text; each once."""
        every = (*(span.passage for span in own), *self.retriever.search(text, _PASSAGES))
        return tuple({passage.chunk.id: passage for passage in every}.values())


def explainer_for(settings: Settings, course_id: str | None = None) -> Explainer:
    """The tools for a course. Raises IndexUnavailableError or ModelError, each with what to run."""
    from tutor.tutoring import retriever_over, verifier_for
    from tutor.workspace import embedder_of, open_index, open_workspace

    index = open_index(open_workspace(settings, course_id), settings)
    retriever = retriever_over(index, embedder_of(settings))
    check = SupportCheck(verifier_for(settings, retriever), retriever.glossary.mentions)
    return Explainer(retriever, check, index.contents.pages)


def source_spans(sources: Sequence[ItemSource], tools: Explainer) -> tuple[EvidenceSpan, ...]:
    """The quotes where they stand in the index, in order; one that stands nowhere is left out."""
    found = (_found(source, tools) for source in sources)
    return tuple(span for span in found if span is not None)


def _found(source: ItemSource, tools: Explainer) -> EvidenceSpan | None:
    pages = [page for (document, _), page in tools.pages.items() if document == source.document]
    pages.sort(key=lambda page: (page.number != source.page, page.number))
    for page in pages:
        start = page.text.find(source.quote) if source.quote else -1
        if start >= 0:
            end = start + len(source.quote)
            return EvidenceSpan(Passage(_chunk(source.document, page, start, end, tools), 1.0), start, end)
    return None


def _chunk(document: str, page: Page, start: int, end: int, tools: Explainer) -> Chunk:
    """The index's chunk that holds the whole span, else one that is made of the span."""
    for chunk in tools.retriever.index.chunks:
        at_page = (chunk.document, chunk.page) == (document, page.number)
        if at_page and chunk.start <= start and end <= chunk.end:
            return chunk
    text = page.text[start:end]
    block = next((b for b in page.blocks if b.start <= start < b.end), None)
    return Chunk(
        id=chunk_id(document, page.number, start, text),
        document=document,
        page=page.number,
        start=start,
        end=end,
        text=text,
        kind=block.kind if block else BlockKind.PROSE,
        headings=block.headings if block else (),
        header=block.header if block else (),
    )
