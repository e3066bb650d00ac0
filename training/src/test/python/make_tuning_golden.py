"""Writes what PyTorch makes of twenty steps of LoRA, DPO, IPO, KTO and ORPO on a tiny Llama, in double precision.

Usage: python make_tuning_golden.py > ../resources/dev/chatwright/training/tuning.json

Network and weights are those of TinyLlama (formulas in its Java class); changes are low-rank as PEFT has
them, W + scale * up @ down with up = 0 at first, and down by the same formula, by its index among all
changes. Every conversation is computed by itself, without packing or padding. Losses as their papers and
Hugging Face's TRL have them: DPO of sums, IPO of means per token, KTO with an estimate of KL from the reply of
the row before, ORPO with the mean of each reply's own loss. Needs nothing but torch.
"""

import json
import math

import torch
import torch.nn.functional as F

VOCABULARY, WIDTH, LAYERS, HEADS, KEY_HEADS, INNER = 64, 32, 2, 4, 2, 64
HEAD = WIDTH // HEADS
RANK, SCALE = 4, 2.0
RATE, STEPS, CLIP, DECAY = 2e-3, 20, 1.0, 0.1
ROWS = 6
TARGETS = ["attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"]
torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)


def wave(index, rows, columns):
    i = torch.arange(rows)[:, None].double()
    j = torch.arange(columns)[None, :].double()
    return torch.sin(0.7 * index + 1.3 * i + 0.37 * j + 0.01 * i * j)


def base():
    shapes = [("token_embd", (VOCABULARY, WIDTH))]
    keys = KEY_HEADS * HEAD
    for layer in range(LAYERS):
        shapes += [
            (f"{layer}.attn_norm", None), (f"{layer}.attn_q", (WIDTH, WIDTH)), (f"{layer}.attn_k", (keys, WIDTH)),
            (f"{layer}.attn_v", (keys, WIDTH)), (f"{layer}.attn_output", (WIDTH, WIDTH)), (f"{layer}.ffn_norm", None),
            (f"{layer}.ffn_gate", (INNER, WIDTH)), (f"{layer}.ffn_up", (INNER, WIDTH)), (f"{layer}.ffn_down", (WIDTH, INNER))]
    shapes.append(("output_norm", None))
    made = [1 + 0.05 * wave(n, 1, WIDTH)[0] if shape is None else 0.1 * wave(n, *shape) for n, (_, shape) in enumerate(shapes)]
    return {name: value.float().double() for (name, _), value in zip(shapes, made)}


def changes(weights):
    made, index = {}, 0
    for layer in range(LAYERS):
        for target in TARGETS:
            name = f"{layer}.{target}"
            rows, columns = weights[name].shape
            made[name] = (
                (0.2 * wave(index, RANK, columns)).float().double().requires_grad_(),
                torch.zeros(rows, RANK).requires_grad_())
            index += 1
    return made


def rms(x, gain):
    return x * torch.rsqrt((x * x).mean(-1, keepdim=True) + 1e-5) * gain


def rotate(x):
    half = HEAD // 2
    angles = torch.arange(x.shape[1]).double()[:, None] * 10000.0 ** (-torch.arange(half).double() / half)
    low, high = x[..., :half], x[..., half:]
    return torch.cat([low * angles.cos() - high * angles.sin(), high * angles.cos() + low * angles.sin()], -1)


