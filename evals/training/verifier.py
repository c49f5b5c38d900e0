"""Trains the support verifier: a small cross-encoder that reads evidence and claim together.

    python -m evals.training.verifier --embedder FOLDER --index DIR --claims FILE... --questions FILE...
        --bank FILE... --out FILE

It reads a passage together with a claim or a question, and tells whether the passage supports the
claim, or answers the question. It starts from the embedder's own weights (MiniLM, 23 M parameters) with
the word embeddings frozen, so that only the layers above them are shipped. It learns from claims made by
`counterfactuals`, and from claims and questions written by hand; whole documents are kept back to judge
it by.
"""

import argparse
import hashlib
import json
import logging
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import AutoTokenizer, BertModel

from evals.training.counterfactuals import LabelledClaim, counterfactuals
from ingest.index_files import load_index
from ingest.types import Chunk
from tutor.answering.glossary import Glossary

log = logging.getLogger("verifier")

LONGEST_TOKENS = 160
BATCH = 32
MADE_SHARE = 0.3
"""Share of the made claims that is seen in one epoch; hand-written ones are all seen."""


class Verifier(torch.nn.Module):
    """MiniLM's layers over evidence and claim, and one number from the first token: the logit of support."""

    def __init__(self, folder: str) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(folder, add_pooling_layer=False, dtype=torch.float32)
        for parameter in self.encoder.embeddings.parameters():
            parameter.requires_grad = False
        self.head = torch.nn.Linear(self.encoder.config.hidden_size, 1)

    def forward(self, batch: dict[str, torch.Tensor]) -> torch.Tensor:
        hidden = self.encoder(**batch).last_hidden_state
        logits: torch.Tensor = self.head(torch.nn.functional.dropout(hidden[:, 0], 0.1, self.training))
        return logits.squeeze(-1)


def is_kept_back(document: str) -> bool:
    """True for about every fourth document: they are judged by, never learned from."""
    return int(hashlib.sha256(document.encode()).hexdigest(), 16) % 4 == 0


def read_claims(paths: Sequence[Path], *, kept_back: bool) -> list[LabelledClaim]:
    """Hand-written claims of the documents that are kept back, or of the others."""
    rows = [json.loads(line) for path in paths for line in path.open(encoding="utf-8") if line.strip()]
    return [
        LabelledClaim(r["claim"], r.get("heading", ""), r["evidence"], r["supported"], r["kind"])
        for r in rows
        if is_kept_back(r["document"]) is kept_back
    ]


def read_questions(paths: Sequence[Path], *, kept_back: bool) -> list[LabelledClaim]:
    """Hand-written questions with a passage that answers them or not, chosen as `read_claims` does."""
    rows = [json.loads(line) for path in paths for line in path.open(encoding="utf-8") if line.strip()]
    return [
        LabelledClaim(r["question"], r["heading"], r["evidence"], r["answered"], f"question {r['answered']}")
        for r in rows
        if is_kept_back(r["document"]) is kept_back
    ]


def questions_elsewhere(questions: Sequence[LabelledClaim], chance: random.Random) -> list[LabelledClaim]:
    """Answered questions before passages that were written for others, which do not answer them."""
    answered = [q for q in questions if q.supported]
    strangers = [chance.choice(questions) for _ in answered]
    return [
        LabelledClaim(q.claim, other.context, other.evidence, False, "question elsewhere")
        for q, other in zip(answered, strangers, strict=True)
        if other.evidence != q.evidence
    ]


def read_bank(paths: Sequence[Path], chunks: Sequence[Chunk]) -> list[LabelledClaim]:
    """Exam items before the passage that settles them, and before another passage of its document."""
    rows = [json.loads(line) for path in paths for line in path.open(encoding="utf-8") if line.strip()]
    found = []
    for row in rows:
        source = row["sources"][0]
        inside = [c for c in chunks if c.document == source["document"] and source["quote"] in c.text]
        found += [LabelledClaim(row["stem"], c.context, c.text, True, "item") for c in inside[:1]]
    return found


def encoded(tokenizer: Any, claims: Sequence[LabelledClaim]) -> dict[str, torch.Tensor]:  # noqa: ANN401
    """Pairs as the verifier reads them: the last heading and the evidence, then the claim."""
    firsts = [
        f"{c.context.splitlines()[0].split(' > ')[-1]}. {c.evidence}" if c.context else c.evidence
        for c in claims
    ]
    batch: dict[str, torch.Tensor] = tokenizer(
        firsts,
        [c.claim for c in claims],
        truncation=True,
        max_length=LONGEST_TOKENS,
        padding=True,
        return_tensors="pt",
    )
    return dict(batch)


