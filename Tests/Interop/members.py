"""Programs that members use, on a node of their own: Tests/Interop/clients, one file each."""

import json
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor

from harness import HERE, Certificates, Failed, Node, free_ports

CLIENTS = {
    "websockets": "websockets_client.py",
    "mastodonpy": "mastodon_client.py",
    "toot": "toot_client.py",
    "schemathesis": "schemathesis_client.py",
}
# Those of one lane run in turn, the lanes beside each other.
LANES = [["websockets", "mastodonpy", "toot"], ["schemathesis"]]
MEMBERS = {"awa": "mot de passe d’awa", "basile": "mot de passe de basile"}
PICTURE = HERE.parent / "Fixtures" / "media" / "located.jpg"
PATIENCE = 120  # seconds that one client may take
# Each does in a minute what people do in a day.
UNLIMITED = {
    "MAILLAGE_LIMITS_CLIENT_REQUESTS": "1000000", "MAILLAGE_LIMITS_REQUESTS_PER_MINUTE": "1000000",
}


def play(arguments, place, results, running):
    """Runs each client that is asked for; no name but localhost leads anywhere for them."""
    names = [name for name in CLIENTS if not arguments.only or name in arguments.only]
    # Nodes are made in turn: what is in `running` is ended whatever comes.
    grounds = {name: prepare(name, arguments, place, running) for name in names}

    def lane(wanted):
        for name in wanted:
            node, ground, certificates = grounds[name]
            python = arguments.environments / name / "bin" / "python"
            run(name, python, node, ground, certificates, results)
            node.stop()

    lanes = [[name for name in wanted if name in names] for wanted in LANES]
    with ThreadPoolExecutor(len(lanes)) as pool:
        for done in [pool.submit(lane, wanted) for wanted in lanes]:
            done.result()


def prepare(name, arguments, place, running):
    """A node for one client: what one does changes nothing for the next."""
    ground = place / f"client-{name}"
    ground.mkdir()
    certificates = Certificates(ground, ["localhost"])
    node = Node(
        arguments.maillage, ground, "localhost", free_ports(1)[0], certificates, ["localhost"],
        **UNLIMITED,
    )
    running.append(node)
    for member, password in MEMBERS.items():
        node.command("member", "add", member, "--password-stdin", given=password + "\n")
        # A new member writes for the node; clients expect posts to be public.
        node.command("member", "audience", member, "public")
        # Nor is it found by others unless it says so.
        node.command("member", "findable", member, "--profile", "yes", "--posts", "yes")
    return node, ground, certificates


def run(name, python, node, ground, certificates, results):
    setting = {
        "origin": node.origin, "members": MEMBERS, "picture": str(PICTURE), "place": str(ground),
        "command": [str(node.program)], "home": str(node.home),
    }
    environment = node.environment | {
        # requests asks the second of these what to trust, all others OpenSSL's.
        "SSL_CERT_FILE": str(certificates.authority),
        "REQUESTS_CA_BUNDLE": str(certificates.authority),
        "WEBSOCKET_CLIENT_CA_BUNDLE": str(certificates.authority),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    log = ground / f"{name}.log"
    with open(log, "wb") as output:
        process = subprocess.Popen(
            [python, HERE / "clients" / CLIENTS[name], json.dumps(setting)], cwd=ground,
            env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=output,
            text=True,
        )
        watch = threading.Timer(PATIENCE, process.kill)
        watch.start()
        try:
            for line in process.stdout:
                told = json.loads(line)
                results.case(name, told["case"], "", lambda: judge(told["failure"]), told["took"])
            code = process.wait()
        finally:
            watch.cancel()
            process.kill()
    if code != 0:
        end = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
        results.case(name, "runs to its end", "", lambda: judge(f"ended with {code}:\n{end}"))


def judge(failure):
    if failure:
        raise Failed(failure)
