"""What may happen in a territory: one scenario for each rule of the fold."""
from wire import digest
from world import Node, Territory, amend, exclude, recover, suspend

A, B, C = Node("atelier"), Node("quartier"), Node("ville")
D, E = Node("jardins"), Node("fournil")
F = Node("collectif")


def three(**rule_changes):
    """Three founders who have signed; a seal needs two of them."""
    t = Territory(A, B, C, **rule_changes)
    t.join_all(A, B, C)
    return t


def four(**rule_changes):
    """Four founders who have signed; a seal needs three of them."""
    t = Territory(A, B, C, D, **rule_changes)
    t.join_all(A, B, C, D)
    return t


def endorsed(t, node, *by):
    join = t.join(node)
    for elector in by:
        t.accept(elector, join)
    return join


def founding():
    """Three founders have signed: they are members and electors."""
    return three()


def unsigned_founder():
    """A founder that has not signed has a vote and is no member yet."""
    t = Territory(A, B, C)
    t.join_all(A, B)
    return t


def admission():
    """Two endorsements make a member before any seal; one does not, and a stranger's does not count."""
    t = three()
    join = endorsed(t, D, A, B)
    other = endorsed(t, E, A)
    t.accept(D, other)
    t.accept(A, other)
    return t


def seal_with_quorum():
    """Two of three electors make a seal; whom it admits is on the roll and has no vote before the next."""
    t = three()
    endorsed(t, D, A, B)
    t.sealed(A, [B], admit=[D])
    return t


def second_seal():
    """One seal later the new member has a vote."""
    t = three()
    endorsed(t, D, A, B)
    t.sealed(A, [B], admit=[D])
    endorsed(t, E, B, C)
    t.sealed(B, [C], admit=[E])
    return t


def seal_without_quorum():
    """One of three electors makes no seal, and neither does one whom the seal itself would admit."""
    t = three()
    endorsed(t, D, A, B)
    seal = t.seal(A, admit=[D])
    t.accept(D, seal)
    return t


def seal_refused():
    """A seal with a quorum counts for nothing when it admits somebody retired, or changes nothing."""
    t = four()
    proposal = t.propose(A, exclude(D))
    for node in (A, B, C):
        t.accept(node, proposal)
    t.sealed(A, [B, C], drop=[D], exclude=[D])
    again = t.seal(A, admit=[D])
    empty = t.seal(B)
    for seal in (again, empty):
        for node in (A, B, C):
            t.accept(node, seal)
    return t


def exclusion():
    """Three of four electors exclude one, and its endorsement does not count any more."""
    t = four()
    endorsed(t, E, C, D)
    proposal = t.propose(A, exclude(D), "Vente des données des membres.")
    for node in (A, B, C):
        t.accept(node, proposal)
    return t


def exclusion_sealed():
    """The seal drops the excluded; nothing it says later has an effect, and its id never returns."""
    t = four()
    proposal = t.propose(A, exclude(D))
    for node in (A, B, C):
        t.accept(node, proposal)
    t.sealed(A, [B, C], drop=[D], exclude=[D])
    t.accept(D, t.propose(D, exclude(A)))
    endorsed(t, E, D, A)
    return t


def exclusion_failed():
    """Half of the electors is not more than half; the author has not voted by proposing."""
    t = four()
    proposal = t.propose(A, exclude(D))
    t.accept(B, proposal)
    t.accept(C, proposal)
    return t


def mutual_exclusion():
    """Two that exclude each other are both out: nothing cascades."""
    t = four()
    for author, target in ((A, D), (D, A)):
        proposal = t.propose(author, exclude(target))
        for node in (author, B, C):
            t.accept(node, proposal)
    return t


def suspension():
    """Two yes suspend; the member stays one."""
    t = three()
    proposal = t.propose(A, suspend(C), "Compte piraté ?")
    t.accept(A, proposal)
    t.accept(B, proposal)
    return t


def suspension_ended():
    """Two seals later a suspension has ended; a proposal to exclude is still open."""
    t = three()
    stop, out = t.propose(A, suspend(C)), t.propose(A, exclude(C))
    for node in (A, B):
        t.accept(node, stop)
    t.accept(A, out)
    for node in (D, E):
        endorsed(t, node, A, B)
        t.sealed(A, [B], admit=[node])
    return t


def amendment():
    """More than half carry new terms; they hold with the seal that names the proposal."""
    t = three()
    proposal = t.propose(A, amend(t, endorsements=3), "Trois parrains.")
    for node in (A, B):
        t.accept(node, proposal)
    t.sealed(A, [B], amend=proposal)
    endorsed(t, D, A, B)
    return t


