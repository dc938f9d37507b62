"""Programs that members use, on a node of their own: Tests/Interop/clients, one file each."""

import json
import shutil
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor

from harness import HERE, Certificates, Failed, Node, Program, expect, free_ports

CLIENTS = {
    "websockets": "websockets_client.py",
    "mastodonpy": "mastodon_client.py",
    "toot": "toot_client.py",
    "schemathesis": "schemathesis_client.py",
    "browser": "browser_client.py",
}
# Those of one lane run in turn, the lanes beside each other.
LANES = [["websockets", "mastodonpy", "toot"], ["schemathesis", "browser"]]
# Who looks at two nodes that know each other.
NEIGHBOUR = "neighbour.test"
WITH_NEIGHBOUR = ["browser"]
MEMBERS = {"awa": "mot de passe d’awa", "basile": "mot de passe de basile"}
PICTURE = HERE.parent / "Fixtures" / "media" / "located.jpg"
PATIENCE = {"browser": 1500, "schemathesis": 480}  # seconds that one client may take
USUAL_PATIENCE = 240
# Each does in a minute what people do in a day.
UNLIMITED = {
    "MAILLAGE_LIMITS_CLIENT_REQUESTS": "1000000", "MAILLAGE_LIMITS_REQUESTS_PER_MINUTE": "1000000",
}


def play(arguments, place, results, running):
    """Runs each client that is asked for; no name but localhost leads anywhere for them."""
    stopping = threading.Event()

    def lane(names):
        for name in names:
            if stopping.is_set() or (arguments.only and name not in arguments.only):
                continue
            if name == "browser" and not shutil.which("chromium"):
                continue  # scripts/interop has said so
            try:
                run(name, arguments, place, results, running)
            except (Failed, OSError) as failure:
                results.case(name, "set up", "", lambda: judge(str(failure)))

    with ThreadPoolExecutor(len(LANES)) as pool:
        try:
            for done in [pool.submit(lane, names) for names in LANES]:
                done.result()
        finally:
            # Ended from outside, no lane has anything to wait for.
            stopping.set()
            for program in running:
                program.stop()


def prepare(name, program, place, running):
    """The nodes for one client: what one does changes nothing for the next."""
    ground = place / f"client-{name}"
    ground.mkdir()
    hosts = ["localhost", *([NEIGHBOUR] if name in WITH_NEIGHBOUR else [])]
    certificates = Certificates(ground, hosts)
    # Faster than life, so that seconds show what takes minutes.
    settings = UNLIMITED | {
        "MAILLAGE_TERRITORY_SYNC_INTERVAL": "1", "MAILLAGE_TERRITORY_SEAL_INTERVAL": "3",
        "MAILLAGE_TALENTS_SYNC_INTERVAL": "1",
    }
    if name == "browser":
        for key, text in (("LEGAL_NOTICE", "# Mentions légales\n\nLa Rade, Brest.\n"), ("PRIVACY", "# Vie privée\n")):
            (ground / f"{key.lower()}.md").write_text(text)
            settings[f"MAILLAGE_NODE_{key}"] = str(ground / f"{key.lower()}.md")
    nodes = []
    for host, port in zip(hosts, free_ports(len(hosts))):
        node = Node(program, ground, host, port, certificates, hosts, **settings)
        node.owners = (name,)
        nodes.append(node)
        running.append(node)
        for member, password in MEMBERS.items():
            node.command("member", "add", member, "--password-stdin", given=password + "\n")
            # A new member writes for the node; clients expect posts to be public.
            node.command("member", "audience", member, "public")
            # Nor is it found by others unless it says so.
            node.command("member", "findable", member, "--profile", "yes", "--posts", "yes")
        if name in WITH_NEIGHBOUR:
            node.command("member", "role", "basile", "admin")
            node.command("member", "add", "mallory")
    return nodes, ground, certificates


def run(name, arguments, place, results, running):
    nodes, ground, certificates = prepare(name, arguments.maillage, place, running)
    talk(name, name, nodes, ground, certificates, arguments, results, running)
    for node in nodes:
        results.case(name, f"the node {node.host} stops when it is told to", "", lambda: stops(node))


def talk(name, label, nodes, ground, certificates, arguments, results, running, proxied=False):
    """Lets a client speak with a node; its cases are told under a label."""
    node = nodes[0]
    setting = {
        "origin": node.origin, "members": MEMBERS, "picture": str(PICTURE), "place": str(ground),
        "command": [str(node.program)], "home": str(node.home),
        "proxied": proxied, "fixtures": str(HERE.parent / "Fixtures"), "chromium": shutil.which("chromium"),
    }
    if len(nodes) > 1:
        setting["neighbour"] = {"origin": nodes[1].origin, "home": str(nodes[1].home)}
    environment = node.environment | {
        # requests asks the second of these what to trust, all others OpenSSL's.
        "SSL_CERT_FILE": str(certificates.authority),
        "REQUESTS_CA_BUNDLE": str(certificates.authority),
        "WEBSOCKET_CLIENT_CA_BUNDLE": str(certificates.authority),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    python = arguments.environments / name / "bin" / "python"
    client = Program(
        [python, HERE / "clients" / CLIENTS[name], json.dumps(setting)], ground / f"{name}.log",
        cwd=ground, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
    )
    client.owners = (label,)
    running.append(client)
    watch = threading.Timer(PATIENCE.get(name, USUAL_PATIENCE), client.process.kill)
    watch.start()
    try:
        for line in client.process.stdout:
            told = json.loads(line)
            results.case(label, told["case"], "", lambda: judge(told["failure"]), told["took"])
        code = client.process.wait()
    finally:
        watch.cancel()
        client.stop()
    if code != 0:
        results.case(
            label, "runs to its end", "", lambda: judge(f"ended with {code}:\n{client.tail(15)}")
        )


def stops(node):
    node.stop()
    expect("how the node ended", node.process.returncode, 0)


def judge(failure):
    if failure:
        raise Failed(failure)
