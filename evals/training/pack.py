"""Packs trained layers for shipping: int8 by rows, with the calibration that was fitted on claims apart.

python -m evals.training.pack --trained FILE --embedder FOLDER --claims FILE [--half calibrate]
    --questions FILE --out FILE
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file

from tutor.answering.verifier import CrossEncoder, Evidence, Reading

__all__ = ["main", "quantised_by_rows"]


def quantised_by_rows(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Matrices as int8 with one scale a row (`<name>.scale`, (rows, 1)); everything else as it is."""
    packed: dict[str, torch.Tensor] = {}
    for name, tensor in state.items():
        if tensor.dim() < 2 or name.startswith("head"):
            packed[name] = tensor.contiguous().float()
            continue
        scale = tensor.abs().amax(dim=1, keepdim=True).clamp(min=1e-9) / 127
        packed[name] = torch.round(tensor / scale).to(torch.int8)
        packed[f"{name}.scale"] = scale
    return packed


def fitted(logits: Sequence[float], labels: Sequence[bool]) -> tuple[float, float]:
    """Slope and offset of Platt's calibration: probability = 1 / (1 + exp(-(slope * logit + offset)))."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1e3, class_weight="balanced").fit(np.array(logits)[:, None], labels)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def _rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.open(encoding="utf-8") if line.strip()]


def _logit(probability: float) -> float:
    clipped = min(max(probability, 1e-6), 1 - 1e-6)
    return float(np.log(clipped / (1 - clipped)))


def main() -> int:
    """Pack, fit the calibration with the packed weights, pack again with it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trained", type=Path, required=True)
    parser.add_argument("--embedder", type=Path, required=True)
    parser.add_argument("--claims", type=Path, required=True)
    parser.add_argument("--half", default="")
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    tensors = quantised_by_rows(torch.load(arguments.trained, weights_only=True))
    plain = {Reading.SUPPORTS.value: (1.0, 0.0), Reading.ANSWERS.value: (1.0, 0.0)}
    save_file(tensors, arguments.out, metadata={"calibration": json.dumps(plain)})
    verifier = CrossEncoder(arguments.embedder, arguments.out)
    claims = [r for r in _rows(arguments.claims) if not arguments.half or r.get("half") == arguments.half]
    pairs = [(str(r["claim"]), Evidence(str(r["evidence"]), str(r.get("heading", "")))) for r in claims]
    supports = [_logit(p) for p in verifier.probabilities(pairs, Reading.SUPPORTS)]
    questions = _rows(arguments.questions)
    asked = [(str(r["question"]), Evidence(str(r["evidence"]), str(r["heading"]))) for r in questions]
    answers = [_logit(p) for p in verifier.probabilities(asked, Reading.ANSWERS)]
    fit = {
        Reading.SUPPORTS.value: fitted(supports, [bool(r["supported"]) for r in claims]),
        Reading.ANSWERS.value: fitted(answers, [bool(r["answered"]) for r in questions]),
    }
    save_file(tensors, arguments.out, metadata={"calibration": json.dumps(fit)})
    sys.stdout.write(f"{arguments.out}: {arguments.out.stat().st_size:,} bytes, calibration {fit}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
