#!/usr/bin/env python3
"""The peer of `chatwright tune lora` in compare_training.py: LoRA of a model in transformers by PEFT, eager, float32.

Arguments: one JSON object with model (a Hugging Face folder), chats (JSON lines), length, batch, steps, rank, alpha, rate, warmUp,
beta2, decay, threads, seed. Of each chat the first tokens are learnt from, of these what the assistant says and what ends it; chats
must be long enough to fill a sequence. All linear layers of the blocks are changed; AdamW, clipping at 1, a cosine down to a tenth. Prints one JSON object with losses and seconds of all steps, and the peak memory, loading included.
"""
import json, math, resource, sys, time
import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer

o = json.loads(sys.argv[1])
torch.set_num_threads(o["threads"])
torch.manual_seed(o["seed"])
base = AutoModelForCausalLM.from_pretrained(o["model"], dtype=torch.float32)
model = get_peft_model(base, LoraConfig(
    r=o["rank"], lora_alpha=o["alpha"], lora_dropout=0.0, task_type="CAUSAL_LM",
    target_modules=["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]))
model.train()
learning = [w for w in model.parameters() if w.requires_grad]
optimiser = torch.optim.AdamW(learning, lr=o["rate"], betas=(0.9, o["beta2"]), weight_decay=o["decay"])


def rate(step):
    if step < o["warmUp"]:
        return o["rate"] * (step + 1) / (o["warmUp"] + 1)
    done = (step - o["warmUp"]) / (o["steps"] - o["warmUp"])
    return o["rate"] * (0.1 + 0.9 * 0.5 * (1 + math.cos(math.pi * done)))


def row(messages):
    """Returns the first tokens of a chat, and the same with -100 where nothing is learnt."""
    tokens = tokenizer.encode(tokenizer.apply_chat_template(messages, tokenize=False), add_special_tokens=False)[:o["length"]]
    if len(tokens) < o["length"]:
        sys.exit(f"a chat has {len(tokens)} tokens only")
    targets, i = [-100] * len(tokens), 0
    while i < len(tokens):
        if tokens[i:i + len(begins)] != begins:
            i += 1
            continue
        i += len(begins)
        while i < len(tokens):
            targets[i] = tokens[i]
            i += 1
            if tokens[i - 1] == ends:
                break
    return tokens, targets


tokenizer = AutoTokenizer.from_pretrained(o["model"])
begins = tokenizer.encode("<|im_start|>assistant\n", add_special_tokens=False)
ends = tokenizer.convert_tokens_to_ids("<|im_end|>")
rows_of_chats = [row(json.loads(line)["messages"]) for line in open(o["chats"])]
ids, targets = torch.tensor([r[0] for r in rows_of_chats]), torch.tensor([r[1] for r in rows_of_chats])
losses, times = [], []
started = time.perf_counter()
for step in range(o["steps"]):
    rows = [(step * o["batch"] + i) % len(ids) for i in range(o["batch"])]
    for group in optimiser.param_groups:
        group["lr"] = rate(step)
    loss = model(input_ids=ids[rows], labels=targets[rows]).loss
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(learning, 1.0)
    optimiser.step()
    losses.append(loss.item())
    times.append(time.perf_counter() - started)
print(json.dumps({
    "parameters": sum(w.numel() for w in learning), "seconds": times[-1], "losses": losses, "times": times,
    "peakMemoryBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))
