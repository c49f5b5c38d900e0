"""Trains the verifier of `tutor.answering` and writes its weights.

    python -m evals.training.verifier --minilm FOLDER --index DIR --claims FILE... --questions FILE...
        --out FILE

MiniLM stays as it is; its token states are computed once, and two small networks learn on them: one
tells whether a passage supports a claim, the other whether it answers a question. Every fourth
document is kept back: the figures on it are printed, and the probabilities are calibrated on it.
"""

import argparse
import json
import logging
import random
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.numpy import load_file, save_file
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from evals.training.counterfactuals import LabelledClaim
from evals.training.examples import Examples, answer_examples, support_examples
from evals.training.network import AlignmentNetwork
from tutor.answering.alignment import TokenStates
from tutor.answering.verifier import (
    SHIPPED_WEIGHTS,
    AlignmentVerifier,
    Evidence,
    Reading,
    TokenReader,
    read_passage,
)

__all__ = ["main"]

_log = logging.getLogger(__name__)
_BATCH = 64
_RATE = 1e-3
States = dict[str, TokenStates]


def passage_of(example: LabelledClaim) -> str:
    """What is read of an example's passage."""
    return read_passage(Evidence(example.evidence, example.context))


def states_of(examples: Iterable[LabelledClaim], reader: TokenReader) -> States:
    """The token states of all texts, in half precision."""
    texts = sorted({t for e in examples for t in (e.claim, passage_of(e))})
    found: States = {}
    for first in range(0, len(texts), 500):
        for text, read in reader.read(texts[first : first + 500]).items():
            found[text] = TokenStates(read.states.astype(np.float16), read.ids)
        _log.info("%d of %d texts read", min(first + 500, len(texts)), len(texts))
    return found


def padded(read: Sequence[TokenStates]) -> tuple[torch.Tensor, torch.Tensor]:
    """States (batch, tokens, state) and ids (batch, tokens) with -1 at padding."""
    longest = max(1, *(len(r.ids) for r in read))
    states = torch.zeros(len(read), longest, read[0].states.shape[1])
    ids = torch.full((len(read), longest), -1, dtype=torch.long)
    for row, one in enumerate(read):
        states[row, : len(one.ids)] = torch.from_numpy(one.states.astype(np.float32))
        ids[row, : len(one.ids)] = torch.from_numpy(one.ids)
    return states, ids


def logits_of(network: AlignmentNetwork, batch: Sequence[LabelledClaim], states: States) -> torch.Tensor:
    """(batch,) logits."""
    texts, text_ids = padded([states[e.claim] for e in batch])
    passages, passage_ids = padded([states[passage_of(e)] for e in batch])
    logits: torch.Tensor = network(texts, passages, text_ids, passage_ids)
    return logits