def amendment_pending():
    """Until a seal names it, a carried amendment changes nothing; of two, the lower digest is next."""
    t = three()
    one, two = t.propose(A, amend(t, endorsements=1)), t.propose(B, amend(t, endorsements=3))
    for proposal in (one, two):
        for node in (A, B):
            t.accept(node, proposal)
    endorsed(t, D, C)
    return t


def recovery():
    """A member that lost its keys joins anew, is endorsed, and by vote takes its old place."""
    t = four()
    new = Node("jardins", again="-2")
    endorsed(t, new, A, B)
    proposal = t.propose(A, recover(D, new), "Clé perdue.")
    for node in (A, B, C):
        t.accept(node, proposal)
    return t


def recovery_sealed():
    """The seal drops the old id and admits the new one, in one step."""
    t = four()
    new = Node("jardins", again="-2")
    endorsed(t, new, A, B)
    proposal = t.propose(A, recover(D, new))
    for node in (A, B, C):
        t.accept(node, proposal)
    t.sealed(A, [B, C], admit=[new], drop=[D])
    return t


def contested():
    """Whoever claims the actor of a member waits, however many endorse it; two new claims wait both."""
    t = three()
    endorsed(t, Node("ville", again="-2"), A, B)
    endorsed(t, D, A, B)
    endorsed(t, Node("jardins", again="-2"), A, B)
    return t


def leave():
    """Who leaves is gone at once, for good, and takes its unsealed endorsements along."""
    t = four()
    endorsed(t, E, C, D)
    t.leave(D)
    return t


def planned_rotation():
    """The old key hands over, the new one agrees, and the new one speaks from then on."""
    t = three()
    t.record(C, key=0, new_key=1, successor=1)
    t.record(C, key=1, changes={"summary": "Clé renouvelée."})
    return t


def rotation_without_consent():
    """A rotation whose new key has not agreed is none, and nothing that follows it is valid."""
    t = three()
    t.record(C, key=0, new_key=1)
    t.record(C, key=1, changes={"summary": "Sans consentement."})
    return t


def superseded_key():
    """What the old key signs after the rotation, on any branch, does not count."""
    t = three()
    join = t.heads[C.mid]
    proposal = t.propose(A, exclude(B))
    t.record(C, key=0, new_key=1, successor=1)
    t.accept(C, proposal, key=0)
    t.accept(C, proposal, key=0, after=join)
    t.leave(C, key=0, after=join)
    t.accept(A, proposal)
    return t


def reveal():
    """The committed key alone takes over after the last good entry: what the thief said is void."""
    t = three()
    join = t.heads[C.mid]
    t.leave(C)
    t.record(C, key=1, new_key=1, after=join)
    return t


def reveal_and_planned():
    """Of a planned rotation and a reveal of the same key, the planned one counts, though it is later; that is an equivocation."""
    t = three()
    join = t.heads[C.mid]
    t.record(C, changes={"summary": "Encore l'ancienne clé."})
    planned = t.record(C, key=0, new_key=1, successor=1)
    t.record(C, key=1, new_key=1, changes={"summary": "Révélée."}, after=join)
    t.record(C, key=1, changes={"summary": "Après la rotation."}, after=planned)
    return t


def equivocation():
    """Two entries of one number freeze the record before them and are shown; votes on both count."""
    t = four()
    one, two = t.propose(A, exclude(D)), t.propose(A, exclude(C))
    t.record(B, changes={"summary": "Avant."})
    before = t.heads[B.mid]
    t.accept(B, one, after=before)
    t.accept(B, two, after=before)
    t.record(B, changes={"summary": "Après."})
    for node in (A, C):
        t.accept(node, one)
    for node in (A, D):
        t.accept(node, two)
    return t


def stewards():
    """Only stewards have a vote, and only they admit."""
    t = three(electors="stewards", stewards=sorted([A.mid, B.mid]), admission="stewards")
    endorsed(t, D, A, C)
    endorsed(t, E, A, B)
    proposal = t.propose(C, exclude(B))
    t.accept(C, proposal)
    return t


def stewards_gone():
    """Where no steward is left on the roll, everybody on it has a vote."""
    t = three(electors="stewards", stewards=[A.mid])
    t.leave(A)
    t.sealed(A, [], drop=[A])
    return t


def closed():
    """A closed territory admits nobody, whatever the endorsements, but the successor of a member."""
    t = three(admission="closed")
    new = Node("ville", again="-2")
    t.join(new)
    endorsed(t, D, A, B, C)
    proposal = t.propose(A, recover(C, new))
    for node in (A, B):
        t.accept(node, proposal)
    return t


