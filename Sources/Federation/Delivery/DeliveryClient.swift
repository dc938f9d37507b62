import Foundation
import Model
import Signatures
import Storage

/// Signs one delivery at send time and posts it, knocking a second time with the other signature
/// scheme when the first is not understood.
struct DeliveryClient {
  let services: FederationServices

  func deliver(_ job: DeliveryStore.Job, first scheme: SignatureScheme) async -> DeliveryResult {
    let signer: Signer
    let synchronization: CollectionSynchronization?
    do {
      // Who cannot fetch the sender from here has to be told of it first.
      try await Introductions(services: services)
        .introduceIfNeeded(job.delivery.senderID, to: job.delivery.inbox)
    } catch is CancellationError {
      return .interrupted
    } catch {
      return .hostDown("The sender could not be introduced: \(error)", retryAfter: nil)
    }
    do {
      let sender = job.delivery.senderID
      let keys = services.keys
      let followers = services.followersSynchronization
      (signer, synchronization) = try await services.database.read { tx in
        (try keys.signer(.rsa, for: sender, in: tx), try followers.field(of: job.delivery, in: tx))
      }
    } catch is CancellationError {
      return .interrupted
    } catch {
      // The admin may bring the right secret back.
      return .failed("The sender's key cannot be used: \(error).")
    }
    do {
      let message = Message(job: job, signer: signer, synchronization: synchronization)
      let response = try await post(message, by: scheme)
      if [401, 502].contains(response.status) {
        // It may not know any more who was introduced to it, since it was restored or forgot all.
        await Introductions(services: services).beginAnew(with: job.delivery.inbox)
      }
      guard mayBe(scheme, response.status) else { return result(of: response, scheme) }
      let second = try await post(message, by: scheme.other)
      if second.isSuccess { return .delivered(scheme.other) }
      let final = result(of: second, scheme.other)
      // Only an answer that is no final no says more than the first one.
      if case .refused = final { return result(of: response, scheme) }
      return final
    } catch {
      return result(of: error)
    }
  }

  /// What is sent, with who signs it.
  private struct Message {
    let job: DeliveryStore.Job
    let signer: Signer
    /// How things stand with the followers there, which goes along (FEP-8fcf).
    let synchronization: CollectionSynchronization?

    var fields: [(String, String)] {
      let type = [("Content-Type", "application/activity+json")]
      guard let synchronization else { return type }
      return type + [("Collection-Synchronization", synchronization.fieldValue)]
    }
  }

  private func post(
    _ message: Message,
    by scheme: SignatureScheme
  )
    async throws(OutboundFailure) -> OutboundResponse
  {
    let (job, signer, now) = (message.job, message.signer, services.now)
    let response = try await services.fetcher.send(
      OutboundRequest(
        .post,
        job.delivery.inbox,
        fields: message.fields,
        body: job.body,
        maximumResponseBytes: 64 << 10,
        sign: { hop in try signer.fields(for: hop, by: scheme, now: now()) }
      )
    )
    services.logger.debug(
      "Posted to an inbox.",
      metadata: [
        "activity": "\(job.activityURI)", "inbox": "\(job.delivery.inbox)",
        "key": "\(signer.keyID)", "scheme": "\(scheme.rawValue)", "status": "\(response.status)",
      ]
    )
    return response
  }

  /// Whether an answer may mean that the signature was not understood: there is no status for that.
  ///
  /// Some servers that do not read RFC 9421 answer it with 403 or 500.
  private func mayBe(_ scheme: SignatureScheme, _ status: Int) -> Bool {
    switch status {
    case 400, 401: true
    case 403, 500: scheme == .messageSignature
    default: false
    }
  }

  private func result(of response: OutboundResponse, _ scheme: SignatureScheme) -> DeliveryResult {
    let reason = "The inbox answered \(response.status)."
    switch response.status {
    case 200...299: return .delivered(scheme)
    case 429, 502, 503, 504: return .hostDown(reason, retryAfter: retryAfter(response))
    case 401, 408, 500...599: return .failed(reason)
    case 400...499: return .refused(reason)
    default: return .failed(reason)
    }
  }

  private func result(of failure: OutboundFailure) -> DeliveryResult {
    switch failure {
    case .cancelled: .interrupted
    case .invalidURL, .invalidRequest, .plainHTTPRefused: .refused("\(failure)")
    case .tooLarge, .wrongContentType, .redirectRefused, .tooManyRedirects, .cannotSign:
      .failed("\(failure)")
    case .refusedAddress, .unreachable, .tlsFailure, .timedOut, .protocolViolation,
      .budgetExhausted:
      .hostDown("\(failure)", retryAfter: nil)
    }
  }

  /// The pause a host asks for, in seconds or as a date (RFC 9110 §10.2.3).
  private func retryAfter(_ response: OutboundResponse) -> TimeInterval? {
    guard let text = response[field: "retry-after"] else { return nil }
    if let seconds = UInt32(text) { return TimeInterval(seconds) }
    return HTTPDate.parse(text).map { $0.timeIntervalSince(services.now()) }
  }
}

extension SignatureScheme {
  fileprivate var other: SignatureScheme {
    self == .draftCavage ? .messageSignature : .draftCavage
  }
}
