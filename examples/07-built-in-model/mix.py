#!/usr/bin/env python3
"""Makes what the built-in model learns from: text.txt to read first, chats.jsonl to be tuned by.

    python3 mix.py DATA OUT [--seed N] [--chats N]

DATA holds the public data sets that README.md lists; those that are absent are left out with a warning. Our own
conversations lie beside this file. The same data and seed give the same bytes.
"""
import argparse
import json
import random
import sys
from pathlib import Path

import conversations
import sources

END = "<|endoftext|>"
SYSTEMS = [
    "You are a helpful assistant.",
    "You are a friendly assistant.",
    "Answer briefly.",
    "You are Chatwright's built-in model.",
    "Be kind and answer in simple English.",
]


def chatml(messages):
    return "".join(f"<|im_start|>{m['role']}\n{m['content']}<|im_end|>\n" for m in messages)


def write_text(path, documents, chats, share, rng):
    """All documents in a shuffled order, with so many conversations between them that they are a share of the text."""
    wanted = int(share / (1 - share) * sum(len(d) for d in documents))
    mixed = list(documents)
    size = 0
    for chat in chats:
        if size > wanted:
            break
        text = chatml(chat).rstrip("\n")
        mixed.append(text)
        size += len(text)
    rng.shuffle(mixed)
    with open(path, "w", encoding="utf-8", newline="\n") as out:
        out.write("".join(text + END + "\n" for text in mixed))
    return len(mixed)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--chats", type=int, default=20000, help="conversations to be tuned by")
    options.add_argument("--share", type=float, default=0.3, help="of conversations in the text to read first")
    given = options.parse_args()

    rng = random.Random(given.seed)
    data = sources.Sources(given.data)
    writer = conversations.Writer(Path(__file__).parent, data.questions(), data.stories(), rng)

    def chat(tasks):
        if rng.random() < tasks:
            return writer.task()
        messages = writer.conversation()
        if rng.random() < 0.1:
            messages.insert(0, {"role": "system", "content": rng.choice(SYSTEMS)})
        return messages

    given.out.mkdir(parents=True, exist_ok=True)
    tuned = [chat(0.06) for _ in range(given.chats)]
    with open(given.out / "chats.jsonl", "w", encoding="utf-8", newline="\n") as out:
        out.write("".join(json.dumps({"messages": c}, ensure_ascii=False) + "\n" for c in tuned))
    documents = data.documents()
    count = write_text(given.out / "text.txt", documents, iter(lambda: chat(0), None), given.share, rng)
    for missing in data.missing:
        print("absent:", missing, file=sys.stderr)
    print(f"{given.out}: {count} documents to read, {len(tuned)} conversations to be tuned by")


if __name__ == "__main__":
    main()
