#!/usr/bin/env python3
"""Loads what `chatwright model export` and `model merge` write with transformers, PEFT and llama.cpp, and compares their log-probabilities with ours.

Needs the peers: pip install torch transformers peft llama-cpp-python
Run:             python3 bench/compare_exports.py [--model smollm2-135m-instruct] [--tokens 24] [--folder DIR]
Each line replies greedily to a prompt with `chatwright generate`, gives the same tokens to the peer, and compares the
log-probability of the 20 likeliest tokens at every place of the reply. Adapters are random, of rank 16, on all linear layers;
one of them has DoRA's magnitudes. llama.cpp gets weights, keys and values in F32: it would round activations to 8 bits beside
quantised weights, and keys and values to halves unless told otherwise.
Prints a line for each, and last one JSON object with the largest difference of each. Ends with 1 if one is too large.
"""
import argparse, json, pathlib, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROMPT = "The old lighthouse keeper climbed the stairs and saw that the"
LIMIT = 1e-3

try:
    import torch
    import transformers
    import peft
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from llama_cpp import Llama
except ImportError as absent:
    sys.exit(f"nothing compared: {absent}; pip install torch transformers peft llama-cpp-python")


def run(*arguments):
    done = subprocess.run([str(ROOT / "chatwright"), *map(str, arguments)], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"chatwright {' '.join(map(str, arguments))}: {done.stderr.strip()}")
    return done.stdout


def ours(model, count, adapter=None):
    more = ["--adapter", adapter] if adapter else []
    line = run("generate", "--model", model, "--raw", "--prompt", PROMPT, "--temperature", "0", "--max-tokens", count,
               "--logprobs", "20", "--json", *more)
    return json.loads(line)


def largest_difference(reply, log_probabilities):
    """log_probabilities[i] is the peer's row from which token i of the reply is drawn."""
    return max(
        abs(float(row[top["token"]]) - top["logprob"])
        for place, row in zip(reply["logprobs"], log_probabilities)
        for top in place["top"])


def by_torch(model, prompt, reply):
    ids = torch.tensor([prompt + reply["tokens"]])
    with torch.no_grad():
        rows = torch.log_softmax(model(ids).logits[0].double(), -1)
    return rows[len(prompt) - 1 : len(prompt) + len(reply["tokens"]) - 1]


def by_llama_cpp(file, prompt, reply, adapter=None):
    model = Llama(model_path=str(file), lora_path=str(adapter) if adapter else None, n_ctx=256, logits_all=True,
                  type_k=0, type_v=0, verbose=False)
    ids = prompt + reply["tokens"]
    model.eval(ids)
    rows = torch.log_softmax(torch.tensor(model.scores[: len(ids)]).double(), -1)
    model.close()
    return rows[len(prompt) - 1 : len(prompt) + len(reply["tokens"]) - 1]


def random_adapter(base, folder, magnitudes):
    torch.manual_seed(7)
    settings = peft.LoraConfig(r=16, lora_alpha=32, use_dora=magnitudes, task_type="CAUSAL_LM", target_modules=[
        "q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"])
    model = peft.get_peft_model(AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32), settings)
    for name, weight in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(weight, std=0.01)
        if "lora_magnitude" in name:
            weight.data *= 1 + 0.1 * torch.randn_like(weight)
    model.save_pretrained(folder)
    return model.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="smollm2-135m-instruct")
    parser.add_argument("--tokens", type=int, default=24)
    parser.add_argument("--folder", help="where to write, and to leave what was written")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = pathlib.Path(options.folder or temporary)
        work.mkdir(exist_ok=True)
        sys.exit(compare(options.model, options.tokens, work))


def compare(model, tokens, work):
    differences = {}

    def note(name, difference):
        differences[name] = difference
        print(f"{name:64s} {difference:.2e}", flush=True)

    base, file = work / "base", work / "base.gguf"
    run("model", "export", "--model", model, "--to", base, "--type", "F32")
    run("model", "export", "--model", model, "--to", file, "--format", "gguf", "--type", "F32")
    tokenizer = AutoTokenizer.from_pretrained(base)
    prompt = tokenizer(PROMPT)["input_ids"]
    plain = ours(model, tokens)
    if plain["promptTokens"] != len(prompt):
        sys.exit(f"the exported tokenizer makes {len(prompt)} tokens of the prompt, ours {plain['promptTokens']}")
    torch_model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32).eval()
    note("exported folder, transformers", largest_difference(plain, by_torch(torch_model, prompt, plain)))
    note("exported GGUF, llama.cpp", largest_difference(plain, by_llama_cpp(file, prompt, plain)))

    for name, magnitudes in ("LoRA", False), ("DoRA", True):
        theirs = work / f"{name}-of-peft"
        adapted = random_adapter(base, theirs, magnitudes)
        for kind, served in ("GGUF base", model), ("folder base", base):
            reply = ours(served, tokens, theirs)
            note(f"PEFT's {name} read by us, {kind}", largest_difference(reply, by_torch(adapted, prompt, reply)))
        changed = largest_difference(plain, by_torch(adapted, prompt, plain))
        if changed < 0.1:
            sys.exit(f"the random {name} changes too little to compare: {changed}")
        back = work / f"{name}-of-ours"
        run("model", "export", "--model", model, "--adapter", theirs, "--to", back)
        loaded = peft.PeftModel.from_pretrained(AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32), back).eval()
        note(f"our {name} folder read by PEFT", largest_difference(reply, by_torch(loaded, prompt, reply)))
        merged, merged_folder = work / f"{name}-merged.gguf", work / f"{name}-merged"
        run("model", "merge", "--model", model, "--adapter", theirs, "--out", merged, "--to", "F32")
        note(f"merged {name}, llama.cpp", largest_difference(reply, by_llama_cpp(merged, prompt, reply)))
        run("model", "merge", "--model", base, "--adapter", theirs, "--out", merged_folder, "--to", "F32")
        loaded = AutoModelForCausalLM.from_pretrained(merged_folder, dtype=torch.float32).eval()
        note(f"merged {name}, transformers", largest_difference(reply, by_torch(loaded, prompt, reply)))
        if not magnitudes:
            gguf = work / "lora.gguf"
            run("model", "export", "--model", model, "--adapter", theirs, "--to", gguf, "--format", "gguf")
            note("our LoRA GGUF read by llama.cpp", largest_difference(reply, by_llama_cpp(file, prompt, reply, gguf)))
            again = ours(model, tokens, gguf)
            note("our LoRA GGUF read by us", largest_difference(again, by_torch(adapted, prompt, again)))
    print(json.dumps({"torch": torch.__version__, "transformers": transformers.__version__, "peft": peft.__version__, **differences}))
    return any(difference > LIMIT for difference in differences.values())


if __name__ == "__main__":
    main()
