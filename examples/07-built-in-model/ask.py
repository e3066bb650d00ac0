#!/usr/bin/env python3
"""Asks the model questions that it has not seen, and tells how often the answer is one of those written for the question.

    python3 ask.py DATA ADDRESS [--questions N]

ADDRESS is that of a server, such as http://127.0.0.1:8080. The questions are those of CLINC150's test split whose intents
stand behind an "@" in this folder, and its questions that belong to no intent, to which the model should say that it does
not know. No figure of this is a figure of CLINC150's own task.
"""
import argparse
import json
import random
import re
import urllib.request
from collections import defaultdict
from pathlib import Path

import conversations


def answers(blocks, words):
    """Returns a pattern for each intent: any of the answers of its block."""
    patterns = {}
    for block in blocks:
        texts = [re.sub(r"\\\{\w+\\\}", ".+", re.escape(answer)) for answer in block.answers]
        for group in block.groups + [kind for kind in block.kinds if kind == "oos"]:
            patterns[group] = (block.name, re.compile("|".join(texts) or "$^", re.IGNORECASE))
    return patterns


def ask(address, question):
    body = {"model": "built-in", "temperature": 0, "max_tokens": 120, "messages": [{"role": "user", "content": question}]}
    request = urllib.request.Request(
        address + "/v1/chat/completions", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["choices"][0]["message"]["content"]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path)
    options.add_argument("address")
    options.add_argument("--questions", type=int, default=400)
    given = options.parse_args()
    blocks = []
    for name in ("about-chatwright.txt", "small-talk.txt"):
        blocks += conversations.read(Path(__file__).parent / name)[0]
    patterns = answers(blocks, {})
    clinc = json.loads((given.data / "instruct/clinc150/data_full.json").read_text(encoding="utf-8"))
    rows = [row for row in clinc["test"] + clinc["oos_test"] if row[1] in patterns]
    random.Random(1).shuffle(rows)
    found = defaultdict(list)
    for question, intent in rows[: given.questions]:
        name, pattern = patterns[intent]
        reply = ask(given.address, question)
        found[name].append(bool(pattern.fullmatch(reply)))
        if not found[name][-1]:
            print(f"{name}: {question} -> {reply}")
    for name, results in sorted(found.items()):
        print(f"{sum(results):4d} of {len(results):4d}  {name}")
    every = [result for results in found.values() for result in results]
    print(f"{sum(every)} of {len(every)} answers were written for the question: {sum(every) / len(every):.3f}")


if __name__ == "__main__":
    main()
