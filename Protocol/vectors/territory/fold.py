"""What a set of statements amounts to: the fold of Protocol/territory.md, for reading.

`fold(charter, statements)` is pure: order, duplicates and gaps make no difference. It takes
statements that have passed intake: whose form is right and whose proof was made with their `key`.
Digests are compared as text, which orders them as their bytes do.

    python3 fold.py folds/*.json     folds each vector and compares the result with what it expects
"""
import json, random, sys
from collections import defaultdict
from types import SimpleNamespace as Struct
from wire import digest, is_agreed, key_digest


def kind(statement):
    named = statement["object"]
    match statement["type"], named["type"] if isinstance(named, dict) else None:
        case "Join", _: return "join"
        case "Leave", _: return "leave"
        case "Offer", _: return "propose"
        case "Update", "NodeRecord": return "record"
        case "Update", "Seal": return "seal"
        case "Accept", "Join": return "endorse"
        case "Accept", "Offer": return "vote"
        case "Accept", "Update": return "cosign"
    return "unknown"


# --- one log (territory.md, "Which entries are valid" and "Which entries count")

class Log:
    def __init__(self, statements):
        self.entries = {}
        self.waiting = dict(statements)
        while found := [h for h in self.waiting if self.place(h, self.waiting[h])]:
            for h in found:
                del self.waiting[h]
        self.rotation = self.last_rotation()
        self.counting = {h for h in self.entries if self.counts(h)}
        self.by_number = defaultdict(list)
        for h in sorted(self.counting):
            self.by_number[self.entries[h].s["seq"]].append(h)

    def place(self, h, s):
        parent = self.entries.get(s.get("prev"))
        if kind(s) == "join":
            record = s["instrument"]
            valid = (s["seq"] == 0 and "prev" not in s and digest(record) == s["log"]
                     and record["key"] == s["key"] and record["actor"] == s["actor"])
            if valid:
                self.entries[h] = Struct(s=s, parent=None, key=record["key"], next=record["nextKeyDigest"],
                                         epoch=0, since=None, rotation=None)
            return valid
        if not parent or s["seq"] != parent.s["seq"] + 1 or s["actor"] != parent.s["actor"]:
            return False
        entry = Struct(**vars(parent) | dict(s=s, parent=s["prev"], rotation=None))
        if kind(s) != "record" or s["object"]["key"] == parent.key:
            valid = s["key"] == parent.key
            if kind(s) == "record":
                valid = valid and s["object"]["nextKeyDigest"] == parent.next and s["object"]["actor"] == s["actor"]
        else:
            record = s["object"]
            valid = record["actor"] == s["actor"] and key_digest(record["key"]) == parent.next
            if s["key"] == record["key"]:
                entry.rotation = "reveal"
            else:
                entry.rotation = "planned"
                valid = valid and s["key"] == parent.key and is_agreed(s, record["key"])
            entry.key, entry.next, entry.epoch, entry.since = record["key"], record["nextKeyDigest"], parent.epoch + 1, h
        if valid:
            self.entries[h] = entry
        return valid

    def last_rotation(self):
        last = None
        while True:
            following = [h for h, e in self.entries.items() if e.rotation and self.entries[e.parent].since == last]
            if not following:
                return last
            last = min(following, key=lambda h: (self.entries[h].rotation != "planned", self.entries[h].s["seq"], h))

    def ancestors(self, h):
        while h:
            yield h
            h = self.entries[h].parent

    def counts(self, h):
        e, last = self.entries[h], self.entries.get(self.rotation)
        if self.rotation and h in self.ancestors(self.rotation):
            return True
        signed_in = e.epoch - 1 if e.rotation == "planned" else e.epoch
        return signed_in == (last.epoch if last else 0) and (not last or e.s["key"] == last.key)

    def joins(self):
        return [h for h in self.by_number[0] if kind(self.entries[h].s) == "join"]

    def standing(self):
        """The last record before the log forks, and where it forks: number and two lowest digests."""
        record, number = None, 0
        while len(self.by_number[number]) == 1:
            s = self.entries[self.by_number[number][0]].s
            if kind(s) in ("join", "record"):
                record = s["instrument"] if kind(s) == "join" else s["object"]
            number += 1
        fork = (number, self.by_number[number][:2]) if self.by_number[number] else None
        return record or self.entries[self.joins()[0]].s["instrument"], fork

    def key(self):
        return self.entries[self.rotation or self.joins()[0]].key

    def head(self):
        mine = [h for h in self.counting if self.entries[h].since == self.rotation]
        return min(mine, key=lambda h: (-self.entries[h].s["seq"], h))


