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
    proposal = t.propose(ATELIER, exclude(VILLE), "Réservé.")
    vote = t.accept(QUARTIER, proposal)
    rotation = t.record(ATELIER, key=0, new_key=1, successor=1)
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
        ("a proof by a key that never had the say", jcs(QUARTIER.proven(without(vote, "proof") | {"key": VILLE.keys[2].multikey}, VILLE.keys[2]))),
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
        ("a number with a fraction", text.replace('"seq":1,', '"seq":1.5,')), ("a number beyond 2^40", jcs(again(proposal, version=2**40 + 1))),
        ("a member twice", text.replace('{"@context"', '{"seq":1,"@context"', 1)), ("text that is not in NFC", jcs(again(proposal, content="e\u0301"))), ("a control character", jcs(again(proposal, content="\u0001"))),
        ("a keyword of JSON-LD", jcs(again(join, later={"@graph": []}))), ("a type that is none of the eight", jcs(again(join, type="Flag"))),
        ("a join whose record is another's", jcs(again(join, instrument=VILLE.record()))), ("a join of another's group", jcs(again(join, object=join["object"].replace("atelier", "ville")))),
        ("a rotation with a consent that was given to another one", jcs(again(rotation, published="2026-11-25T23:00:00Z"))),
        ("a record of another actor", jcs(again(rotation, object=VILLE.record(1)))),
        ("a member `signature`, which the proof does not cover and the digest does", jcs(join | {"signature": "another digest"})),
        ("a digest in another spelling", jcs(again(join, territory="Z" + t.id[1:]))),
        ("8193 bytes", sized(8193, exclude(VILLE))), ("new terms of 65537 bytes", sized(65537, amend(t, endorsements=3))),
    ]
    return {"territory": t.id, "taken": pairs(taken), "refused": pairs(refused)}


class Aside(Territory):
    """The same territory, to speak in without leaving a trace."""

    def __init__(self, other):
        vars(self).update(vars(other) | {"statements": [], "heads": dict(other.heads)})


def activities():
    """What a receiver must refuse that knows the sender by this record."""
    told = peering_messages(Territory(ATELIER, QUARTIER, VILLE))
    offer, rotation, pins = told["offer-ticket"], told["update-key"], told["update"]["object"]["record"]["tlsPins"]
    ticket = offer["object"]["ticket"]

    def offering(**changes):
        return JARDINS.proven(without(offer, "proof") | {"object": offer["object"] | changes})

    refused = [
        ("an offer with another node's record", offering(record=FOURNIL.record())),
        ("an offer whose ticket has another proof", offering(ticket=ticket | {"proof": ticket["proof"][::-1]})),
        ("an offer whose ticket's proof was made for another record", offering(record=JARDINS.record(summary="Autre."))),
        ("an offer whose proof is by another key than the record's", JARDINS.proven(without(offer, "proof"), JARDINS.keys[1])),
        ("an offer without object", JARDINS.proven(without(offer, "proof", "object"))),
        ("an id of another origin", JARDINS.proven(without(offer, "proof") | {"id": offer["id"].replace("jardins", "ville")})),
        ("an update with another key, without its consent", JARDINS.proven(without(rotation, "proof", "successorProof"))),
        ("an update with another key that nobody committed to", activity("Update", 20, JARDINS, peering(JARDINS, record=JARDINS.record(2)), 50, successor=2)),
        ("an update whose consent was given to another one", JARDINS.proven(without(rotation, "proof") | {"id": rotation["id"] + "9"})),
        ("an update signed by the new key alone", JARDINS.proven(without(rotation, "proof"), JARDINS.keys[1])),
        ("an update of the pins, signed by another key", activity("Update", 21, JARDINS, peering(JARDINS, record=JARDINS.record(tlsPins=pins)), 50, key=2)),
        ("an end by a key that nobody knows", activity("Undo", 22, JARDINS, None, 55, key=2)),
        ("an invitation without charter", activity("Invite", 23, JARDINS, None, 55)),
    ]
    return {
        "receiver": ATELIER.actor, "sender": JARDINS.actor, "known": JARDINS.record(),
        "ticket": {"id": ticket["id"], "secret": "00112233445566778899aabbccddeeff"},
        "refused": [{"name": name, "activity": made} for name, made in refused],
    }


def pairs(named):
    return [{"name": name, "text": text} for name, text in named]
