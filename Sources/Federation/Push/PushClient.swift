import Foundation
import Model
import Signatures
import Storage

/// How sending a message to a push service ended.
enum PushOutcome: Sendable, Hashable {
  case sent
  /// Trying again may help, after a pause in seconds if the service names one.
  case failed(String, retryAfter: TimeInterval?)
  /// This message will never be taken.
  case dropped(String)
  /// The app is not there any more.
  case unsubscribed(String)
  /// The node is stopping.
  case interrupted

  var name: String {
    switch self {
    case .sent: "sent"
    case .failed: "failed"
    case .dropped: "dropped"
    case .unsubscribed: "unsubscribed"
    case .interrupted: "interrupted"
    }
  }
}

/// Encrypts one message (RFC 8291) and posts it to its push service (RFC 8030 §5), in the node's name
/// (RFC 8292); for an app that asked for it, by the drafts of these.
struct PushClient {
  let services: FederationServices

  func send(_ job: PushStore.Job) async -> PushOutcome {
    let subscription = job.subscription
    let age = services.now().timeIntervalSince(job.message.enqueuedAt)
    guard age <= PushMessage.lifetime else { return .dropped("too old") }
    guard let url = try? OutboundURL(subscription.endpoint), url.scheme == .https else {
      return .unsubscribed("the address is not one of https")
    }
    guard let receiver = PushReceiver(p256dh: subscription.p256dh, auth: subscription.auth) else {
      return .unsubscribed("the app's key cannot be used")
    }
    do {
      let sealed = try PushEncryption.encrypt(
        try subscription.addressed(job.message.body, with: services.identity),
        for: receiver,
        as: subscription.isStandard ? .standard : .legacy
      )
      let fields = try fields(for: job.message, sealed, at: url, age: age)
      let request = OutboundRequest(
        .post,
        subscription.endpoint,
        fields: fields,
        body: sealed.body,
        maximumResponseBytes: 64 << 10,
        timeout: .seconds(15)
      )
      return outcome(of: try await services.fetcher.send(request))
    } catch let failure as OutboundFailure {
      return outcome(of: failure)
    } catch {
      return .dropped("\(error)")
    }
  }

  private func fields(
    for message: PushMessage,
    _ sealed: PushEncryption.Sealed,
    at url: OutboundURL,
    age: TimeInterval
  ) throws -> [(String, String)] {
    let token = try services.push.token(
      for: "https://\(url.authority)",
      subject: services.addresses.origin.string,
      at: services.now()
    )
    var fields = [
      ("Content-Type", "application/octet-stream"),
      ("TTL", String(Int(PushMessage.lifetime - max(age, 0)))),
      ("Urgency", message.urgency.rawValue),
    ]
    let key = services.push.publicKey
    if let beside = sealed.beside {
      // draft-ietf-webpush-encryption-04 §4, draft-ietf-webpush-vapid-01 §3 and §4.
      fields += [
        ("Content-Encoding", PushEncryption.Coding.legacy.rawValue),
        ("Encryption", "salt=\(beside.salt)"),
        ("Crypto-Key", "dh=\(beside.key);p256ecdsa=\(key)"),
        ("Authorization", "WebPush \(token)"),
      ]
    } else {
      fields += [
        ("Content-Encoding", PushEncryption.Coding.standard.rawValue),
        ("Authorization", "vapid t=\(token), k=\(key)"),
      ]
    }
    return fields + (message.topic.map { [("Topic", $0)] } ?? [])
  }

  private func outcome(of response: OutboundResponse) -> PushOutcome {
    let reason = "The push service answered \(response.status)."
    switch response.status {
    case 200...299: return .sent
    case 404, 410: return .unsubscribed(reason)
    case 408, 425, 429, 500...599: return .failed(reason, retryAfter: retryAfter(response))
    default: return .dropped(reason)
    }
  }

  private func outcome(of failure: OutboundFailure) -> PushOutcome {
    switch failure {
    case .cancelled: .interrupted
    case .invalidURL, .plainHTTPRefused: .unsubscribed("\(failure)")
    case .refusedAddress, .invalidRequest, .redirectRefused, .tooManyRedirects, .cannotSign:
      .dropped("\(failure)")
    case .tooLarge, .wrongContentType, .unreachable, .tlsFailure, .timedOut, .protocolViolation,
      .budgetExhausted:
      .failed("\(failure)", retryAfter: nil)
    }
  }

  /// The pause a service asks for, in seconds or as a date (RFC 9110 §10.2.3).
  private func retryAfter(_ response: OutboundResponse) -> TimeInterval? {
    guard let text = response[field: "retry-after"] else { return nil }
    if let seconds = UInt32(text) { return TimeInterval(seconds) }
    return HTTPDate.parse(text).map { $0.timeIntervalSince(services.now()) }
  }
}
