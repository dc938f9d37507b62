"""One of each message: the examples of peering and territory, signed with the keys of `world`."""
import base64
from wire import (CONTEXT, Key, base64url, bucket_hashes, digest, digest_bytes, digest_text, proven, root, succession,
                  ticket_proof)
from world import Node, Territory, amend, exclude, recover, suspend

ATELIER, QUARTIER, VILLE = Node("atelier"), Node("quartier"), Node("ville")
JARDINS, FOURNIL = Node("jardins"), Node("fournil")
TICKET_ID, SECRET = bytes.fromhex("a1b2c3d4e5f60718"), bytes.fromhex("00112233445566778899aabbccddeeff")
POST_CONTEXT = [
    "https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v2",
    {"maillage": "urn:uuid:99bc2132-6789-416d-927f-990fac7d1fe5#", "manuallyApprovesFollowers": "as:manuallyApprovesFollowers"},
]
RSA_PEM = (
    "-----BEGIN PUBLIC KEY-----\n"
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAhAKYdtoeoy8zcAcR874L\n8cnZxKzAGwd7v36APp7Pv6Q2jdsPBRrwWEBnez6d0UDKDwGbc6nxfEXAy5mbhgaj\n"
    "zrw3MOEt8uA5txSKobBpKDeBLOsdJKFqMGmXCQvEG7YemcxDTRPxAleIAgYYRjTS\nd/QBwVW9OwNFhekro3RtlinV0a75jfZgkne/YiktSvLG34lw2zqXBDTC5NHROUqG\n"
    "TlML4PlNZS5Ri2U4aCNx2rUPRcKIlE0PuKxI4T+HIaFpv8+rdV6eUgOrB2xeI1dS\nFFn/nnv5OoZJEIB+VmuKn3DCUcCZSFlQPSXSfBDiUGhwOw76WuSSsf1D4b/vLoJ1\n"
    "0wIDAQAB\n-----END PUBLIC KEY-----\n"
)


# --- peering

def activity(kind, number, node, peering, minute, key=0, successor=None, **more):
    made = {
        "@context": CONTEXT, "id": f"{node.origin}/peering/{number}", "type": kind, "actor": node.actor,
        "published": f"2026-11-25T09:{minute:02}:00Z",
    } | ({"object": peering} if peering else {}) | more
    if successor is not None:
        made["successorProof"] = base64url(node.keys[successor].sign(succession(made)))
    return node.proven(made, node.keys[key])


def peering(node, scopes=("posts", "needs"), record=None, **more):
    return {"type": "Peering", "record": record or node.record(), "scopes": list(scopes)} | more


def pinned(node, *words, **changes):
    pins = ["sha256/" + base64.b64encode(Key(word).seed).decode() for word in words]
    return node.record(addresses=["10.2.0.7:8443"], tlsPins=pins, **changes)


def peering_messages(territory):
    charters = {territory.id: digest(territory.terms)}
    ticket = {"id": base64url(TICKET_ID), "proof": ticket_proof(SECRET, TICKET_ID, ATELIER.actor, JARDINS.record())}
    offer = activity("Offer", 1, JARDINS, peering(JARDINS, ticket=ticket), 0)
    asked = activity("Offer", 3, FOURNIL, peering(FOURNIL, ["posts"]), 5)
    yes = activity("Accept", 5, VILLE, peering(VILLE, ["posts"]), 40)
    no = activity("Reject", 7, VILLE, None, 40, content="Nous ne connaissons pas encore le fournil.")
    valve = {"scope": "posts", "direction": "in", "setting": "reviewed", "reason": "Trop de publicités en novembre.",
             "createdAt": "2026-11-25T09:45:00Z", "reviewAt": "2026-12-15T00:00:00Z"}
    update = activity("Update", 8, ATELIER, peering(ATELIER, ["posts"], pinned(ATELIER, "pin-1", "pin-2"), level="mediaOff",
                                                    valves=[valve], charters=charters), 45)
    hidden = activity("Update", 11, FOURNIL, peering(FOURNIL, ["posts"], FOURNIL.record(reachable=False)), 52)
    undo = activity("Undo", 12, JARDINS, None, 55, key=1, content="Nous fermons notre nœud.")
    invite = activity("Invite", 13, ATELIER, territory.charter, 57)
    return {
        "offer-ticket": offer,
        "accept": activity("Accept", 2, ATELIER, peering(ATELIER, reviewAt="2027-11-25T00:00:00Z", charters=charters), 0, offer=offer["id"]),
        "accept-into-territory": activity("Accept", 14, ATELIER, peering(ATELIER, charters=charters, charter=territory.charter), 0, offer=offer["id"]),
        "offer-request": asked,
        "tentative-accept": activity("TentativeAccept", 4, VILLE, peering(VILLE, ["posts"]), 5, offer=asked["id"]),
        "accept-request": yes,
        "accept-request-answer": activity("Accept", 6, FOURNIL, peering(FOURNIL, ["posts"]), 40, offer=yes["id"]),
        "reject": no,
        "reject-answer": activity("Accept", 15, FOURNIL, None, 40, offer=no["id"]),
        "update": update,
        "update-answer": activity("Accept", 9, JARDINS, peering(JARDINS), 45, offer=update["id"]),
        "update-key": activity("Update", 10, JARDINS, peering(JARDINS, record=JARDINS.record(1)), 50, successor=1),
        "update-unreachable": hidden,
        "update-unreachable-answer": activity("Accept", 18, VILLE, peering(VILLE, ["posts"], charters=charters, invitations=[territory.charter]), 52,
                                              offer=hidden["id"]),
        "undo": undo,
        "undo-answer": activity("Accept", 16, ATELIER, None, 55, offer=undo["id"]),
        "invite": invite,
        "invite-answer": activity("TentativeAccept", 17, JARDINS, None, 57, key=1, offer=invite["id"]),
        "introductions": {"introductions": [introduction()]},
        "collect-request": {"acknowledged": 17, "wait": 30, "known": digest(peering(VILLE, ["posts"]))},
        "collect-answer": {"deliveries": [{"id": 18, "activity": follow()}], "peering": digest(peering(VILLE, ["posts"], charters=charters))},
        "ping": {"echo": "bonjour"},
        "problem": {"type": "about:blank", "title": "Forbidden", "status": 403,
                    "detail": "The ticket is not valid: it is unknown, used, expired or for another host."},
    }


