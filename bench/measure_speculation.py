#!/usr/bin/env python3
"""Compares replies with guessed tokens (--speculation auto) and without (off), in turn, one chat at a time.

Run:    python3 bench/measure_speculation.py [--model smollm2-135m-instruct] [--draft MODEL] [--rounds 5]
The models must be in the store, or be paths; with --draft, that one guesses too. Prints each kind of reply with the medians of tokens a second and of their ratio, and last one JSON object.
Fails if any reply differs.
"""
import argparse, contextlib, json, os, pathlib, platform, statistics, sys, tempfile, time, urllib.request

from local_server import serving

ROOT = pathlib.Path(__file__).resolve().parent.parent
TEXT = ("The old harbour master counted the boats every evening. There were forty of them, painted red and blue, and each "
        "carried the name of a river. He wrote the names in a ledger: Danube, Rhine, Volga, Loire, Thames, Tagus. When the "
        "wind came from the north he closed the shutters and lit the lamp above the quay.")
PROMPTS = {
    "quotes its prompt": "Repeat this text word for word: " + TEXT,
    "lists the same words": "Here is a list: apple, pear, plum, cherry, grape. Write the list again ten times.",
    "tells a story": "Write a long story about a lighthouse keeper who finds a message in a bottle.",
}


@contextlib.contextmanager
def server(model, *options):
    with tempfile.TemporaryDirectory() as home:
        os.symlink(pathlib.Path.home() / ".chatwright" / "models", pathlib.Path(home) / "models")
        command = [ROOT / "chatwright", "serve", "--home", home, "--model", model, *options]
        with serving(command) as address:
            yield address


def ask(address, text, tokens):
    body = json.dumps({"model": model_of(address), "messages": [{"role": "user", "content": text}],
                       "max_tokens": tokens, "temperature": 0}).encode()
    request = urllib.request.Request(
        f"{address}/v1/chat/completions", body, {"Content-Type": "application/json"})
    started = time.time()
    with urllib.request.urlopen(request) as answer:
        reply = json.load(answer)
    return reply["usage"]["completion_tokens"] / (time.time() - started), reply["choices"][0]["message"]["content"]


def model_of(address):
    with urllib.request.urlopen(f"{address}/v1/models") as answer:
        return json.load(answer)["data"][0]["id"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", default="smollm2-135m-instruct")
    parser.add_argument("--draft")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tokens", type=int, default=200)
    options = parser.parse_args()
    results = {}
    guessing = ["--speculation", "auto"] + (["--draft", options.draft] if options.draft else [])
    with server(options.model, "--speculation", "off") as off, server(options.model, *guessing) as auto:
        for text in PROMPTS.values():  # compiles code, touches memory
            ask(off, text, options.tokens), ask(auto, text, options.tokens)
        for name, text in PROMPTS.items():
            pairs = []
            for _ in range(options.rounds):
                plain, expected = ask(off, text, options.tokens)
                guessed, got = ask(auto, text, options.tokens)
                if got != expected:
                    sys.exit(f"the reply that {name} differs:\n{expected!r}\n{got!r}")
                pairs.append((plain, guessed))
            ratios = sorted(guessed / plain for plain, guessed in pairs)
            results[name] = {
                "off": statistics.median(plain for plain, _ in pairs),
                "auto": statistics.median(guessed for _, guessed in pairs),
                "ratio": {"median": statistics.median(ratios), "least": ratios[0], "most": ratios[-1]},
            }
            print("%-22s %5.0f → %5.0f tokens/s, %.2f × (%.2f to %.2f)" % (
                name, results[name]["off"], results[name]["auto"],
                results[name]["ratio"]["median"], ratios[0], ratios[-1]))
    print(json.dumps({"machine": platform.processor() or platform.machine(), "model": options.model, "draft": options.draft, **results}))


if __name__ == "__main__":
    main()
