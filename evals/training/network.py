"""The network of `tutor.answering.alignment` in PyTorch, for training."""

import torch
from torch.nn import functional

from tutor.answering.verifier import LAYERS

__all__ = ["AlignmentNetwork"]

_STATE = 384 * len(LAYERS)


class AlignmentNetwork(torch.nn.Module):
    """Logits of (passage, text) pairs; `width` is that of the comparisons."""

    def __init__(self, width: int = 96) -> None:
        super().__init__()
        self.project = torch.nn.Linear(_STATE, width)
        self.sharpness = torch.nn.Parameter(torch.tensor(8.0))
        self.compare = torch.nn.Sequential(
            torch.nn.Linear(4 * width + 3, width),
            torch.nn.GELU(approximate="tanh"),
            torch.nn.Dropout(0.2),
            torch.nn.Linear(width, width),
            torch.nn.GELU(approximate="tanh"),
        )
        self.pool = torch.nn.Linear(width, 1)
        self.out = torch.nn.Sequential(
            torch.nn.Linear(6 * width + 2, width),
            torch.nn.GELU(approximate="tanh"),
            torch.nn.Dropout(0.2),
            torch.nn.Linear(width, 1),
        )
        self.dropout = torch.nn.Dropout(0.1)

    def forward(
        self, text: torch.Tensor, passage: torch.Tensor, text_ids: torch.Tensor, passage_ids: torch.Tensor
    ) -> torch.Tensor:
        """(batch,) logits; states are (batch, tokens, state), ids (batch, tokens) and negative at padding."""
        a, b = self.project(self.dropout(text)), self.project(self.dropout(passage))
        a_there, b_there = text_ids >= 0, passage_ids >= 0
        cosines = functional.normalize(a, dim=-1) @ functional.normalize(b, dim=-1).transpose(1, 2)
        same = (text_ids[:, :, None] == passage_ids[:, None, :]) & a_there[:, :, None] & b_there[:, None, :]
        one = self._compared((a, b), (a_there, b_there), cosines, same)
        two = self._compared((b, a), (b_there, a_there), cosines.transpose(1, 2), same.transpose(1, 2))
        best = cosines.masked_fill(~b_there[:, None, :], -1.0).max(-1).values.masked_fill(~a_there, 1.0)
        extra = torch.stack([best.min(-1).values, a_there.float().sum(1) / 30], -1)
        logits: torch.Tensor = self.out(torch.cat([one, two, extra], -1))
        return logits.squeeze(-1)

    def _compared(
        self,
        states: tuple[torch.Tensor, torch.Tensor],
        there: tuple[torch.Tensor, torch.Tensor],
        cosines: torch.Tensor,
        same: torch.Tensor,
    ) -> torch.Tensor:
        own, other = states
        cosines = cosines.masked_fill(~there[1][:, None, :], -1.0)
        scores = (self.sharpness * cosines).masked_fill(~there[1][:, None, :], -1e4)
        attention = scores.softmax(-1)
        aligned = attention @ other
        columns = [cosines.max(-1).values, same.float().max(-1).values, attention.max(-1).values]
        joined = torch.cat([own, aligned, own - aligned, own * aligned, torch.stack(columns, -1)], -1)
        values = self.compare(joined)
        mask = there[0][..., None]
        shares = self.pool(values).masked_fill(~mask, -1e4).softmax(1)
        mean = (values * mask).sum(1) / mask.sum(1).clamp(min=1)
        highest = values.masked_fill(~mask, -1e4).max(1).values
        return torch.cat([mean, highest, (values * shares).sum(1)], -1)
