#!/usr/bin/env python3
"""Trains the recipe of examples/01-shakespeare with `chatwright train` and with PyTorch, in turn, on the same text.

Needs the peer: pip install torch
Run:            python3 bench/compare_training.py TEXT [--rounds 3] [--steps 2000] [--threads 2] [--python PYTHON]
The peer is a GPT-2 of the same sizes in PyTorch, eager, float32, with scaled_dot_product_attention and AdamW, as nanoGPT
trains it on a CPU. Both take the first nine tenths of the text, draw windows of 64 tokens at random, and compute the loss over
the whole held-out tenth once, at the end. Seconds are those of the steps and that evaluation, without the start of Python or Java.
--python is the Python that has torch. Prints each round, and last one JSON object: the median of the ratios, ours to the
peer's seconds, their spread, and both losses.
"""
import argparse, json, pathlib, statistics, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
RECIPE = ROOT / "examples" / "01-shakespeare" / "shakespeare.yaml"

PEER = """
import json, math, sys, time
import torch
import torch.nn as nn
import torch.nn.functional as F
source, steps, threads, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
LAYERS, HEADS, WIDTH, CONTEXT, BATCH = 4, 4, 128, 64, 12
RATE, LOWEST, WARM_UP, DECAY, CLIP = 1e-3, 1e-4, 100, 0.1, 1.0
torch.set_num_threads(threads)
torch.manual_seed(seed)
text = open(source, "rb").read()
letters = sorted(set(text))
ids = torch.tensor([letters.index(value) for value in text])
learnt = int(len(ids) * 0.9)
train, held_out = ids[:learnt], ids[learnt:]

class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = nn.LayerNorm(WIDTH, bias=False), nn.LayerNorm(WIDTH, bias=False)
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH, bias=False), nn.Linear(WIDTH, WIDTH, bias=False)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH, bias=False), nn.Linear(4 * WIDTH, WIDTH, bias=False)
    def forward(self, x):
        b, t, _ = x.shape
        q, k, v = (part.view(b, t, HEADS, -1).transpose(1, 2) for part in self.qkv(self.first(x)).split(WIDTH, 2))
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).reshape(b, t, WIDTH)
        x = x + self.out(y)
        return x + self.down(F.gelu(self.up(self.second(x)), approximate="tanh"))

class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens, self.positions = nn.Embedding(len(letters), WIDTH), nn.Embedding(CONTEXT, WIDTH)
        self.blocks = nn.Sequential(*(Block() for _ in range(LAYERS)))
        self.norm = nn.LayerNorm(WIDTH, bias=False)
        for name, weight in self.named_parameters():
            if weight.ndim == 2:
                scale = math.sqrt(2 * LAYERS) if name.endswith(("out.weight", "down.weight")) else 1
                nn.init.normal_(weight, std=0.02 / scale)
    def forward(self, x, targets):
        h = self.blocks(self.tokens(x) + self.positions(torch.arange(x.shape[1])))
        return F.cross_entropy((self.norm(h) @ self.tokens.weight.T).flatten(0, 1), targets.flatten())

model = Model()
matrices = [w for w in model.parameters() if w.ndim == 2]
vectors = [w for w in model.parameters() if w.ndim == 1]
optimiser = torch.optim.AdamW([{"params": matrices, "weight_decay": DECAY}, {"params": vectors, "weight_decay": 0.0}],
                              lr=RATE, betas=(0.9, 0.99))

def rate(step):
    if step < WARM_UP:
        return RATE * (step + 1) / (WARM_UP + 1)
    done = (step - WARM_UP) / (steps - WARM_UP)
    return LOWEST + 0.5 * (1 + math.cos(math.pi * done)) * (RATE - LOWEST)

started = time.perf_counter()
for step in range(steps):
    starts = torch.randint(len(train) - CONTEXT, (BATCH,))
    x = torch.stack([train[s:s + CONTEXT] for s in starts])
    y = torch.stack([train[s + 1:s + 1 + CONTEXT] for s in starts])
    for group in optimiser.param_groups:
        group["lr"] = rate(step)
    loss = model(x, y)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), CLIP)
    optimiser.step()
with torch.no_grad():
    whole = (len(held_out) - 1) // CONTEXT * CONTEXT
    inputs, targets = held_out[:whole].view(-1, CONTEXT), held_out[1:whole + 1].view(-1, CONTEXT)
    total = sum(model(x, y).item() * y.numel() for x, y in zip(inputs.split(BATCH), targets.split(BATCH)))
    if whole < len(held_out) - 1:
        total += model(held_out[None, whole:-1], held_out[None, whole + 1:]).item() * (len(held_out) - 1 - whole)
    count = len(held_out) - 1
print(json.dumps({"seconds": time.perf_counter() - started, "validationLoss": total / count, "trainLoss": loss.item()}))
"""


def last_object(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed: {done.stderr[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def ours(options, folder, recipe):
    return last_object([str(ROOT / "chatwright"), "train", "--recipe", str(recipe), "--data", options.text, "--json",
                        "--out", str(folder), "--threads", str(options.threads)])


def peers(options, seed):
    return last_object([options.python, "-c", PEER, options.text, str(options.steps), str(options.threads), str(seed)])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=2000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--python", default=sys.executable)
    options = parser.parse_args()
    rounds = []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        recipe = folder / "recipe.yaml"
        text = RECIPE.read_text().replace("evaluateEvery: 250", "evaluateEvery: 0")
        recipe.write_text(text.replace("steps: 2000", f"steps: {options.steps}"))
        for number in range(options.rounds):
            runs = {}
            for which in ("ours", "peer") if number % 2 == 0 else ("peer", "ours"):
                runs[which] = (ours(options, folder / f"run-{number}", recipe) if which == "ours"
                               else peers(options, 1337 + number))
                print(number + 1, which, runs[which], flush=True)
            rounds.append(runs)
    ratios = sorted(run["ours"]["seconds"] / run["peer"]["seconds"] for run in rounds)
    print(json.dumps({
        "timeRatio": {"median": statistics.median(ratios), "least": ratios[0], "most": ratios[-1]},
        "ourLosses": [run["ours"]["validationLoss"] for run in rounds],
        "peerLosses": [run["peer"]["validationLoss"] for run in rounds]}))


if __name__ == "__main__":
    main()
