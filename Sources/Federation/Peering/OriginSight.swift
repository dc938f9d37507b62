import ActivityStreams
import Foundation
import Model

/// What is seen of a record's key where DNS or the host map says that its host is.
package enum OriginSight: Sendable, Hashable {
  /// The host shows the key.
  case shown
  /// Somebody answers there, and shows no such key.
  case other
  case silent

  /// How long it is not looked for again.
  var lifetime: TimeInterval {
    switch self {
    case .shown, .other: 3600
    case .silent: 300
    }
  }
}

extension OriginCheck {
  /// Looks for the host; whoever answers there under its name without the record's key contradicts
  /// the record, be it a node or not.
  func sight(of record: NodeRecord) async -> OriginSight {
    let pins = Set(record.tlsPins.compactMap { SPKIPin($0) })
    if let key = try? await key(of: record.host, OutboundWay(pins: pins)) {
      return key == record.key ? .shown : .other
    }
    let request = OutboundRequest(
      .get,
      "https://\(record.host)/actor",
      accepted: AcceptedMediaType.activityStreams,
      maximumRedirects: 0
    )
    do {
      _ = try await services.fetcher.send(request)
      return .other
    } catch {
      switch error {
      case .unreachable, .timedOut, .cancelled, .refusedAddress, .budgetExhausted, .cannotSign,
        .invalidURL, .invalidRequest, .plainHTTPRefused:
        return .silent
      case .tlsFailure, .tooManyRedirects, .redirectRefused, .tooLarge, .wrongContentType,
        .protocolViolation:
        return .other
      }
    }
  }
}
