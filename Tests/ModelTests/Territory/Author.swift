import Foundation
import Model

/// One who writes in a territory's log, with keys that are only names.
struct Author {
  let name: String
  let record: NodeRecord
  /// Where the next entry goes; set it back to fork.
  var sequence = 0
  var previous: Digest?
  var key: String

  init(_ name: String, actor: String? = nil) {
    self.name = name
    record = Self.record(
      name,
      key: Self.key(name, 0),
      actor: actor ?? "https://\(name).example/actor"
    )
    key = record.key
  }

  var id: Digest { record.digest }
  var actor: String { record.actor }

  static func key(_ name: String, _ number: Int) -> String { "z6Mk\(name)/\(number)" }

  /// The number in a key's name, plus one.
  static func keyAfter(_ key: String) -> String {
    let parts = key.split(separator: "/")
    return "\(parts[0])/\((parts.last.flatMap { Int($0) } ?? 0) + 1)"
  }

  static func record(
    _ name: String,
    key: String,
    actor: String,
    next: String? = nil,
    summary: String = ""
  ) -> NodeRecord {
    let next = next ?? keyAfter(key)
    return NodeRecord(
      digest: Mixing.digest(of: "record \(actor) \(key) \(next) \(summary)"),
      actor: actor,
      key: key,
      keyDigest: Mixing.digest(of: key),
      nextKeyDigest: Mixing.digest(of: next),
      inbox: "\(actor)/inbox",
      presentation: NodeRecord.Presentation(name: name, kind: .collective, summary: summary)
    )
  }

  /// Writes an entry and moves on.
  mutating func write(_ content: Statement.Content, at time: TimeInterval = 0) -> Statement {
    let statement = Self.statement(
      content,
      log: id,
      after: previous.map { (sequence - 1, $0) },
      actor: actor,
      key: key,
      at: time
    )
    sequence += 1
    previous = statement.digest
    return statement
  }

  mutating func join() -> Statement { write(.join(record)) }

  mutating func propose(_ wish: Proposal.Wish, version: Int = 0) -> Statement {
    write(.propose(Proposal(wish: wish, version: version, reason: "")))
  }

  /// A new summary under the current key, or a rotation if `next` differs from what was committed.
  mutating func update(_ summary: String) -> Statement {
    write(
      .record(
        Self.record(name, key: key, actor: actor, summary: summary),
        isAgreedByNewKey: false
      )
    )
  }

  mutating func rotate(isAgreed: Bool = true) -> Statement {
    let new = Self.record(name, key: Self.keyAfter(key), actor: actor)
    defer { key = new.key }
    return write(.record(new, isAgreedByNewKey: isAgreed))
  }

  mutating func reveal() -> Statement {
    key = Self.keyAfter(key)
    return write(
      .record(Self.record(name, key: key, actor: actor), isAgreedByNewKey: false)
    )
  }

  static func statement(
    _ content: Statement.Content,
    log: Digest,
    after head: (sequence: Int, digest: Digest)?,
    actor: String,
    key: String,
    at time: TimeInterval
  ) -> Statement {
    let sequence = head.map { $0.sequence + 1 } ?? 0
    var mixing = Mixing()
    mixing.mix(log)
    mixing.mix(UInt64(sequence))
    mixing.mix(head?.digest)
    mixing.mix(key)
    mixing.mix(time.bitPattern)
    content.mix(into: &mixing)
    return Statement(
      digest: mixing.digest,
      log: log,
      sequence: sequence,
      previous: head?.digest,
      actor: actor,
      key: key,
      publishedAt: Date(timeIntervalSince1970: time),
      content: content
    )
  }
}

extension Statement.Content {
  fileprivate func mix(into mixing: inout Mixing) {
    switch self {
    case .join(let record): mixing.mix(record.digest)
    case .endorse(let join): mixing.mix("endorse", join)
    case .leave: mixing.mix("leave")
    case .record(let record, let isAgreed):
      mixing.mix(isAgreed ? "agreed" : "record", record.digest)
    case .propose(let proposal):
      mixing.mix("propose")
      mixing.mix(UInt64(bitPattern: Int64(proposal.version)))
      proposal.wish.mix(into: &mixing)
    case .vote(let proposal): mixing.mix("vote", proposal)
    case .cosign(let seal): mixing.mix("cosign", seal)
    case .seal(let seal): seal.mix(into: &mixing)
    }
  }
}

extension Proposal.Wish {
  fileprivate func mix(into mixing: inout Mixing) {
    switch self {
    case .exclude(let member): mixing.mix("exclude", member)
    case .suspend(let member): mixing.mix("suspend", member)
    case .amend(let terms, let base): mixing.mix("amend", terms.digest, base)
    case .recover(let member, let successor): mixing.mix("recover", member, successor)
    }
  }
}

extension Seal {
  fileprivate func mix(into mixing: inout Mixing) {
    mixing.mix("seal", previous, amend)
    mixing.mix(UInt64(bitPattern: Int64(version)))
    mixing.mix(UInt64(bitPattern: Int64(round)))
    for admission in admit { mixing.mix(admission.actor, admission.member) }
    for member in drop { mixing.mix("drop", member) }
    for member in exclude { mixing.mix("exclude", member) }
  }
}

extension Mixing {
  fileprivate mutating func mix(_ text: String, _ digests: Digest?...) {
    mix(text)
    for digest in digests { mix(digest) }
  }
}

extension Terms {
  /// Terms without text, named by their rules.
  init(_ rules: Rules) {
    self.init(digest: Mixing.digest(of: "\(rules)"), text: [:], clauses: [], rules: rules)
  }
}

extension Charter {
  /// The charter of some founders.
  init(_ founders: [Author], _ rules: Rules = Rules()) {
    let records = founders.map(\.record).sorted { $0.digest < $1.digest }
    var mixing = Mixing()
    for record in records { mixing.mix(record.digest) }
    let terms = Terms(rules)
    mixing.mix(terms.digest)
    self.init(id: mixing.digest, name: "Vallée", founders: records, terms: terms)
  }
}
