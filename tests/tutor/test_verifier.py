import json
from pathlib import Path

import numpy as np
import pytest

from tutor.answering.alignment import TokenStates, logit
from tutor.answering.verifier import (
    SHIPPED_WEIGHTS,
    AlignmentVerifier,
    Evidence,
    Reading,
    TokenReader,
    read_passage,
)

torch = pytest.importorskip("torch")


def test_the_last_heading_stands_before_the_text():
    assert read_passage(Evidence("A row.", "Bees > Hives\n| a | b |")) == "Hives. A row."
    assert read_passage(Evidence("A row.", "| a | b |")) == "A row."
    assert read_passage(Evidence("A row.")) == "A row."


def test_numpy_and_torch_compute_the_same_logit():
    from evals.training.network import AlignmentNetwork

    torch.manual_seed(0)
    network = AlignmentNetwork(width=8).eval()
    weights = {name: tensor.numpy() for name, tensor in network.state_dict().items()}
    text, passage = torch.randn(1, 4, 768), torch.randn(1, 6, 768)
    text_ids, passage_ids = torch.tensor([[5, 6, 7, 8]]), torch.tensor([[9, 6, 5, 1, 2, 3]])
    with torch.inference_mode():
        expected = float(network(text, passage, text_ids, passage_ids)[0])
    found = logit(
        TokenStates(passage[0].numpy(), passage_ids[0].numpy()),
        TokenStates(text[0].numpy(), text_ids[0].numpy()),
        [weights],
    )
    assert found == pytest.approx(expected, abs=1e-4)


def test_padding_changes_no_logit():
    from evals.training.network import AlignmentNetwork

    torch.manual_seed(0)
    network = AlignmentNetwork(width=8).eval()
    text, passage = torch.randn(1, 4, 768), torch.randn(1, 6, 768)
    ids, there = torch.tensor([[5, 6, 7, 8]]), torch.tensor([[9, 6, 5, 1, 2, 3]])
    longer = torch.cat([passage, torch.zeros(1, 3, 768)], dim=1)
    longer_ids = torch.cat([there, torch.full((1, 3), -1)], dim=1)
    with torch.inference_mode():
        plain, padded = network(text, passage, ids, there), network(text, longer, ids, longer_ids)
    assert float(padded[0]) == pytest.approx(float(plain[0]), abs=1e-5)


def test_an_empty_text_has_no_logit():
    empty = TokenStates(np.zeros((0, 768), np.float32), np.zeros(0, np.int64))
    full = TokenStates(np.ones((2, 768), np.float32), np.array([1, 2]))
    assert (logit(full, empty, []), logit(empty, full, [])) == (0.0, 0.0)


def test_the_shipped_weights_are_small_and_calibrated():
    from safetensors import safe_open

    assert SHIPPED_WEIGHTS.stat().st_size < 3_000_000
    with safe_open(SHIPPED_WEIGHTS, framework="np") as stored:
        calibration = json.loads(stored.metadata()["calibration"])
    assert {Reading(name) for name in calibration} == set(Reading)
    assert all(slope > 0 for slope, _ in calibration.values())


@pytest.mark.models
def test_what_a_passage_says_scores_above_what_it_does_not(minilm_folder):
    verifier = AlignmentVerifier(TokenReader(Path(minilm_folder)))
    evidence = Evidence("A drone has no sting and dies after mating with a queen.", "Bees > Drones")
    said, unsaid = verifier.probabilities(
        [("A drone has no sting.", evidence), ("A drone always lives for three years.", evidence)],
        Reading.SUPPORTS,
    )
    assert said > 0.5 > unsaid
    answered, other = verifier.probabilities(
        [("Does a drone have a sting?", evidence), ("What does a queen excluder cost?", evidence)],
        Reading.ANSWERS,
    )
    assert answered > 0.5 > other


def test_no_pairs_need_no_model():
    assert AlignmentVerifier(TokenReader(Path("nowhere"))).probabilities([], Reading.ANSWERS) == ()
