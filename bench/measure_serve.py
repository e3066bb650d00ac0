#!/usr/bin/env python3
"""Measures what a person feels of `chatwright serve`: start, first token, what the product adds to it, memory.

Run:   python3 bench/measure_serve.py [--model ID] [--starts 5] [--port 8577]
The model must be in the store. Prints each start, and last one JSON object with medians:
  readySeconds        process start until /health says ready
  firstAnswerSeconds  process start until the first token of a first short chat
  firstTokenSeconds   first token of a chat of about 100 tokens that nothing of is cached, server warm
  overheadMillis      what the chat product adds to the engine at the first token: message sent until the first
                      token is read from the stream of its reply, less the time in which the engine computed the
                      prompt; 95th percentile of 40 chats, after 200 that are not counted; replies are cut at
                      8 tokens, so that no title is sought between them
  residentMegabytes   memory of the process afterwards, mapped weights included
Before them, of a server in a home of its own with no model and none to be had:
  firstPageSeconds            process start until the page is answered with 200, in a home that has data already
  residentWithoutModelMegabytes
"""
import argparse, json, os, pathlib, random, statistics, subprocess, tempfile, time, urllib.error, urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORDS = "river stone letter garden winter market doctor window silver morning teacher island engine paper".split()
WARM_CHATS, MEASURED_CHATS = 10, 10
PRODUCT_WARM_CHATS, PRODUCT_CHATS = 200, 40
# Where no registry and no hub answers: the server goes on without a model.
NOWHERE = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0", "HTTPS_PROXY": "http://127.0.0.1:9"}


class Server:
    def __init__(self, model, port, home, environment=None):
        self.model, self.address, self.started = model, f"http://127.0.0.1:{port}", time.perf_counter()
        self.process = subprocess.Popen(
            [ROOT / "chatwright", "serve", "--model", model, "--port", str(port), "--home", home],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | (environment or {}))

    def age(self):
        return time.perf_counter() - self.started

    def await_ready(self):
        while True:
            if self.process.poll() is not None:
                raise SystemExit(f"serve ended with exit code {self.process.returncode}")
            try:
                with urllib.request.urlopen(self.address + "/health", timeout=5) as reply:
                    if json.load(reply)["status"] == "ready":
                        return self.age()
            except (urllib.error.URLError, ConnectionError):
                pass
            time.sleep(0.02)

    def seconds_to_first_token(self, text):
        body = {"model": self.model, "messages": [{"role": "user", "content": text}],
                "stream": True, "max_tokens": 32, "temperature": 0}
        request = urllib.request.Request(
            self.address + "/v1/chat/completions", json.dumps(body).encode(), {"Content-Type": "application/json"})
        sent, first = time.perf_counter(), None
        with urllib.request.urlopen(request, timeout=120) as reply:
            for line in reply:
                if first is None and line.startswith(b"data: {"):
                    choices = json.loads(line[6:])["choices"]
                    if choices and choices[0]["delta"].get("content"):
                        first = time.perf_counter() - sent
        if first is None:
            raise SystemExit(f"no token came for a chat of {len(text)} letters")
        return first

    def await_page(self):
        while True:
            if self.process.poll() is not None:
                raise SystemExit(f"serve ended with exit code {self.process.returncode}")
            try:
                with urllib.request.urlopen(self.address + "/", timeout=5):
                    return self.age()
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.02)

    def api(self, method, path, body):
        request = urllib.request.Request(
            self.address + path, json.dumps(body).encode(), {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=120) as reply:
            return json.load(reply)

    def overhead_millis(self, text):
        """One message of a new chat, as the page sends it."""
        chat = self.api("POST", "/api/conversations", {})["id"]
        sent, first = time.perf_counter(), None
        reply = self.api("POST", f"/api/conversations/{chat}/messages",
                         {"text": text, "options": {"max_tokens": 8, "temperature": 0}})["replies"][0]
        events = urllib.request.urlopen(f"{self.address}/api/generations/{reply['generation_id']}/events", timeout=120)
        with events:
            for line in events:
                event = json.loads(line[6:]) if line.startswith(b"data: {") else {}
                if first is None and event.get("type") == "text-delta":
                    first = time.perf_counter() - sent
                if event.get("type") == "finish":
                    return first * 1000 - event["usage"]["prompt_millis"]
        raise SystemExit(f"the reply {reply['id']} did not end as it should")

    def resident_megabytes(self):
        for line in open(f"/proc/{self.process.pid}/status"):
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1000
        raise SystemExit("no VmRSS in /proc")

    def stop(self):
        self.process.terminate()
        self.process.wait()


def chat_of_100_tokens(dice):
    return " ".join(dice.choice(WORDS) for _ in range(70))


def measure_without_model(model, port, home):
    """Two starts: the first makes the home, the second is measured."""
    for _ in range(2):
        server = Server(model, port, home, NOWHERE)
        try:
            page = server.await_page()
            time.sleep(5)  # what a start leaves to do has been done
            resident = server.resident_megabytes()
        finally:
            server.stop()
    return {"firstPageSeconds": page, "residentWithoutModelMegabytes": resident}


def measure(model, port, home, dice):
    server = Server(model, port, home)
    try:
        ready = server.await_ready()
        asked = server.age()
        answer = asked + server.seconds_to_first_token("Name a river.")
        for _ in range(WARM_CHATS):
            server.seconds_to_first_token(chat_of_100_tokens(dice))
        chats = [server.seconds_to_first_token(chat_of_100_tokens(dice)) for _ in range(MEASURED_CHATS)]
        for _ in range(PRODUCT_WARM_CHATS):
            server.overhead_millis(chat_of_100_tokens(dice))
        added = [server.overhead_millis(chat_of_100_tokens(dice)) for _ in range(PRODUCT_CHATS)]
        return {"readySeconds": ready, "firstAnswerSeconds": answer, "firstTokenSeconds": statistics.median(chats),
                "overheadMillis": statistics.quantiles(added, n=20)[-1],
                "residentMegabytes": server.resident_megabytes()}
    finally:
        server.stop()


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--model", default="smollm2-135m-instruct")
    arguments.add_argument("--starts", type=int, default=5)
    arguments.add_argument("--port", type=int, default=8577)
    given = arguments.parse_args()
    subprocess.run([ROOT / "chatwright", "--version"], check=True)  # builds, so that no start does
    os.environ["CHATWRIGHT_NO_BUILD"] = "1"
    with tempfile.TemporaryDirectory() as folder:
        report(given, pathlib.Path(folder))


def report(given, folder):
    # A home of its own, so that nobody's chats are touched; the models are those that are stored already.
    home = folder / "home"
    home.mkdir()
    stored = pathlib.Path(os.environ.get("CHATWRIGHT_HOME", pathlib.Path.home() / ".chatwright")) / "models"
    (home / "models").symlink_to(stored)
    dice = random.Random(1)
    starts = []
    for number in range(given.starts):
        (folder / f"empty-{number}").mkdir()
        bare = measure_without_model(given.model, given.port, folder / f"empty-{number}")
        starts.append(bare | measure(given.model, given.port, home, dice))
        print(number + 1, {name: round(value, 3) for name, value in starts[-1].items()}, flush=True)
    print(json.dumps({name: {"median": round(statistics.median(s[name] for s in starts), 3),
                             "least": round(min(s[name] for s in starts), 3),
                             "most": round(max(s[name] for s in starts), 3)} for name in starts[0]}))


if __name__ == "__main__":
    main()