def member(node, name):
    return f"{node.origin}/users/{name}", Key(f"maillage-test-member:{node.name}:{name}")


def follow():
    alice, key = member(VILLE, "alice")
    made = {"@context": POST_CONTEXT, "id": f"{VILLE.origin}/activities/71", "type": "Follow", "actor": alice,
            "object": f"{FOURNIL.origin}/users/zoe", "published": "2026-11-25T09:53:00Z"}
    return proven(made, key, f"{alice}#ed25519-key", made["published"])


def actor_document(actor, kind, username, key, **more):
    origin = "/".join(actor.split("/")[:3])
    return {
        "id": actor, "type": kind, "preferredUsername": username, "inbox": f"{actor}/inbox", "outbox": f"{actor}/outbox",
        "followers": f"{actor}/followers", "endpoints": {"sharedInbox": f"{origin}/inbox"},
        "publicKey": {"id": f"{actor}#main-key", "owner": actor, "publicKeyPem": RSA_PEM},
        "assertionMethod": [{"id": f"{actor}#ed25519-key", "type": "Multikey", "controller": actor, "publicKeyMultibase": key.multikey}],
    } | more


def introduction():
    zoe, key = member(FOURNIL, "zoe")
    context = POST_CONTEXT[:1] + ["https://w3id.org/security/v1"] + POST_CONTEXT[1:2] + ["https://w3id.org/security/multikey/v1"] + POST_CONTEXT[2:]
    made = {"@context": context, "id": f"{FOURNIL.origin}/peering/12", "type": "Update", "actor": FOURNIL.actor,
            "object": actor_document(zoe, "Person", "zoe", key, name="Zoé"), "published": "2026-11-25T09:52:00Z"}
    return FOURNIL.proven(made)


# --- territory

def territory_with_everything():
    """A territory in which each kind of statement has been made; by the name of the kind."""
    t = Territory(ATELIER, QUARTIER, VILLE)
    t.join_all(ATELIER, QUARTIER, VILLE)
    said = {"join": t.join(JARDINS)}
    said["endorse"] = t.accept(ATELIER, said["join"])
    t.accept(QUARTIER, said["join"])
    said["seal"] = t.seal(ATELIER, admit=[JARDINS])
    said["cosign"] = t.accept(QUARTIER, said["seal"])
    t.follow(said["seal"])
    said["record"] = t.say(VILLE, "Update", pinned(VILLE, "pin-3", summary="La mairie et ses services."))
    said["record-rotation"] = t.record(VILLE, key=0, new_key=1, successor=1)
    said["propose-suspend"] = t.propose(ATELIER, suspend(JARDINS), "Des messages étranges depuis ce matin.")
    said["propose-exclude"] = t.propose(ATELIER, exclude(JARDINS), "Vente des données des membres.")
    said["vote"] = t.accept(VILLE, said["propose-exclude"], key=1)
    said["propose-amend"] = t.propose(QUARTIER, amend(t, endorsements=3), "Trois parrains plutôt que deux.")
    again = Node("jardins", again="-2")
    t.join(again)
    said["propose-recover"] = t.propose(QUARTIER, recover(JARDINS, again), "Le disque des jardins est perdu.")
    said["leave"] = t.leave(JARDINS)
    return t, said


