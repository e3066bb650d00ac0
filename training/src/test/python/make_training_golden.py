"""Makes the golden files of training: for some architectures twenty AdamW steps that PyTorch takes with a tiny
model of Hugging Face transformers, in double precision.

Usage: python make_training_golden.py OUTPUT_FOLDER   (needs torch and transformers)

Weights, batches and optimiser follow formulas, so that a file holds results alone. Parameters are numbered in
the order of GGUF names below; element (i, j) of number n is 0.4*sin(0.7*n + 1.3*i + 0.37*j + 0.61*i*j), that of
a gain 1 and of a bias 0 plus half of it. (Other factors leave heads or outputs so small that norms divide by
almost nothing, and PyTorch's own single precision is far from its double.) Token t of sequence b of step s is
(7*b + 5*t + 3*(s mod 2) + (t*t) mod 11 + (b*t) mod 5) mod 64, and its target is the next. AdamW's epsilon is
large: what rounding leaves of a gradient that should be zero, as that of keys' biases, would else become whole
steps.
"""

import json
import pathlib
import sys

import torch
import transformers as hf

SIZES = dict(
    vocab_size=64, hidden_size=32, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4,
    num_key_value_heads=2, head_dim=8, max_position_embeddings=16, rms_norm_eps=1e-5, tie_word_embeddings=True,
    bos_token_id=None, eos_token_id=None, pad_token_id=None)
BATCH, LENGTH, STEPS, RATE, DECAY, EPSILON = 4, 16, 20, 5e-3, 0.1, 1e-5