def rounds():
    """Of two seals with a quorum the later round holds; it covers the first, so nothing is lost."""
    t = three()
    endorsed(t, D, A, B)
    first = t.seal(A, admit=[D])
    t.accept(B, first)
    endorsed(t, E, B, C)
    second = t.seal(C, admit=[D, E], round=1)
    t.accept(B, second)
    return t


def rounds_take_back():
    """A later round drops whom an earlier one had admitted and who has left since."""
    t = three()
    endorsed(t, D, A, B)
    first = t.seal(A, admit=[D])
    t.accept(B, first)
    t.leave(D)
    endorsed(t, E, B, C)
    second = t.seal(C, admit=[E], drop=[D], round=1)
    t.accept(B, second)
    return t


def rounds_admit_again():
    """A later round admits whom an earlier one dropped as fallen, once enough electors endorse it again."""
    t = four()
    join = endorsed(t, E, A, D)
    t.seal(A, admit=[E])
    t.leave(D)
    second = t.seal(A, drop=[D, E], round=1)
    t.accept(B, second)
    t.accept(C, join)
    third = t.seal(C, admit=[E], drop=[D], round=2)
    for node in (A, B):
        t.accept(node, third)
    return t


def growth_cap():
    """Round 0 may admit one here, a later round two: not two in round 0, nor three in round 2."""
    t = three(growthMin=1, growthPercent=0)
    for node in (D, E, F):
        endorsed(t, node, A, B)
    for author, cosigner, admit, number in ((A, B, [D, E], 0), (C, A, [E, F], 1), (B, C, [D, E, F], 2)):
        t.accept(cosigner, t.seal(author, admit=admit, round=number))
    return t


def seal_outlives_rotation():
    """Who cosigned the seal that put it out undoes nothing by a reveal in its past, which voids its cosignature."""
    t = four()
    join = t.heads[D.mid]
    proposal = t.propose(A, exclude(D))
    for node in (A, B, C):
        t.accept(node, proposal)
    t.sealed(A, [B, D], drop=[D], exclude=[D])
    t.record(D, key=1, new_key=1, after=join)
    return t


def seal_by_old_key():
    """A seal and a cosignature that a key signs after it was rotated away hold; a vote and an endorsement do not."""
    t = three()
    join = t.heads[C.mid]
    endorsed(t, D, A, B)
    other = endorsed(t, E, A)
    proposal = t.propose(A, exclude(B))
    t.accept(A, proposal)
    t.record(C, key=0, new_key=1, successor=1)
    for said in (other, proposal):
        t.accept(C, said, key=0, after=join)
    first = t.seal(C, admit=[D], key=0, after=join)
    t.accept(A, first)
    t.follow(first)
    endorsed(t, F, A, B)
    second = t.seal(A, admit=[F])
    t.accept(C, second, key=0, after=join)
    t.accept(B, second)
    return t


def partition():
    """Both sides of a torn network admit somebody; when it heals nothing is lost.

    The parts are what each side knew."""
    t = four()
    common = len(t.statements)
    endorsed(t, E, A, B)
    split = len(t.statements)
    endorsed(t, F, C, D)
    everything = range(len(t.statements))
    t.parts = [list(range(split)), [i for i in everything if i < common or i >= split]]
    return t


def window():
    """A proposal under a version that is not there yet, or by no elector, is not open."""
    t = three()
    endorsed(t, D, A, B)
    for proposal in (t.propose(A, exclude(C), version=1), t.propose(D, exclude(C))):
        for node in (A, B):
            t.accept(node, proposal)
    return t


def gap():
    """An entry whose predecessor is missing has no effect until it comes."""
    t = three()
    proposal = t.propose(A, exclude(B))
    t.record(C, changes={"summary": "Pas encore arrivée."})
    t.statements.pop()
    t.accept(C, proposal)
    t.accept(A, proposal)
    return t


ALL = [founding, unsigned_founder, admission, seal_with_quorum, second_seal, seal_without_quorum, seal_refused, exclusion,
       exclusion_sealed, exclusion_failed, mutual_exclusion, suspension, suspension_ended, amendment, amendment_pending,
       recovery, recovery_sealed, contested, leave, planned_rotation, rotation_without_consent, superseded_key, reveal,
       reveal_and_planned, equivocation, stewards, stewards_gone, closed, rounds,
       rounds_take_back, rounds_admit_again, growth_cap, seal_outlives_rotation, seal_by_old_key, partition, window, gap]
