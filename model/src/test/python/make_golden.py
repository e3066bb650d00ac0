"""Makes the golden fixtures of the module: for each architecture a tiny random model of Hugging Face
transformers, its tokens, and what it computes of them.

Usage: python make_golden.py OUTPUT_FOLDER

A fixture is lines of UTF-8 text, each a kind, a name and values separated by tabs, up to a line "end";
then little-endian floats: each tensor in the order of its line, then the expected output.
"""

import pathlib
import sys

import torch
import transformers as hf

VOCABULARY = 128
TOKENS = 70  # more than a block of the cache
WINDOW = 8

SIZES = dict(
    vocab_size=VOCABULARY,
    hidden_size=32,
    intermediate_size=48,
    num_hidden_layers=2,
    num_attention_heads=4,
    num_key_value_heads=2,
    max_position_embeddings=128,
    tie_word_embeddings=False,
    bos_token_id=1,
    eos_token_id=2,
    pad_token_id=0,
)


def rope(kind, **more):
    return dict(rope_parameters=dict(rope_theta=10000.0, rope_type=kind, **more))


def llama(**more):
    return hf.LlamaForCausalLM, hf.LlamaConfig(**{**SIZES, **more})


def gemma_sizes():
    return {**SIZES, "tie_word_embeddings": True, "head_dim": 16, "query_pre_attn_scalar": 24}


def long_rope(pairs):
    short = [1.0 + 0.05 * i for i in range(pairs)]
    long = [1.5 + 0.5 * i for i in range(pairs)]
    return dict(
        original_max_position_embeddings=32,
        rope_parameters=dict(
            rope_theta=10000.0, rope_type="longrope", short_factor=short, long_factor=long,
            original_max_position_embeddings=32, partial_rotary_factor=1.0),
    )


def rows():
    yield "llama", *llama()
    yield "llama3", *llama(**rope(
        "llama3", factor=8.0, low_freq_factor=1.0, high_freq_factor=4.0,
        original_max_position_embeddings=64))
    yield "llama-linear", *llama(**rope("linear", factor=4.0))
    yield "llama-yarn", *llama(**rope("yarn", factor=4.0, original_max_position_embeddings=32))
    yield "mistral", hf.MistralForCausalLM, hf.MistralConfig(
        **SIZES, sliding_window=WINDOW, head_dim=16)
    yield "qwen2", hf.Qwen2ForCausalLM, hf.Qwen2Config(**{**SIZES, "tie_word_embeddings": True})
    yield "qwen2-window", hf.Qwen2ForCausalLM, hf.Qwen2Config(
        **SIZES, use_sliding_window=True, sliding_window=WINDOW, max_window_layers=1)
    yield "qwen3", hf.Qwen3ForCausalLM, hf.Qwen3Config(**SIZES, head_dim=16)
    yield "gemma2", hf.Gemma2ForCausalLM, hf.Gemma2Config(
        **gemma_sizes(), sliding_window=WINDOW, attn_logit_softcapping=5.0,
        final_logit_softcapping=3.0)
    yield "gemma3", hf.Gemma3ForCausalLM, hf.Gemma3TextConfig(
        **{**gemma_sizes(), "num_hidden_layers": 7, "intermediate_size": 16},
        sliding_window=WINDOW,
        rope_parameters=dict(
            full_attention=dict(rope_theta=1000000.0, rope_type="linear", factor=2.0),
            sliding_attention=dict(rope_theta=10000.0, rope_type="default")))
    yield "phi3", hf.Phi3ForCausalLM, hf.Phi3Config(**SIZES, sliding_window=WINDOW)
    yield "phi3-longrope", hf.Phi3ForCausalLM, hf.Phi3Config(**{**SIZES, **long_rope(4)})
    yield "gpt2", hf.GPT2LMHeadModel, hf.GPT2Config(
        vocab_size=VOCABULARY, n_positions=128, n_embd=32, n_layer=2, n_head=4,
        bos_token_id=1, eos_token_id=2)
    encoder = {key: value for key, value in SIZES.items() if key != "num_key_value_heads"}
    yield "bert", hf.BertModel, hf.BertConfig(**encoder, type_vocab_size=2)


def randomise(model):
    """Gives every parameter values at which a mistake shows: no gain of one, no bias of zero."""
    for name, parameter in model.named_parameters():
        if parameter.dim() == 1:
            parameter.data += 0.2 * torch.randn_like(parameter)
        else:
            scale = 0.5 if "emb" in name or "wte" in name or "wpe" in name else 0.25
            parameter.data = scale * torch.randn_like(parameter)


def flatten(value, prefix=""):
    for key, part in value.items():
        if isinstance(part, dict):
            yield from flatten(part, prefix + str(key) + ".")
        elif part is not None:
            yield prefix + str(key), part


def property_line(key, value):
    if isinstance(value, (list, tuple)):
        kind = "strings" if all(isinstance(v, str) for v in value) else "floats"
        return "\t".join([kind, key, *map(str, value)])
    kind = {bool: "bool", int: "integer", float: "floating", str: "string"}.get(type(value))
    return None if kind is None else f"{kind}\t{key}\t{value}"


def write(path, model, tokens, expected):
    config = model.config.to_dict()
    lines = [line for line in (property_line(k, v) for k, v in flatten(config)) if line]
    tied = bool(getattr(model.config, "tie_word_embeddings", False))
    tensors = {name: t for name, t in model.state_dict().items() if t.dtype == torch.float32}
    if tied:
        tensors.pop("lm_head.weight", None)
    for name, tensor in tensors.items():
        lines.append("\t".join(["tensor", name, *map(str, tensor.shape)]))
    lines.append("\t".join(["tokens", "-", *map(str, tokens)]))
    lines.append("\t".join(["expected", "-", *map(str, expected.shape)]))
    lines.append("end")
    with open(path, "wb") as out:
        out.write(("\n".join(lines) + "\n").encode())
        for tensor in [*tensors.values(), expected]:
            out.write(tensor.detach().contiguous().numpy().astype("<f4").tobytes())


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    for name, model_class, config in rows():
        torch.manual_seed(4)
        config._attn_implementation = "eager"
        model = model_class(config).eval().float()
        randomise(model)
        tokens = torch.randint(3, VOCABULARY, (TOKENS,))
        with torch.no_grad():
            output = model(input_ids=tokens[None])
        expected = output.last_hidden_state[0] if name == "bert" else output.logits[0]
        path = folder / (name + ".golden")
        write(path, model, tokens.tolist(), expected)
        print(f"{path.name}: {path.stat().st_size} bytes, output std {expected.std():.3f}")


main(pathlib.Path(sys.argv[1]))
