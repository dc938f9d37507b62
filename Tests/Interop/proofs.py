"""What apsig, apkit's library of signatures, has besides draft-cavage.

Object integrity proofs (FEP-8b32) made by the node and by apsig, each checked by the other; and
apsig's RFC 9421.
"""

import json
import subprocess

from harness import Failed, expect


def run(node, peer, results):
    results.case(peer.name, "proofs verify", "out", lambda: out(node, peer))
    results.case(peer.name, "a proof verifies", "in", lambda: proven(node, peer))
    results.case(peer.name, "a proof of other words does not", "in", lambda: forged(node, peer))
    results.case(
        peer.name, "RFC 9421 by apsig", "in",
        lambda: peer.tell("follow_by_message_signature", actor=node.marie),
    )


def out(node, peer):
    """Every activity that the node has sent so far."""
    said = peer.tell("proofs", actor=node.marie)
    if len(said) < 5:
        raise Failed(f"only {len(said)} activities came")
    wrong = {activity: error for activity, error in said.items() if error}
    expect("what apsig says of them", wrong, {})


def proven(node, peer):
    code, checks = verify(node, peer.tell("proven", content="Proven."))
    if code != 0:
        raise Failed(f"maillage verify ended with {code}: {checks}")


def forged(node, peer):
    document = peer.tell("proven", content="Proven.")
    document["object"]["content"] = "Forged."
    code, checks = verify(node, document)
    expect(f"the exit code of maillage verify ({checks})", code, 1)


def verify(node, document):
    done = subprocess.run(
        [node.program, "verify", "-", "--json", "--home", node.home], input=json.dumps(document),
        capture_output=True, text=True, env=node.environment,
    )
    return done.returncode, done.stdout + done.stderr