def trained(examples: Examples, states: States, epochs: int, seed: int) -> AlignmentNetwork:
    """One network, trained from a seed."""
    torch.manual_seed(seed)
    chance = random.Random(seed)
    network = AlignmentNetwork()
    optimiser = torch.optim.AdamW(network.parameters(), lr=_RATE, weight_decay=0.05)
    longest = max(len(epoch) for epoch in examples.epochs)
    steps = epochs * (longest // _BATCH + 2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, _RATE, total_steps=steps)
    for epoch in range(epochs):
        network.train()
        for batch in _batches(examples.epochs[epoch % len(examples.epochs)], chance):
            labels = torch.tensor([float(e.supported) for e in batch])
            loss = torch.nn.functional.binary_cross_entropy_with_logits(
                logits_of(network, batch, states), labels
            )
            optimiser.zero_grad()
            torch.autograd.backward(loss)
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
    return network.eval()


def _batches(examples: Sequence[LabelledClaim], chance: random.Random) -> list[list[LabelledClaim]]:
    """All examples once, texts of like length together, in random order."""
    order = list(examples)
    chance.shuffle(order)
    pools = [sorted(order[i : i + 1280], key=lambda e: len(e.evidence)) for i in range(0, len(order), 1280)]
    batches = [pool[i : i + _BATCH] for pool in pools for i in range(0, len(pool), _BATCH)]
    chance.shuffle(batches)
    return batches


def report(name: str, values: np.ndarray, examples: Sequence[LabelledClaim]) -> None:
    """Log AUROC, balanced accuracy, and the share right of each kind."""
    labels = np.array([e.supported for e in examples])
    right = (values > 0) == labels
    kinds = {
        kind: round(float(np.mean([r for r, e in zip(right, examples, strict=True) if e.kind == kind])), 2)
        for kind in sorted({e.kind for e in examples})
    }
    balanced = (right[labels].mean() + right[~labels].mean()) / 2
    _log.info(
        "%s: AUROC %.3f, balanced %.3f, n %d, %s",
        name,
        roc_auc_score(labels, values),
        balanced,
        len(right),
        kinds,
    )


def fitted(values: Sequence[float], labels: Sequence[bool]) -> tuple[float, float]:
    """Slope and offset of Platt's calibration: probability = 1 / (1 + exp(-(slope * logit + offset)))."""
    model = LogisticRegression(C=1e3).fit(np.array(values)[:, None], np.array(labels))
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def ensemble(
    reading: Reading, examples: Examples, reader: TokenReader, arguments: argparse.Namespace
) -> dict[str, np.ndarray]:
    """Weights by `<reading>/<member>/<name>`; the figures on what was kept back are logged."""
    needed = [e for epoch in examples.epochs for e in epoch]
    states = states_of([*needed, *examples.kept_back], reader)
    weights: dict[str, np.ndarray] = {}
    sums = np.zeros(len(examples.kept_back))
    for member in range(arguments.members):
        network = trained(examples, states, arguments.epochs, seed=member)
        with torch.inference_mode():
            kept = [examples.kept_back[i : i + 128] for i in range(0, len(examples.kept_back), 128)]
            parts = [logits_of(network, batch, states).numpy() for batch in kept]
        sums += np.concatenate(parts)
        report(f"{reading} member {member}", np.concatenate(parts), examples.kept_back)
        for name, tensor in network.state_dict().items():
            weights[f"{reading}/{member}/{name}"] = tensor.numpy().astype(np.float16)
    report(f"{reading} ensemble", sums / arguments.members, examples.kept_back)
    return weights


def calibration_of(
    verifier: AlignmentVerifier, reading: Reading, kept_back: Sequence[LabelledClaim]
) -> tuple[float, float]:
    """Slope and offset, from the packed weights' logits of what was kept back."""
    pairs = [(e.claim, Evidence(e.evidence, e.context)) for e in kept_back]
    return fitted(verifier.logits(pairs, reading), [e.supported for e in kept_back])


def main() -> int:
    """Train both readings, calibrate, save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minilm", type=Path, required=True)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--claims", type=Path, nargs="+", required=True)
    parser.add_argument("--questions", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--readings",
        type=Reading,
        nargs="+",
        default=list(Reading),
        help="those that are trained; the others keep the shipped weights",
    )
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--members", type=int, default=3)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    arguments = parser.parse_args()
    chance = random.Random(0)
    reader = TokenReader(arguments.minilm)
    claims = support_examples(arguments.index, arguments.claims, chance)
    questions = answer_examples(arguments.questions, chance)
    weights = {
        name: values
        for name, values in load_file(SHIPPED_WEIGHTS).items()
        if name.split("/")[0] not in arguments.readings
    }
    for reading, examples in ((Reading.SUPPORTS, claims), (Reading.ANSWERS, questions)):
        if reading in arguments.readings:
            weights |= ensemble(reading, examples, reader, arguments)
    plain = json.dumps({reading: (1.0, 0.0) for reading in Reading})
    save_file(weights, arguments.out, metadata={"calibration": plain})
    verifier = AlignmentVerifier(reader, arguments.out)
    calibration = {
        Reading.SUPPORTS: calibration_of(verifier, Reading.SUPPORTS, claims.kept_back),
        Reading.ANSWERS: calibration_of(verifier, Reading.ANSWERS, questions.kept_back),
    }
    save_file(weights, arguments.out, metadata={"calibration": json.dumps(calibration)})
    _log.info("%s: %d bytes, calibration %s", arguments.out, arguments.out.stat().st_size, calibration)
    return 0


if __name__ == "__main__":
    sys.exit(main())