def logits(weights, low_rank, tokens):
    """Of one conversation; low_rank may be None for the reference."""
    def product(name, x):
        y = x @ weights[name].T
        if low_rank is not None:
            down, up = low_rank[name]
            y = y + SCALE * (x @ down.T) @ up.T
        return y

    length = len(tokens)
    x = weights["token_embd"][tokens]
    mask = torch.full((length, length), float("-inf")).triu(1)
    for n in range(LAYERS):
        h = rms(x, weights[f"{n}.attn_norm"])
        q, k, v = (product(f"{n}.attn_{name}", h).view(length, -1, HEAD).transpose(0, 1) for name in "qkv")
        k, v = rotate(k).repeat_interleave(HEADS // KEY_HEADS, 0), v.repeat_interleave(HEADS // KEY_HEADS, 0)
        a = torch.softmax(rotate(q) @ k.transpose(-1, -2) / math.sqrt(HEAD) + mask, -1) @ v
        x = x + product(f"{n}.attn_output", a.transpose(0, 1).reshape(length, WIDTH))
        h = rms(x, weights[f"{n}.ffn_norm"])
        x = x + product(f"{n}.ffn_down", F.silu(product(f"{n}.ffn_gate", h)) * product(f"{n}.ffn_up", h))
    return rms(x, weights["output_norm"]) @ weights["token_embd"].T


def prompt(row):
    return [(7 * row + 5 * t + t * t % 11) % VOCABULARY for t in range(4 + row % 3)]


def reply(row, worse):
    return [(11 * row + 3 * t + 17 * worse + t * t % 7) % VOCABULARY for t in range(5 + (row + worse) % 4)]


def score(weights, low_rank, asked, answer):
    """ln p of the reply's tokens, summed."""
    tokens = asked + answer
    found = F.log_softmax(logits(weights, low_rank, tokens)[:-1], -1)
    return sum(found[t - 1, tokens[t]] for t in range(len(asked), len(tokens)))


def lora_loss(weights, low_rank, step):
    losses = []
    for b in range(4):
        tokens = [(7 * b + 5 * t + 3 * (step % 2) + t * t % 11 + b * t % 5) % VOCABULARY for t in range(17)]
        losses.append(F.cross_entropy(logits(weights, low_rank, tokens[:-1]), torch.tensor(tokens[1:])))
    return torch.stack(losses).mean(), None


def pairs(weights, low_rank):
    first = torch.stack([score(weights, low_rank, prompt(r), reply(r, 0)) for r in range(ROWS)])
    second = torch.stack([score(weights, low_rank, prompt(r), reply(r, 1)) for r in range(ROWS)])
    return first, second


LENGTHS = torch.tensor([[len(reply(r, 0)), len(reply(r, 1))] for r in range(ROWS)]).double()


def dpo(ipo):
    def loss(weights, low_rank, step):
        (first, second), (first0, second0) = pairs(weights, low_rank), pairs(weights, None)
        if ipo:
            h = (first - first0) / LENGTHS[:, 0] - (second - second0) / LENGTHS[:, 1]
            return ((h - 1 / (2 * 0.3)) ** 2).mean(), 0.3 * h
        h = first - first0 - (second - second0)
        return (-0.9 * F.logsigmoid(0.1 * h) - 0.1 * F.logsigmoid(-0.1 * h)).mean(), 0.1 * h
    return loss


def kto_loss(weights, low_rank, step):
    good = torch.tensor([r % 2 == 0 for r in range(ROWS)])

    def scores(of):
        own = torch.stack([score(weights, of, prompt(r), reply(r, 0)) for r in range(ROWS)])
        other = torch.stack([score(weights, of, prompt(r), reply((r - 1) % ROWS, 0)) for r in range(ROWS)])
        return own, other

    (own, other), (own0, other0) = scores(low_rank), scores(None)
    kl = (other - other0).mean().clamp(min=0).detach()
    reward = torch.where(good, own - own0 - kl, kl - own + own0) * 0.1
    weight = torch.where(good, 1.5, 1.0)
    return (weight * (1 - torch.sigmoid(reward))).mean(), reward


def orpo_loss(weights, low_rank, step):
    first, second = (s / LENGTHS[:, n] for n, s in enumerate(pairs(weights, low_rank)))
    odds = (first - second) - (torch.log1p(-first.exp()) - torch.log1p(-second.exp()))
    return (-first - 0.5 * F.logsigmoid(odds)).mean(), 0.5 * (first - second)


def run(loss_of):
    weights = base()
    low_rank = changes(weights)
    parameters = [p for pair in low_rank.values() for p in pair]
    optimizer = torch.optim.AdamW(parameters, lr=RATE, betas=(0.9, 0.95), eps=1e-8, weight_decay=DECAY)
    out = {"losses": [], "gradientNorms": [], "margins": []}
    for step in range(STEPS):
        loss, margins = loss_of(weights, low_rank, step)
        optimizer.zero_grad()
        loss.backward()
        out["losses"].append(loss.item())
        out["gradientNorms"].append(torch.nn.utils.clip_grad_norm_(parameters, CLIP).item())
        if margins is not None:
            out["margins"].append(margins.mean().item())
        optimizer.step()
    return out


if __name__ == "__main__":
    kinds = {"lora": lora_loss, "dpo": dpo(False), "ipo": dpo(True), "kto": kto_loss, "orpo": orpo_loss}
    print(json.dumps({"torch": torch.__version__} | {name: run(loss) for name, loss in kinds.items()}, indent=1))
