"""http-message-signatures, an implementation of RFC 9421, as signer and as verifier.

The library signs and verifies requests, and knows of nothing else. Behind it is the least that the node needs to
talk to somebody: one person with two keys (remembering.py), and an inbox that takes nothing but RFC 9421. Each
request that goes out is signed by the library, each that comes in counts when the library finds its signature good.
"""

import asyncio
import base64
import datetime
import http.client
import json
import secrets
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from urllib.parse import quote, urlsplit

import common
import remembering

common.stay_on_this_machine()

from cryptography.hazmat.primitives import serialization  # noqa: E402
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa  # noqa: E402
from http_message_signatures import (  # noqa: E402
    HTTPMessageSigner, HTTPMessageVerifier, HTTPSignatureKeyResolver, InvalidSignature, algorithms,
)

HOME, HOST, PORT, CERTIFICATE, KEY = sys.argv[1:]
ORIGIN = f"https://{HOST}:{PORT}"
ALICE = f"{ORIGIN}/actor"
JSON = "application/activity+json, application/jrd+json, application/json"
PRIVATE = {
    "rsa": rsa.generate_private_key(public_exponent=65537, key_size=2048),
    "ed25519": ed25519.Ed25519PrivateKey.generate(),
    "stranger": rsa.generate_private_key(public_exponent=65537, key_size=2048),
}
KEY_IDS = {
    "rsa": f"{ALICE}#main-key", "ed25519": f"{ALICE}#ed25519-key", "stranger": f"{ALICE}#main-key",
}
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

received: list[dict] = []


def base58(data: bytes) -> str:
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = ALPHABET[rest] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def actor() -> dict:
    public = PRIVATE["rsa"].public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    raw = PRIVATE["ed25519"].public_key().public_bytes(
        serialization.Encoding.Raw, serialization.PublicFormat.Raw
    )
    return {
        "@context": ["https://www.w3.org/ns/activitystreams", *common.CONTEXTS],
        "id": ALICE,
        "type": "Person",
        "preferredUsername": "alice",
        "inbox": f"{ORIGIN}/inbox",
        "outbox": f"{ORIGIN}/outbox",
        "followers": f"{ALICE}/followers",
        "publicKey": {"id": KEY_IDS["rsa"], "owner": ALICE, "publicKeyPem": public.decode()},
        "assertionMethod": [
            {
                "id": KEY_IDS["ed25519"], "type": "Multikey", "controller": ALICE,
                "publicKeyMultibase": "z" + base58(b"\xed\x01" + raw),
            }
        ],
    }


class Keys(HTTPSignatureKeyResolver):
    """Our private keys by name, and others' public keys from their actors."""

    def __init__(self, name="rsa"):
        self.name = name

    def resolve_private_key(self, key_id):
        return PRIVATE[self.name]

    def resolve_public_key(self, key_id):
        status, body = exchange("GET", key_id, {"Accept": "application/activity+json"}, b"")
        key = json.loads(body)["publicKey"]
        if status != 200 or key["id"] != key_id:
            raise InvalidSignature(f"no key {key_id}")
        return serialization.load_pem_public_key(key["publicKeyPem"].encode())


