import Foundation
import Signatures
import StrictJSON
import X509

/// Where answers to challenges are shown, until they are taken back.
package protocol ChallengeShowing: Sendable {
  func show(_ answer: ChallengeAnswer) throws
  func takeBack(_ answer: ChallengeAnswer)
}

/// One conversation with an authority (RFC 8555): from its directory to a certificate.
package actor ACMESession {
  private let directoryURL: String
  private let key: ACMEAccountKey
  private let world: ACMESurroundings
  private var lastNonce: String?
  private var nonceURL: String
  private var account: String?

  /// How often a request is sent at most, each time with another nonce (§6.5).
  private static let mostTries = 10
  /// How often a state is asked for, and for how long at most, in seconds.
  private static let mostPolls = 60
  private static let pollPause: ClosedRange<TimeInterval> = 1...30

  /// - Parameters:
  ///   - directory: The URL of the authority's directory.
  ///   - key: The account's key; whoever has it has the account.
  ///   - world: The way to the authority, and the clock.
  package init(directory: String, key: ACMEAccountKey, in world: ACMESurroundings) {
    directoryURL = directory
    nonceURL = directory
    self.key = key
    self.world = world
  }

  /// Gets a certificate for a new key.
  ///
  /// - Parameters:
  ///   - wish: For which name, and how that is shown.
  ///   - board: Where the authority looks.
  /// - Returns: The chain, checked, with its key.
  /// - Throws: `ACMEFailure`; nothing was changed then but at the authority.
  package func obtain(
    _ wish: CertificateWish,
    showing board: some ChallengeShowing
  ) async throws(ACMEFailure) -> IssuedCertificate {
    let directory = try await self.directory()
    account = try await register(wish, directory)
    let (url, order) = try await self.order(wish, directory)
    for authorization in order.authorizations {
      try await prove(authorization, wish, board)
    }
    let ready = try await waitFor("the order", at: url, ACMEOrder.init) { $0.status != .pending }
    let key = CertificateKey()
    let done = try await finalize(ready, at: url, key.request(for: wish.name))
    guard done.status == .valid, let address = done.certificate else {
      throw done.failure
    }
    let text = try await post(nil, to: address, accept: "application/pem-certificate-chain").body
    let now = world.now()
    let chain = try await IssuedChain(
      String(decoding: text, as: UTF8.self),
      for: key.publicKey,
      wish,
      at: now
    )
    guard let pem = try? chain.pem else { throw .unusable(reason: "it cannot be written as PEM") }
    return IssuedCertificate(
      chainPEM: pem,
      keyPEM: key.pem,
      notAfter: chain.certificates[0].notValidAfter
    )
  }
}

// MARK: - Steps

extension ACMESession {
  private func directory() async throws(ACMEFailure) -> ACMEDirectory {
    let response = try await world.send(ACMERequest(directoryURL))
    guard response.isSuccess else { throw response.failure(at: world.now()) }
    let directory = try ACMEDirectory(try response.json())
    nonceURL = directory.newNonce
    return directory
  }

  /// Makes the account, or finds it: whoever has the key is told where it is (RFC 8555 §7.3).
  private func register(
    _ wish: CertificateWish,
    _ directory: ACMEDirectory
  ) async throws(ACMEFailure) -> String {
    if let terms = directory.terms, !wish.agreesToTerms { throw .termsNotAgreed(url: terms) }
    var payload: [(String, JSON)] = []
    if directory.terms != nil { payload.append(("termsOfServiceAgreed", true)) }
    if !wish.contacts.isEmpty {
      payload.append(("contact", .array(wish.contacts.map(JSON.string))))
    }
    if let external = wish.account {
      let binding = key.binding(external, to: directory.newAccount)
      payload.append(("externalAccountBinding", .object(binding)))
    } else if directory.needsExternalAccount {
      throw .accountNeeded
    }
    let response = try await post(JSONObject(payload), to: directory.newAccount)
    return try response.location("an account")
  }

  private func order(
    _ wish: CertificateWish,
    _ directory: ACMEDirectory
  ) async throws(ACMEFailure) -> (String, ACMEOrder) {
    let identifier: JSON = ["type": "dns", "value": .string(wish.name)]
    let response = try await post(["identifiers": [identifier]], to: directory.newOrder)
    let order = try ACMEOrder(try response.json())
    guard order.status != .invalid else { throw order.failure }
    return (try response.location("an order"), order)
  }

