"""Writes the examples and vectors of peering and territory, and checks what it writes.

    python3 generate.py          writes them anew: the same bytes each time
    python3 generate.py --check  only compares them with what is there

Needs the packages `cryptography` and `jsonschema`. The keys are made from words that stand in the
code: never use them for anything else.
"""
import json, pathlib, re, sys, unicodedata
from jsonschema import Draft202012Validator, ValidationError
from referencing import Registry, Resource
import indicators, messages, refusals, scenarios, talents, wire
from fold import differences, fold, kind
from wire import base64url, digest, digest_bytes, digest_text, jcs, key_digest, sha256
from world import Node

HERE = pathlib.Path(__file__).resolve().parent
PROTOCOL = HERE.parent.parent
ABOUT = "Made by generate.py with keys made from words: seed = SHA-256(word). Never use them for anything else."


# --- checks

def schemas():
    found = {path.name: json.loads(path.read_text()) for path in sorted((PROTOCOL / "schemas").glob("*.schema.json"))}
    for schema in found.values():
        Draft202012Validator.check_schema(schema)
    registry = Registry().with_resources((schema["$id"], Resource.from_contents(schema)) for schema in found.values())
    return {name.split(".")[0]: Draft202012Validator(schema, registry=registry) for name, schema in found.items()}


SCHEMAS = schemas()


def check_form(document, schema):
    assert unicodedata.is_normalized("NFC", jcs(document)), "not NFC"
    assert "signature" not in document, "proofs leave it out"
    assert not re.search(r"\\u00[01]|\\[bfr]", jcs(document)), "a control character"
    SCHEMAS[schema].validate(document)


def check_statement(statement, territory):
    """What intake asks of a statement (territory.md)."""
    check_form(statement, "statement")
    origin = statement["actor"].removesuffix("/actor")
    path = f"/territories/{territory}/log/{statement['log']}/{statement['seq']}"
    assert statement["territory"] == territory and statement["id"] == origin + path
    if kind(statement) in ("join", "leave"):
        assert statement["object"] == f"{origin}/territories/{territory}"
    if kind(statement) in ("join", "record"):
        record = statement["instrument" if kind(statement) == "join" else "object"]
        assert record["actor"] == statement["actor"]
    if kind(statement) == "join":
        assert digest(record) == statement["log"] and record["key"] == statement["key"]
    assert statement["proof"]["verificationMethod"] == statement["actor"] + "#ed25519-key"
    assert wire.is_proven(statement, statement["key"]), "the proof is wrong"
    limit = 65536 if kind(statement) == "propose" and statement["object"]["type"] == "Update" else 8192
    assert len(jcs(statement).encode()) <= limit
    if "successorProof" in statement:
        assert wire.is_agreed(statement, statement["object"]["key"])


def check_peering(activity, known):
    check_form(activity, "peering")
    sender = activity["actor"]
    assert activity["id"].startswith(sender.removesuffix("/actor") + "/")
    record = activity.get("object", {}).get("record", {"actor": sender, "key": known.get(sender)})
    assert record["actor"] == sender
    assert wire.is_proven(activity, known.setdefault(sender, record["key"])), "the proof is wrong"
    if record["key"] != known[sender]:
        assert wire.is_agreed(activity, record["key"]), "the new key has not agreed"
        known[sender] = record["key"]


def check_refusals():
    """A schema that takes everything proves nothing."""
    t, documents = messages.territory_documents()
    join, seal, told = documents["join"], documents["seal"], messages.peering_messages(t)
    offer, invite = told["offer-ticket"], told["invite"]
    broken = [
        ("statement", join | {"prev": t.id}), ("statement", join | {"seq": 1}), ("statement", wire.without(join, "key")),
        ("statement", seal | {"seq": 0}), ("statement", wire.without(seal, "prev")), ("statement", join | {"type": "Flag"}),
        ("statement", documents["vote"] | {"object": join["id"]}), ("statement", wire.without(documents["propose-exclude"], "version")),
        ("statement", join | {"territory": "zQm"}), ("statement", join | {"published": "yesterday"}),
        ("charter", t.charter | {"founders": []}), ("node-record", join["instrument"] | {"tlsPins": ["sha256/"]}),
        ("node-record", join["instrument"] | {"kind": "sect"}), ("terms", t.terms | {"rules": t.terms["rules"] | {"electors": "stewards"}}),
        ("peering", wire.without(offer, "object")), ("peering", invite | {"object": offer["object"]}), ("peering", offer | {"type": "Follow"}),
        ("sync", {"buckets": [t.id]}), ("collect", {"acknowledged": -1, "wait": 0}), ("introductions", {"introductions": []}),
    ]
    for schema, document in broken:
        assert not SCHEMAS[schema].is_valid(document), f"{schema} takes {jcs(document)[:200]}"


