#!/usr/bin/env python3
"""Trains a small model of each family and compares what transformers and llama.cpp compute of its files with what we do.

Needs the peers: pip install torch transformers peft llama-cpp-python
Run:             python3 bench/compare_families.py TEXT [--steps 40] [--families qwen3,gemma3] [--folder DIR]
TEXT is any English text of 100 KB or more. Prompt and reply are longer than the windows, so that these count. Prints a line
for each family and peer, with the largest difference of a log-probability, and ends with 1 if one is too large.
"""
import argparse, json, pathlib, sys, tempfile

from compare_exports import LIMIT, AutoModelForCausalLM, by_llama_cpp, by_torch, largest_difference, run, torch

FAMILIES = "llama,qwen2,qwen3,gemma3,phi3,gpt2"
PROMPT = "The king and all his people went down to the river, and"
RECIPE = """model: {{architecture: {}, layers: 7, heads: 4, width: 64, context: 128}}
training: {{steps: {}, batch: 8, rate: 0.003}}
"""


def train(family, name, steps, text, work):
    recipe = work / f"{family}.yaml"
    recipe.write_text(RECIPE.format(family, steps))
    run("train", "--recipe", recipe, "--data", text, "--out", work / name)
    return work / name / "model.gguf"


def reply_of(model):
    line = run("generate", "--model", model, "--raw", "--prompt", PROMPT, "--temperature", "0", "--max-tokens", 24,
               "--logprobs", "20", "--json")
    return json.loads(line)


def compare(family, steps, text, work):
    """Yields the name of each peer and the largest difference."""
    # A model named after its folder; of one named phi3 llama.cpp expects that model's special tokens.
    name = "small-" + family.replace("phi3", "phi")
    file = train(family, name, steps, text, work)
    reply = reply_of(file)
    prompt = json.loads(run("tokenizer", "encode", "--model", file, "--json", PROMPT))["tokens"]
    yield "llama.cpp", largest_difference(reply, by_llama_cpp(file, prompt, reply))
    folder = work / f"{name}-folder"
    run("model", "export", "--model", file, "--to", folder, "--type", "F32")
    loaded = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval()
    yield "transformers", largest_difference(reply, by_torch(loaded, prompt, reply))
    again = work / f"{name}-again.gguf"
    run("model", "export", "--model", folder, "--format", "gguf", "--type", "F32", "--to", again)
    yield "folder to GGUF, llama.cpp", largest_difference(reply, by_llama_cpp(again, prompt, reply))
    yield "folder to GGUF, ours", largest_difference(reply, rows_of(reply_of(again)))


def rows_of(reply):
    """What we compute, in the shape of a peer's rows."""
    return [{top["token"]: top["logprob"] for top in place["top"]} for place in reply["logprobs"]]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("text", type=pathlib.Path)
    parser.add_argument("--steps", type=int, default=40)
    parser.add_argument("--families", default=FAMILIES)
    parser.add_argument("--folder", help="where to write, and to leave what was written")
    options = parser.parse_args()
    worst = 0
    with tempfile.TemporaryDirectory() as temporary:
        work = pathlib.Path(options.folder or temporary)
        work.mkdir(exist_ok=True)
        for family in options.families.split(","):
            for peer, difference in compare(family, options.steps, options.text, work):
                worst = max(worst, difference)
                print(f"{family:8s} {peer:27s} {difference:.2e}", flush=True)
    return worst > LIMIT


if __name__ == "__main__":
    sys.exit(main())