ATTENTION = ["attn_norm", "attn_q", "attn_k", "attn_v"]
GATED = ["ffn_norm", "ffn_gate", "ffn_up", "ffn_down"]
PARTS = {
    "gpt2": ["attn_norm", "attn_qkv", "attn_output", "ffn_norm", "ffn_up", "ffn_down"],
    "qwen3": [*ATTENTION, "attn_q_norm", "attn_k_norm", "attn_output", *GATED],
    "gemma2": [*ATTENTION, "attn_output", "post_attention_norm", *GATED, "post_ffw_norm"],
    "gemma3": [*ATTENTION, "attn_q_norm", "attn_k_norm", "attn_output", "post_attention_norm", *GATED, "post_ffw_norm"],
}
NAMES = {
    "attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj", "attn_q_norm": "self_attn.q_norm", "attn_k_norm": "self_attn.k_norm",
    "attn_norm": "input_layernorm", "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
NORMS = {
    "qwen3": {"ffn_norm": "post_attention_layernorm"},
    "gemma": {
        "post_attention_norm": "post_attention_layernorm", "ffn_norm": "pre_feedforward_layernorm",
        "post_ffw_norm": "post_feedforward_layernorm"},
}
GPT2 = {
    "attn_norm": "ln_1", "attn_qkv": "attn.c_attn", "attn_output": "attn.c_proj", "ffn_norm": "ln_2",
    "ffn_up": "mlp.c_fc", "ffn_down": "mlp.c_proj",
}


def models():
    yield "gpt2", hf.GPT2LMHeadModel(hf.GPT2Config(
        vocab_size=64, n_positions=16, n_embd=32, n_layer=2, n_head=4, n_inner=64,
        bos_token_id=None, eos_token_id=None, attn_implementation="eager"))
    yield "qwen3", hf.Qwen3ForCausalLM(hf.Qwen3Config(
        **SIZES, rope_parameters=dict(rope_theta=10000.0, rope_type="default"), attn_implementation="eager"))
    yield "gemma2", hf.Gemma2ForCausalLM(hf.Gemma2Config(
        **SIZES, rope_parameters=dict(rope_theta=10000.0, rope_type="default"), query_pre_attn_scalar=8,
        sliding_window=6, attn_logit_softcapping=2.0, final_logit_softcapping=3.0, attn_implementation="eager",
        layer_types=["sliding_attention", "full_attention"]))
    yield "gemma3", hf.Gemma3ForCausalLM(hf.Gemma3TextConfig(
        **SIZES, query_pre_attn_scalar=8, sliding_window=6, attn_implementation="eager",
        layer_types=["sliding_attention", "full_attention"],
        rope_parameters=dict(
            full_attention=dict(rope_theta=1000000.0, rope_type="default"),
            sliding_attention=dict(rope_theta=10000.0, rope_type="default"))))


def parameters(architecture, model):
    """Yields GGUF's names and the parameters, in the order in which they are numbered."""
    have = dict(model.named_parameters())
    gpt2 = architecture == "gpt2"
    yield "token_embd.weight", have["transformer.wte.weight" if gpt2 else "model.embed_tokens.weight"]
    if gpt2:
        yield "position_embd.weight", have["transformer.wpe.weight"]
    names = GPT2 if gpt2 else {**NAMES, **NORMS["gemma" if "gemma" in architecture else architecture]}
    for layer in range(2):
        for part in PARTS[architecture]:
            for kind in ["weight", "bias"] if gpt2 else ["weight"]:
                yield f"blk.{layer}.{part}.{kind}", have[
                    f"{'transformer.h' if gpt2 else 'model.layers'}.{layer}.{names[part]}.{kind}"]
    for kind in ["weight", "bias"] if gpt2 else ["weight"]:
        yield f"output_norm.{kind}", have[f"{'transformer.ln_f' if gpt2 else 'model.norm'}.{kind}"]


def fill(architecture, number, name, parameter):
    """Sets a parameter by the formula; returns it as GGUF files hold it."""
    conv = architecture == "gpt2" and parameter.ndim == 2 and "_embd" not in name
    rows, columns = parameter.shape[::-1] if conv else parameter.shape if parameter.ndim == 2 else (1, len(parameter))
    i = torch.arange(rows, dtype=torch.float64)[:, None]
    j = torch.arange(columns, dtype=torch.float64)[None, :]
    value = 0.4 * torch.sin(0.7 * number + 1.3 * i + 0.37 * j + 0.61 * i * j)
    if parameter.ndim == 1:
        from_one = "gemma" in architecture or name.endswith("bias")
        value = value[0] / 2 + (0 if from_one else 1)
    parameter.data.copy_(value.T if conv else value)


def batch(step):
    b = torch.arange(BATCH)[:, None]
    t = torch.arange(LENGTH + 1)[None, :]
    x = (7 * b + 5 * t + 3 * (step % 2) + (t * t) % 11 + (b * t) % 5) % 64
    return x[:, :-1], x[:, 1:]


def norm_of_value(architecture, name, parameter):
    offset = 1 if "gemma" in architecture and name.endswith("norm.weight") else 0
    return (parameter + offset).norm().item()


def run(architecture, model):
    named = list(parameters(architecture, model))
    assert {id(p) for _, p in named} == {id(p) for p in model.parameters()}
    for number, (name, parameter) in enumerate(named):
        fill(architecture, number, name, parameter)
    optimizer = torch.optim.AdamW(
        [{"params": [p for _, p in named if p.ndim == 2], "weight_decay": DECAY},
         {"params": [p for _, p in named if p.ndim == 1], "weight_decay": 0.0}],
        lr=RATE, betas=(0.9, 0.95), eps=EPSILON)
    result = {"losses": [], "gradientNorms": []}
    for step in range(STEPS):
        tokens, targets = batch(step)
        logits = model(input_ids=tokens).logits
        assert logits.dtype == torch.float64
        loss = torch.nn.functional.cross_entropy(logits.reshape(-1, 64), targets.reshape(-1))
        optimizer.zero_grad()
        loss.backward()
        if step == 0:
            result["firstLogits"] = logits[0, 15].tolist()
            result["firstGradientNorms"] = {name: p.grad.norm().item() for name, p in named}
        result["losses"].append(loss.item())
        result["gradientNorms"].append(torch.nn.utils.clip_grad_norm_([p for _, p in named], 1.0).item())
        optimizer.step()
    result["finalNorms"] = {name: norm_of_value(architecture, name, p) for name, p in named}
    return result


def main(folder):
    torch.set_num_threads(1)
    torch.manual_seed(1)
    torch.set_default_dtype(torch.float64)
    built = [(name, model.double().eval()) for name, model in models()]
    # Norms and softmax are computed in single precision whatever a model's type; here single is double.
    torch.float32 = torch.float64
    torch.Tensor.float = torch.Tensor.double
    for name, model in built:
        result = {"torch": torch.__version__, "transformers": hf.__version__, **run(name, model)}
        path = folder / f"tiny-{name}.json"
        path.write_text(json.dumps(result, indent=1) + "\n")
        print(f"{path.name}: losses {result['losses'][0]:.4f} to {result['losses'][-1]:.4f}")


main(pathlib.Path(sys.argv[1]))
