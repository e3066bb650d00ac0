#!/usr/bin/env python3
"""Measures what it costs that the chats of one batch have different adapters.

Run:   python3 bench/measure_adapters.py [--model ID] [--chats 16] [--tokens 128] [--rounds 3]
The model must be in the store. Makes 8 random LoRA adapters of rank 16 on all linear layers of SmolLM2-135M's shape,
serves the model with them, and has CHATS chats at once write TOKENS tokens each: with the model as it is, all with one
adapter, and with eight in turn; interleaved. Prints total tokens a second of each round, and last one JSON object with
the medians and the median of the ratios.
"""
import argparse, array, json, pathlib, random, statistics, struct, tempfile, threading, time, urllib.request

from local_server import serving

ROOT = pathlib.Path(__file__).resolve().parent.parent
LAYERS, WIDTH, KEYS, INNER, RANK = 30, 576, 192, 1536, 16
SHAPES = {
    "self_attn.q_proj": (WIDTH, WIDTH), "self_attn.k_proj": (KEYS, WIDTH), "self_attn.v_proj": (KEYS, WIDTH),
    "self_attn.o_proj": (WIDTH, WIDTH), "mlp.gate_proj": (INNER, WIDTH), "mlp.up_proj": (INNER, WIDTH),
    "mlp.down_proj": (WIDTH, INNER)}
ADAPTERS = [f"a{i}" for i in range(8)]
NEVER = {"0": -100, "2": -100}  # the tokens that end a reply


def write_adapter(folder, seed):
    """Writes PEFT's two files; the values repeat, which nobody who multiplies by them notices."""
    generator = random.Random(seed)
    table = array.array("f", (generator.gauss(0, 0.02) for _ in range(1 << 17)))
    header, data, at = {}, [], 0
    for layer in range(LAYERS):
        for module, (outputs, inputs) in SHAPES.items():
            for part, shape in (("lora_A", (RANK, inputs)), ("lora_B", (outputs, RANK))):
                count = shape[0] * shape[1]
                start = generator.randrange(len(table) - count)
                data.append(table[start:start + count].tobytes())
                name = f"base_model.model.model.layers.{layer}.{module}.{part}.weight"
                header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [at, at + 4 * count]}
                at += 4 * count
    folder.mkdir()
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    (folder / "adapter_model.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + b"".join(data))
    (folder / "adapter_config.json").write_text(json.dumps({
        "peft_type": "LORA", "task_type": "CAUSAL_LM", "r": RANK, "lora_alpha": RANK, "bias": "none",
        "base_model_name_or_path": "smollm2-135m-instruct",
        "target_modules": sorted({name.split(".")[1] for name in SHAPES})}))


def chat(address, model, number, tokens):
    body = {"model": model, "prompt": f"Chat {number}: once upon a time", "max_tokens": tokens, "temperature": 0,
            "logit_bias": NEVER}
    request = urllib.request.Request(address + "/v1/completions", json.dumps(body).encode(),
                                     {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["usage"]["completion_tokens"]


def measure(address, models, tokens):
    written = [0] * len(models)

    def run(i):
        written[i] = chat(address, models[i], i, tokens)

    threads = [threading.Thread(target=run, args=(i,)) for i in range(len(models))]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(written) / (time.perf_counter() - started)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default="smollm2-135m-instruct")
    parser.add_argument("--chats", type=int, default=16)
    parser.add_argument("--tokens", type=int, default=128)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--program", nargs="+", default=[str(ROOT / "chatwright")])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        command = options.program + ["serve", "--model", options.model]
        for i, name in enumerate(ADAPTERS):
            write_adapter(folder / name, i)
            command += ["--adapter", f"{name}={folder / name}"]
        with serving(command) as address:
            kinds = {
                "none": [options.model] * options.chats,
                "one": [f"{options.model}:{ADAPTERS[0]}"] * options.chats,
                "eight": [f"{options.model}:{ADAPTERS[i % 8]}" for i in range(options.chats)]}
            rates = {kind: [] for kind in kinds}
            for number in range(options.rounds + 1):  # the first warms up
                for kind, models in kinds.items():
                    rate = measure(address, models, options.tokens)
                    if number > 0:
                        rates[kind].append(rate)
                        print(f"round {number}, {kind}: {rate:.1f} tokens/s", flush=True)
    ratios = [eight / one for eight, one in zip(rates["eight"], rates["one"])]
    print(json.dumps({kind: round(statistics.median(values), 1) for kind, values in rates.items()}
                     | {"eightToOne": round(statistics.median(ratios), 3)}))


if __name__ == "__main__":
    main()
