#!/usr/bin/env python3
"""Compares prompt and decode speed with llama.cpp, interleaved, on one file.

Needs the peer: CMAKE_ARGS=-DGGML_NATIVE=ON pip install llama-cpp-python
Run:            python3 bench/compare_llama_cpp.py MODEL.gguf [--pairs 5] [--threads 2]
Prints each pair, and last one JSON object with the medians of the ratios and their spread.
"""
import argparse, ctypes, json, pathlib, platform, statistics, subprocess, sys, time

ROOT = pathlib.Path(__file__).resolve().parent.parent


def cpu_name():
    try:
        lines = open("/proc/cpuinfo").read().splitlines()
    except OSError:
        return platform.processor()
    fields = {name.strip(): value.strip() for name, value in (line.split(":", 1) for line in lines if ":" in line)}
    return f"{fields['model name']} (family {fields['cpu family']}, model {fields['model']})"


def ours(model, prompt, decode, threads):
    output = subprocess.run(
        [ROOT / "chatwright", "bench", "inference", "--model", model, "--prompt-tokens", str(prompt),
         "--decode-tokens", str(decode), "--threads", str(threads), "--json"],
        capture_output=True, text=True, check=True).stdout
    result = json.loads(output.splitlines()[-1])
    return result["prefillTokensPerSecond"], result["decodeTokensPerSecond"], result["kernels"]


class Peer:
    """llama.cpp driven through its C interface, as llama-bench drives it."""

    def __init__(self, model, threads):
        import llama_cpp
        self.c = llama_cpp
        quiet = llama_cpp.llama_log_callback(lambda level, text, data: None)
        self.quiet = quiet
        llama_cpp.llama_log_set(quiet, ctypes.c_void_p(0))
        llama_cpp.llama_backend_init()
        self.model = llama_cpp.llama_model_load_from_file(
            str(model).encode(), llama_cpp.llama_model_default_params())
        params = llama_cpp.llama_context_default_params()
        params.n_ctx = 1024
        params.n_batch = params.n_ubatch = 512
        params.n_threads = params.n_threads_batch = threads
        self.context = llama_cpp.llama_init_from_model(self.model, params)

    def _decode(self, tokens):
        array = (self.c.llama_token * len(tokens))(*tokens)
        if self.c.llama_decode(self.context, self.c.llama_batch_get_one(array, len(tokens))):
            raise RuntimeError("llama_decode failed")

    def _clear(self):
        self.c.llama_memory_clear(self.c.llama_get_memory(self.context), True)

    def measure(self, prompt, decode):
        tokens = [100 + i % 1000 for i in range(prompt)]
        self._clear(); self._decode(tokens)  # warm-up
        self._clear()
        start = time.perf_counter(); self._decode(tokens); prefill = time.perf_counter() - start
        self._clear(); self._decode([1])
        start = time.perf_counter()
        for i in range(decode):
            self._decode([100 + i])
        return prompt / prefill, decode / (time.perf_counter() - start)


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("model", type=pathlib.Path)
    arguments.add_argument("--pairs", type=int, default=5)
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--prompt-tokens", type=int, default=512)
    arguments.add_argument("--decode-tokens", type=int, default=128)
    given = arguments.parse_args()
    try:
        peer = Peer(given.model, given.threads)
    except ImportError:
        sys.exit("llama-cpp-python is not installed; see the first lines of this file")
    pairs = []
    for number in range(given.pairs):
        our_prefill, our_decode, kernels = ours(given.model, given.prompt_tokens, given.decode_tokens, given.threads)
        peer_prefill, peer_decode = peer.measure(given.prompt_tokens, given.decode_tokens)
        pairs.append((our_prefill, peer_prefill, our_decode, peer_decode))
        print(f"{number + 1}: prompt {our_prefill:.0f} / {peer_prefill:.0f}   reply {our_decode:.1f} / {peer_decode:.1f}"
              "   (chatwright / llama.cpp, tokens/s)", flush=True)
    prefill = sorted(p[0] / p[1] for p in pairs)
    decode = sorted(p[2] / p[3] for p in pairs)
    print(json.dumps({
        "cpu": cpu_name(), "threads": given.threads, "model": given.model.name, "kernels": kernels,
        "promptRatio": {"median": statistics.median(prefill), "least": prefill[0], "most": prefill[-1]},
        "decodeRatio": {"median": statistics.median(decode), "least": decode[0], "most": decode[-1]},
        "chatwright": {"prompt": statistics.median(p[0] for p in pairs), "decode": statistics.median(p[2] for p in pairs)},
        "llama.cpp": {"prompt": statistics.median(p[1] for p in pairs), "decode": statistics.median(p[3] for p in pairs)},
    }))


if __name__ == "__main__":
    main()
