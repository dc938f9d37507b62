"""Invented nodes and a territory in which they speak, with keys made from words: for tests only."""
from wire import CONTEXT, Key, base64url, digest, proven, succession

FACES = {
    "atelier": ("L'atelier", "company", "38185"),
    "quartier": ("Le quartier", "association", "38185"),
    "ville": ("La ville", "publicBody", "38185"),
    "jardins": ("Les jardins", "association", "38421"),
    "fournil": ("Le fournil", "cooperative", "38421"),
    "collectif": ("Le collectif", "collective", "38382"),
}


def rules(**changes):
    return {
        "endorsements": 2, "exclude": [1, 2], "amend": [1, 2], "recover": [1, 2], "suspend": 2,
        "growthMin": 5, "growthPercent": 10, "window": 8, "electors": "all",
        "admission": "community", "membersPublic": True,
    } | changes


def terms(**changes):
    return {
        "type": "Terms",
        "text": {"fr": "# Charte\n\nNous partageons ce qui aide la vallée.", "en": "# Charter\n\nWe share what helps the valley."},
        "clauses": [{"name": "data.retentionDays", "value": 365}, {"name": "data.resale", "value": False}],
        "rules": rules(**changes),
    }


class Node:
    def __init__(self, name, again=""):
        """A node; `again` makes another one of the same name, with keys of its own."""
        self.name, self.again = name, again
        self.host = f"{name}.example"
        self.origin = f"https://{self.host}"
        self.actor = f"{self.origin}/actor"
        self.keys = [Key(f"maillage-test-key:{name}{again}:{number}") for number in range(4)]
        self.nonce = Key(f"maillage-test-nonce:{name}{again}").seed[:16].hex()
        self.mid = digest(self.record())

    def record(self, key=0, **changes):
        name, kind, place = FACES[self.name]
        record = {
            "type": "NodeRecord", "actor": self.actor, "key": self.keys[key].multikey,
            "nextKeyDigest": self.keys[key + 1].digest, "inbox": f"{self.origin}/inbox",
            "reachable": True, "name": name, "kind": kind, "places": [place],
        }
        return record | changes | {"nonce": self.nonce}

    def proven(self, document, key=None):
        key = key or self.keys[0]
        return proven(document, key, f"{self.actor}#ed25519-key", document["published"])


class Territory:
    """A territory and what its nodes have said in it, in order."""

    def __init__(self, *founders, **rule_changes):
        self.charter = {
            "@context": CONTEXT, "type": "Charter", "name": "Vallée",
            "founders": [node.record() for node in sorted(founders, key=lambda node: node.mid)],
            "terms": terms(**rule_changes), "nonce": "00112233445566778899aabbccddeeff",
        }
        self.id = digest(self.charter)
        self.seal_digest, self.version, self.terms = self.id, 0, self.charter["terms"]
        self.statements, self.heads = [], {}

    def say(self, node, kind, named, key=0, after="head", successor=None, **more):
        """Signs the next statement of a node: after its last one, or after a given one."""
        before = self.heads.get(node.mid) if after == "head" else after
        seq = before["seq"] + 1 if before else 0
        statement = {
            "@context": CONTEXT, "id": f"{node.origin}/territories/{self.id}/log/{node.mid}/{seq}",
            "type": kind, "actor": node.actor, "territory": self.id, "log": node.mid, "seq": seq,
        }
        if before:
            statement["prev"] = digest(before)
        minute = len(self.statements)
        statement |= {
            "key": node.keys[key].multikey,
            "published": f"2026-11-25T{9 + minute // 60:02}:{minute % 60:02}:00Z", "object": named,
        } | more
        if successor is not None:
            statement["successorProof"] = base64url(node.keys[successor].sign(succession(statement)))
        statement = node.proven(statement, node.keys[key])
        self.heads[node.mid] = statement
        self.statements.append(statement)
        return statement

    def join(self, node, **more):
        return self.say(node, "Join", self.group(node), instrument=node.record(), **more)

    def join_all(self, *nodes):
        return [self.join(node) for node in nodes]

    def leave(self, node, **more):
        return self.say(node, "Leave", self.group(node), **more)

    def record(self, node, key=0, new_key=None, changes=None, **more):
        return self.say(node, "Update", node.record(key if new_key is None else new_key, **changes or {}), key=key, **more)

    def accept(self, node, other, **more):
        """An endorsement, a vote or a cosignature, by what is accepted."""
        named = {"id": other["id"], "type": other["type"], "digest": digest(other)}
        return self.say(node, "Accept", named, **more)

    def propose(self, node, wish, content="", **more):
        more = {"version": self.version} | more | ({"content": content} if content else {})
        return self.say(node, "Offer", wish, **more)

    def seal(self, node, admit=(), drop=(), exclude=(), amend=None, round=0, **more):
        named = {
            "type": "Seal", "version": self.version + 1, "previous": self.seal_digest, "round": round,
            "admit": [{"member": m.mid, "actor": m.actor} for m in sorted(admit, key=lambda m: m.mid)],
            "drop": sorted(m.mid for m in drop), "exclude": sorted(m.mid for m in exclude),
        }
        if amend:
            named["amend"] = digest(amend)
        return self.say(node, "Update", named, **more)

    def sealed(self, by, cosigners, **lines):
        """A seal with its cosignatures; the territory goes on from it."""
        seal = self.seal(by, **lines)
        for node in cosigners:
            self.accept(node, seal)
        self.follow(seal)
        return seal

    def follow(self, seal):
        self.seal_digest, self.version = digest(seal), seal["object"]["version"]

    def group(self, node):
        return f"{node.origin}/territories/{self.id}"


def exclude(node):
    return {"type": "Remove", "member": node.mid}


def suspend(node):
    return {"type": "Block", "member": node.mid}


def amend(territory, **rule_changes):
    new = territory.terms | {"rules": territory.terms["rules"] | rule_changes}
    return {"type": "Update", "base": digest(territory.terms), "terms": new}


def recover(old, new):
    return {"type": "Move", "member": old.mid, "successor": new.mid}
