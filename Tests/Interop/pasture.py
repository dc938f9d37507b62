"""What fediverse-pasture finds about the node, and what becomes of its inputs."""

from harness import Failed, eventually

# Who may read marie's actor, and who may post to her inbox. alice and dean do not sign.
WANTED = {
    "alice": {"get_actor": True, "post_inbox": False},
    "bob": {"get_actor": True, "post_inbox": True},
    "claire": {"get_actor": True, "post_inbox": True},
    "dean": {"get_actor": True, "post_inbox": False},
    "emily": {"get_actor": True, "post_inbox": True},
    "frank": {"get_actor": True, "post_inbox": True},
    "webfinger": True,
}

# The same of a node that demands signatures of whoever reads.
WANTED_CLOSED = WANTED | {
    name: {"get_actor": False, "post_inbox": False} for name in ("alice", "dean")
}

# Inputs that the node does not keep as a post, and why.
NOT_KEPT = {
    ("attributed_to", 2): "two authors, neither of them said to be the person",
    ("in_reply_to", 4): "two parents: as a reply to one it would be in the wrong place",
    ("in_reply_to", 5): "its parent has no id: it would pass for a post of its own",
    ("necessary_properties", 1): "no id",
    ("necessary_properties", 3): "no author",
    ("necessary_properties", 4): "no type",
    ("object_types", 7): "a Place is no post",
    ("object_types", 8): "a Profile is no post",
    ("object_types", 9): "a Relationship is no post",
    ("object_types", 10): "a Tombstone is no post",
    ("object_types", 12): "two types: readers differ in what it is",
    ("object_types", 13): "no type",
}


def run(node, peer, results):
    results.case(peer.name, "verify actor", "in", lambda: verify(node, peer, WANTED))
    sent = []

    def send():
        sent.extend(peer.tell("send_inputs", actor=node.marie))
        eventually("the inbox is worked off", lambda: waiting(node) == 0, 30)

    results.case(peer.name, "the inputs are answered", "in", send)
    found = mentions(node) if sent else set()
    for name in sorted({one["input"] for one in sent}):
        examples = [one for one in sent if one["input"] == name]
        results.case(peer.name, f"input {name} ({len(examples)})", "in", lambda: kept(examples, found))


def run_closed(node, peer, results):
    def check():
        verify(node, peer, WANTED_CLOSED)

    results.case(peer.name, "verify actor, signatures demanded", "in", check)


def verify(node, peer, wanted):
    answer = peer.tell("verify", address=f"acct:{node.address.removeprefix('@')}")
    if answer["result"] != wanted:
        raise Failed(f"{answer['result']}\n{answer['messages']}")


def waiting(node):
    return node.command("status")["counts"]["inboxWaiting"]


def mentions(node):
    """The posts that name marie, as she reads them: all pages."""
    found, before = set(), []
    while entries := node.command("timeline", "marie", "--mentions", "--limit", "200", *before):
        found |= {entry["post"]["uri"] for entry in entries}
        before = ["--before", str(entries[-1]["id"])]
    return found


def kept(examples, found):
    wrong = []
    for one in examples:
        reason = NOT_KEPT.get((one["input"], one["number"]))
        stored = one["object"] in found
        if stored == bool(reason):
            expectation = f"and {reason}" if reason else "and should be"
            wrong.append(f"{one['number']} is {'' if stored else 'not '}kept, {expectation}: {one['example']}")
    if wrong:
        raise Failed("\n".join(wrong))
