"""Trains byte-pair tokenizers with Hugging Face tokenizers and writes digests of what comes out.

Run in the folder of this module:  python src/test/python/train_tokenizers.py
Needs: pip install tokenizers; for the row of Shakespeare, the shared data.

Each row has the vocabulary's size, the number of merges, and SHA-256 of all merges, one a line with a space between.
The text of the other rows is made by a formula, see `formula_text`, and by the test in the same way.
"""

import hashlib
import json
from pathlib import Path

from tokenizers import Regex, Tokenizer, models, trainers
from tokenizers import pre_tokenizers as pre
from make_tokenizers import GPT4O, LLAMA3, QWEN2

OUT = Path("src/test/resources/dev/chatwright/tokenizer/training/merges.json")
SHAKESPEARE = Path("../../shared/data/pretrain/tinyshakespeare/input.txt")
SPECIAL = ["<|endoftext|>", "<|im_start|>"]
SYLLABLES = ["ka", "to", "mi", "ran", "el", "SHO", "ß", "é", "中", "の", "😀", "12", "7", "aa", "aaa", "na", "n", "'s", "'", "-", "_"]
GAPS = [" ", " ", " ", " ", "  ", "\n", "\n\n", "\t", ". ", ", ", "!\n", "\r\n", " \n ", "\u00a0", "\u3000"]


def formula_text(words):
    """Words of one to four syllables, drawn by a linear congruential generator; small numbers are drawn more often."""
    state, parts = 1, []

    def draw(bound):
        nonlocal state
        state = (state * 1103515245 + 12345) % 2**31
        first = state >> 8
        state = (state * 1103515245 + 12345) % 2**31
        return min(first % bound, (state >> 8) % bound)

    for _ in range(words):
        for _ in range(1 + draw(4)):
            parts.append(SYLLABLES[draw(len(SYLLABLES))])
        parts.append(GAPS[draw(len(GAPS))])
    return "".join(parts)


def split(pattern):
    return pre.Sequence([pre.Split(Regex(pattern), "isolated"), pre.ByteLevel(False, use_regex=False)])


PATTERNS = {
    "GPT2": pre.ByteLevel(add_prefix_space=False),
    "SMOLLM": pre.Sequence([pre.Digits(True), pre.ByteLevel(add_prefix_space=False)]),
    "LLAMA3": split(LLAMA3),
    "QWEN2": split(QWEN2),
    "GPT4O": split(GPT4O),
}


def row(name, text, pattern, size, least):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = PATTERNS[pattern]
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        min_frequency=least,
        initial_alphabet=pre.ByteLevel.alphabet(),
        special_tokens=SPECIAL,
        show_progress=False,
    )
    tokenizer.train_from_iterator([text], trainer)
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    lines = "".join(f"{left} {right}\n" for left, right in merges)
    return {
        "text": name,
        "pattern": pattern,
        "size": size,
        "leastFrequency": least,
        "vocabulary": tokenizer.get_vocab_size(),
        "merges": len(merges),
        "sha256": hashlib.sha256(lines.encode()).hexdigest(),
    }


def main():
    text = formula_text(20_000)
    rows = [row("formula", text, pattern, 1200, 1) for pattern in PATTERNS]
    rows.append(row("formula", text, "GPT2", 100_000, 1))
    rows.append(row("formula", text, "GPT2", 100_000, 7))
    rows.append(row("shakespeare", SHAKESPEARE.read_bytes().decode(), "GPT2", 8000, 2))
    rows.append(row("shakespeare", SHAKESPEARE.read_bytes().decode(), "LLAMA3", 32000, 1))
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text("[\n" + ",\n".join(json.dumps(each) for each in rows) + "\n]\n")


if __name__ == "__main__":
    main()
