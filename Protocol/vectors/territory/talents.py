"""A directory of talents as one node gives it to another: for tests only."""
import hashlib

from wire import CONTEXT, digest, digest_bytes, digest_text, proven
from world import Node

ATELIER = Node("atelier")
PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


def entry(number, name, **more):
    return {
        "type": "TalentEntry", "id": f"{ATELIER.origin}/talents/{number}",
        "attributedTo": f"{ATELIER.origin}/users/{name.lower()}", "name": name,
    } | more


def bucket(index, entries, withdrawn, scope="everyone", searchable=PUBLIC):
    document = {
        "@context": CONTEXT, "id": f"{ATELIER.origin}/talents/{scope}/{index}", "type": "TalentBucket",
        "attributedTo": ATELIER.actor, "searchableBy": searchable, "bucket": index,
        "version": 1795000000000, "entries": entries,
    }
    if withdrawn:
        document["withdrawn"] = [
            {"type": "Tombstone", "id": f"{ATELIER.origin}/talents/{number}", "deleted": deleted}
            for number, deleted in withdrawn
        ]
    return proven(document, ATELIER.keys[0], f"{ATELIER.actor}#ed25519-key", "2026-11-25T09:00:00Z")


def root(buckets):
    """Over the buckets in their order: the number in one byte, then the digest in 32."""
    data = b"".join(bytes([b["bucket"]]) + digest_bytes(digest(b)) for b in sorted(buckets, key=lambda b: b["bucket"]))
    return digest_text(hashlib.sha256(data).digest())


def documents():
    lea = entry(
        "0a112233445566778899aabbccddeeff", "Lea",
        knowsAbout=[
            {"type": "DefinedTerm", "id": "http://data.europa.eu/esco/skill/530cb489-d900-46ab-9350-4d50ccd49eea", "level": 3},
            {"type": "DefinedTerm", "id": "https://atelier.example/skills/tournage-sur-bois", "level": 1, "wanted": True},
        ],
        homeLocation=["38421"], workLocation=["38185"],
        availability={"hoursPerMonth": 6, "from": "2026-12-01", "release": "yes"},
        help=["shortHelp", "mentoring"],
        updated="2026-11-25T08:00:00Z", expires="2027-05-27T08:00:00Z",
    )
    made = bucket(10, [lea], [("4a112233445566778899aabbccddeeff", "2026-11-24T18:30:00Z")])
    empty = root([])
    return {
        "bucket": made,
        "sync-1-request": {"type": "TalentSync", "scope": "everyone", "offered": root([made]), "held": empty},
        "sync-1-answer": {"type": "TalentSync", "scope": "everyone", "offered": empty, "held": empty, "heads": {}},
        "sync-2-request": {"type": "TalentSync", "scope": "everyone", "offered": root([made]), "held": empty, "buckets": [made]},
        "sync-2-answer": {"type": "TalentSync", "scope": "everyone", "offered": empty, "held": root([made])},
    }
