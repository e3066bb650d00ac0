#!/usr/bin/env python3
"""Measures whether the time of a reply tells one tenant what another has asked.

Run:   python3 bench/measure_isolation.py [--model ID] [--words 600] [--rounds 40]
The model must be in the store. Serves it twice, with `engine.isolation` at key and at none, each with two API keys in a
home of its own. In each round one tenant asks a prompt of WORDS random words, and then, in an order that is drawn:
that tenant asks it again (own), the other asks it (other's), and the other asks one that nobody has asked (nobody's).
Prints the median time to the first token of each and its quartiles in milliseconds, and the difference of other's and
nobody's medians with the 95 % interval that 2,000 draws of the rounds give; last one JSON object. With isolation the
interval should hold 0; without, it shows what there would be to see.
"""
import argparse, json, os, pathlib, random, statistics, tempfile, time, urllib.request

from local_server import serving

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORDS = ("book river stone garden window letter morning table paper bridge music winter summer doctor teacher market "
         "bread water street house light story train mountain forest island village").split()


def post(address, path, body, key=None):
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
    return urllib.request.urlopen(urllib.request.Request(address + path, json.dumps(body).encode(), headers))


def first_token(address, model, key, prompt):
    """Returns the milliseconds from sending a request to the first event of its reply."""
    body = {"model": model, "prompt": prompt, "max_tokens": 1, "temperature": 0, "stream": True}
    started = time.perf_counter()
    with post(address, "/v1/completions", body, key) as answer:
        answer.readline()
        took = time.perf_counter() - started
        answer.read()
    return took * 1e3


def measure(address, options, generator):
    keys = []
    for name in ("one", "other"):
        with post(address, "/api/keys", {"name": name, "scopes": ["api"]}) as answer:
            keys.append(json.load(answer)["secret"])
    times = {"own": [], "other's": [], "nobody's": []}
    for number in range(-3, options.rounds):  # the first three warm up
        asked, unasked = (" ".join(generator.choices(WORDS, k=options.words)) for _ in range(2))
        first_token(address, options.model, keys[0], asked)
        probes = [("own", keys[0], asked), ("other's", keys[1], asked), ("nobody's", keys[1], unasked)]
        generator.shuffle(probes)
        for kind, key, prompt in probes:
            took = first_token(address, options.model, key, prompt)
            if number >= 0:
                times[kind].append(took)
    return times


def difference(times, generator):
    """Returns other's less nobody's median, and the interval."""
    pairs = list(zip(times["other's"], times["nobody's"]))

    def of(drawn):
        return statistics.median(a for a, _ in drawn) - statistics.median(b for _, b in drawn)

    draws = sorted(of(generator.choices(pairs, k=len(pairs))) for _ in range(2000))
    return [round(value, 2) for value in (of(pairs), draws[50], draws[-51])]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default="smollm2-135m-instruct")
    parser.add_argument("--words", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--program", nargs="+", default=[str(ROOT / "chatwright")])
    options = parser.parse_args()
    generator = random.Random(7)
    home = pathlib.Path(os.environ.get("CHATWRIGHT_HOME", pathlib.Path.home() / ".chatwright"))
    result = {}
    for isolation in ("key", "none"):
        with tempfile.TemporaryDirectory() as temporary:
            (pathlib.Path(temporary) / "models").symlink_to((home / "models").resolve())
            os.environ["CHATWRIGHT_ENGINE_ISOLATION"] = isolation
            with serving(options.program + ["serve", "--model", options.model, "--home", temporary]) as address:
                times = measure(address, options, generator)
        result[isolation] = {kind: round(statistics.median(values), 2) for kind, values in times.items()}
        for kind, values in times.items():
            low, middle, high = statistics.quantiles(values, n=4)
            print(f"{isolation}, {kind}: median {middle:.2f} ms, quartiles {low:.2f} to {high:.2f}", flush=True)
        result[isolation]["difference"] = difference(times, generator)
        print("{}: other's less nobody's {} ms, 95 % from {} to {}".format(isolation, *result[isolation]["difference"]))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
