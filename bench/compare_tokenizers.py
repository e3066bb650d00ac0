#!/usr/bin/env python3
"""Compares tokenizer training and encoding with Hugging Face tokenizers and tiktoken, interleaved, on one text.

Needs the peers: pip install tokenizers tiktoken
Run:             python3 bench/compare_tokenizers.py TEXT... [--rounds 5] [--vocabulary 32000]
                 [--gpt2 ENCODER.json MERGES.txt] [--classes PATH]
Training: every round starts a process of each, ours first in every other round. What is compared is the time from the
first byte read to the file written, without the start of Python or Java, and beside it the whole process and its
processor time. The peer gets the text in pieces that are cut where words are not, so that both learn from the same
words, and must come to the same merges. Byte-pair encoding, GPT-2's pattern, both with all processors.
Encoding, where GPT-2's files are given: a process of each encodes the text on one thread in turn; a first round warms up.
--classes is the class path of bench, as bench/run.sh builds it; without it this builds it.
Prints each round, and last one JSON object with the medians of the ratios, peer's time to ours, and their spread.
"""
import argparse, json, os, pathlib, resource, statistics, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PIECE = 1 << 16

TRAIN_PEER = """
import json, sys, time
from tokenizers import Tokenizer, decoders, models, trainers
from tokenizers import pre_tokenizers as pre
size, source, out = int(sys.argv[1]), sys.argv[2], sys.argv[3]
tokenizer = Tokenizer(models.BPE())
tokenizer.pre_tokenizer = pre.ByteLevel(add_prefix_space=False)
tokenizer.decoder = decoders.ByteLevel()
trainer = trainers.BpeTrainer(vocab_size=size, initial_alphabet=pre.ByteLevel.alphabet(),
                              special_tokens=["<|endoftext|>"], show_progress=False)
def pieces():
    text = open(source, encoding="utf-8", newline="").read()
    at = 0
    while at < len(text):
        end = at + %d
        while end < len(text) and not (text[end] == " " and text[end - 1].isascii() and text[end - 1].isalpha()):
            end += 1
        yield text[at:end]
        at = end
started = time.perf_counter()
tokenizer.train_from_iterator(pieces(), trainer)
tokenizer.save(out)
print(time.perf_counter() - started)
""" % PIECE

ENCODE_PEER = """
import json, os, sys, time
os.environ["RAYON_NUM_THREADS"] = "1"
os.environ["TOKENIZERS_PARALLELISM"] = "false"
kind, vocabulary, source = sys.argv[1:]
text = open(source, encoding="utf-8", newline="").read()
pieces, at = [], 0
while at < len(text):
    end = at + %d
    while end < len(text) and not (text[end] == " " and text[end - 1].isascii() and text[end - 1].isalpha()):
        end += 1
    pieces.append(text[at:end])
    at = end
if kind == "tokenizers":
    from tokenizers import Tokenizer
    tokenizer = Tokenizer.from_file(vocabulary)
    encode = lambda piece: len(tokenizer.encode(piece).ids)
else:
    import tiktoken
    from tokenizers import pre_tokenizers
    model = json.load(open(vocabulary))["model"]["vocab"]
    letters = [v for v in range(256) if 33 <= v <= 126 or 161 <= v <= 172 or 174 <= v]
    byte_of = {chr(v): v for v in letters}
    byte_of |= {chr(256 + i): v for i, v in enumerate(v for v in range(256) if v not in letters)}
    ranks = {bytes(byte_of[c] for c in t): i for t, i in model.items() if t != "<|endoftext|>"}
    pattern = r"'(?:[sdmt]|ll|ve|re)| ?\\p{L}++| ?\\p{N}++| ?[^\\s\\p{L}\\p{N}]++|\\s++$|\\s+(?!\\S)|\\s"
    encoding = tiktoken.Encoding("gpt2", pat_str=pattern, mergeable_ranks=ranks, special_tokens={})
    encode = lambda piece: len(encoding.encode_ordinary(piece))
for line in sys.stdin:
    started = time.perf_counter()
    tokens = sum(map(encode, pieces))
    print(time.perf_counter() - started, tokens, flush=True)
""" % PIECE


