import Model
import Storage

/// What is published in this node's territories: what it lacks, and what it has for others.
package struct Publications: Sendable {
  let services: FederationServices

  /// How many are read at a time.
  private static let stretch = 100

  /// How far this node knows each log that it takes: all up to this number.
  ///
  /// Also its own, of which others give it back what a restored backup lacks.
  package func wanted(of territory: Digest) async throws -> [Digest: Int] {
    let logs = logs(of: territory)
    guard !logs.isEmpty else { return [:] }
    let heads = try await services.database.read { try $0.publications.heads(of: territory) }
    var wanted = Dictionary(uniqueKeysWithValues: logs.map { ($0, 0) })
    for head in heads where wanted[head.log] != nil { wanted[head.log] = head.contiguous }
    return wanted
  }

  /// Publications, as they were signed, for one who knows each log up to a number; of each log in
  /// order, and from each a fair part, so that a gap that cannot be filled holds up no other log.
  package func offer(
    wanted: [Digest: Int],
    of territory: Digest,
    limit bytes: Int,
    to host: String? = nil
  ) async throws -> [[UInt8]] {
    let logs = logs(of: territory, for: host)
    let asked = wanted.filter { logs.contains($0.key) }.sorted { $0.key < $1.key }
    return try await services.database.read { tx in
      var offer: [[UInt8]] = []
      var room = bytes
      for (index, (log, number)) in asked.enumerated() {
        let part = try bodies(
          of: log,
          after: number,
          in: territory,
          room / (asked.count - index),
          tx
        )
        let size = part.reduce(0) { $0 + $1.count }
        guard size <= room || offer.isEmpty else { continue }
        offer += part
        room -= min(size, room)
      }
      return offer
    }
  }

  /// One at least, however large, if there is one.
  private func bodies(
    of log: Digest,
    after number: Int,
    in territory: Digest,
    _ limit: Int,
    _ tx: Transaction
  ) throws -> [[UInt8]] {
    var (bodies, room, last): ([[UInt8]], Int, Int) = ([], limit, number)
    while true {
      let entries = try tx.publications.after(
        last,
        of: log,
        in: territory,
        limit: Self.stretch,
        bytes: max(room, 1)
      )
      guard let end = entries.last else { return bodies }
      for body in entries.compactMap(\.body) {
        guard bodies.isEmpty || body.count <= room else { return bodies }
        bodies.append(body)
        room -= body.count
      }
      last = end.sequence
    }
  }

  /// The logs that a host may have from here: none if it is suspended, and this node's own only
  /// where its posts would be delivered as well.
  private func logs(of territory: Digest, for host: String?) -> Set<Digest> {
    let logs = logs(of: territory)
    guard let host, let shared = services.known.territory(territory), let own = shared.own else {
      return logs
    }
    let member = shared.state.member(actor: "https://\(host)/actor")
    guard member?.isSuspended == false else { return [] }
    let isOpen =
      services.flows.decision(
        about: host,
        .out,
        [.posts],
        isOfTerritory: true
      ).passage == .open
    return isOpen ? logs : logs.subtracting([own])
  }

  /// The logs of those who are members now and whom this node hears.
  private func logs(of territory: Digest) -> Set<Digest> {
    guard let territory = services.known.territory(territory), territory.own != nil else {
      return []
    }
    let heard = territory.state.members.filter { member in
      guard !member.isSuspended, let origin = Origin(of: member.actor) else { return false }
      return services.flows.isAdmitted(origin.authority)
    }
    return Set(heard.map(\.id))
  }
}
