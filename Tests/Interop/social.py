"""What people do to each other, both ways, between the node and a server that keeps alice."""

from harness import Failed, eventually, expect

OUT, IN = "out", "in"  # from the node to the peer, and from the peer to the node


def run(node, peer, results):
    Social(node, peer, results, peer.name).all()


def run_closed(node, peer, results):
    """The same with a node that demands signatures of whoever reads."""
    Social(node, peer, results, f"{peer.name}, signed").all()


def holds(document, text):
    return document is not None and text in (document.get("content") or "")


class Social:
    def __init__(self, node, peer, results, label):
        self.node, self.peer, self.results, self.label = node, peer, results, label
        alice = peer.tell("describe")
        self.alice, self.address = alice["id"], alice["address"]
        self.done, self.outbox = {}, None

    def all(self):
        for name in [
            "find", "nodeinfo", "follow", "accept", "post", "outbox", "reply", "like", "boost", "edit",
            "unlike", "unboost", "delete", "unfollow",
        ]:
            for direction in (OUT, IN):
                if check := getattr(self, f"{name}_{direction}", None):
                    self.results.case(self.label, name, direction, check)
        self.results.case(self.label, "nothing was refused", OUT, self.nothing_left)

    def need(self, key):
        if key not in self.done:
            raise Failed(f"not tried: ‘{key}’ did not work before")
        return self.done[key]

    def from_marie(self, type):
        return next(
            (one for one in self.peer.tell("received", type=type)
             if identifier(one["actor"]) == self.node.marie),
            None,
        )

    # ------------------------------------------------------------------ who is that

    def find_out(self):
        code, output, errors = self.node.ask("webfinger", self.address)
        expect(f"exit code of webfinger {self.address} ({output} {errors})", code, 0)
        if self.alice not in output:
            raise Failed(f"{self.address} leads to {output}")

    def find_in(self):
        marie = self.peer.tell("lookup", address=self.node.address)
        expect("the id of the actor", marie["id"], self.node.marie)
        expect("the name", marie["preferredUsername"], "marie")
        self.outbox = marie["outbox"]

    def nodeinfo_in(self):
        info = self.peer.tell("nodeinfo", host=f"{self.node.host}:{self.node.port}")
        expect("the software", info["software"]["name"], "maillage")
        expect("the protocols", info["protocols"], ["activitypub"])

    # ------------------------------------------------------------------ following

    def follow_out(self):
        self.node.command("follow", "marie", self.address)
        self.done["follow out"] = eventually("alice has the Follow", lambda: self.from_marie("Follow"))

    def accept_out(self):
        """The peer accepts what the node asked."""
        self.peer.tell("accept", follow=self.need("follow out"))
        eventually("marie follows alice", lambda: self.alice in self.following())
        eventually(
            "alice has marie as a follower", lambda: self.node.marie in self.peer.tell("followers")
        )

    def following(self):
        return self.node.uris("follower", "list", "marie", "--following")

    def follow_in(self):
        self.done["follow in"] = self.peer.tell("follow", actor=self.node.marie)
        eventually("marie has alice as a follower", lambda: self.alice in self.followers())

    def accept_in(self):
        """The node accepts what the peer asked."""
        self.need("follow in")
        eventually(
            "alice follows marie", lambda: self.node.marie in self.peer.tell("following")
        )

    def followers(self):
        return self.node.uris("follower", "list", "marie")

    # ------------------------------------------------------------------ posts

    def post_out(self):
        url = self.node.post(f"Bonjour {self.peer.name}, l’atelier ouvre samedi. #atelier")
        eventually("alice has the post", lambda: holds(self.held(url), "l’atelier ouvre samedi"))
        expect("its author", identifier(self.held(url)["attributedTo"]), self.node.marie)
        self.done["post out"] = url

    def post_in(self):
        url = self.peer.tell("post", content="<p>Hello <b>marie</b>, the oven is hot.</p>")
        kept = eventually("marie’s node has the post", lambda: self.node.shows(url))
        expect("its author", kept["post"]["author"], self.address)
        expect("its audience", kept["post"]["audience"], "public")
        timeline = [entry["post"]["uri"] for entry in self.node.command("timeline", "marie")]
        if url not in timeline:
            raise Failed(f"marie does not read it: {timeline}")
        self.done["post in"] = url

    def outbox_in(self):
        """The peer walks through marie's outbox, as servers do for who is new to them."""
        wanted = self.need("post out")
        items = self.peer.tell("collection", url=self.outbox)
        found = [identifier(one.get("object")) for one in items if one["type"] == "Create"]
        if wanted not in found:
            raise Failed(f"{wanted} is not in the outbox: {items}")

    def held(self, url):
        return self.peer.tell("held", object=url)

    def reply_out(self):
        original = self.need("post in")
        url = self.node.post(f"{self.address} J’apporte la farine.", "--reply-to", original)
        eventually("alice has the reply", lambda: holds(self.held(url), "apporte la farine"))
        expect("what it answers", identifier(self.held(url)["inReplyTo"]), original)
        eventually("it counts as a reply", lambda: self.counted(original, "replies") == 1)

    def reply_in(self):
        original = self.need("post out")
        url = self.peer.tell("reply", to=original, content="<p>I will be there.</p>")
        kept = eventually("marie’s node has the reply", lambda: self.node.shows(url))
        expect("what it answers", kept["post"]["inReplyTo"], original)

    def counted(self, url, what):
        return self.peer.tell("counted", object=url, what=what)

    # ------------------------------------------------------------------ likes and boosts

    def like_out(self):
        url = self.need("post in")
        self.node.command("post", "like", "marie", url)
        eventually("the like counts", lambda: self.counted(url, "likes") == 1)

    def like_in(self):
        url = self.need("post out")
        self.done["like in"] = self.peer.tell("like", object=url, author=self.node.marie)
        eventually("the like counts", lambda: self.node.shows(url)["likes"] == 1)

    def boost_out(self):
        url = self.need("post in")
        self.node.command("post", "boost", "marie", url)
        eventually("the boost counts", lambda: self.counted(url, "shares") == 1)

    def boost_in(self):
        url = self.need("post out")
        self.done["boost in"] = self.peer.tell("boost", object=url, author=self.node.marie)
        eventually("the boost counts", lambda: self.node.shows(url)["boosts"] == 1)

    def unlike_out(self):
        url = self.need("post in")
        self.node.command("post", "unlike", "marie", url)
        eventually("the like is gone", lambda: self.counted(url, "likes") == 0)

    def unlike_in(self):
        self.peer.tell("undo", activity=self.need("like in"))
        url = self.need("post out")
        eventually("the like is gone", lambda: self.node.shows(url)["likes"] == 0)

    def unboost_out(self):
        url = self.need("post in")
        self.node.command("post", "unboost", "marie", url)
        eventually("the boost is gone", lambda: self.counted(url, "shares") == 0)

    def unboost_in(self):
        self.peer.tell("undo", activity=self.need("boost in"))
        url = self.need("post out")
        eventually("the boost is gone", lambda: self.node.shows(url)["boosts"] == 0)

    # ------------------------------------------------------------------ changes

    def edit_out(self):
        url = self.need("post out")
        self.node.command("post", "edit", "marie", url, "L’atelier ouvre dimanche.")
        eventually("alice has the new words", lambda: holds(self.held(url), "ouvre dimanche"))

    def edit_in(self):
        url = self.need("post in")
        self.peer.tell("edit", object=url, content="<p>Hello marie, the oven is cold.</p>")
        kept = eventually("marie’s node has the new words", lambda: self.changed(url))
        expect("how many versions were before", len(kept["revisions"]), 1)

    def changed(self, url):
        kept = self.node.shows(url)
        return kept if "cold" in kept["post"]["text"] else None

    def delete_out(self):
        url = self.need("post out")
        self.node.command("post", "delete", "marie", url, "--yes")
        eventually(
            "alice no longer has it", lambda: (self.held(url) or {}).get("type") in (None, "Tombstone")
        )

    def delete_in(self):
        url = self.need("post in")
        self.peer.tell("delete", object=url)
        eventually("marie’s node no longer has it", lambda: self.node.shows(url) is None)

    def unfollow_out(self):
        self.need("follow out")
        self.node.command("unfollow", "marie", self.address)
        eventually(
            "alice has lost her", lambda: self.node.marie not in self.peer.tell("followers")
        )

    def unfollow_in(self):
        self.peer.tell("undo", activity=self.need("follow in"))
        eventually("marie has lost alice", lambda: self.alice not in self.followers())

    # ------------------------------------------------------------------ the queue

    def nothing_left(self):
        """Everything that the node sent was taken, by whatever the peer answers with."""
        lane = f"{self.peer.host}:{self.peer.port}"
        left = [
            one for one in self.node.command("queue", "list", "--limit", "50") if lane in one["lane"]
        ]
        if left:
            raise Failed(f"still on its way: {left}")


def identifier(value):
    return value["id"] if isinstance(value, dict) else value
