#!/usr/bin/env python3
"""Compares the matrix products of training with PyTorch's (oneDNN), interleaved, in bf16 and f32, with one and two threads.

Needs the peer: pip install torch
Run:            PYTHON_WITH_TORCH bench/compare_products.py [--rounds 7] [--threads 1 2] [--classes PATH]
Shapes are rows x outputs x inputs: those of example 01 (768 rows; 65 outputs are its head), of SmolLM2-135M (512 rows), and its head.
Each has three products: y = x.wT, dx = dy.w and dw = dyT.x. Ours begin with floats in memory, round and pack both sides each time, and end
with floats; PyTorch's bf16 is given bf16 and gives bf16, without conversions. A first round warms up.
--classes is the class path of bench, as bench/run.sh builds it; without it this builds it.
Prints a line for each: billions of operations a second of both, and the median of the ratios, ours to the peer's, with the least and the most;
last one JSON object.
"""
import argparse, json, pathlib, statistics, subprocess, sys, time
import torch

ROOT = pathlib.Path(__file__).resolve().parent.parent
SHAPES = [(768, 128, 128), (768, 512, 128), (768, 128, 512), (768, 65, 128), (512, 576, 576), (512, 1536, 576), (512, 576, 1536),
          (336, 49152, 576)]
PRODUCTS = ["x.wT", "dy.w", "dyT.x"]


def java():
    found = subprocess.run(["sh", "-c", '. scripts/find-jdk.sh; find_jdk "$PWD"'], cwd=ROOT, capture_output=True, text=True, check=True)
    return pathlib.Path(found.stdout.strip()) / "bin" / "java"


def classes():
    command = ('. scripts/find-jdk.sh; JAVA_HOME=$(find_jdk "$PWD"); export JAVA_HOME; "$(find_maven)" -B -q -ntp -pl bench -am -DskipTests package '
               'dependency:build-classpath -Dmdep.outputFile=target/classpath >&2')
    subprocess.run(["sh", "-c", command], cwd=ROOT, check=True)
    return f"{ROOT / 'bench/target/classes'}:{(ROOT / 'bench/target/classpath').read_text().strip()}"


def start(path, threads):
    return subprocess.Popen(
        [java(), "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
         "-Djdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK=0", "-cp", path, "dev.chatwright.bench.ProductRounds", str(threads)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def ours(process, precision, shape, times):
    process.stdin.write(" ".join(map(str, (precision, *shape, times))) + "\n")
    process.stdin.flush()
    answer = process.stdout.readline().split()
    if len(answer) != len(PRODUCTS):
        sys.exit("ProductRounds ended; is bf16 faster than f32 on this processor?")
    return [float(each) for each in answer]


def peers(precision, shape, times):
    rows, outputs, inputs = shape
    kind = torch.bfloat16 if precision == "bf16" else torch.float32
    x, w, dy = (torch.rand(a, b).sub(0.5).to(kind) for a, b in ((rows, inputs), (outputs, inputs), (rows, outputs)))
    seconds = []
    for multiply in (lambda: x @ w.T, lambda: dy @ w, lambda: dy.T @ x):
        multiply()
        started = time.perf_counter()
        for _ in range(times):
            multiply()
        seconds.append((time.perf_counter() - started) / times)
    return seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--precision", nargs="+", choices=["bf16", "f32"], default=["bf16", "f32"])
    parser.add_argument("--classes")
    options = parser.parse_args()
    path = options.classes or classes()
    results = []
    for threads in options.threads:
        torch.set_num_threads(threads)
        process = start(path, threads)
        for precision in options.precision:
            ours(process, precision, SHAPES[0], 10_000)  # has the code compiled
            for shape in SHAPES:
                work = 2 * shape[0] * shape[1] * shape[2]
                times = max(1, int(2e9 / work))
                runs = {"ours": [], "peer": []}
                for number in range(options.rounds + 1):
                    for which in ("ours", "peer") if number % 2 == 0 else ("peer", "ours"):
                        seconds = ours(process, precision, shape, times) if which == "ours" else peers(precision, shape, times)
                        if number > 0:
                            runs[which].append(seconds)
                for i, product in enumerate(PRODUCTS):
                    ratios = sorted(peer[i] / our[i] for our, peer in zip(runs["ours"], runs["peer"]))
                    rates = {which: work / 1e9 / statistics.median(run[i] for run in runs[which]) for which in runs}
                    row = {"threads": threads, "precision": precision, "shape": shape, "product": product,
                           "ours": rates["ours"], "peer": rates["peer"], "median": statistics.median(ratios), "least": ratios[0], "most": ratios[-1]}
                    results.append(row)
                    print(f"{threads} threads, {precision}, {'x'.join(map(str, shape))}, {product}: {rates['ours']:.0f} and {rates['peer']:.0f} GF/s, "
                          f"{row['median']:.2f} ({row['least']:.2f} to {row['most']:.2f})", flush=True)
        process.stdin.close()
        process.wait()
    print(json.dumps({"torch": torch.__version__, "results": results}))


if __name__ == "__main__":
    main()