def publication(t, seq, prev=None):
    alice, key = member(ATELIER, "alice")
    group = f"{ATELIER.origin}/territories/{t.id}"
    note = {
        "id": f"{ATELIER.origin}/posts/{1042 + seq}", "type": "Note", "attributedTo": alice, "to": [f"{group}/members"], "audience": group,
        "maillage:audience": "territory", "maillage:territory": t.id,
        "content": "<p>Nous cherchons un tour à bois pour trois jours.</p>" if seq == 1 else "<p>Trouvé, merci !</p>",
        "published": f"2026-11-25T10:{seq:02}:00Z",
    }
    entry = {"territory": t.id, "log": ATELIER.mid, "seq": seq} | ({"prev": digest(prev)} if prev else {})
    made = {"@context": POST_CONTEXT, "id": f"{ATELIER.origin}/activities/{3000 + seq}", "type": "Create", "actor": alice,
            "to": note["to"], "audience": group, "maillage:publication": entry, "object": note, "published": note["published"]}
    return proven(made, key, f"{alice}#ed25519-key", made["published"])


def sync_messages(t):
    """Two nodes, of which the second lacks the last three statements and has one that the first lacks."""
    first = publication(t, 1)
    second = publication(t, 2, first)
    every = [digest(s) for s in t.statements]
    mine, yours = every[:-4] + every[-3:], every[:-3]
    def wanted(number):
        return {ATELIER.mid: number, QUARTIER.mid: 0, VILLE.mid: 0}
    def state(digests):
        return {"root": root(digests), "count": len(digests)}
    def buckets(digests):
        return [digest_text(h) for h in bucket_hashes(digests)]
    differing = {i for i, (a, b) in enumerate(zip(bucket_hashes(mine), bucket_hashes(yours))) if a != b}
    def in_buckets(digests):
        return sorted(h for h in digests if digest_bytes(h)[0] in differing)
    lacking, surplus = [h for h in mine if h not in yours], [h for h in yours if h not in mine]
    by = {digest(s): s for s in t.statements}
    return {
        "sync-1-request": state(mine) | {"publicationsWanted": wanted(2)},
        "sync-1-answer": state(yours) | {"buckets": buckets(yours), "publicationsWanted": wanted(0)},
        "sync-2-request": state(mine) | {"buckets": buckets(mine), "digests": in_buckets(mine), "publications": [first, second]},
        "sync-2-answer": state(yours) | {"publicationsWanted": wanted(2)} | {"want": sorted(lacking), "statements": [by[h] for h in sorted(surplus)]},
        "sync-3-request": state(every) | {"statements": [by[h] for h in sorted(lacking)]},
        "sync-3-answer": state(every),
    }


def territory_documents():
    t, said = territory_with_everything()
    group = f"{ATELIER.origin}/territories/{t.id}"
    members = sorted([ATELIER, QUARTIER, VILLE], key=lambda node: node.actor)
    documents = {"charter": t.charter} | said | sync_messages(t)
    documents["publication"] = publication(t, 2, publication(t, 1))
    documents["replica-group"] = {
        "@context": CONTEXT, "id": group, "type": "Group", "preferredUsername": "vallee", "name": "Vallée", "inbox": f"{ATELIER.origin}/inbox",
        "outbox": f"{group}/outbox", "followers": f"{group}/members", "members": f"{group}/members", "charter": f"{group}/charter",
        "territory": t.id, "terms": digest(t.terms), "version": t.version}
    documents["directory"] = {"@context": CONTEXT, "id": f"{group}/directory", "type": "Collection", "totalItems": len(members),
                              "items": [directory_entry(m) for m in members]}
    documents["members"] = {"@context": POST_CONTEXT[0], "id": f"{group}/members", "type": "Collection", "totalItems": len(members), "items": [m.actor for m in members]}
    documents["allows"] = [{"domain": m.host} for m in sorted(members, key=lambda m: m.host)]
    return t, documents


def directory_entry(node):
    record = node.record()
    return {"type": "DirectoryEntry", "member": node.mid, "actor": node.actor, "name": record["name"], "kind": record["kind"],
            "isElector": True, "isSuspended": False, "places": [place(code) for code in record["places"]]}


def place(code):
    return {"type": "Place", "code": code, "name": {"38185": "Grenoble", "38421": "Saint-Martin-d'Hères"}[code],
            "epci": "200040715", "epciName": "Grenoble-Alpes-Métropole"}