# --- thresholds

def quorum(electors):
    return (electors + (electors - 1) // 3) // 2 + 1 if electors else 1


def needed(fraction, electors):
    a, b = fraction
    return electors + 1 if a < 0 or b <= 0 else min(electors * a // b, electors) + 1


# --- step 1: seals

def genesis(charter):
    roll = {digest(record): record["actor"] for record in charter["founders"]}
    era = Struct(seal=digest(charter), version=0, terms=charter["terms"], roll=roll, excluded=set(), retired=set(), seals=[])
    era.electors = stewards(era.terms, roll) if era.terms["rules"]["electors"] == "stewards" else set(roll)
    era.electors = era.electors or set(roll)
    return era


def stewards(terms, roll):
    return set(terms["rules"].get("stewards", [])) & set(roll)


def may_follow(s, era, statements):
    seal, rules = s["object"], era.terms["rules"]
    admit, drop = [line["member"] for line in seal["admit"]], set(seal["drop"])
    cap = max(rules["growthMin"], len(era.roll) * rules["growthPercent"] // 100) * (2 if seal["round"] > 0 else 1)
    amends = "amend" not in seal or amendment(seal["amend"], era, statements)
    return bool(
        s["log"] in era.electors
        and seal["previous"] == era.seal and seal["version"] == era.version + 1 and seal["round"] >= 0
        and (admit or drop or "amend" in seal or seal["round"] > 0)
        and len(admit) <= cap and len(set(admit)) == len(admit)
        and not set(admit) & (set(era.roll) | era.retired | drop)
        and set(seal["exclude"]) <= drop and amends)


def amendment(h, era, statements):
    """The terms that a statement of the set proposes in place of the current ones."""
    s = statements.get(h)
    if s and kind(s) == "propose" and s["object"]["type"] == "Update" and s["object"]["base"] == digest(era.terms):
        return s["object"]["terms"]


def advance(era, h, s, statements):
    seal, drop = s["object"], set(s["object"]["drop"])
    terms = amendment(seal["amend"], era, statements) if "amend" in seal else era.terms
    roll = era.roll | {line["member"]: line["actor"] for line in seal["admit"]}
    roll = {m: actor for m, actor in roll.items() if m not in drop}
    electors = stewards(terms, roll) if terms["rules"]["electors"] == "stewards" else set(era.roll) & set(roll)
    return Struct(seal=h, version=seal["version"], terms=terms, roll=roll, electors=electors or set(roll),
                  excluded=era.excluded | set(seal["exclude"]), retired=era.retired | drop, seals=era.seals + [h])


# --- the fold

def fold(charter, statements):
    S = {digest(s): s for s in statements}
    by_log = defaultdict(dict)
    for h, s in S.items():
        by_log[s["log"]][h] = s
    logs = {m: log for m, found in by_log.items() if (log := Log(found)).entries}
    valid = {h: e.s for log in logs.values() for h, e in log.entries.items()}
    counting = {h: s for h, s in valid.items() if h in logs[s["log"]].counting}
    said_yes = defaultdict(set)
    for h, s in valid.items():
        if kind(s) == "cosign" or kind(s) in ("endorse", "vote") and h in counting:
            said_yes[kind(s), s["object"]["digest"]].add(s["log"])

    # 1. seals: among those that may follow and have a quorum, the highest round, then the lowest digest.
    # No rotation voids them: whoever is put out could make one in its past and undo the seal with it.
    C = genesis(charter)
    while True:
        sealed = [h for h, s in valid.items() if kind(s) == "seal" and may_follow(s, C, S)
                  and len((said_yes["cosign", h] | {s["log"]}) & C.electors) >= quorum(len(C.electors))]
        if not sealed:
            break
        h = min(sealed, key=lambda h: (-S[h]["object"]["round"], h))
        C = advance(C, h, S[h], S)
    E, rules = C.electors, C.terms["rules"]

    # 2. votes of the electors on what electors propose
    proposals, carried = [], defaultdict(list)
    for h, s in sorted(counting.items()):
        if kind(s) != "propose" or s["log"] not in E or not 0 <= C.version - s["version"] <= rules["window"]:
            continue
        what = s["object"]["type"]
        if what == "Block" and C.version - s["version"] > 1 or what == "Update" and s["object"]["base"] != digest(C.terms):
            continue
        need = {"Remove": lambda: needed(rules["exclude"], len(E)), "Update": lambda: needed(rules["amend"], len(E)),
                "Move": lambda: needed(rules["recover"], len(E)), "Block": lambda: min(len(E), max(1, rules["suspend"]))}[what]()
        yes = said_yes["vote", h] & E
        proposals.append({"digest": h, "author": s["log"], "yes": sorted(yes), "needed": need, "carried": len(yes) >= need})
        if len(yes) >= need:
            carried[what].append((h, s["object"]))
    excluded = {wish["member"] for _, wish in carried["Remove"]}
    suspended = {wish["member"] for _, wish in carried["Block"]}
    successor = {}
    for _, wish in carried["Move"]:
        successor.setdefault(wish["member"], wish["successor"])

    # 3. admissions
    left = {s["log"] for s in counting.values() if kind(s) == "leave"}
    endorsers = E - excluded - left
    if rules["admission"] == "stewards":
        endorsers &= set(rules.get("stewards", [])) if rules["electors"] == "stewards" else set()
    admitted, candidates = {}, []
    for m, log in logs.items():
        if m in C.roll or m in C.retired | excluded | left:
            continue
        actor = log.entries[log.joins()[0]].s["actor"]
        support = {h: said_yes["endorse", h] & endorsers for h in log.joins()}
        if rules["admission"] == "closed":
            enough = any(new == m and C.roll.get(old) == actor for old, new in successor.items())
        else:
            enough = any(len(by) >= max(1, rules["endorsements"]) for by in support.values())
        if enough:
            admitted[m] = actor
        else:
            join = min(support, key=lambda h: (-len(support[h]), h))
            candidates.append({"member": m, "join": join, "endorsers": sorted(support[join])})
    replaced = {old for old, new in successor.items() if old in C.roll and admitted.get(new) == C.roll[old]}
    gone = excluded | left | replaced
    present = {actor for m, actor in C.roll.items() if m not in gone}
    contested = set()
    for actor in set(admitted.values()):
        claims = {m for m in admitted if admitted[m] == actor}
        chosen = claims & set(successor.values())
        if actor in present:
            contested |= claims
        elif len(claims) > 1:
            contested |= claims - chosen if len(chosen) == 1 else claims
    admitted = {m: actor for m, actor in admitted.items() if m not in contested}

    # 4. members, and what each says of itself
    sealed = {m for m in C.roll if m not in gone and m in logs}
    members = sealed | set(admitted)
    forks = {m: logs[m].standing()[1] for m in members}
    return {
        "seal": C.seal, "seals": C.seals, "version": C.version, "terms": digest(C.terms),
        "members": sorted(members), "sealed": sorted(sealed), "electors": sorted(E),
        "unsigned": sorted(m for m in map(digest, charter["founders"]) if m in C.roll and m not in gone and m not in logs),
        "excluded": sorted(excluded | C.excluded), "suspended": sorted(suspended & members),
        "left": sorted(left & set(C.roll)), "contested": sorted(contested),
        "candidates": sorted(candidates, key=lambda c: c["member"]), "proposals": proposals,
        "amendment": min((h for h, _ in carried["Update"]), default=None),
        "records": {m: digest(logs[m].standing()[0]) for m in sorted(members)},
        "actors": {m: C.roll.get(m) or admitted[m] for m in sorted(members)},
        "keys": {m: logs[m].key() for m in sorted(members)},
        "heads": {m: [logs[m].entries[h].s["seq"], h] for m in sorted(logs) for h in [logs[m].head()]},
        "equivocations": [{"member": m, "seq": fork[0], "evidence": fork[1]} for m, fork in sorted(forks.items()) if fork],
    }


def differences(vector):
    """The parts of a vector whose fold is not what it expects, in any order of the statements."""
    parts = [vector] + [part | {"statements": [vector["statements"][i] for i in part["statements"]]}
                        for part in vector.get("parts", [])]
    for number, part in enumerate(parts):
        given = part["statements"]
        for order in (given, given[::-1], random.Random(number).sample(given * 2, 2 * len(given))):
            if fold(vector["charter"], order) != part["expected"]:
                yield number


if __name__ == "__main__":
    wrong = 0
    for name in sys.argv[1:]:
        with open(name, encoding="utf-8") as file:
            found = list(differences(json.load(file)))
        wrong += bool(found)
        print(name, "differs" if found else "agrees")
    sys.exit(1 if wrong else 0)