# --- vectors

def hashes():
    t, documents = messages.territory_documents()
    nodes = [messages.ATELIER, messages.QUARTIER, messages.VILLE, messages.JARDINS]
    digests = sorted(digest(s) for s in t.statements)
    rotation = documents["record-rotation"]
    return {
        "about": ABOUT,
        "keys": [{"word": f"maillage-test-key:{node.name}:{number}", "seed": key.seed.hex(), "multikey": key.multikey, "keyDigest": key_digest(key.multikey)}
                 for node in nodes for number, key in enumerate(node.keys[:3])],
        "records": [{"record": node.record(), "mid": node.mid} for node in nodes],
        "charter": {"charter": t.charter, "canonical": jcs(t.charter), "territory": t.id, "terms": digest(t.terms)},
        "statements": [{"name": name, "statement": s, "canonical": jcs(wire.without(s, "proof")), "digest": digest(s), "signedBytes": wire.proof_input(s, s["proof"]).hex()}
                       for name, s in documents.items() if "log" in s],
        "successorProof": {"statement": rotation, "signed": wire.succession(rotation).decode(), "newKey": rotation["object"]["key"], "signature": rotation["successorProof"]},
        "sets": [
            {"digests": found, "root": wire.root(found),
             "buckets": {str(i): digest_text(h) for i, h in enumerate(wire.bucket_hashes(found)) if h != sha256(b"")}, "emptyBucket": digest_text(sha256(b""))}
            for found in ([], digests[:1], digests)
        ],
    }


def tickets():
    node, joiner = messages.ATELIER, messages.JARDINS
    t, _ = messages.territory_documents()
    least = [
        (1, node.origin.encode()), (2, node.keys[0].raw), (5, messages.TICKET_ID), (6, messages.SECRET),
        (7, (1795680000).to_bytes(8, "big")), (8, bytes([0b001001])),
    ]
    pins = [(3, wire.Key(word).seed) for word in ("pin-1", "pin-2")]
    full = least[:2] + pins + [(4, b"10.2.0.7:8443")] + least[2:] + [(9, digest_bytes(t.id)), (10, "L'atelier".encode())]
    texts = [("the least", wire.ticket_text(least)), ("everything", wire.ticket_text(full)),
             ("an unknown type, which is passed over", wire.ticket_text(least + [(0x7F, b"later")]))]
    good = texts[0][1]
    bad = [
        ("another prefix", "mt2" + good[3:]), ("a checksum that is wrong", good[:-1] + ("a" if good[-1] != "a" else "b")),
        ("cut short", good[:-8]), ("a type twice that may stand once", wire.ticket_text(least + [least[0]])),
        ("a type that is missing", wire.ticket_text(least[:-1])), ("a key of 31 bytes", wire.ticket_text([least[0], (2, node.keys[0].raw[:31])] + least[2:])),
        ("three pins", wire.ticket_text(least + pins + pins[:1])), ("no such character", good[:10] + "1" + good[11:]),
        ("an origin with a path", wire.ticket_text([(1, b"https://atelier.example/x")] + least[1:])),
        ("a port that is the scheme's own", wire.ticket_text([(1, b"https://atelier.example:443")] + least[1:])),
        ("longer than 1024 bytes", wire.ticket_text(least + [(0x7F, bytes(250))] * 4)),
    ]
    for _, text in texts:
        wire.read_ticket(text)
    for name, text in bad:
        assert ticket_is_refused(text), name
    record = joiner.record()
    return {
        "about": ABOUT,
        "tickets": [{"name": name, "text": text, "link": f"{node.origin}/join#{text}",
                     "fields": [[kind, value.hex()] for kind, value in wire.ticket_fields(text)]} for name, text in texts],
        "refused": [{"name": name, "text": text} for name, text in bad],
        "proofs": [{"secret": messages.SECRET.hex(), "id": messages.TICKET_ID.hex(), "sponsor": node.actor, "record": record, "recordDigest": digest(record),
                    "input": wire.ticket_input(messages.TICKET_ID, node.actor, record).decode(),
                    "proof": wire.ticket_proof(messages.SECRET, messages.TICKET_ID, node.actor, record)}],
    }


