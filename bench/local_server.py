"""Starts `chatwright serve` for the scripts of this folder that measure it."""
import contextlib, json, socket, subprocess, sys, time, urllib.request

LONGEST_START = 300


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_ready(address):
    try:
        with urllib.request.urlopen(address + "/health") as answer:
            return json.load(answer).get("status") == "ready"
    except OSError:
        return False


@contextlib.contextmanager
def serving(command):
    """Runs a command that serves on a free port, and gives the address once its model answers."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.time() + LONGEST_START
        while not is_ready(address):
            if process.poll() is not None or time.time() > deadline:
                sys.exit("the server did not start: " + " ".join(map(str, command)))
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait()
