import ActivityStreams
import Foundation
import Model
import Signatures
import Storage
import Synchronization

/// Shows members what lies on other nodes without telling those nodes who looks: fetched when it is
/// first wanted, by the one outbound client, held to the same rules as an upload, and kept as long as
/// there is room.
package struct MediaProxy: Sendable {
  let services: FederationServices

  /// The longest address, in bytes, that is fetched.
  static let longestAddress = 2_048
  /// Uses are written down once in so many seconds: a row that is read need not be written.
  private static let useGrain: TimeInterval = 600
  /// How long a file that could not be had is not asked for again, in seconds.
  private static let failureMemory: TimeInterval = 300
  /// How long a file that nothing refers to any more stays: longer than taking one in takes.
  private static let sweepDelay: TimeInterval = 600
  /// What a copy counts at least, in bytes: tiny files cost a block of the disk and a row.
  private static let least = 4_096

  // MARK: Addresses

  /// The key of the addresses, once it was read: it stays the same for the life of a node.
  final class Key: Sendable {
    // A class, since all views of the services share it.
    let value = Mutex<[UInt8]?>(nil)
  }

  /// Makes addresses of other nodes' files without asking the database for each.
  package struct Addressing: Sendable {
    fileprivate let key: [UInt8]
    fileprivate let addresses: Addresses

    /// - Returns: Nothing for what is no web address, or a longer one than is fetched.
    package func address(of url: String) -> AS.IRI? {
      guard url.utf8.count <= MediaProxy.longestAddress, Origin(of: url) != nil else { return nil }
      return addresses.proxied(proof(of: url).hexadecimal, Base64URL.encode(url.utf8))
    }

    fileprivate func proof(of url: String) -> [UInt8] {
      Array(SharedSecret.proof(key, over: Array(url.utf8)).prefix(16))
    }
  }

  package func addressing() async throws -> Addressing {
    Addressing(key: try await key(), addresses: services.addresses)
  }

  /// Where this node shows a file of another one.
  ///
  /// Only addresses that it made itself are answered (a proof is part of them), so that nobody can
  /// have it fetch what they like.
  ///
  /// - Returns: Nothing for what is no web address, or a longer one than is fetched.
  package func address(of url: String) async throws -> AS.IRI? {
    try await addressing().address(of: url)
  }

  /// The address that two parts of a path stand for.
  ///
  /// - Throws: `Refusal.absent` for what this node did not make.
  private func url(_ proof: String, _ encoded: String) async throws -> String {
    guard proof.utf8.count == 32, encoded.utf8.count <= Self.longestAddress * 4 / 3 + 4,
      let bytes = Base64URL.decode(encoded), let url = String(validating: bytes, as: UTF8.self),
      try await self.proof(of: url).hexadecimal.isEqualInConstantTime(to: proof)
    else { throw Refusal.absent }
    return url
  }

  private func proof(of url: String) async throws -> [UInt8] {
    try await addressing().proof(of: url)
  }

  private func key() async throws -> [UInt8] {
    if let key = services.mediaKey.value.withLock({ $0 }) { return key }
    let key = try await storedKey()
    services.mediaKey.value.withLock { $0 = key }
    return key
  }

  private func storedKey() async throws -> [UInt8] {
    let name = "mediaProxyKey"
    if let key = try await services.database.read({ try $0.state.value(name) }) {
      return Array(key.utf8)
    }
    let new = SharedSecret.random(count: 32).hexadecimal
    let key = try await services.database.write { tx in
      if let known = try tx.state.value(name) { return known }
      try tx.state.set(name, to: new)
      return new
    }
    return Array(key.utf8)
  }

  // MARK: Files

  /// The file that a proxied address stands for, fetched if it is not here.
  ///
  /// - Throws: `Refusal.absent` for an address that this node did not make, and where a rule or a
  ///   peering keeps media out; `Refusal.unavailable` when space is short;
  ///   `Refusal.unreachable` or `Refusal.malformed` for what cannot be had or is no good.
  package func media(_ proof: String, _ encoded: String) async throws -> MediaDescription {
    let url = try await url(proof, encoded)
    guard let host = Origin(of: url)?.authority, services.flows.takesMedia(of: host) else {
      throw Refusal.absent
    }
    let now = services.now()
    if let copy = try await services.database.read({ try $0.cachedMedia.find(url: url) }) {
      if now.timeIntervalSince(copy.usedAt) > Self.useGrain {
        try await services.database.write { try $0.cachedMedia.use(url: url, at: now) }
      }
      return copy.media
    }
    do {
      return try await services.media.fetches.pass(for: url) {
        // Somebody else may have fetched it meanwhile.
        let copy = try await services.database.read { try $0.cachedMedia.find(url: url) }
        if let copy { return copy.media }
        return try await newCopy(of: url, host, at: now)
      }
    } catch is OutboundFailure {
      throw Refusal.unavailable("Too many files of other nodes are asked for; try again.")
    }
  }

  /// Fetches a file when it is its turn, and remembers what was wrong with it.
  private func newCopy(
    of url: String,
    _ host: String,
    at now: Date
  ) async throws -> MediaDescription {
    guard !services.media.failures.has(url, at: now) else {
      throw Refusal.unreachable("\(url) could not be had a moment ago.")
    }
    return try await services.media.hosts.pass(for: host) {
      try await services.media.room.pass(for: true) {
        do {
          return try await fetch(url, host)
        } catch let refusal as Refusal {
          if isFault(refusal) {
            let end = now.addingTimeInterval(Self.failureMemory)
            services.media.failures.note(url, until: end)
          }
          throw refusal
        }
      }
    }
  }

  /// Whether a file could not be had for a reason of its own: neither because this node is short of
  /// something, nor because whoever asked went away.
  private func isFault(_ refusal: Refusal) -> Bool {
    if case .unavailable = refusal { return false }
    return refusal != .storageFull && !Task.isCancelled
  }

  private func fetch(_ url: String, _ host: String) async throws -> MediaDescription {
    // Before anything is asked for: what could not be kept need not be fetched.
    if let obstacle = services.media.obstacle { throw Refusal.unavailable(obstacle) }
    let settings = services.media.settings
    let request = OutboundRequest(
      .get,
      url,
      fields: [("Accept", "image/*, video/*, audio/*, application/pdf")],
      maximumResponseBytes: max(settings.pictureBytes, settings.fileBytes)
    )
    let response: OutboundResponse
    do {
      response = try await services.fetcher.send(request)
    } catch {
      throw Refusal.unreachable("\(url): \(error).")
    }
    guard response.isSuccess else {
      throw Refusal.unreachable("\(url) answered \(response.status).")
    }
    // A redirect leads past no rule.
    guard let end = Origin(of: response.finalURL)?.authority, services.flows.takesMedia(of: end)
    else { throw Refusal.absent }
    return try await keep(response.body, from: url, host)
  }

  private func keep(
    _ bytes: [UInt8],
    from url: String,
    _ host: String
  ) async throws
    -> MediaDescription
  {
    let now = services.now()
    let budget = services.media.settings.cacheBytes
    let media = try await services.media.take(bytes, in: services.database, at: now)
    let evicted = try await services.database.write { tx in
      let preview = try media.preview.flatMap { try tx.mediaFiles.size(of: $0) } ?? 0
      try tx.cachedMedia.insert(
        media,
        from: url,
        host: host,
        bytes: max(media.bytes + preview, Self.least),
        at: now
      )
      return try tx.cachedMedia.evict(to: budget)
    }
    if evicted > 0 {
      let start = now.addingTimeInterval(-Self.sweepDelay)
      try await services.media.sweep(before: start, in: services.database)
    }
    return media
  }
}

extension Flows {
  /// Whether pictures and files of a host are shown here: not where a rule or a suspended peering
  /// stops exchange, nor where a peering has its media off.
  func takesMedia(of host: String) -> Bool {
    guard (try? requireAdmitted(host)) != nil else { return false }
    return !rules(about: host).dropsMedia
  }
}

extension String {
  /// Compares proofs: how long that takes says nothing of where they differ.
  fileprivate func isEqualInConstantTime(to other: String) -> Bool {
    utf8.count == other.utf8.count && zip(utf8, other.utf8).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