  private func prove(
    _ url: String,
    _ wish: CertificateWish,
    _ board: some ChallengeShowing
  ) async throws(ACMEFailure) {
    let authorization = try ACMEAuthorization(try await post(nil, to: url).json())
    if authorization.status == .valid { return }
    guard authorization.name.lowercased() == wish.name.lowercased() else {
      throw .malformed(what: "it wants a proof for \(authorization.name), which nobody asked for")
    }
    guard authorization.status == .pending else {
      throw .notProven(name: wish.name, authorization.problem)
    }
    let kind = wish.challenge.rawValue
    guard let challenge = authorization.challenges.first(where: { $0.kind == kind }) else {
      throw .noSuchChallenge(kind: kind, offered: authorization.challenges.map(\.kind))
    }
    let answer = ChallengeAnswer(
      wish.challenge,
      name: wish.name,
      token: challenge.token,
      authorization: key.authorization(of: challenge.token)
    )
    do {
      try board.show(answer)
    } catch {
      throw .unusable(reason: "the proof cannot be shown: \(error)")
    }
    defer { board.takeBack(answer) }
    _ = try await post([:], to: challenge.url)
    let end = try await waitFor("the proof", at: url, ACMEAuthorization.init) {
      $0.status != .pending
    }
    guard end.status == .valid else { throw .notProven(name: wish.name, end.problem) }
  }

  /// Hands in the request for the certificate and waits until it is issued.
  private func finalize(
    _ order: ACMEOrder,
    at url: String,
    _ request: [UInt8]
  ) async throws(ACMEFailure) -> ACMEOrder {
    guard order.status == .ready else { throw order.failure }
    let csr = JSON.string(Base64URL.encode(request))
    _ = try await post(["csr": csr], to: order.finalize)
    return try await waitFor("the certificate", at: url, ACMEOrder.init) {
      $0.status == .valid || $0.status == .invalid
    }
  }

  /// Asks for a state until it is final, as often as the authority says.
  private func waitFor<Value: Sendable>(
    _ what: String,
    at url: String,
    _ read: (JSON) throws(ACMEFailure) -> Value,
    until isFinal: (Value) -> Bool
  ) async throws(ACMEFailure) -> Value {
    for _ in 0..<Self.mostPolls {
      let response = try await post(nil, to: url)
      let value = try read(try response.json())
      if isFinal(value) { return value }
      let wished = response.retryAfter(at: world.now()) ?? Self.pollPause.lowerBound
      let seconds = min(max(wished, Self.pollPause.lowerBound), Self.pollPause.upperBound)
      do { try await world.pause(seconds) } catch { throw .cancelled }
    }
    throw .tookTooLong(what: what)
  }
}

// MARK: - Signed requests

extension ACMESession {
  /// Sends a signed request; once more with a new nonce when the authority did not like the last.
  private func post(
    _ payload: JSONObject?,
    to url: String,
    accept: String = "application/json"
  ) async throws(ACMEFailure) -> ACMEResponse {
    let name = account.map(ACMEAccountKey.Name.account) ?? .key
    for _ in 0..<Self.mostTries {
      let body = try key.sign(payload, to: url, nonce: try await nonce(), as: name)
      let response = try await world.send(ACMERequest(url, body: body, accept: accept))
      keepNonce(of: response)
      if response.isSuccess { return response }
      let failure = response.failure(at: world.now())
      guard case .refused(let problem, _) = failure, problem.kind == "badNonce" else {
        throw failure
      }
    }
    throw .refused(
      ACMEProblem(kind: "badNonce", detail: "no nonce is good enough"),
      retryAfter: nil
    )
  }

  private func nonce() async throws(ACMEFailure) -> String {
    if let nonce = lastNonce.take() { return nonce }
    // A GET does as well as a HEAD (RFC 8555 §7.2).
    keepNonce(of: try await world.send(ACMERequest(nonceURL)))
    guard let nonce = lastNonce.take() else { throw .malformed(what: "it gives no nonce") }
    return nonce
  }

  /// Each answer brings a nonce for the next request (RFC 8555 §6.5), which is used once.
  private func keepNonce(of response: ACMEResponse) {
    guard let nonce = response[field: "replay-nonce"], nonce.utf8.count <= 500,
      Base64URL.decode(nonce) != nil
    else { return }
    lastNonce = nonce
  }
}

extension ACMEOrder {
  fileprivate var failure: ACMEFailure {
    .refused(
      problem ?? ACMEProblem(kind: "orderNotReady", detail: "the order is \(status.rawValue)"),
      retryAfter: nil
    )
  }
}

extension ACMEResponse {
  fileprivate func location(_ what: String) throws(ACMEFailure) -> String {
    guard let url = self[field: "location"], (8...2_000).contains(url.utf8.count) else {
      throw .malformed(what: "\(what) without an address")
    }
    return url
  }
}

extension Optional where Wrapped == String {
  /// The value, which is gone then.
  fileprivate mutating func take() -> String? {
    defer { self = nil }
    return self
  }
}
