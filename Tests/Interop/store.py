"""A node whose files lie in an object store that others wrote."""

import base64
import hashlib
import http.client
import ssl
import urllib.error
import urllib.request

from harness import HERE, Certificates, Failed, Node, Peer, expect, free_ports

PICTURE = HERE.parent / "Fixtures" / "media" / "located.jpg"
SETTINGS = {
    "ENDPOINT": "endpoint", "BUCKET": "bucket", "REGION": "region", "ACCESS_KEY": "key",
    "SECRET_KEY": "secret",
}


def play(arguments, place, results, running):
    """Runs with moto where it is asked for."""
    if arguments.only and "moto" not in arguments.only:
        return
    ground = place / "store"
    ground.mkdir()
    certificates = Certificates(ground, ["localhost"])
    port, own = free_ports(2)
    python = arguments.environments / "moto" / "bin" / "python"
    peer = Peer("moto", python, ground, "localhost", port, certificates)
    peer.owners = ("moto",)
    running.append(peer)
    bucket = peer.ready().tell("describe")
    settings = {f"MAILLAGE_MEDIA_S3{name}": bucket[word] for name, word in SETTINGS.items()}
    node = Node(
        arguments.maillage, ground, "localhost", own, certificates, ["localhost"], **settings
    )
    node.owners = ("moto",)
    running.append(node)
    Stored(node, peer, certificates, results).all()


class Stored:
    def __init__(self, node, peer, certificates, results):
        self.node, self.peer, self.results = node, peer, results
        self.tls = ssl.create_default_context(cafile=certificates.authority)
        self.url, self.bytes = None, None

    def all(self):
        def case(name, check):
            self.results.case("moto", name, "out", check)

        case("an upload lies in the bucket, under its SHA-256, and not in the home", self.put)
        case("it is read back, whole and by ranges", self.read)
        case("it is there after a restart", self.restart)
        case("a wrong secret is refused, and nothing is kept", self.wrong_secret)

    def get(self, part=None):
        request = urllib.request.Request(self.url, headers={"Range": part} if part else {})
        try:
            with urllib.request.urlopen(request, context=self.tls, timeout=20) as answer:
                return answer.status, answer.headers.get("Content-Range"), answer.read()
        except urllib.error.HTTPError as error:
            return error.code, None, b""
        except http.client.IncompleteRead as broken:
            return None, None, broken.partial

    def put(self):
        expect("the bucket before", self.peer.tell("keys"), [])
        uri = self.node.post("Une photo", "--media", str(PICTURE), "--description", "Une fleur")
        self.url = self.node.shows(uri)["post"]["attachments"][0]["url"]
        kept = {key: base64.b64decode(self.peer.tell("get", key=key)) for key in self.peer.tell("keys")}
        if not kept:
            raise Failed("nothing is in the bucket")
        for key, body in kept.items():
            name = hashlib.sha256(body).hexdigest()
            expect("the key of a file", key, f"{name[:2]}/{name[2:4]}/{name}")
        self.bytes = self.get()[2]
        if self.bytes not in kept.values():
            raise Failed("what the node serves is no file of the bucket")
        names = {key.rsplit("/", 1)[-1] for key in kept}
        found = [path for path in self.node.home.rglob("*") if path.name in names]
        expect("files in the home", found, [])

    def read(self):
        size = len(self.bytes)
        for part, begin, end in [
            ("bytes=0-0", 0, 1), ("bytes=100-299", 100, 300), (f"bytes={size - 5}-", size - 5, size),
            ("bytes=-7", size - 7, size),
        ]:
            status, told, body = self.get(part)
            expect(f"the status of {part}", status, 206)
            expect(f"the range of {part}", told, f"bytes {begin}-{end - 1}/{size}")
            expect(f"the bytes of {part}", body == self.bytes[begin:end], True)

    def restart(self):
        self.node.restart()
        expect("the file after a restart", self.get() == (200, None, self.bytes), True)

    def wrong_secret(self):
        before = sorted(self.peer.tell("keys"))
        name = "MAILLAGE_MEDIA_S3SECRET_KEY"
        right = self.node.environment[name]
        self.node.environment[name] = "z" * len(right)
        try:
            self.node.restart()
            code, output, errors = self.node.ask(
                "post", "create", "marie", "Une autre", "--media", str(PICTURE.with_name("alpha.png"))
            )
            if code == 0:
                raise Failed(f"the upload succeeded: {output}")
            if "403" not in errors:
                raise Failed(f"the upload ended with {code}, but not for a refusal: {errors}")
            expect("what is read with a wrong secret", self.get()[2], b"")
        finally:
            self.node.environment[name] = right
        expect("what is in the bucket", sorted(self.peer.tell("keys")), before)
        self.node.restart()
        expect("the file, with the right secret", self.get() == (200, None, self.bytes), True)
