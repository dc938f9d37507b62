import Foundation
import Logging
import Model
import Signatures
import Storage
import StrictJSON

/// Gives peers this node's monthly reports and takes theirs, where the peering grants it.
package struct IndicatorSync: Sendable {
  let services: FederationServices

  package init(services: FederationServices) { self.services = services }

  private static let mostRounds = 5

  private var sharing: IndicatorSharing { IndicatorSharing(services) }

  // MARK: Asking

  /// Exchanges reports with a peer.
  ///
  /// - Returns: How many were sent, and how many were new here.
  package func exchange(
    with target: PeerClient.Target
  ) async throws -> (sent: Int, received: Int) {
    var (sent, received) = (0, 0)
    var theirs: [Month]?
    for _ in 0..<Self.mostRounds {
      let next = try await message(to: target.host, lacking: theirs)
      let json = try await PeerClient(services: services).post(
        next.document,
        to: "/indicators/sync",
        of: target,
        maximumResponseBytes: IndicatorMessage.largest
      )
      let answer = try IndicatorMessage(json)
      let taken = try await take(answer.reports, from: target.host, signedBy: target.key)
      sent += next.reports.count
      received += taken
      let isFirst = theirs == nil
      theirs = answer.held
      let lacking = try await message(to: target.host, lacking: theirs).reports
      guard taken > 0 || (!lacking.isEmpty && (isFirst || !next.reports.isEmpty)) else { break }
    }
    return (sent, received)
  }

  /// What to say to a host, with those own reports that it does not have.
  private func message(
    to host: String,
    lacking held: [Month]?
  ) async throws -> IndicatorMessage {
    let since = Month(services.now()).advanced(by: -IndicatorMessage.span)
    let (gives, takes) = (sharing.passes(with: host, .out), sharing.passes(with: host, .in))
    return try await services.database.read { tx in
      var message = IndicatorMessage()
      if takes { message.held = try tx.indicators.heads(of: host, since: since).map(\.month) }
      guard gives, let held else { return message }
      var room = IndicatorMessage.portion
      for head in try tx.indicators.heads(of: "", since: since) where !held.contains(head.month) {
        guard let text = try tx.indicators.document(of: "", head.month) else { continue }
        room -= text.utf8.count
        guard message.reports.isEmpty || room >= 0 else { break }
        message.reports.append(try StrictFields(JSON.parse(text.utf8), as: "report").object)
      }
      return message
    }
  }

  // MARK: Hearing

  /// Takes reports; one that is wrong is left out, and one about a month that was heard of already
  /// changes nothing.
  private func take(
    _ documents: [JSONObject],
    from host: String,
    signedBy key: String
  ) async throws -> Int {
    guard sharing.passes(with: host, .in) else { return 0 }
    let now = services.now()
    var count = 0
    for document in documents {
      do {
        let report = try IndicatorReport(document, from: host, signedBy: key, at: now)
        let digest = try Digest(of: document)
        let text = String(decoding: JSON.object(document).serialized(), as: UTF8.self)
        let isNew = try await services.database.write { tx in
          try tx.indicators.insert(report, isOwn: false, digest: digest, document: text, at: now)
        }
        if isNew { count += 1 }
      } catch let refusal as Refusal {
        services.logger.warning(
          "A report of indicators was not taken.",
          metadata: ["from": "\(host)", "reason": "\(refusal)"]
        )
      }
    }
    return count
  }

  // MARK: Answering

  /// Answers a peer.
  ///
  /// - Throws: `Refusal.forbidden` for a node with which no indicators are shared.
  package func answer(_ json: JSON, to caller: PeerDoor.Caller) async throws -> JSONObject {
    let asked = try IndicatorMessage(json)
    let gives = sharing.passes(with: caller.host, .out)
    guard gives || sharing.passes(with: caller.host, .in), !caller.isNewcomer else {
      throw Refusal.forbidden("This node shares no indicators with \(caller.host).")
    }
    _ = try await take(asked.reports, from: caller.host, signedBy: caller.key)
    return try await message(to: caller.host, lacking: asked.held).document
  }
}
