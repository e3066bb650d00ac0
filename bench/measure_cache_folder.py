#!/usr/bin/env python3
"""Measures how soon a reply to a known prompt begins after a restart, with and without a folder for keys and values.

Run:   python3 bench/measure_cache_folder.py [--model ID] [--tokens 1000] [--rounds 7]
The model must be in the store. In each round, and in turn, a server with `engine.cache_folder` and one without, each with
a home of its own, is asked a prompt of about TOKENS tokens and ended, started again and asked the same; so are some other
prompts of that length before, by which Java compiles what computes (and, in the folder, what opens). Prints the median
time to the first token in milliseconds of the very first request after the restart and of the ones after it, and how
many tokens were there; last one JSON object. The files are in the page cache.
"""
import argparse, json, os, pathlib, random, statistics, tempfile, time, urllib.request

from local_server import serving

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORDS = ("book river stone garden window letter morning table paper bridge music winter summer doctor teacher market "
         "bread water street house light story train mountain forest island village").split()
PROMPTS = 6


def ask(address, model, prompt):
    """Returns the milliseconds to the first event of the reply, and how many tokens were in the cache."""
    body = {"model": model, "prompt": prompt, "max_tokens": 1, "temperature": 0, "stream": True,
            "stream_options": {"include_usage": True}}
    request = urllib.request.Request(address + "/v1/completions", json.dumps(body).encode(),
                                     {"Content-Type": "application/json"})
    started = time.perf_counter()
    with urllib.request.urlopen(request) as answer:
        answer.readline()
        took = time.perf_counter() - started
        events = [json.loads(line[6:]) for line in answer if line.startswith(b"data: {")]
    usage = next(event["usage"] for event in events if event.get("usage"))
    return took * 1e3, usage["prompt_tokens_details"]["cached_tokens"]


def measure(options, home, folder, prompts):
    """Returns the times and cached tokens of all prompts after a restart."""
    with tempfile.TemporaryDirectory() as temporary:
        (pathlib.Path(temporary) / "models").symlink_to((home / "models").resolve())
        command = options.program + ["serve", "--model", options.model, "--home", temporary]
        if folder:
            command += ["--cache-folder", temporary + "/cache"]
        with serving(command) as address:
            for prompt in prompts:
                ask(address, options.model, prompt)
        with serving(command) as address:
            time.sleep(options.settle)
            return [ask(address, options.model, prompt) for prompt in prompts]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default="smollm2-135m-instruct")
    parser.add_argument("--tokens", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--settle", type=float, default=3, help="seconds from ready to the first request")
    parser.add_argument("--program", nargs="+", default=[str(ROOT / "chatwright")])
    options = parser.parse_args()
    generator = random.Random(7)
    home = pathlib.Path(os.environ.get("CHATWRIGHT_HOME", pathlib.Path.home() / ".chatwright"))
    times = {True: [], False: []}
    for _ in range(options.rounds):
        prompts = [" ".join(generator.choices(WORDS, k=options.tokens)) for _ in range(PROMPTS)]
        for folder in generator.sample([True, False], 2):
            times[folder].append(measure(options, home, folder, prompts))
    result = {}
    for folder, rounds in times.items():
        first = [one[0] for one in rounds]
        later = [time for one in rounds for time in one[1:]]
        name = "with folder" if folder else "without"
        result[name] = {
            "first": round(statistics.median(time for time, _ in first), 1),
            "later": round(statistics.median(time for time, _ in later), 1),
            "cached tokens": statistics.median(cached for _, cached in first + later)}
        print(f"{name}: first {result[name]['first']} ms, later {result[name]['later']} ms,"
              f" {result[name]['cached tokens']:.0f} tokens from the cache")
    print(json.dumps(result))


if __name__ == "__main__":
    main()
