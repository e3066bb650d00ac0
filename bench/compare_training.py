#!/usr/bin/env python3
"""Trains with Chatwright and with PyTorch, in turn, on the same text: time, tokens/s, peak memory, loss.

Needs the peers: pip install torch transformers peft trl
Run by `./chatwright bench training WORK FILE --against pytorch --peer PYTHON`, which passes on what it is given:
      shakespeare TEXT            the recipe of examples/01-shakespeare, whole runs
      llama TEXT                  a Llama of 10 million parameters, 16 x 256 tokens a step
      lora INSTRUCTIONS MODEL     LoRA of rank 16, 4 x 512 tokens a step; MODEL is a stored id
      dpo PREFERENCES MODEL       the same changes learn from pairs of replies, about 16 a step
More: [--rounds 5] [--steps N] [--threads 2] [--precision f32|bf16|auto] [--compile] [--python PYTHON with the peers] [--report FILE.html]

`shakespeare` compares the seconds of all steps and of the loss over the whole held-out tenth, without the start of Python or Java;
it begins with other seeds in each round. `llama` and `lora` compare tokens a second after the first third of the steps, in which
code is compiled. INSTRUCTIONS is a JSON list of objects with instruction, input and output; several become one conversation of
more than 512 tokens, so that a sequence is full without a mask. The peer of `lora` reads the weights that `chatwright model export`
writes as float32 (the same numbers that ours decodes), all linear layers changed by both, the answers learnt alone.
`dpo` compares pairs a second, and so the packing of ours with the padding of the peer's; PREFERENCES is a JSON list of objects with
instruction, input, chosen and rejected.
Prints each run, and last one JSON object with medians and spread. --report draws the loss curves on top of each other.
"""
import argparse, json, os, pathlib, statistics, subprocess, sys, tempfile

BENCH = pathlib.Path(__file__).resolve().parent
ROOT = BENCH.parent
SHAKESPEARE = ROOT / "examples" / "01-shakespeare" / "shakespeare.yaml"
LLAMA = """
data: {{heldOut: 0.01}}
tokenizer: {{kind: bytes}}
model: {{architecture: llama, layers: {layers}, heads: {heads}, width: {width}, context: {context}}}
training: {{batch: {batch}, steps: {steps}, rate: {rate}, lowestRate: {lowest}, warmUp: {warmUp}, beta2: {beta2}, weightDecay: {decay},
  precision: {precision}, seed: {seed}, saveEvery: 1000000}}
"""
LORA = """
data: {{heldOut: 0.1}}
lora: {{rank: {rank}, alpha: {alpha}}}
training: {{length: {length}, batch: {batch}, steps: {steps}, rate: {rate}, warmUp: {warmUp}, beta2: {beta2}, weightDecay: {decay},
  precision: {precision}, seed: {seed}, saveEvery: 1000000}}
"""

DPO = """
data: {{heldOut: 0.1}}
lora: {{rank: {rank}, alpha: {alpha}}}
dpo: {{beta: {beta}}}
training: {{length: {length}, batch: {batch}, steps: {steps}, rate: {rate}, warmUp: {warmUp}, beta2: {beta2}, weightDecay: {decay},
  precision: {precision}, seed: {seed}, saveEvery: 1000000}}
"""