def ticket_is_refused(text):
    try:
        wire.read_ticket(text)
    except ValueError:
        return True


def verification_words():
    pairs = [(messages.ATELIER, messages.JARDINS), (messages.VILLE, messages.FOURNIL)]
    return {"about": ABOUT, "vectors": [
        {"keys": [a.keys[0].multikey, b.keys[0].multikey],
         "fingerprints": sorted(sha256(node.keys[0].multikey.encode()).hex() for node in (a, b)),
         "words": wire.words(a.keys[0].multikey, b.keys[0].multikey)} for a, b in pairs]}


def refused():
    """What is refused, checked as far as it can be here: by schema, proof, size and id."""
    made = {"about": ABOUT, "statements": refusals.statements(), "activities": refusals.activities()}
    for part in ("taken", "refused"):
        for vector in made["statements"][part]:
            try:
                check_statement(strict(vector["text"]), made["statements"]["territory"])
            except (ValidationError, AssertionError, ValueError, TypeError):
                assert part == "refused", vector["name"]
            else:
                assert part == "taken", vector["name"]
    return made


def strict(text):
    """JSON without what these documents may not have."""
    def once(members):
        if len(dict(members)) != len(members) or {"@graph", "@included", "@reverse"} & set(dict(members)):
            raise ValueError("a member twice, or a keyword")
        return dict(members)

    def safe(digits):
        if abs(int(digits)) >= 2**53:
            raise ValueError("beyond 2^53 - 1")
        return int(digits)

    return json.loads(text, object_pairs_hook=once, parse_int=safe)


def http_signatures():
    """A signed request and its signed answer, RFC 9421 with the tag of this protocol."""
    t, _ = messages.territory_documents()
    told = messages.peering_messages(t)
    exchanges = [
        ("an offer and its acceptance", "/peering", "application/activity+json", told["offer-ticket"], 200, told["accept"], "application/activity+json"),
        ("an acceptance and its answer", "/peering", "application/activity+json", told["accept-request"], 200, told["accept-request-answer"], "application/activity+json"),
        ("a ping", "/peering/ping", "application/activity+json", told["ping"], 200, told["ping"], "application/activity+json"),
        ("a refusal", "/peering", "application/activity+json", told["offer-ticket"], 403, told["problem"], "application/problem+json"),
    ]
    vectors = []
    for number, (name, path, media, sent, status, answered, answer_media) in enumerate(exchanges):
        asker, answerer = (messages.VILLE, messages.FOURNIL) if number == 1 else (messages.JARDINS, messages.ATELIER)
        created, nonce, url = 1795597200 + number, f"q3m0Vb1hY5kYw8sJt2Xf{number:02}", answerer.origin + path
        body, answer = jcs(sent).encode(), jcs(answered).encode()
        request = sign([("@method", "", "POST"), ("@target-uri", "", url), ("content-digest", "", content_digest(body)), ("content-type", "", media)], asker, created, nonce)
        response = sign([("@status", "", str(status)), ("content-digest", "", content_digest(answer)), ("@method", ";req", "POST"), ("@target-uri", ";req", url)], answerer, created + 1)
        vectors.append({
            "name": name, "receivedAt": created + 1,
            "request": {"key": asker.keys[0].multikey, "method": "POST", "url": url,
                        "fields": [["Content-Type", media], ["Content-Digest", content_digest(body)], ["Signature-Input", request["input"]], ["Signature", request["signature"]]],
                        "body": body.decode(), "base": request["base"]},
            "response": {"key": answerer.keys[0].multikey, "status": status,
                         "fields": [["Content-Type", answer_media], ["Content-Digest", content_digest(answer)], ["Signature-Input", response["input"]], ["Signature", response["signature"]]],
                         "body": answer.decode(), "base": response["base"]},
        })
    return {"about": ABOUT, "vectors": vectors}