def run(command):
    """Returns what a process printed, how long it took and its processor time."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True)
    elapsed, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{command[0]} failed: {done.stderr}")
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done.stdout, {"process": elapsed, "processor": processor}


def train_ours(text, size, out):
    out.unlink(missing_ok=True)
    printed, times = run([ROOT / "chatwright", "tokenizer", "train", "--vocabulary", str(size), "--special",
                          "<|endoftext|>", "--json", "--out", str(out), str(text)])
    return {"training": json.loads(printed.splitlines()[-1])["seconds"], **times}


def train_peer(text, size, out):
    printed, times = run([sys.executable, "-c", TRAIN_PEER, str(size), str(text), str(out)])
    return {"training": float(printed), **times}


def compare_training(text, arguments, folder):
    ours_file, peer_file = folder / "ours.json", folder / "peer.json"
    train_ours(text, 300, ours_file)  # builds where that is needed
    ratios = {"training": [], "process": [], "processor": []}
    for index in range(arguments.rounds):
        turns = [("ours", train_ours, ours_file), ("peer", train_peer, peer_file)]
        took = {name: turn(text, arguments.vocabulary, out) for name, turn, out in turns[::-1 if index % 2 else 1]}
        for what, list_of_ratios in ratios.items():
            list_of_ratios.append(took["peer"][what] / took["ours"][what])
        print("training", json.dumps(took), flush=True)
    models = [json.loads(file.read_text())["model"] for file in (ours_file, peer_file)]
    same = models[0]["merges"] == models[1]["merges"] and models[0]["vocab"] == models[1]["vocab"]
    return {"sameMerges": same, **{what: summary(values) for what, values in ratios.items()}}


def gpt2_tokenizer(encoder, merges, out):
    """GPT-2's two files as one tokenizer.json."""
    pairs = [line.split(" ") for line in pathlib.Path(merges).read_text().splitlines() if line and line[0] != "#"]
    step = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
    out.write_text(json.dumps({
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": [], "normalizer": None,
        "pre_tokenizer": step, "post_processor": None, "decoder": step,
        "model": {"type": "BPE", "dropout": None, "unk_token": None, "continuing_subword_prefix": None,
                  "end_of_word_suffix": None, "fuse_unk": False, "byte_fallback": False, "ignore_merges": False,
                  "vocab": json.loads(pathlib.Path(encoder).read_text()), "merges": pairs}}))
    return out


class Encoder:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def round(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        seconds, tokens = self.process.stdout.readline().split()
        return float(seconds), int(tokens)

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def bench_classes():
    file = ROOT / "bench" / "target" / "classpath"
    subprocess.run(["mvn", "-B", "-q", "-ntp", "-pl", "bench", "-am", "-DskipTests", "package",
                    "dependency:build-classpath", "-Dmdep.outputFile=target/classpath"], cwd=ROOT, check=True)
    return f"{ROOT / 'bench' / 'target' / 'classes'}:{file.read_text()}"


def compare_encoding(text, arguments, folder):
    vocabulary = gpt2_tokenizer(*arguments.gpt2, folder / "gpt2.json")
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"
    classes = arguments.classes or bench_classes()
    encoders = {
        "ours": Encoder([java, "-cp", classes, "dev.chatwright.bench.EncodingRounds", str(vocabulary), str(text)]),
        **{name: Encoder([sys.executable, "-c", ENCODE_PEER, name, str(vocabulary), str(text)])
           for name in ("tokenizers", "tiktoken")}}
    ratios = {"tokenizers": [], "tiktoken": []}
    for index in range(arguments.rounds + 1):
        took = {name: encoder.round() for name, encoder in encoders.items()}
        megabytes = {name: text.stat().st_size / 1e6 / seconds for name, (seconds, _) in took.items()}
        print("encoding, MB/s" + (" (warm-up)" if index == 0 else ""), json.dumps(megabytes), flush=True)
        for name in ratios if index else ():
            ratios[name].append(took[name][0] / took["ours"][0])
    for encoder in encoders.values():
        encoder.stop()
    return {"tokens": {name: tokens for name, (_, tokens) in took.items()}, **{name: summary(values) for name, values in ratios.items()}}


def summary(values):
    return {"median": round(statistics.median(values), 2), "least": round(min(values), 2), "most": round(max(values), 2)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="+", type=pathlib.Path, metavar="TEXT")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--vocabulary", type=int, default=32000)
    parser.add_argument("--gpt2", nargs=2, metavar=("ENCODER", "MERGES"))
    parser.add_argument("--classes")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        text = folder / "text.txt"
        text.write_bytes(b"".join(file.read_bytes() for file in arguments.texts))
        result = {"megabytes": text.stat().st_size / 1e6, "training": compare_training(text, arguments, folder)}
        if arguments.gpt2:
            result["encoding"] = compare_encoding(text, arguments, folder)
        print(json.dumps(result))


if __name__ == "__main__":
    main()