def last_object(command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{command[0]} failed: {done.stderr[-2000:]}")
    return json.loads(done.stdout.strip().splitlines()[-1])


def chatwright(options, folder, *command):
    run = last_object([ROOT / "chatwright", *command, "--json", "--out", folder, "--threads", options.threads])
    rows = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    return {**run, "losses": [row["loss"] for row in rows], "times": [row["seconds"] for row in rows],
            "work": [row["rows"] for row in rows if "rows" in row]}


def written(folder, text):
    path = folder / "recipe.yaml"
    path.write_text(text)
    return path


def shakespeare(options, folder):
    steps = options.steps or 2000
    sizes = {"kind": "gpt2", "text": options.text, "layers": 4, "heads": 4, "width": 128, "inner": 512, "context": 64, "batch": 12,
             "steps": steps, "rate": 1e-3, "lowest": 1e-4, "warmUp": 100, "beta2": 0.99, "decay": 0.1, "heldOut": 0.1,
             "threads": options.threads, "compile": options.compile}
    text = SHAKESPEARE.read_text().replace("evaluateEvery: 250", f"evaluateEvery: 0\n  precision: {options.precision}").replace("steps: 2000", f"steps: {steps}")

    def ours(number):
        recipe = written(folder, text.replace("seed: 1337", f"seed: {1337 + number}"))
        return chatwright(options, folder / f"run-{number}", "train", "--recipe", recipe, "--data", options.text)

    def peers(number):
        return last_object([options.python, BENCH / "train_with_pytorch.py", json.dumps({**sizes, "seed": 1337 + number})])
    return ours, peers, 64 * 12


def llama(options, folder):
    steps = options.steps or 30
    sizes = {"kind": "llama", "text": options.text, "layers": 6, "heads": 6, "width": 384, "inner": 1024, "context": 256, "batch": 16,
             "steps": steps, "rate": 1e-3, "lowest": 1e-4, "warmUp": min(5, steps // 4), "beta2": 0.95, "decay": 0.1, "heldOut": 0.01,
             "threads": options.threads, "compile": options.compile}

    def ours(number):
        recipe = written(folder, LLAMA.format(**sizes, precision=options.precision, seed=1337 + number))
        return chatwright(options, folder / f"run-{number}", "train", "--recipe", recipe, "--data", options.text)

    def peers(number):
        return last_object([options.python, BENCH / "train_with_pytorch.py", json.dumps({**sizes, "seed": 1337 + number})])
    return ours, peers, 16 * 256


def question(row):
    return row["instruction"] + ("\n" + row["input"] if row.get("input") else "")


def conversations(path, least_letters=2800):
    chats, messages, letters = [], [], 0
    for row in json.loads(pathlib.Path(path).read_text()):
        messages += [{"role": "user", "content": question(row)}, {"role": "assistant", "content": row["output"]}]
        letters += len(question(row)) + len(row["output"])
        if letters > least_letters:
            chats.append(json.dumps({"messages": messages}))
            messages, letters = [], 0
    return "\n".join(chats) + "\n"


def exported(options, folder):
    """Returns the model's numbers as ours decodes them, where the peer reads them."""
    last_object([ROOT / "chatwright", "model", "export", "-m", options.model, "--to", folder / "model", "--type", "F32", "--json"])
    return folder / "model"


def lora(options, folder):
    steps = options.steps or 9
    chats, model = folder / "chats.jsonl", exported(options, folder)
    chats.write_text(conversations(options.text))
    sizes = {"rank": 16, "alpha": 32, "length": 512, "batch": 4, "steps": steps, "rate": 2e-4, "warmUp": min(2, steps // 4), "beta2": 0.95, "decay": 0.1}

    def ours(number):
        recipe = written(folder, LORA.format(**sizes, precision=options.precision, seed=number))
        return chatwright(options, folder / f"run-{number}", "tune", "lora", "-m", options.model, "--recipe", recipe, "--data", chats)

    def peers(number):
        asked = {**sizes, "model": str(model), "chats": str(chats), "threads": options.threads, "seed": number}
        return last_object([options.python, BENCH / "tune_with_peft.py", json.dumps(asked)])
    return ours, peers, 4 * 512


def dpo(options, folder):
    steps = options.steps or 9
    pairs, model = folder / "pairs.jsonl", exported(options, folder)
    rows = json.loads(pathlib.Path(options.text).read_text())
    pairs.write_text("".join([json.dumps({"prompt": question(row), "chosen": row["chosen"], "rejected": row["rejected"]}) + "\n"
                             for row in rows if row["chosen"] != row["rejected"]][:32 * steps]))  # both score all before they begin
    sizes = {"rank": 16, "alpha": 32, "length": 512, "batch": 4, "pairsOfAStep": 16, "steps": steps, "rate": 5e-5, "beta": 0.1,
             "warmUp": min(2, steps // 4), "beta2": 0.95, "decay": 0.1}

    def ours(number):
        recipe = written(folder, DPO.format(**sizes, precision=options.precision, seed=number))
        return chatwright(options, folder / f"run-{number}", "tune", "dpo", "-m", options.model, "--recipe", recipe, "--data", pairs)

    def peers(number):
        asked = {**sizes, "model": str(model), "pairs": str(pairs), "threads": options.threads, "seed": number}
        return last_object([options.python, BENCH / "tune_with_trl.py", json.dumps(asked)])
    return ours, peers, 0


def speed(run, work_of_a_step):
    """Returns the tokens a second, or where a run tells what each step did, such pairs a second."""
    times = run["times"][:-1]  # ours counts the held-out loss to the last step
    first = len(times) // 3
    work = sum(run["work"][first + 1:len(times)]) if run.get("work") else work_of_a_step * (len(times) - 1 - first)
    return work / (times[-1] - times[first])


def spread(values):
    values = sorted(values)
    return {"median": statistics.median(values), "least": values[0], "most": values[-1]}


def smooth(losses):
    kept, value = [], losses[0]
    for loss in losses:
        value += (loss - value) * min(1, 20 / len(losses))
        kept.append(value)
    return kept


def draw(rounds, title, path):
    curves = [(name, smooth(run[name]["losses"])) for run in rounds for name in ("ours", "peer")]
    least, most = min(min(c) for _, c in curves), max(max(c) for _, c in curves)
    lines = []
    for name, curve in curves:
        points = " ".join(f"{40 + 740 * i / max(1, len(curve) - 1):.1f},{380 - 360 * (y - least) / max(1e-9, most - least):.1f}"
                          for i, y in enumerate(curve))
        lines.append(f'<polyline fill="none" stroke="{"#0a6" if name == "ours" else "#c50"}" points="{points}"/>')
    path.write_text(f"""<!doctype html><meta charset="utf-8"><title>{title}</title>
<p>{title}: loss by step, smoothed; <span style="color:#0a6">Chatwright</span>, <span style="color:#c50">PyTorch</span>.
From {most:.2f} at the top to {least:.2f}.</p>
<svg viewBox="0 0 800 400" role="img" aria-label="loss curves"><path d="M40 20V380H780" fill="none" stroke="#888"/>{"".join(lines)}</svg>
""")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["shakespeare", "llama", "lora", "dpo"])
    parser.add_argument("text")
    parser.add_argument("model", nargs="?", default="smollm2-135m-instruct")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, help="at least 4")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--precision", choices=["f32", "bf16", "auto"], default="auto", help="of ours; the peer has its own")
    parser.add_argument("--compile", action="store_true", help="the peer of shakespeare and llama by torch.compile")
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--report", type=pathlib.Path)
    options = parser.parse_args()
    rounds = []
    with tempfile.TemporaryDirectory() as name:
        ours, peers, tokens_of_a_step = globals()[options.what](options, pathlib.Path(name))
        for number in range(options.rounds):
            runs = {}
            for which in ("ours", "peer") if number % 2 == 0 else ("peer", "ours"):
                runs[which] = (ours if which == "ours" else peers)(number)
                shown = {k: v for k, v in runs[which].items() if k not in ("losses", "times", "work")}
                print(number + 1, which, f"{speed(runs[which], tokens_of_a_step):.4g} a second", shown, flush=True)
            rounds.append(runs)
    if options.report:
        draw(rounds, options.what, options.report)
    result = {
        "timeRatio": spread(run["ours"]["seconds"] / run["peer"]["seconds"] for run in rounds),
        "speedRatio": spread(speed(run["ours"], tokens_of_a_step) / speed(run["peer"], tokens_of_a_step) for run in rounds),
        "memoryRatio": spread(run["ours"]["peakMemoryBytes"] / run["peer"]["peakMemoryBytes"] for run in rounds)}
    for which in ("ours", "peer"):
        of = [run[which] for run in rounds]
        result[which] = {
            "aSecond": spread(speed(run, tokens_of_a_step) for run in of),
            "lastLosses": [statistics.mean(run["losses"][-max(1, len(run["losses"]) // 20):]) for run in of]}
        if options.what in ("shakespeare", "llama"):
            result[which]["validationLosses"] = [run["validationLoss"] for run in of]
    print(json.dumps(result))


if __name__ == "__main__":
    main()
