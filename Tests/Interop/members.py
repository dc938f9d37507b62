"""Programs that members use, on a node of their own: Tests/Interop/clients, one file each."""

import json
import subprocess
import threading

from harness import HERE, Certificates, Failed, Node, free_ports

CLIENTS = {
    "mastodonpy": "mastodon_client.py",
    "toot": "toot_client.py",
    "websockets": "websockets_client.py",
    "schemathesis": "schemathesis_client.py",
}
MEMBERS = {"awa": "mot de passe d’awa", "basile": "mot de passe de basile"}
PICTURE = HERE.parent / "Fixtures" / "media" / "located.jpg"
PATIENCE = 90  # seconds that one client may take


def play(arguments, place, results, running):
    """Runs each client that is asked for, in turn; no name but localhost leads anywhere for them."""
    names = [name for name in CLIENTS if name in (arguments.only or [])]
    for name in names:
        # A node each: what one client does changes nothing for the next.
        ground = place / f"client-{name}"
        ground.mkdir()
        certificates = Certificates(ground, ["localhost"])
        node = Node(
            arguments.maillage, ground, "localhost", free_ports(1)[0], certificates, ["localhost"]
        )
        running.append(node)
        for member, password in MEMBERS.items():
            node.command("member", "add", member, "--password-stdin", given=password + "\n")
            # A new member writes for the node; clients expect posts to be public.
            node.command("member", "audience", member, "public")
            # Nor is it found by others unless it says so.
            node.command("member", "findable", member, "--profile", "yes", "--posts", "yes")
        python = arguments.environments / name / "bin" / "python"
        run(name, python, node, ground, certificates, results)
        node.stop()


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
