import Model
import Testing

@Suite("Logs and keys")
struct LogTests {
  @Test("The last record of a log is what its owner says of itself")
  func record() {
    var village = Village(3)
    village.add(village.authors[0].update("first"))
    village.add(village.authors[0].update("second"))
    #expect(village.state.member(village.id(0))?.record.presentation.summary == "second")
  }

  @Test("A planned rotation puts the committed key in place")
  func planned() {
    var village = Village(3)
    let old = village.authors[0]
    village.add(village.authors[0].rotate())
    #expect(village.ledger.currentKey(of: village.id(0)) == village.authors[0].key)
    #expect(village.ledger.currentKey(of: village.id(0)) != old.key)
    village.add(village.authors[0].update("with the new key"))
    #expect(village.state.equivocations.isEmpty)
    #expect(village.state.member(village.id(0))?.record.presentation.summary == "with the new key")
  }

  @Test("A rotation to a key that was not committed, or without its consent, is invalid")
  func uncommitted() {
    var village = Village(3)
    let author = village.authors[0]
    let key = Author.key("thief", 1)
    for isAgreed in [true, false] {
      var thief = author
      let record = Author.record(thief.name, key: key, actor: thief.actor)
      village.add(thief.write(.record(record, isAgreedByNewKey: isAgreed)))
    }
    var hasty = author
    village.add(hasty.rotate(isAgreed: false))
    #expect(village.ledger.currentKey(of: author.id) == author.key)
    #expect(village.ledger.entries(of: author.id).count == 1)
  }

  @Test("Whoever shows the committed key has the say from there on; the old one has none")
  func reveal() {
    var village = Village(3, Rules(endorsements: 1))
    let newcomer = village.arrive("d")
    var thief = village.authors[0]
    let join = village.state.candidates.first?.join ?? village.charter.id
    village.add(thief.write(.endorse(join: join)))
    village.add(thief.write(.leave))
    #expect(!village.isMember(0))
    village.add(village.authors[0].reveal())
    #expect(village.isMember(0) && !village.isMember(newcomer))
    village.add(thief.write(.leave))
    #expect(village.isMember(0) && village.state.equivocations.isEmpty)
    #expect(village.state.left.isEmpty)
  }

  @Test("A planned rotation comes before a reveal, even one in its past", arguments: [true, false])
  func precedence(isPlannedFirst: Bool) {
    var village = Village(3)
    var other = village.authors[0]
    village.add(village.authors[0].update("later"))
    let planned = village.authors[0].rotate()
    let reveal = other.reveal()
    #expect(reveal.sequence < planned.sequence)
    for statement in isPlannedFirst ? [planned, reveal] : [reveal, planned] {
      village.add(statement)
    }
    #expect(village.ledger.head(of: village.id(0))?.digest == planned.digest)
    // The owner of the new key has signed both, and that shows.
    #expect(village.state.equivocations.map(\.evidence.count) == [2])
  }

  @Test("A statement signed by a key that was replaced has no effect, wherever it is put")
  func superseded() {
    var village = Village(3)
    var old = village.authors[0]
    let proposal = village.propose(.exclude(village.id(2)), by: 1, votes: [1])
    village.add(village.authors[0].rotate())
    for place in [old.sequence, old.sequence + 1] {
      old.sequence = place
      if place > 1 { old.previous = village.authors[0].previous }
      village.add(old.write(.vote(proposal: proposal)))
      village.add(old.write(.leave))
    }
    #expect(village.isMember(2) && village.isMember(0))
    #expect(village.state.proposals.map(\.yes) == [[village.id(1)]])
  }

  @Test("What was signed under a seal holds, whichever key is replaced later")
  func sealedSignatures() {
    var village = Village(3, Rules(endorsements: 1))
    var past = village.authors[2]
    let proposal = village.propose(.exclude(village.id(2)), by: 0, votes: [0, 1])
    village.seal(drop: [2], exclude: [2], by: 0, cosigners: [2])
    let before = village.state
    #expect(before.version == 1 && before.excluded == [village.id(2)])
    village.add(past.reveal())
    #expect(village.state == before)
    #expect(village.ledger.statements[proposal] != nil)
  }

  @Test("Who says two things keeps its vote, while its record stands still and the proof shows")
  func equivocation() {
    var village = Village(3, Rules(endorsements: 1))
    let newcomer = village.arrive("d")
    village.add(village.authors[0].update("before"))
    var twin = village.authors[0]
    let first = village.authors[0].update("one")
    let second = twin.update("other")
    village.add(first)
    village.add(second)
    village.add(village.authors[0].update("after"))
    let join = village.state.candidates.first?.join ?? village.charter.id
    village.say(0, .endorse(join: join))
    #expect(village.state.member(village.id(0))?.record.presentation.summary == "before")
    #expect(
      village.state.equivocations == [
        TerritoryState.Equivocation(
          member: village.id(0),
          sequence: 2,
          evidence: [first.digest, second.digest].sorted()
        )
      ]
    )
    #expect(village.isMember(newcomer))
  }

  @Test("An entry waits for its predecessors")
  func gaps() {
    var village = Village(3)
    let update = village.authors[0].update("first")
    let leave = village.authors[0].write(.leave)
    village.add(leave)
    #expect(village.isMember(0) && village.ledger.missing(of: village.id(0)) == [update.digest])
    village.add(update)
    #expect(!village.isMember(0) && village.ledger.missing(of: village.id(0)).isEmpty)
  }

  @Test("An entry of another actor, or with a wrong number, is invalid")
  func foreign() {
    var village = Village(3)
    let author = village.authors[0]
    var other = author.write(.leave, as: "https://else.example/actor")
    village.add(other)
    other = author.write(.leave, as: author.actor, sequence: 5)
    village.add(other)
    #expect(village.isMember(0))
  }
}

extension Author {
  /// An entry after the last one that is not what it ought to be.
  fileprivate func write(
    _ content: Statement.Content,
    as actor: String,
    sequence: Int? = nil
  ) -> Statement {
    var author = self
    var statement = author.write(content)
    statement.actor = actor
    statement.sequence = sequence ?? statement.sequence
    statement.digest = Mixing.digest(of: "\(actor) \(statement.sequence)")
    return statement
  }
}
