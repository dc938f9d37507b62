import Federation
import Foundation
import Model
import Node

/// What comparing a territory with one node did, as the command line prints it.
struct ExchangeShape: Encodable, Sendable {
  let host: String
  let territory: String
  let isEqual: Bool
  let rounds: Int
  let received: Int
  let sent: Int
  let publications: Int
  let refused: [String]
  /// Why it did not come about.
  let error: String?

  /// Compares.
  init(
    of territory: Digest,
    _ name: String,
    with other: KnownNodes.Node,
    on node: OpenNode
  ) async {
    var result = TerritorySync.Result()
    var failure: String?
    do {
      guard other.record.isReachable else {
        throw Refusal.unreachable("It takes no connections; it compares when it asks.")
      }
      let target = PeerClient.Target(other)
      result = try await TerritorySync(services: node.services).exchange(territory, with: target)
    } catch {
      failure = "\(error)"
    }
    host = other.host
    self.territory = name
    isEqual = result.isEqual
    rounds = result.rounds
    received = result.received
    sent = result.sent
    publications = result.publications
    refused = result.refused
    error = failure
  }
}

extension [ExchangeShape] {
  /// The exchanges; it ends with 4 when none came about, and with 1 when something was refused.
  func report() throws -> Report {
    var table = Table("HOST", "TERRITORY", "EQUAL", "ROUNDS", "RECEIVED", "SENT", "REMARK")
    for exchange in self {
      table.add(
        exchange.host,
        exchange.territory,
        exchange.isEqual ? Styled.good("yes") : Styled.bad("no"),
        "\(exchange.rounds)",
        "\(exchange.received)",
        "\(exchange.sent)",
        exchange.error ?? exchange.refused.first ?? ""
      )
    }
    let isUnreached = !isEmpty && allSatisfy { $0.error != nil }
    let isRefused = contains { !$0.refused.isEmpty }
    return try Report(
      table.text(ifEmpty: "No other member can be reached."),
      self,
      exitCode: isUnreached ? 4 : isRefused ? 1 : 0
    )
  }
}
