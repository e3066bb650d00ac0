"""Writes what PEFT makes of twenty steps of DoRA on a tiny Llama, in double precision.

Usage: python make_dora_golden.py > ../resources/dev/chatwright/training/dora.json

Network, weights, changes and batches are those of make_tuning_golden.py, which must lie beside this; here they
are transformers' LlamaForCausalLM and PEFT's LoraConfig with use_dora. Only matrices decay. Needs torch,
transformers and peft. Twenty steps without use_dora are written too: they must be those of the other script.
"""

import json

import peft
import torch
import torch.nn.functional as F
import transformers

import make_tuning_golden as tiny

NAMES = {
    "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj", "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj", "attn_norm": "input_layernorm", "ffn_norm": "post_attention_layernorm"}
ROOT = {"token_embd": "model.embed_tokens.weight", "output_norm": "model.norm.weight"}


def original(name):
    if name in ROOT:
        return ROOT[name]
    layer, part = name.split(".")
    return f"model.layers.{layer}.{NAMES[part]}.weight"


def network(use_dora):
    config = transformers.LlamaConfig(
        vocab_size=tiny.VOCABULARY, hidden_size=tiny.WIDTH, intermediate_size=tiny.INNER,
        num_hidden_layers=tiny.LAYERS, num_attention_heads=tiny.HEADS, num_key_value_heads=tiny.KEY_HEADS,
        max_position_embeddings=64, rms_norm_eps=1e-5, tie_word_embeddings=True, attn_implementation="eager")
    model = transformers.LlamaForCausalLM(config).double()
    missing = model.load_state_dict({original(n): value for n, value in tiny.base().items()}, strict=False)
    assert not missing.unexpected_keys and set(missing.missing_keys) <= {"lm_head.weight"}, missing
    settings = peft.LoraConfig(
        r=tiny.RANK, lora_alpha=int(tiny.SCALE * tiny.RANK), lora_dropout=0.0, use_dora=use_dora,
        target_modules=[NAMES[target].split(".")[1] for target in tiny.TARGETS])
    model = peft.get_peft_model(model, settings).double()
    parameters = dict(model.named_parameters())
    index = 0
    for layer in range(tiny.LAYERS):
        for target in tiny.TARGETS:
            down = parameters[f"base_model.model.model.layers.{layer}.{NAMES[target]}.lora_A.default.weight"]
            down.data = (0.2 * tiny.wave(index, *down.shape)).float().double()
            index += 1
    return model


def run(use_dora):
    model = network(use_dora)
    learnt = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    groups = [
        {"params": [p for name, p in learnt if "magnitude" not in name], "weight_decay": tiny.DECAY},
        {"params": [p for name, p in learnt if "magnitude" in name], "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=tiny.RATE, betas=(0.9, 0.95), eps=1e-8)
    out = {"losses": [], "gradientNorms": []}
    for step in range(tiny.STEPS):
        losses = []
        for b in range(4):
            tokens = torch.tensor(
                [(7 * b + 5 * t + 3 * (step % 2) + t * t % 11 + b * t % 5) % tiny.VOCABULARY for t in range(17)])
            losses.append(F.cross_entropy(model(tokens[None, :-1]).logits[0], tokens[1:]))
        loss = torch.stack(losses).mean()
        optimizer.zero_grad()
        loss.backward()
        out["losses"].append(loss.item())
        out["gradientNorms"].append(torch.nn.utils.clip_grad_norm_([p for _, p in learnt], tiny.CLIP).item())
        optimizer.step()
    out["magnitudes"] = [
        p.norm().item() for name, p in learnt if "magnitude" in name]
    return out


if __name__ == "__main__":
    versions = {"torch": torch.__version__, "transformers": transformers.__version__, "peft": peft.__version__}
    print(json.dumps(versions | {"dora": run(True), "lora": run(False)}, indent=1))
