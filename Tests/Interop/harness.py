"""The parts of an interoperability run: certificates, the node, the peers, and the results."""

import json
import os
import queue
import shutil
import socket
import subprocess
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PATIENCE = 15  # seconds within which what was sent has to have arrived
WHOLE_RUN = 1800  # seconds after which no further case is tried


class Failed(Exception):
    """An expectation does not hold."""


def eventually(what, probe, patience=PATIENCE):
    """Asks again until the answer is true, and returns it."""
    end = time.monotonic() + patience
    while True:
        last = probe()
        if last:
            return last
        if time.monotonic() > end:
            raise Failed(f"{what}: not within {patience} s (last answer: {last!r})")
        time.sleep(0.1)


def expect(what, found, wanted):
    if found != wanted:
        raise Failed(f"{what}: {found!r}, and should be {wanted!r}")


def free_ports(count):
    """Ports nobody listens at now. All are held until all are found, so that they differ."""
    held = [socket.socket() for _ in range(count)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


class Certificates:
    """A test authority, and one certificate of it for all names of the test."""

    def __init__(self, place, names):
        self.authority = place / "authority.pem"
        self.certificate, self.key = place / "certificate.pem", place / "key.pem"
        new = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
               "-nodes", "-days", "2"]
        run([*new, "-keyout", place / "authority.key", "-out", self.authority,
             "-subj", "/CN=Interop test authority",
             "-addext", "keyUsage=critical,keyCertSign"])
        run([*new, "-keyout", self.key, "-out", self.certificate, "-subj", f"/CN={names[0]}",
             "-CA", self.authority, "-CAkey", place / "authority.key",
             "-addext", "basicConstraints=critical,CA:FALSE",
             "-addext", "subjectAltName=" + ",".join(f"DNS:{name}" for name in names)])


def run(command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        raise Failed(f"{command[0]} failed: {done.stderr.strip()}")
    return done.stdout


class Program:
    """A process that is ended by its own id, and whose output is kept in a file."""

    # The peers and clients whose cases need it.
    owners = ()

    def __init__(self, command, log, **options):
        self.log = log
        self.output = open(log, "ab")
        self.process = subprocess.Popen(
            [str(part) for part in command], stderr=self.output, **options
        )

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.output.close()

    def tail(self, lines=30):
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])


class Node(Program):
    """A maillage node with one member, marie, steered by its own command line."""

    def __init__(self, program, place, host, port, certificates, peers, tls=None, **settings):
        self.program, self.home = program, place / host
        self.host, self.port = host, port
        self.origin = f"https://{host}:{port}"
        self.address = f"@marie@{host}:{port}"
        self.environment = os.environ | {
            "MAILLAGE_NETWORK_TRUST_ROOTS": str(certificates.authority),
            "MAILLAGE_LOG_LEVEL": "debug",
            **settings,
        }
        self.command(
            "init", "--host", host, "--port", str(port), *(tls or self.doors(certificates)),
            "--allow-address", "127.0.0.0/8", "--map", *[f"{name}=127.0.0.1" for name in peers],
        )
        self.marie = self.command("member", "add", "marie", "--display-name", "Marie")["member"]["uri"]
        self.starts = 0
        self.start(place / f"{host}.log")

    def doors(self, certificates):
        """Where it listens, and who ends TLS."""
        return ["--listen", "127.0.0.1", "--certificate", str(certificates.certificate),
                "--key", str(certificates.key)]

    def start(self, log):
        self.starts += 1
        super().__init__(
            [self.program, "serve", "--home", self.home], log,
            stdout=subprocess.DEVNULL, env=self.environment,
        )
        eventually("the node serves", self.serves, 60)

    def restart(self):
        """Ends the node and starts it again, with the environment as it is now."""
        self.stop()
        expect("how the node ended", self.process.returncode, 0)
        self.start(self.log)

    def serves(self):
        if self.process.poll() is not None:
            raise Failed(f"the node ended at its start:\n{self.tail()}")
        return self.log.read_text(errors="replace").count("The node serves") >= self.starts

    def ask(self, *arguments, given=""):
        """The exit code and what a command printed."""
        done = subprocess.run(
            [self.program, *arguments, "--json", "--home", self.home],
            capture_output=True, text=True, env=self.environment, input=given, timeout=60,
        )
        return done.returncode, done.stdout, done.stderr

    def command(self, *arguments, given=""):
        """The JSON of a command that has to succeed."""
        code, output, errors = self.ask(*arguments, given=given)
        if code != 0:
            raise Failed(f"maillage {' '.join(arguments)} ended with {code}: {errors.strip()}")
        return json.loads(output)

    def uris(self, *arguments):
        return [entry["uri"] for entry in self.command(*arguments)]

    def shows(self, url):
        """A stored post with its counts, or nothing."""
        code, output, errors = self.ask("post", "show", url)
        if code == 3:
            return None
        if code != 0:
            raise Failed(f"maillage post show {url} ended with {code}: {errors.strip()}")
        return json.loads(output)

    def post(self, text, *more):
        return self.command("post", "create", "marie", text, "--audience", "public", *more)["uri"]


