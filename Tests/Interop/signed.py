"""What only a signer shows: requests with faults, and what it finds in the node's.

That it does what people do, both ways, is social.py's.
"""

from harness import Failed, eventually, expect

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


def run(node, peer, results, label=None):
    """Through whatever is before the node; the cases are told under the label."""
    Signed(node, peer, results, label or peer.name).all()


class Signed:
    def __init__(self, node, peer, results, label):
        self.node, self.peer, self.results, self.label = node, peer, results, label
        self.alice = peer.tell("describe")["id"]
        self.inbox = f"{node.marie}/inbox"

    def all(self):
        def case(name, direction, check):
            self.results.case(self.label, name, direction, check)

        case("POST signed with RSA", "in", lambda: self.follow("rsa"))
        case("POST signed with Ed25519", "in", lambda: self.note("ed25519"))
        case("POST that names its algorithm and has a nonce", "in", lambda: self.note("ed25519", True))
        case("GET signed by a follower", "in", self.get)
        case("a changed body is refused", "in", lambda: self.refused("body"))
        case("a digest that is not covered is refused", "in", lambda: self.refused("content-digest"))
        case("a method that is not covered is refused", "in", lambda: self.refused("@method"))
        case("a target that is not covered is refused", "in", lambda: self.refused("@target-uri"))
        case("an old signature is refused", "in", lambda: self.refused("old"))
        case("a signature of zeros is refused", "in", lambda: self.refused("signature"))
        case("another’s key is refused", "in", lambda: self.refused(None, "stranger"))
        case("no signature is refused", "in", lambda: self.refused(None, None))
        case("Accept verifies", "out", lambda: self.verifies("Accept"))
        case("Create verifies", "out", lambda: self.verifies("Create"))

    def activity(self, type, object, **more):
        return {
            "@context": "https://www.w3.org/ns/activitystreams", "type": type,
            "id": self.peer.tell("identifier"), "actor": self.alice, "object": object, **more,
        }

    def request(self, activity, key, **more):
        return self.peer.tell("request", url=self.inbox, activity=activity, key=key, **more)

    def follow(self, key):
        expect("the answer", self.request(self.activity("Follow", self.node.marie), key), 202)
        eventually(
            "marie has alice as a follower",
            lambda: self.alice in self.node.uris("follower", "list", "marie"),
        )

    def create(self):
        note = {
            "id": self.peer.tell("identifier"), "type": "Note", "attributedTo": self.alice,
            "content": "Signed by RFC 9421.", "to": [PUBLIC], "cc": [self.node.marie],
            "tag": [{"type": "Mention", "href": self.node.marie, "name": self.node.address}],
        }
        return note["id"], self.activity("Create", note, to=note["to"], cc=note["cc"])

    def note(self, key, everything=False):
        url, create = self.create()
        status = self.request(create, key, alg=everything, nonce=everything)
        expect("the answer", status, 202)
        eventually("the node has the note", lambda: self.node.shows(url))

    def get(self):
        url = self.node.command(
            "post", "create", "marie", "Pour les abonnés.", "--audience", "followers"
        )["uri"]

        def status(**more):
            return self.peer.tell("request", url=url, **more)

        expect("what a follower gets", status(key="rsa"), 200)
        expect("what a follower gets by Ed25519", status(key="ed25519"), 200)
        expect("what nobody gets", status(), 404)
        if status(key="stranger") not in (401, 403, 404):
            raise Failed("a wrong key reads it")

    def refused(self, fault, key="rsa"):
        url, create = self.create()
        status = self.request(create, key, fault=fault)
        if status not in (400, 401, 403):
            raise Failed(f"the answer is {status}")
        expect("what the node keeps of it", self.node.shows(url), None)

    def verifies(self, type):
        """The node learns that RFC 9421 is wanted here, and the library finds its signature good."""
        if type == "Create":
            self.node.post("Signé, scellé.")
        entry = eventually(f"alice has the {type}", lambda: self.arrived(type))
        expect("what the library says", entry.get("error"), None)
        expect("whose key it is", entry["keyid"], f"{self.node.marie}#main-key")

    def arrived(self, type):
        return next(
            (entry for entry in self.peer.tell("requests")
             if entry["activity"]["type"] == type and entry["scheme"] == "rfc9421"),
            None,
        )
