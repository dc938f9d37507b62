import Foundation
import Logging
import Model
import Signatures
import Storage
import StrictJSON

/// Compares what this node and another have of a territory, and exchanges what is missing.
///
/// A root first; if it differs, 256 hashes; then the digests in the parts that differ; then the
/// statements themselves, a portion at a time. Publications follow by their numbers.
package struct TerritorySync: Sendable {
  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  /// What an exchange did.
  package struct Result: Sendable, Hashable {
    package var rounds = 0
    package var received = 0
    package var sent = 0
    package var publications = 0
    /// Whether both had the same at the end.
    package var isEqual = false
    package var refused: [String] = []

    package init() {}
  }

  private static let mostRounds = 40

  // MARK: Asking

  /// Exchanges with one node until both have the same, or nothing moves any more.
  package func exchange(_ territory: Digest, with target: PeerClient.Target) async throws -> Result
  {
    var (result, course) = (Result(), Course())
    var next = try await opening(of: territory)
    let end = ownHead(in: territory)
    var (hasEnded, hasCompared) = (false, false)
    while result.rounds < Self.mostRounds {
      result.rounds += 1
      result.sent += next.statements.count
      let answer = try await ask(next, of: territory, target)
      // Only to a member anything is said of publications.
      if answer.publicationsWanted != nil { hasCompared = true }
      let moved = try await take(answer, in: territory, from: target.host, &result, &course)
      guard let holding = services.territories.holding(territory) else { throw Refusal.absent }
      result.isEqual = answer.root == holding.sync.root
      guard
        let following = try await continuation(
          of: answer,
          holding,
          moved,
          with: target.host,
          &course
        )
      else {
        hasEnded = true
        break
      }
      next = following
    }
    if hasEnded, hasCompared {
      // It gave what it has of this node's publications as well.
      services.territories.confirmPublications(in: territory)
      try await services.numberWaiting(in: territory)
    }
    // The other side knew no more of this node's log than it does itself.
    if hasEnded, ownHead(in: territory) == end {
      services.territories.confirmLog(in: territory, by: target.host)
    }
    return result
  }

  private func ownHead(in territory: Digest) -> TerritoryLedger.Head? {
    guard let holding = services.territories.holding(territory) else { return nil }
    return holding.entry.memberID.flatMap { holding.ledger.head(of: $0) }
  }

  /// What is not to be done twice in one exchange, since it changes nothing.
  private struct Course {
    /// Statements that the other side was given.
    var sent: Set<Digest> = []
    /// Statements that it brought and that were not kept.
    var declined: Set<Digest> = []
    /// The sets that were compared part by part.
    var compared: Set<[Digest]> = []

    /// Of all that was declined and sent so far.
    var mark: Digest { Digest(of: "\(declined.count) \(sent.count)".utf8) }
  }

  /// Tells a node some statements, in one message.
  package func push(
    _ statements: [SignedStatement],
    of territory: Digest,
    to target: PeerClient.Target
  ) async throws {
    var message = SyncMessage()
    message.statements = statements.map { .object($0.document) }
    _ = try await ask(message, of: territory, target)
  }

  private func opening(of territory: Digest) async throws -> SyncMessage {
    guard let holding = services.territories.holding(territory) else { throw Refusal.absent }
    var message = SyncMessage()
    message.root = holding.sync.root
    message.count = holding.sync.count
    message.publicationsWanted = try await Publications(services: services).wanted(of: territory)
    return message
  }

  private func ask(
    _ message: SyncMessage,
    of territory: Digest,
    _ target: PeerClient.Target
  ) async throws -> SyncMessage {
    do {
      return try await send(message, of: territory, target)
    } catch Refusal.unauthenticated {
      // It does not know this node's key yet, which may have changed.
      let evidence = try await UnknownKey(services: services).evidence(in: territory)
      var proving = message
      proving.statements = evidence + message.statements
      return try await send(proving, of: territory, target)
    }
  }

  private func send(
    _ message: SyncMessage,
    of territory: Digest,
    _ target: PeerClient.Target
  ) async throws -> SyncMessage {
    let answer = try await PeerClient(services: services).post(
      message.document,
      to: "/territories/\(territory.text)/sync",
      of: target,
      maximumResponseBytes: SyncMessage.largest
    )
    return try SyncMessage(answer)
  }

  /// Takes in what an answer brings; true when something was new.
  private func take(
    _ answer: SyncMessage,
    in territory: Digest,
    from host: String,
    _ result: inout Result,
    _ course: inout Course
  ) async throws -> Bool {
    let log = TerritoryLog(services: services)
    let intake = try await log.take(answer.statements, into: territory)
    result.received += intake.added
    result.refused += intake.refused.prefix(5)
    let kept = services.territories.holding(territory)
    let declined = answer.statements.compactMap { document -> Digest? in
      guard let object = document.object, let digest = try? Digest(of: object) else { return nil }
      return kept?.knows(digest) != true && course.declined.insert(digest).inserted ? digest : nil
    }
    let published = try await takePublications(answer, of: territory, from: host)
    result.publications += published
    return intake.added > 0 || !declined.isEmpty || published > 0
  }

  /// What to say after an answer; nothing when there is nothing to add.
  private func continuation(
    of answer: SyncMessage,
    _ holding: TerritoryRegistry.Holding,
    _ hasMoved: Bool,
    with host: String,
    _ course: inout Course
  ) async throws -> SyncMessage? {
    var message = SyncMessage()
    message.root = holding.sync.root
    message.count = holding.sync.count
    let wanted = answer.want.filter { !course.sent.contains($0) }
    if !wanted.isEmpty {
      message.statements = try await bodies(wanted)
      course.sent.formUnion(wanted.prefix(max(message.statements.count, 1)))
    } else if let buckets = answer.buckets, let root = answer.root, root != holding.sync.root,
      course.compared.insert([root, holding.sync.root, course.mark]).inserted
    {
      message.buckets = holding.sync.buckets
      let digests = holding.sync.digests(differingFrom: buckets) ?? []
      // What was declined is not to be brought again, and not in the way of the rest.
      message.digests = Array((course.declined.sorted() + digests).prefix(SyncMessage.mostDigests))
    } else if answer.root != holding.sync.root, hasMoved {
      // A portion came; there is more.
    } else if answer.publications.isEmpty || !hasMoved {
      return nil
    }
    if let wanted = answer.publicationsWanted {
      try await offer(wanted, of: holding.id, to: host, in: &message)
    }
    if !answer.publications.isEmpty {
      message.publicationsWanted = try await Publications(services: services)
        .wanted(of: holding.id)
    }
    return message
  }

  /// Adds what the other side lacks of publications, and who their authors are where that cannot be
  /// fetched.
  func offer(
    _ wanted: [Digest: Int],
    of territory: Digest,
    to host: String,
    in message: inout SyncMessage
  ) async throws {
    let bodies = try await Publications(services: services).offer(
      wanted: wanted,
      of: territory,
      limit: SyncMessage.portion,
      to: host
    )
    message.publications = try bodies.map { try JSON.parse($0) }
    let authors = Set(message.publications.compactMap { $0["actor"]?.string }).sorted()
    let introductions = try await services.database.read { try $0.introductions.of(authors) }
    message.introductions = try introductions.map { try JSON.parse($0.body) }
  }

  func bodies(_ digests: [Digest]) async throws -> [JSON] {
    let bodies = try await services.database.read {
      try $0.statements.bodies(digests, limit: SyncMessage.portion)
    }
    return try bodies.map { try JSON.parse($0) }
  }

  func takePublications(
    _ message: SyncMessage,
    of territory: Digest,
    from host: String
  ) async throws -> Int {
    guard !message.publications.isEmpty || !message.introductions.isEmpty else { return 0 }
    let introductions = Introductions(services: services)
    for introduction in message.introductions { _ = try? await introductions.take(introduction) }
    var (taken, unproven): (Int, [JSON]) = (0, [])
    // What no key proves any more may be named by what comes after it.
    for publication in message.publications {
      do {
        if try await take(publication, of: territory) { taken += 1 }
      } catch Refusal.unauthenticated {
        unproven.append(publication)
      } catch {
        services.logger.debug(
          "A publication was not taken.",
          metadata: ["from": "\(host)", "reason": "\(error)"]
        )
      }
    }
    for publication in unproven.reversed()
    where (try? await take(publication, of: territory)) == true {
      taken += 1
    }
    return taken
  }

  private func take(_ publication: JSON, of territory: Digest) async throws -> Bool {
    try await services.inbox.receivePublication(publication.serialized(), of: territory)
      != .duplicate
  }
}

extension TerritoryRegistry.Holding {
  /// The actor of a log, by its last record.
  func actor(of log: Digest) -> String? { ledger.record(of: log)?.actor }
}