class Peer(Program):
    """A program in a virtual environment of its own that takes orders (peers/common.py)."""

    def __init__(self, name, python, place, host, port, certificates, *more):
        self.name, self.host, self.port = name, host, port
        home = place / name
        home.mkdir()
        environment = os.environ | {
            # Every library asks OpenSSL or one of these what to trust.
            "SSL_CERT_FILE": str(certificates.authority),
            "REQUESTS_CA_BUNDLE": str(certificates.authority),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONWARNINGS": "ignore",
        }
        super().__init__(
            [python, HERE / "peers" / f"{name}_peer.py", home, host, port,
             certificates.certificate, certificates.key, *more],
            place / f"{name}.log", cwd=home, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        self.answers, self.count = queue.Queue(), 0
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.process.stdout:
            self.answers.put(json.loads(line))
        self.answers.put(None)

    def answer(self, number, patience=30):
        try:
            answer = self.answers.get(timeout=patience)
        except queue.Empty:
            raise Failed(f"{self.name} does not answer:\n{self.tail()}") from None
        if answer is None:
            raise Failed(f"{self.name} has ended:\n{self.tail()}")
        if "error" in answer:
            raise Failed(f"{self.name} says: {answer['error']}")
        expect(f"the number of the answer of {self.name}", answer["id"], number)
        return answer["result"]

    def ready(self):
        self.answer(0, 60)
        return self

    def tell(self, verb, **what):
        self.count += 1
        order = {"id": self.count, "do": verb, **what}
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        return self.answer(self.count)

    def stop(self):
        if self.process.stdin and self.process.poll() is None:
            try:
                self.process.stdin.close()
                self.process.wait(5)
            except (OSError, subprocess.TimeoutExpired):
                pass
        super().stop()


class Results:
    """Every case with its outcome, told as it comes and summed up at the end."""

    def __init__(self, known):
        self.known, self.rows = known, []
        self.lock = threading.Lock()
        self.end = time.monotonic() + WHOLE_RUN

    def case(self, peer, name, direction, check, took=None):
        """Runs a check. A fault of the other side that is known has to show itself."""
        sign, reason = self.known.get((peer, name, direction), ("", None))
        started = time.monotonic()
        try:
            if started > self.end:
                raise Failed(f"not tried: the run takes longer than {WHOLE_RUN} s")
            check()
            outcome, detail = "pass", ""
            if reason:
                outcome, detail = "FAIL", f"passes now, and is listed as a known fault: {reason}"
        except Failed as failure:
            is_known = reason and sign in str(failure)
            outcome, detail = ("known", reason) if is_known else ("FAIL", str(failure))
        took = time.monotonic() - started if took is None else took
        with self.lock:
            self.rows.append((peer, name, direction, outcome, detail))
            print(f"  {outcome:5} {peer:14} {direction:4} {name} ({took:.1f} s)", flush=True)
            if outcome == "FAIL":
                print("        " + detail.replace("\n", "\n        "), flush=True)

    def count(self, outcome):
        return sum(1 for row in self.rows if row[3] == outcome)

    def table(self):
        """Every case in Markdown, for docs/interop.md; those of each peer or client together."""
        names = list(dict.fromkeys(row[0] for row in self.rows))
        servers, clients = [], []
        for peer, name, direction, outcome, detail in sorted(
            self.rows, key=lambda row: names.index(row[0])
        ):
            result = outcome if not detail else f"{outcome}: {detail}"
            if direction:
                servers.append(f"| {peer} | {direction} | {name} | {result} |")
            else:
                clients.append(f"| {peer} | {name} | {result} |")
        if servers:
            servers[:0] = ["| With | Direction | Case | Result |", "|---|---|---|---|"]
        if clients:
            clients[:0] = ["| Client | Case | Result |", "|---|---|---|"]
        return "\n".join([*clients, "", *servers])


def remove(place):
    shutil.rmtree(place, ignore_errors=True)
