"""Every word that `evals` itself sends to a model: the judge's, and those of the recipes compared with.

What the tutor sends stands in `tutor/prompts.py`.
"""

from collections.abc import Sequence

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from tutor.answering.verifier import Evidence

__all__ = ["closed_book_messages", "judge_messages", "stock_messages"]

_STOCK = (
    "You are an assistant for question-answering tasks. Use the following pieces of retrieved context to "
    "answer the question. If the answer is not in the context, just say that you don't know. Use three "
    "sentences maximum and keep the answer concise."
)
_CLOSED = (
    "You are an exam tutor. Answer the question in one to three short sentences. If you do not know, just "
    "say that you don't know."
)
# The examples are of no course: right and wrong ones, with a sibling, a number and a negation swapped.
_JUDGE = """You check whether a passage supports a claim. Answer Yes only if the passage says everything \
that the claim says. Answer No if a name, a number, a direction or a negation differs, or if the claim adds \
something. Answer with one word.

Passage: The ferry to Norby runs every day except Monday; the ferry to Sundby runs on Mondays only.
Claim: On Mondays one can take the ferry to Sundby.
Supported: Yes

Passage: The ferry to Norby runs every day except Monday; the ferry to Sundby runs on Mondays only.
Claim: On Mondays one can take the ferry to Norby.
Supported: No

Passage: Bake the loaf for 40 minutes. Let it cool for 20 minutes before cutting.
Claim: The loaf has to rest 20 minutes before it is cut.
Supported: Yes

Passage: Bake the loaf for 40 minutes. Let it cool for 20 minutes before cutting.
Claim: The loaf is baked for 20 minutes.
Supported: No

Passage: Members may borrow maps. Atlases cannot be borrowed, since they are too heavy to post.
Claim: Because of their weight atlases are not lent.
Supported: Yes

Passage: Members may borrow maps. Atlases cannot be borrowed, since they are too heavy to post.
Claim: Members may borrow atlases.
Supported: No"""


def stock_messages(question: str, texts: Sequence[str]) -> list[BaseMessage]:
    """The stuffed prompt of the stock recipe."""
    context = "\n\n".join(texts)
    return [SystemMessage(f"{_STOCK}\n\nContext: {context}"), HumanMessage(question)]


def closed_book_messages(question: str) -> list[BaseMessage]:
    """The question alone."""
    return [SystemMessage(_CLOSED), HumanMessage(question)]


def judge_messages(claim: str, evidence: Evidence) -> list[BaseMessage]:
    """Six examples, then the passage and the claim; the system text never changes, so it is read once."""
    heading = evidence.context.splitlines()[0] if evidence.context else ""
    passage = f"{heading}: {evidence.text}" if heading else evidence.text
    return [SystemMessage(_JUDGE), HumanMessage(f"Passage: {passage}\nClaim: {claim}\nSupported:")]