def content_digest(body):
    return f"sha-256=:{wire.base64.b64encode(sha256(body)).decode()}:"


def sign(components, node, created, nonce=None):
    covered = "(" + " ".join(f'"{name}"{suffix}' for name, suffix, _ in components) + ")"
    once = f';nonce="{nonce}"' if nonce else ""
    parameters = f'{covered};created={created};expires={created + 300}{once};keyid="{node.actor}#ed25519-key";alg="ed25519";tag="maillage-peer"'
    base = "\n".join([f'"{name}"{suffix}: {value}' for name, suffix, value in components] + [f'"@signature-params": {parameters}'])
    signature = node.keys[0].sign(base.encode())
    return {"input": f"sig1={parameters}", "signature": f"sig1=:{wire.base64.b64encode(signature).decode()}:", "base": base}


def folds():
    for scenario in scenarios.ALL:
        t = scenario()
        for statement in t.statements:
            check_statement(statement, t.id)
        check_form(t.charter, "charter")
        vector = {"about": " ".join(scenario.__doc__.split()), "charter": t.charter, "statements": t.statements, "expected": fold(t.charter, t.statements)}
        if parts := getattr(t, "parts", None):
            vector["parts"] = [{"statements": part, "expected": fold(t.charter, [t.statements[i] for i in part])} for part in parts]
        assert not list(differences(vector)), f"{scenario.__name__} depends on the order"
        yield scenario.__name__.replace("_", "-"), vector


# --- files

def pretty(value):
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def in_lines(value):
    """One line for each element of the lists of the first level: long, but told apart by `diff`."""
    def line(element):
        return json.dumps(element, ensure_ascii=False)
    parts = []
    for name, element in value.items():
        if isinstance(element, list) and element:
            parts.append(f'  {line(name)}: [\n' + ",\n".join("    " + line(e) for e in element) + "\n  ]")
        elif name == "expected":
            inner = ",\n".join(f"    {line(n)}: {line(e)}" for n, e in element.items())
            parts.append(f"  {line(name)}: {{\n{inner}\n  }}")
        else:
            parts.append(f"  {line(name)}: {line(element)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def files():
    t, documents = messages.territory_documents()
    for name, document in documents.items():
        if "log" in document:
            check_statement(document, t.id)
        elif name == "charter" or name.startswith("sync"):
            check_form(document, name.split("-")[0])
        yield f"examples/territory/{name}.json", pretty(document)
    domains = [entry["domain"] for entry in documents["allows"]]
    yield "examples/territory/allows.txt", "".join(f"{domain}\n" for domain in domains)
    yield "examples/territory/allows.csv", "#domain\n" + "".join(f"{domain}\n" for domain in domains)
    known = {}
    for name, document in messages.peering_messages(t).items():
        schema = {"collect": "collect", "introductions": "introductions"}.get(name.split("-")[0], "peering")
        if name in ("problem", "ping"):
            pass
        elif schema == "peering":
            check_peering(document, known)
        else:
            check_form(document, schema)
        yield f"examples/peering/{name}.json", pretty(document)
    for name, document in talents.documents().items():
        check_form(document, "talent-bucket" if name == "bucket" else "talent-sync")
        yield f"examples/talents/{name}.json", pretty(document)
    for name, document in indicators.documents().items():
        check_form(document, "indicator-report" if name == "report" else "indicator-sync")
        yield f"examples/indicators/{name}.json", pretty(document)
    for name, made in [("hashes", hashes()), ("tickets", tickets()), ("words", verification_words()), ("http", http_signatures()), ("refused", refused())]:
        yield f"vectors/territory/{name}.json", pretty(made)
    for name, vector in folds():
        yield f"vectors/territory/folds/{name}.json", in_lines(vector)


def main(only_compare):
    check_refusals()
    different, written = [], set()
    for name, text in files():
        path = PROTOCOL / name
        written.add(path)
        if only_compare and (not path.exists() or path.read_text() != text):
            different.append(name)
        elif not only_compare:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    for folder in ("examples/indicators", "examples/peering", "examples/talents", "examples/territory", "vectors/territory/folds"):
        different += [f"{path.name} is not made here" for path in (PROTOCOL / folder).iterdir() if path not in written]
    print("\n".join(different) or f"{len(written)} files")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
