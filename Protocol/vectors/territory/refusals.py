"""What must be refused: statements at intake, and activities at `/peering`."""
import json
from messages import ATELIER, FOURNIL, JARDINS, QUARTIER, VILLE, activity, peering, peering_messages
from wire import digest, jcs, without
from world import Territory, amend, exclude


def padded(t, node, size, wish):
    """A proposal of an exact size, by a member that means nothing."""
    before = t.heads[node.mid]

    def made(length, second):
        published = f"2026-11-25T12:00:{second:02}Z"
        return t.propose(node, wish, after=before, published=published, padding="x" * length)

    # The base58 text of a signature may be a character shorter or longer, so other times are tried.
    length = size - len(jcs(made(0, 0)).encode())
    return next(s for second in range(60) for s in [made(length, second)] if len(jcs(s).encode()) == size)


def statements():
    """Pairs: what is taken and what is refused, as text, since some of it is no good JSON."""
    t = Territory(ATELIER, QUARTIER, VILLE)
    join, _, _ = t.join_all(ATELIER, QUARTIER, VILLE)
    vote = t.accept(QUARTIER, t.propose(ATELIER, exclude(VILLE), "Réservé."))
    text = jcs(vote)
    other = Territory(ATELIER, QUARTIER)

    def again(statement, **changes):
        return ATELIER.proven(without(statement, "proof") | changes)

    def sized(size, wish):
        return jcs(padded(Aside(t), ATELIER, size, wish))

    taken = [
        ("a join", jcs(join)), ("a vote", text), ("its members in another order", json.dumps(dict(reversed(vote.items())), ensure_ascii=False, indent=1)),
        ("a member that is unknown", jcs(again(join, later="unknown"))),
        ("an entry that is invalid: its predecessor is of another log", jcs(ATELIER.proven(without(join, "proof", "instrument") | {
            "id": join["id"][:-1] + "1", "type": "Leave", "seq": 1, "prev": digest(vote)}))),
        ("a proof by a key that never had the say", jcs(ATELIER.proven(without(join, "proof") | {"key": VILLE.keys[2].multikey}, VILLE.keys[2]))),
        ("exactly 8192 bytes", sized(8192, exclude(VILLE))), ("new terms of 65536 bytes", sized(65536, amend(t, endorsements=3))),
    ]
    refused = [
        ("a proof over something else", jcs(vote | {"published": "2026-11-25T23:00:00Z"})),
        ("a proof by another key than `key`", jcs(QUARTIER.proven(without(vote, "proof"), VILLE.keys[0]))),
        ("no proof", jcs(without(vote, "proof"))), ("two proofs", jcs(vote | {"proof": [vote["proof"], vote["proof"]]})),
        ("a proof in the name of another node's key", jcs(vote | {"proof": vote["proof"] | {"verificationMethod": VILLE.actor + "#ed25519-key"}})),
        ("another territory", jcs(other.join(ATELIER))), ("an id of another number", jcs(again(join, id=join["id"] + "0"))),
        ("an id of another origin", jcs(again(join, id=join["id"].replace("atelier", "ville")))),
        ("another context", jcs(again(join, **{"@context": join["@context"][:2]}))),
        ("a join with a predecessor", jcs(again(join, prev=t.id))), ("a first entry that is no join", jcs(again(vote, seq=0))),
        ("a number with a fraction", text.replace('"seq":1,', '"seq":1.0,')), ("a number beyond 2^53 - 1", jcs(again(join, later=2**53))),
        ("a member twice", text.replace('{"@context"', '{"seq":1,"@context"', 1)), ("text that is not in NFC", jcs(again(join, later="e\u0301"))),
        ("a keyword of JSON-LD", jcs(again(join, later={"@graph": []}))), ("a type that is none of the eight", jcs(again(join, type="Flag"))),
        ("a digest in another spelling", jcs(again(join, territory="Z" + t.id[1:]))),
        ("8193 bytes", sized(8193, exclude(VILLE))), ("new terms of 65537 bytes", sized(65537, amend(t, endorsements=3))),
    ]
    return {"territory": t.id, "taken": pairs(taken), "refused": pairs(refused)}


class Aside(Territory):
    """The same territory, to speak in without leaving a trace."""

    def __init__(self, other):
        vars(self).update(vars(other) | {"statements": [], "heads": dict(other.heads)})


def activities():
    """What the receiver knows, and what it must refuse then."""
    t = Territory(ATELIER, QUARTIER, VILLE)
    told = peering_messages(t)
    offer, update, rotation = told["offer-ticket"], told["update"], told["update-key"]
    moved = JARDINS.record(1)
    wrong_ticket = offer["object"]["ticket"] | {"proof": offer["object"]["ticket"]["proof"][::-1]}
    refused = [
        ("an offer for somebody else", "malformed", JARDINS.proven(without(offer, "proof") | {"to": VILLE.actor})),
        ("an offer with another node's record", "malformed", JARDINS.proven(without(offer, "proof") | {"object": peering(FOURNIL)})),
        ("an offer whose ticket has another proof", "ticketRefused", JARDINS.proven(without(offer, "proof") | {"object": offer["object"] | {"ticket": wrong_ticket}})),
        ("an offer whose ticket's proof was made for another record", "ticketRefused",
         JARDINS.proven(without(offer, "proof") | {"object": offer["object"] | {"record": JARDINS.record(summary="Autre.")}})),
        ("an offer whose proof is by another key than the record's", "unauthenticated", JARDINS.proven(without(offer, "proof"), JARDINS.keys[1])),
        ("an update with another key, without its consent", "keyMismatch", JARDINS.proven(without(rotation, "proof", "successorProof"))),
        ("an update with another key that nobody committed to", "keyMismatch", activity("Update", 20, JARDINS, ATELIER, peering(JARDINS, record=JARDINS.record(2)), 50, successor=2)),
        ("an update whose consent was given to another one", "keyMismatch", JARDINS.proven(without(rotation, "proof") | {"id": rotation["id"][:-1] + "f"})),
        ("an update signed by the new key alone", "unauthenticated", JARDINS.proven(without(rotation, "proof"), JARDINS.keys[1])),
        ("an update of the pins, signed by another key", "unauthenticated",
         activity("Update", 21, JARDINS, ATELIER, peering(JARDINS, record=JARDINS.record(tlsPins=update["object"]["record"]["tlsPins"])), 50, key=2)),
        ("an acceptance that does not say of what", "malformed", JARDINS.proven(without(told["accept"], "proof", "offer") | {"actor": JARDINS.actor, "to": ATELIER.actor, "id": offer["id"], "object": peering(JARDINS)})),
        ("an end that is by a key which nobody knows", "unauthenticated", activity("Undo", 22, JARDINS, ATELIER, peering(JARDINS, [], moved), 55, key=2, offer=offer["id"])),
    ]
    return {
        "receiver": ATELIER.actor, "sender": JARDINS.actor, "known": JARDINS.record(),
        "ticket": {"id": offer["object"]["ticket"]["id"], "secret": "00112233445566778899aabbccddeeff"},
        "refused": [{"name": name, "problem": problem, "activity": made} for name, problem, made in refused],
    }


def pairs(named):
    return [{"name": name, "text": text} for name, text in named]
