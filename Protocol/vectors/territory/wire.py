"""Bytes of the territory and peering protocols: canonical JSON, hashes, proofs, tickets, words.

Protocol/territory.md and Protocol/peering.md say the same in words. Needs the package `cryptography`.
"""
import base64, hashlib, hmac, json, pathlib, re, unicodedata, zlib
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

NAMESPACE = "urn:uuid:99bc2132-6789-416d-927f-990fac7d1fe5#"
CONTEXT = [
    "https://www.w3.org/ns/activitystreams",
    "https://w3id.org/security/data-integrity/v2",
    {"@vocab": NAMESPACE},
]
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


# --- canonical JSON and hashes

def jcs(value):
    """RFC 8785 for what these documents hold: objects, lists, strings, integers and truth values."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(jcs(key) + ":" + jcs(value[key]) for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(jcs, value)) + "]"
    if isinstance(value, float):
        raise ValueError("these documents hold integers only")
    return json.dumps(value, ensure_ascii=False)


def sha256(data):
    return hashlib.sha256(data).digest()


def base58(data):
    number, text = int.from_bytes(data, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = BASE58[digit] + text
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + text


def unbase58(text):
    number = 0
    for character in text:
        number = number * 58 + BASE58.index(character)
    zeros = len(text) - len(text.lstrip("1"))
    return bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")


def digest_text(hash_bytes):
    """Multibase base58btc of the multihash of a SHA-256."""
    return "z" + base58(b"\x12\x20" + hash_bytes)


def digest_bytes(text):
    return unbase58(text[1:])[2:]


def digest(document):
    """The name of a document: the hash of its canonical JSON without `proof`."""
    return digest_text(sha256(jcs(without(document, "proof")).encode()))


def without(document, *names):
    return {name: value for name, value in document.items() if name not in names}


def key_digest(multikey):
    return digest_text(sha256(multikey.encode()))


# --- keys and proofs

class Key:
    """An Ed25519 key made from a word, for tests only."""

    def __init__(self, word):
        self.seed = sha256(word.encode())
        self.secret = Ed25519PrivateKey.from_private_bytes(self.seed)
        self.raw = self.secret.public_key().public_bytes_raw()
        self.multikey = "z" + base58(b"\xed\x01" + self.raw)
        self.digest = key_digest(self.multikey)

    def sign(self, data):
        return self.secret.sign(data)


def is_signed(multikey, signature, data):
    raw = unbase58(multikey[1:])
    try:
        Ed25519PublicKey.from_public_bytes(raw[2:]).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return raw[:2] == b"\xed\x01"


def proof_input(document, proof):
    """What is signed: the hash of the configuration, then that of the document (vc-di-eddsa)."""
    configuration = without(proof, "proofValue") | {"@context": document["@context"]}
    return sha256(jcs(configuration).encode()) + sha256(jcs(without(document, "proof")).encode())


def proven(document, key, method, created):
    proof = {
        "@context": document["@context"],
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
        "created": created,
    }
    proof["proofValue"] = "z" + base58(key.sign(proof_input(document, proof)))
    return document | {"proof": proof}


def is_proven(document, multikey):
    proof = document["proof"]
    return is_signed(multikey, unbase58(proof["proofValue"][1:]), proof_input(document, proof))


def succession(document):
    """What a new key signs to agree that it takes over."""
    return ("maillage-successor\n" + digest(without(document, "proof", "successorProof"))).encode()


def is_agreed(document, multikey):
    """Whether the new key agreed: over the whole statement, so that nobody can use it elsewhere."""
    try:
        signature = unbase64url(document["successorProof"])
    except (KeyError, ValueError):
        return False
    return is_signed(multikey, signature, succession(document))


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unbase64url(text):
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64url(data) != text:
        raise ValueError("not canonical")
    return data


# --- sets of statements

def bucket_hashes(digests):
    buckets = [[] for _ in range(256)]
    for hash_bytes in sorted(digest_bytes(text) for text in digests):
        buckets[hash_bytes[0]].append(hash_bytes)
    return [sha256(b"".join(bucket)) for bucket in buckets]


def root(digests):
    return digest_text(sha256(b"".join(bucket_hashes(digests))))


# --- tickets

def ticket_text(fields):
    """The text of a ticket; `fields` are pairs of type and value, in the order in which they go."""
    body = b"".join(bytes([kind, len(value)]) + value for kind, value in fields)
    data = body + zlib.crc32(body).to_bytes(4, "big")
    return "mt1" + base64.b32encode(data).decode().rstrip("=").lower()


def ticket_fields(text):
    if not text.startswith("mt1"):
        raise ValueError("not a ticket")
    encoded = text[3:].upper()
    data = base64.b32decode(encoded + "=" * (-len(encoded) % 8))
    if base64.b32encode(data).decode().rstrip("=") != encoded or len(data) > 1024:
        raise ValueError("not canonical, or too long")
    body, fields = data[:-4], []
    if zlib.crc32(body) != int.from_bytes(data[-4:], "big"):
        raise ValueError("the checksum is wrong")
    while body:
        end = 2 + body[1] if len(body) > 1 else 2
        if len(body) < end:
            raise ValueError("cut short")
        fields.append((body[0], body[2:end]))
        body = body[end:]
    return fields


LENGTHS = {1: (8, 255), 2: (32, 32), 3: (32, 32), 4: (3, 255), 5: (8, 8), 6: (16, 16), 7: (8, 8), 8: (1, 1), 9: (32, 32), 10: (0, 255)}
AT_MOST = {3: 2, 4: 4}


def read_ticket(text):
    """The fields that are known, by type; ValueError for what is no ticket (peering.md)."""
    found = {}
    for kind, value in ticket_fields(text):
        if kind not in LENGTHS:
            continue
        least, most = LENGTHS[kind]
        found.setdefault(kind, []).append(value)
        if not least <= len(value) <= most or len(found[kind]) > AT_MOST.get(kind, 1):
            raise ValueError(f"type {kind}: too long, too short or too often")
    if not {1, 2, 5, 6, 7, 8} <= set(found):
        raise ValueError("something is missing")
    origin = found[1][0].decode()
    if not re.fullmatch(r"https://[a-z0-9_.-]+(:[1-9][0-9]{0,4})?", origin) or origin.endswith(":443"):
        raise ValueError("not an origin")
    return found


def ticket_input(ticket_id, sponsor, record):
    return f"maillage-ticket\n{ticket_id.hex()}\n{sponsor}\n{digest(record)}".encode()


def ticket_proof(secret, ticket_id, sponsor, record):
    return base64url(hmac.digest(secret, ticket_input(ticket_id, sponsor, record), "sha256"))


# --- words

def words(one, other):
    """The six words by which two people compare two keys, given as Multikeys."""
    fingerprints = sorted(sha256(multikey.encode()) for multikey in (one, other))
    made = hashlib.scrypt(
        b"".join(fingerprints), salt=b"maillage-words", n=2**15, r=8, p=1, maxmem=2**26, dklen=9
    )
    bits = int.from_bytes(made, "big") >> 6
    return [word_list()[bits >> (55 - 11 * place) & 2047] for place in range(6)]


def word_list():
    text = (pathlib.Path(__file__).parent / "words.txt").read_text()
    return unicodedata.normalize("NFC", text).split()