def batches(claims: Sequence[LabelledClaim], chance: random.Random) -> Iterator[list[LabelledClaim]]:
    """All claims once, in random order, texts of like length together."""
    order = list(claims)
    chance.shuffle(order)
    pools = [order[i : i + BATCH * 20] for i in range(0, len(order), BATCH * 20)]
    made = []
    for pool in pools:
        pool.sort(key=lambda c: len(c.evidence) + len(c.claim))
        made += [pool[i : i + BATCH] for i in range(0, len(pool), BATCH)]
    chance.shuffle(made)
    yield from made


def judged(model: Verifier, tokenizer: Any, claims: Sequence[LabelledClaim]) -> np.ndarray:  # noqa: ANN401
    """Logits of the claims, in their order."""
    model.eval()
    with torch.inference_mode():
        parts = [model(encoded(tokenizer, claims[i : i + 64])).numpy() for i in range(0, len(claims), 64)]
    return np.concatenate(parts)


def auroc(scores: np.ndarray, labels: np.ndarray) -> float:
    """Area under the ROC curve."""
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(labels, scores))


def report(model: Verifier, tokenizer: Any, claims: Sequence[LabelledClaim], name: str) -> float:  # noqa: ANN401
    """Log AUROC, balanced accuracy and the share right of each kind; returns the AUROC."""
    logits = judged(model, tokenizer, claims)
    labels = np.array([c.supported for c in claims])
    right = (logits > 0) == labels
    balanced = (right[labels].mean() + right[~labels].mean()) / 2
    area = auroc(logits, labels)
    kinds = sorted({c.kind for c in claims})
    by_kind = ", ".join(
        f"{k} {np.mean([r for r, c in zip(right, claims, strict=True) if c.kind == k]):.2f}" for k in kinds
    )
    log.info("%s: AUROC %.3f, balanced accuracy %.3f, n %d; %s", name, area, balanced, len(claims), by_kind)
    return area


def train(arguments: argparse.Namespace) -> Verifier:
    """The trained verifier."""
    chance = random.Random(arguments.seed)
    torch.manual_seed(arguments.seed)
    tokenizer = AutoTokenizer.from_pretrained(arguments.embedder)
    index = load_index(arguments.index)
    names = Glossary.of(index.contents.pages.values()).other_names
    chunks = [c for c in index.chunks if arguments.all or not is_kept_back(c.document)]
    kept_back = read_claims(arguments.claims, kept_back=True)
    kept_questions = read_questions(arguments.questions, kept_back=True)
    claims = read_claims(arguments.claims, kept_back=False) + (kept_back if arguments.all else [])
    questions = read_questions(arguments.questions, kept_back=False) + (
        kept_questions if arguments.all else []
    )
    items = read_bank(arguments.bank, chunks)
    model = Verifier(arguments.embedder)
    trained = [p for p in model.parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(trained, lr=arguments.rate, weight_decay=0.01)
    made_count = int(MADE_SHARE * len(list(counterfactuals(chunks, chance, names))))
    size = made_count + len(claims) + len(questions) + sum(q.supported for q in questions) + len(items)
    steps = arguments.epochs * (size // BATCH + 22)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, arguments.rate, total_steps=steps, pct_start=0.1
    )
    log.info(
        "%d made, %d claims, %d questions, %d items, %d steps",
        made_count,
        len(claims),
        len(questions),
        len(items),
        steps,
    )
    for epoch in range(arguments.epochs):
        made = chance.sample(
            list(counterfactuals(chunks, chance, names)), made_count
        )  # other mistakes each time
        seen = [*made, *claims, *questions, *questions_elsewhere(questions, chance), *items]
        started, losses = time.perf_counter(), []
        model.train()
        for number, batch in enumerate(batches(seen, chance)):
            labels = torch.tensor([float(c.supported) for c in batch])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = model(encoded(tokenizer, batch))
            loss = torch.nn.functional.binary_cross_entropy_with_logits(logits.float(), labels)
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
            if number % 25 == 24:
                log.info(
                    "epoch %d step %d loss %.3f %.0f s",
                    epoch,
                    number + 1,
                    np.mean(losses[-25:]),
                    time.perf_counter() - started,
                )
        if kept_questions:
            report(model, tokenizer, kept_questions, f"questions kept back, epoch {epoch}")
        report(model, tokenizer, kept_back, f"kept back, epoch {epoch}")
    return model


def main() -> int:
    """Train, judge, save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--embedder", required=True)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--claims", type=Path, nargs="+", required=True)
    parser.add_argument("--questions", type=Path, nargs="*", default=[])
    parser.add_argument("--bank", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--all", action="store_true", help="learn from every document; nothing is kept back")
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    arguments = parser.parse_args()
    model = train(arguments)
    torch.save({k: v for k, v in model.state_dict().items() if "embeddings" not in k}, arguments.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
