import Foundation
import Logging
import Model
import Signatures
import Storage
import StrictJSON

/// Brings the directories of two peers in step, each way: first their roots are compared, then the
/// digests of their buckets, then the buckets that differ are handed over.
package struct TalentSync: Sendable {
  let services: FederationServices

  package init(services: FederationServices) {
    self.services = services
  }

  /// What an exchange did.
  package struct Result: Sendable, Hashable {
    package var rounds = 0
    package var sent = 0
    package var received = 0
    /// Whether both have each other's directory as it is.
    package var isEqual = false

    package init() {}
  }

  private static let mostRounds = 40

  private var signing: TalentSigning { TalentSigning(services: services) }
  private var sharing: TalentSharing { TalentSharing(services) }

  // MARK: Asking

  /// Exchanges everything that passes between this node and a peer.
  package func exchange(with target: PeerClient.Target) async throws -> Result {
    var total = Result()
    total.isEqual = true
    let outgoing = Set(sharing.scopes(with: target.host, .out))
    let scopes = outgoing.union(sharing.scopes(with: target.host, .in))
    for scope in scopes.sorted(by: { $0.text < $1.text }) {
      let result = try await exchange(scope, with: target)
      total.rounds += result.rounds
      total.sent += result.sent
      total.received += result.received
      total.isEqual = total.isEqual && result.isEqual
    }
    return total
  }

  private func exchange(
    _ scope: TalentScope,
    with target: PeerClient.Target
  ) async throws -> Result {
    var result = Result()
    var last: TalentMessage?
    while result.rounds < Self.mostRounds {
      let next = try await message(for: target.host, scope, after: last)
      result.rounds += 1
      result.sent += next.buckets.count
      let json = try await PeerClient(services: services).post(
        next.document,
        to: "/talents/sync",
        of: target,
        maximumResponseBytes: TalentMessage.largest
      )
      let answer = try TalentMessage(json)
      guard answer.scope == scope else {
        throw Refusal.malformed("\(target.host) answered about something else.")
      }
      let taken = try await take(answer, from: target.host, signedBy: target.key)
      result.received += taken
      result.isEqual = try await isSettled(answer, with: target.host)
      let hasMoved = taken > 0 || !next.buckets.isEmpty || last == nil
      if result.isEqual || !hasMoved { break }
      last = answer
    }
    return result
  }

  /// Whether nothing is left to be said after a message.
  private func isSettled(_ message: TalentMessage, with host: String) async throws -> Bool {
    let (own, held) = try await roots(message.scope, host)
    let isGiven = message.held == nil || own == nil || message.held == own
    let isTaken = message.offered == nil || held == nil || message.offered == held
    return isGiven && isTaken
  }

  private func roots(
    _ scope: TalentScope,
    _ host: String
  ) async throws -> (own: Digest?, held: Digest?) {
    let (gives, takes) = passage(scope, host)
    return try await services.database.read { tx in
      (
        gives ? try heads("", scope, tx).root : nil,
        takes ? try heads(host, scope, tx).root : nil
      )
    }
  }

  /// Whether a directory is given to a host, and taken from it.
  private func passage(_ scope: TalentScope, _ host: String) -> (gives: Bool, takes: Bool) {
    (
      sharing.scopes(with: host, .out).contains(scope),
      sharing.scopes(with: host, .in).contains(scope)
    )
  }

  private func heads(
    _ host: String,
    _ scope: TalentScope,
    _ tx: Transaction
  ) throws -> [TalentDirectoryStore.Head] {
    try tx.talentDirectories.find(host, scope).map { try tx.talentDirectories.heads(of: $0) } ?? []
  }

  // MARK: Saying

  /// What to say to a host, after what it said last.
  private func message(
    for host: String,
    _ scope: TalentScope,
    after last: TalentMessage?
  ) async throws -> TalentMessage {
    let (gives, takes) = passage(scope, host)
    let (message, sent) = try await services.database.read { tx in
      var message = TalentMessage(scope: scope)
      if takes {
        let held = try heads(host, scope, tx)
        message.held = held.root
        if let last, last.offered != held.root {
          message.heads = Dictionary(uniqueKeysWithValues: held.map { ($0.index, $0.digest) })
        }
      }
      guard gives else { return (message, Sent?.none) }
      let own = try heads("", scope, tx)
      message.offered = own.root
      guard let directory = try tx.talentDirectories.find("", scope), let theirs = last?.heads,
        last?.held != own.root
      else { return (message, nil) }
      try offer(own.filter { theirs[$0.index] != $0.digest }, of: directory, in: &message, tx)
      guard !message.buckets.isEmpty else { return (message, nil) }
      return (message, Sent(directory: directory, version: own.map(\.version).max() ?? 0))
    }
    // Before it goes out: who may hold an entry is never known too late.
    if let sent {
      try await services.database.write { tx in
        try tx.talentDirectories.noteSent(sent.version, of: sent.directory, to: host)
      }
    }
    return message
  }

  /// What a message hands over.
  private struct Sent {
    let directory: TalentDirectoryStore.Directory
    let version: Int64
  }

  /// Adds buckets that the other side has not, or has otherwise, as many as fit.
  private func offer(
    _ heads: [TalentDirectoryStore.Head],
    of directory: TalentDirectoryStore.Directory,
    in message: inout TalentMessage,
    _ tx: Transaction
  ) throws {
    var room = TalentMessage.portion
    for head in heads {
      guard let document = try signing.document(under: head, of: directory, tx) else { continue }
      let size = JSON.object(document).serialized().count
      guard message.buckets.isEmpty || size <= room else { return }
      message.buckets.append(document)
      room -= size
    }
  }

  // MARK: Hearing

  /// Takes in what a message brings, and notes what it says of what is held.
  ///
  /// - Returns: How many buckets were new.
  private func take(
    _ message: TalentMessage,
    from host: String,
    signedBy key: String
  ) async throws -> Int {
    let (gives, takes) = passage(message.scope, host)
    let now = services.now()
    let place = TalentBucket.Place(origin: "https://\(host)", scope: message.scope)
    let buckets = takes ? try read(message.buckets, of: place, signedBy: key) : []
    try await services.database.write { tx in
      let store = tx.talentDirectories
      if gives, let own = try store.find("", message.scope) {
        let heads = try store.heads(of: own)
        if message.held == heads.root {
          let version = heads.map(\.version).max() ?? 0
          try store.noteHeld(version, of: own, by: host, at: now)
        }
      }
    }
    guard takes else { return 0 }
    var count = 0
    // Each in a transaction of its own: a large directory keeps nobody from writing.
    for (bucket, head) in buckets {
      count += try await services.database.write { tx in
        let directory = try tx.talentDirectories.open(host, message.scope, at: now)
        let known = try tx.talentDirectories.heads(of: directory).first { $0.index == bucket.index }
        guard bucket.version > known?.version ?? 0 else { return 0 }
        try tx.talentDirectories.replace(bucket, head, in: directory)
        return 1
      }
    }
    try await services.database.write { tx in
      let directory = try tx.talentDirectories.open(host, message.scope, at: now)
      guard message.offered == (try tx.talentDirectories.heads(of: directory).root) else { return }
      try tx.talentDirectories.validate(directory, at: now)
    }
    return count
  }

  /// Reads what is brought; a bucket that is wrong is left out, and the others are taken.
  private func read(
    _ documents: [JSONObject],
    of place: TalentBucket.Place,
    signedBy key: String
  ) throws -> [(TalentBucket, TalentDirectoryStore.Head)] {
    documents.compactMap { document in
      do {
        let bucket = try TalentBucket(document, of: place, signedBy: key, at: services.now())
        let proof = (document["proof"] ?? .null).serialized()
        let head = TalentDirectoryStore.Head(
          index: bucket.index,
          version: bucket.version,
          digest: try Digest(of: document),
          proof: String(decoding: proof, as: UTF8.self)
        )
        return (bucket, head)
      } catch {
        services.logger.warning(
          "A part of a directory of talents was not taken.",
          metadata: ["from": "\(place.origin)", "reason": "\(error)"]
        )
        return nil
      }
    }
  }

  // MARK: Answering

  /// Answers a peer that compares.
  ///
  /// - Throws: `Refusal.forbidden` for a node with which no talents are shared.
  package func answer(_ json: JSON, to caller: PeerDoor.Caller) async throws -> JSONObject {
    let message = try TalentMessage(json)
    let (gives, takes) = passage(message.scope, caller.host)
    guard gives || takes, !caller.isNewcomer else {
      throw Refusal.forbidden("This node shares no talents with \(caller.host) in that scope.")
    }
    _ = try await take(message, from: caller.host, signedBy: caller.key)
    return try await self.answer(message, to: caller.host).document
  }

  /// An answer says at once what the asker has to send, and brings what it asked for.
  private func answer(
    _ asked: TalentMessage,
    to host: String
  ) async throws -> TalentMessage {
    var answer = try await message(for: host, asked.scope, after: asked)
    // Heads only where what is offered is not what is held here.
    if asked.offered == nil || asked.offered == answer.held { answer.heads = nil }
    return answer
  }
}
