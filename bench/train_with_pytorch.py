#!/usr/bin/env python3
"""The peer of `chatwright train` in compare_training.py: a GPT-2 or a Llama of the same sizes in PyTorch, float32, eager or compiled.

Arguments: one JSON object with kind, text, layers, heads, width, inner, context, batch, steps, rate, lowest, warmUp, beta2, decay,
heldOut, threads, seed, compile. Learns one token for each byte that the text has, as nanoGPT does on a CPU: scaled_dot_product_attention,
AdamW whose decay spares vectors, clipping at 1, a cosine. Prints one JSON object with the seconds (steps and held-out loss, without
the start of Python), losses and seconds of all steps, the loss over the whole held-out split, and the peak memory.
"""
import json, math, resource, sys, time
import torch
import torch.nn as nn
import torch.nn.functional as F

o = json.loads(sys.argv[1])
LLAMA = o["kind"] == "llama"
LAYERS, HEADS, WIDTH, INNER, CONTEXT, BATCH, STEPS = (
    o[name] for name in ("layers", "heads", "width", "inner", "context", "batch", "steps"))
torch.set_num_threads(o["threads"])
torch.manual_seed(o["seed"])
text = open(o["text"], "rb").read()
letters = sorted(set(text))
index = {value: i for i, value in enumerate(letters)}
ids = torch.tensor([index[value] for value in text])
learnt = int(len(ids) * (1 - o["heldOut"]))
train, held_out = ids[:learnt], ids[learnt:]


def norm():
    return nn.RMSNorm(WIDTH, eps=1e-5) if LLAMA else nn.LayerNorm(WIDTH, bias=False)


def rotations():
    angles = torch.outer(torch.arange(CONTEXT).float(), 10000 ** (-torch.arange(0, WIDTH // HEADS, 2) / (WIDTH // HEADS)))
    return angles.cos(), angles.sin()


COS, SIN = rotations()


def rotate(x):
    even, odd = x[..., 0::2], x[..., 1::2]
    cos, sin = COS[:x.shape[2]], SIN[:x.shape[2]]
    return torch.stack((even * cos - odd * sin, even * sin + odd * cos), -1).flatten(-2)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.first, self.second = norm(), norm()
        self.qkv, self.out = nn.Linear(WIDTH, 3 * WIDTH, bias=False), nn.Linear(WIDTH, WIDTH, bias=False)
        self.gate = nn.Linear(WIDTH, INNER, bias=False) if LLAMA else None
        self.up, self.down = nn.Linear(WIDTH, INNER, bias=False), nn.Linear(INNER, WIDTH, bias=False)

    def forward(self, x):
        b, t, _ = x.shape
        q, k, v = (part.view(b, t, HEADS, -1).transpose(1, 2) for part in self.qkv(self.first(x)).split(WIDTH, 2))
        if LLAMA:
            q, k = rotate(q), rotate(k)
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True).transpose(1, 2).reshape(b, t, WIDTH)
        x = x + self.out(y)
        h = self.second(x)
        inner = F.silu(self.gate(h)) * self.up(h) if LLAMA else F.gelu(self.up(h), approximate="tanh")
        return x + self.down(inner)


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.tokens = nn.Embedding(len(letters), WIDTH)
        self.positions = None if LLAMA else nn.Embedding(CONTEXT, WIDTH)
        self.blocks = nn.Sequential(*(Block() for _ in range(LAYERS)))
        self.norm = norm()
        for name, weight in self.named_parameters():
            if weight.ndim == 2:
                scale = math.sqrt(2 * LAYERS) if name.endswith(("out.weight", "down.weight")) else 1
                nn.init.normal_(weight, std=0.02 / scale)

    def forward(self, x, targets):
        h = self.tokens(x)
        if self.positions is not None:
            h = h + self.positions(torch.arange(x.shape[1]))
        return F.cross_entropy((self.norm(self.blocks(h)) @ self.tokens.weight.T).flatten(0, 1), targets.flatten())


def rate(step):
    if step < o["warmUp"]:
        return o["rate"] * (step + 1) / (o["warmUp"] + 1)
    done = (step - o["warmUp"]) / (STEPS - o["warmUp"])
    return o["lowest"] + 0.5 * (1 + math.cos(math.pi * done)) * (o["rate"] - o["lowest"])


def loss_over(model, tokens):
    count = len(tokens) - 1
    whole = count // CONTEXT * CONTEXT
    inputs, targets = tokens[:whole].view(-1, CONTEXT), tokens[1:whole + 1].view(-1, CONTEXT)
    total = sum(model(x, y).item() * y.numel() for x, y in zip(inputs.split(BATCH), targets.split(BATCH)))
    if whole < count:
        total += model(tokens[None, whole:-1], tokens[None, whole + 1:]).item() * (count - whole)
    return total / count


model = Model()
matrices = [w for w in model.parameters() if w.ndim == 2]
vectors = [w for w in model.parameters() if w.ndim == 1]
optimiser = torch.optim.AdamW([{"params": matrices, "weight_decay": o["decay"]}, {"params": vectors, "weight_decay": 0.0}],
                              lr=o["rate"], betas=(0.9, o["beta2"]))
learning = torch.compile(model) if o["compile"] else model
if o["compile"]:  # by a step that changes nothing; what compiling takes is not counted
    learning(train[:BATCH * CONTEXT].view(BATCH, CONTEXT), train[1:BATCH * CONTEXT + 1].view(BATCH, CONTEXT)).backward()
losses, times = [], []
started = time.perf_counter()
for step in range(STEPS):
    starts = torch.randint(len(train) - CONTEXT, (BATCH,))
    x = torch.stack([train[s:s + CONTEXT] for s in starts])
    y = torch.stack([train[s + 1:s + 1 + CONTEXT] for s in starts])
    for group in optimiser.param_groups:
        group["lr"] = rate(step)
    loss = learning(x, y)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimiser.step()
    losses.append(loss.item())
    times.append(time.perf_counter() - started)
with torch.no_grad():
    validation = loss_over(model, held_out)
print(json.dumps({
    "parameters": sum(w.numel() for w in model.parameters()),
    "seconds": time.perf_counter() - started, "validationLoss": validation, "losses": losses, "times": times,
    "peakMemoryBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))
