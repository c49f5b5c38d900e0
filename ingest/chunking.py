"""Pages to chunks: by structure, sized in the embedder's tokens, each an exact span of its page.

Knows nothing of vectors; it is handed the function that counts tokens.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.sentences import Span, sentence_spans
from ingest.types import Block, BlockKind, Chunk, Document, Page, chunk_id

__all__ = ["ChunkSizes", "CountTokens", "split"]

CountTokens = Callable[[Sequence[str]], list[int]]


@dataclass(frozen=True, slots=True)
class ChunkSizes:
    """How long chunks are, in the embedder's tokens, heading path not counted.

    Small passages let the context that is sent hold the right one among few (600 tokens hold four or
    five); a question is matched against one idea. `longest` leaves room for the heading path within
    the 256 tokens that MiniLM reads.
    """

    target: int = 120
    longest: int = 200
    shortest: int = 24


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    tokens: int
    kind: BlockKind
    block: Block


def split(
    document: Document, count_tokens: CountTokens, sizes: ChunkSizes | None = None
) -> tuple[Chunk, ...]:
    """The chunks of a document in reading order.

    Every block that is not a heading is in exactly one chunk, or cut into several at its sentences
    when it is longer than `sizes.longest`. A table row and a code block are chunks of their own;
    prose and list items under one heading are joined up to `sizes.target`. A heading with nothing
    under it becomes a chunk, so that no text of the page is lost.
    """
    sizes = sizes or ChunkSizes()
    return tuple(
        chunk for page in document.pages for chunk in _page_chunks(document, page, count_tokens, sizes)
    )


def _page_chunks(
    document: Document, page: Page, count_tokens: CountTokens, sizes: ChunkSizes
) -> Iterator[Chunk]:
    blocks = [block for i, block in enumerate(page.blocks) if _has_own_text(page.blocks, i)]
    counts = count_tokens([page.text[block.start : block.end] for block in blocks])
    pieces = [
        piece
        for block, tokens in zip(blocks, counts, strict=True)
        for piece in _cut(page.text, block, tokens, count_tokens, sizes)
    ]
    for _, section in groupby(pieces, key=lambda piece: (piece.block.headings, piece.block.task)):
        for group in _joined(list(section), sizes):
            yield _chunk(document, page, group)


def _has_own_text(blocks: Sequence[Block], position: int) -> bool:
    """True but for a heading that has something under it, whose text is in the heading path below."""
    block = blocks[position]
    if block.kind is not BlockKind.HEADING:
        return True
    following = blocks[position + 1] if position + 1 < len(blocks) else None
    return following is None or (following.kind is BlockKind.HEADING and following.level <= block.level)


def _cut(
    text: str, block: Block, tokens: int, count_tokens: CountTokens, sizes: ChunkSizes
) -> Iterator[_Piece]:
    """The block whole, or in runs of sentences (lines of code, words at the worst) of at most `target`."""
    if tokens <= sizes.longest:
        yield _Piece(block.start, block.end, tokens, block.kind, block)
        return
    body = text[block.start : block.end]
    spans = _line_spans(body) if block.kind is BlockKind.CODE else sentence_spans(body)
    pieces = [piece for span in spans for piece in _by_characters(body, span, sizes.longest)]
    sized = _short_enough(body, pieces, count_tokens, sizes.longest)
    spans, counts = tuple(span for span, _ in sized), [count for _, count in sized]
    first, total = 0, 0
    for i, count in enumerate(counts):
        if i > first and total + count > sizes.target:
            yield _Piece(
                block.start + spans[first].start, block.start + spans[i - 1].end, total, block.kind, block
            )
            first, total = i, 0
        total += count
    yield _Piece(block.start + spans[first].start, block.start + spans[-1].end, total, block.kind, block)


def _line_spans(text: str) -> tuple[Span, ...]:
    spans, start = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            spans.append(Span(start, start + len(line.rstrip())))
        start += len(line)
    return tuple(spans)


def _by_characters(text: str, span: Span, longest_tokens: int) -> Iterator[Span]:
    """The span in pieces of a length that counts fast; prose of `longest_tokens` stays whole.

    e.g. 200 tokens -> pieces of at most 1,200 characters, since English has about 4 a token.
    """
    limit = longest_tokens * 6
    while span.end - span.start > limit:
        head, span = _parted(text, span, span.start + limit)
        yield head
    yield span


def _short_enough(
    text: str, spans: Sequence[Span], count_tokens: CountTokens, longest: int
) -> list[tuple[Span, int]]:
    """The spans and their tokens, those over `longest` halved until they are not (or one character)."""
    counts = count_tokens([text[span.start : span.end] for span in spans])
    result: list[tuple[Span, int]] = []
    for span, count in zip(spans, counts, strict=True):
        if count <= longest or span.end - span.start == 1:
            result.append((span, count))
        else:
            halves = _parted(text, span, (span.start + span.end) // 2)
            result += _short_enough(text, halves, count_tokens, longest)
    return result


def _parted(text: str, span: Span, middle: int) -> tuple[Span, Span]:
    """Two spans of some text each, cut at the last white space before `middle` or else there."""
    head = text[span.start : middle]
    cut = max(head.rfind(" "), head.rfind("\n"))
    first = head[:cut].rstrip() if cut > 0 else head
    rest = text[span.start + len(first) : span.end]
    return Span(span.start, span.start + len(first)), Span(span.end - len(rest.lstrip()), span.end)


def _joined(pieces: list[_Piece], sizes: ChunkSizes) -> Iterator[list[_Piece]]:
    """Neighbours of one section packed up to `target`; a short last one goes with those before it."""
    group: list[_Piece] = []
    total = 0
    rest = sum(piece.tokens for piece in pieces if piece.kind is not BlockKind.TABLE_ROW)
    for piece in pieces:
        alone = piece.kind in (BlockKind.TABLE_ROW, BlockKind.CODE, BlockKind.HEADING)
        fits = total + piece.tokens <= sizes.target or total + rest <= sizes.target + sizes.shortest
        if group and (alone or not fits):
            yield group
            group, total = [], 0
        if alone:
            yield [piece]
        else:
            group.append(piece)
            total += piece.tokens
        rest -= piece.tokens if piece.kind is not BlockKind.TABLE_ROW else 0
    if group:
        yield group


def _chunk(document: Document, page: Page, group: list[_Piece]) -> Chunk:
    first, last = group[0], group[-1]
    text = page.text[first.start : last.end]
    kinds = {piece.kind for piece in group}
    block = first.block
    return Chunk(
        id=chunk_id(document.name, page.number, first.start, text),
        document=document.name,
        page=page.number,
        start=first.start,
        end=last.end,
        text=text,
        kind=kinds.pop() if len(kinds) == 1 else BlockKind.PROSE,
        headings=block.headings,
        header=block.header,
        task=block.task,
        tokens=sum(piece.tokens for piece in group),
    )
