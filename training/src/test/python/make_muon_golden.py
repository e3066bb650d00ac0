"""Writes what torch.optim.Muon makes of three matrices in five steps, in double precision.

Usage: python make_muon_golden.py > ../resources/dev/chatwright/training/optimizer/muon.json

Values and gradients are those of the formulas in MuonTest and TinyLlama, by index of the parameter.
PyTorch orthogonalises in bfloat16; for figures that can be compared closely that type is replaced while
it steps.
"""

import json
import math

import torch

STEPS, RATE, DECAY = 5, 0.02, 0.1
MATRICES = {2: (32, 32), 3: (16, 32), 7: (64, 32)}


def matrix(shape, formula):
    rows = [[formula(i, j) for j in range(shape[1])] for i in range(shape[0])]
    return torch.tensor(rows, dtype=torch.float32).double()


torch.bfloat16 = torch.float64
result = {"torch": torch.__version__, "steps": STEPS, "rate": RATE, "decay": DECAY, "matrices": {}}
for index, shape in MATRICES.items():
    value = matrix(shape, lambda i, j: 0.1 * math.sin(0.7 * index + 1.3 * i + 0.37 * j + 0.01 * i * j))
    parameter = torch.nn.Parameter(value)
    muon = torch.optim.Muon([parameter], lr=RATE, weight_decay=DECAY, adjust_lr_fn="match_rms_adamw")
    for step in range(STEPS):
        parameter.grad = matrix(
            shape, lambda i, j: math.sin(0.9 * index + 0.7 * i + 0.31 * j + 0.02 * i * j + 0.5 * step))
        muon.step()
    end = parameter.detach()
    result["matrices"][index] = {
        "norm": end.norm().item(),
        "first": end[0, :4].tolist(),
        "last": end[-1, -4:].tolist(),
    }
print(json.dumps(result, indent=1))