def exchange(method, url, headers, body):
    """One request over TLS."""
    parts = urlsplit(url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    connection = http.client.HTTPSConnection(
        parts.hostname, parts.port, context=ssl.create_default_context(), timeout=20
    )
    try:
        connection.request(method, target, body or None, headers)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


class Inbox(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        status, document = (200, actor()) if self.path == "/actor" else alice.document(self.path)
        if self.path.startswith("/.well-known/webfinger"):
            link = {"rel": "self", "type": "application/activity+json", "href": ALICE}
            found = {"subject": f"acct:alice@{HOST}:{PORT}", "links": [link]}
            return self.answer(200, found, "application/jrd+json")
        self.answer(status, document)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        message = SimpleNamespace(
            method="POST", url=f"https://{self.headers['host']}{self.path}", headers=self.headers
        )
        entry = {"activity": json.loads(body), "scheme": "cavage"}
        received.append(entry)
        if "signature-input" not in self.headers:
            return self.answer(401, {"error": "only RFC 9421 here"})
        entry["scheme"] = "rfc9421"
        try:
            entry |= verified(message, body)
        except InvalidSignature as failure:
            entry["error"] = str(failure)
            return self.answer(401, entry)
        alice.came(entry["activity"])
        self.answer(202, {})

    def answer(self, status, document, type="application/activity+json"):
        body = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Type", type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, form, *values):
        print(form % values, file=sys.stderr)


def verified(message, body):
    """What the library says of a signed message, and that it says no to another body."""
    verifier = HTTPMessageVerifier(
        signature_algorithm=algorithms.RSA_V1_5_SHA256, key_resolver=Keys()
    )
    [result] = verifier.verify(
        message, max_age=datetime.timedelta(minutes=5), body=body,
        require_components=("@method", "@target-uri", "content-digest", "content-type"),
    )
    try:
        verifier.verify(message, body=body + b" ")
    except InvalidSignature:
        return {"keyid": result.parameters["keyid"], "covered": list(result.covered_components)}
    raise InvalidSignature("the verifier does not look at the body")


class Alice(remembering.Person):
    """What the signer can be told to do."""

    verbs = [*remembering.Person.verbs, "identifier", "request", "requests"]

    async def deliver(self, activity, inbox):
        # By turns with both keys.
        self.turns = getattr(self, "turns", 0) + 1
        key = "ed25519" if self.turns % 2 else "rsa"
        status, answer = await asyncio.to_thread(self.exchanged, inbox, activity, key)
        if status >= 300:
            raise RuntimeError(f"{status} {answer!r}")

    async def fetch(self, url):
        status, body = await asyncio.to_thread(self.exchanged, url, None, "rsa")
        if status != 200:
            raise RuntimeError(f"{url}: {status} {body!r}")
        return json.loads(body)

    async def lookup(self, address):
        host = address.removeprefix("@").split("@")[1]
        resource = quote(f"acct:{address.removeprefix('@')}")
        found = await self.fetch(f"https://{host}/.well-known/webfinger?resource={resource}")
        [link] = [one for one in found["links"] if one["rel"] == "self"]
        return await self.fetch(link["href"])

    async def identifier(self):
        return f"{ORIGIN}/{secrets.token_hex(8)}"

    async def request(self, url, activity=None, key=None, fault=None, alg=False, nonce=False):
        """The status of a signed request, perhaps with one thing wrong with it."""
        return (await asyncio.to_thread(self.exchanged, url, activity, key, fault, alg, nonce))[0]

    def exchanged(self, url, activity, key, fault=None, alg=False, nonce=False):
        """The status and the body of what is answered to a signed request."""
        body = b"" if activity is None else json.dumps(activity).encode()
        headers = {"Host": urlsplit(url).netloc, "Accept": JSON}
        covered = ["@method", "@target-uri", "@authority"]
        method = "GET"
        if body:
            method, headers["Content-Type"] = "POST", "application/activity+json"
            covered.append("content-type")
        covered = [name for name in covered if name != fault]
        created = datetime.datetime.now()
        if fault == "old":
            created -= datetime.timedelta(hours=13)
        if key:
            message = SimpleNamespace(method=method, url=url, headers=headers)
            algorithm = algorithms.ED25519 if key == "ed25519" else algorithms.RSA_V1_5_SHA256
            HTTPMessageSigner(signature_algorithm=algorithm, key_resolver=Keys(key)).sign(
                message, key_id=KEY_IDS[key], created=created, include_alg=alg, label="sig1",
                covered_component_ids=covered, nonce=secrets.token_hex(8) if nonce else None,
                body=body if body and fault != "content-digest" else None,
            )
        if fault == "body":
            body = body.replace(b"Signed", b"Forged")
        if fault == "signature":
            headers["Signature"] = "sig1=:" + base64.b64encode(bytes(256)).decode() + ":"
        return exchange(method, url, headers, body)

    async def requests(self):
        """Everything that came to the inbox, with what the library says of it."""
        return received


async def main() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", int(PORT)), Inbox)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE, KEY)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    await orders.obey(alice.orders())
    server.shutdown()


alice = Alice(ALICE, f"@alice@{HOST}:{PORT}", ORIGIN)
orders = common.Orders()
asyncio.run(main())
