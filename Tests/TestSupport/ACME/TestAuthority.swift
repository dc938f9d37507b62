import ACME
import Crypto
import Foundation
import Signatures
import StrictJSON
import Synchronization
import X509

/// An authority that speaks ACME, written from RFC 8555 for tests: it verifies every signature, takes
/// each nonce once, looks for the proof itself, and issues from its own root.
///
/// It hears parsed requests; a test hands them over directly or from a socket.
package final class TestAuthority: Sendable {
  // A class, since a node's requests change what it knows.

  /// How it looks for a proof: what it found wrong, or nothing.
  package typealias Look =
    @Sendable (ChallengeKind, _ name: String, _ token: String, _ wanted: String)
    async -> String?

  /// What it does otherwise than it should, or demands.
  package struct Manner: Sendable {
    /// So many good nonces are called bad.
    package var badNonces = 0
    /// Each order is refused, with so many seconds to wait.
    package var rateLimit: Int?
    package var terms: String?
    /// By identifier, the secrets of accounts that it demands.
    package var externalAccounts: [String: [UInt8]] = [:]
    package var offered: [ChallengeKind] = ChallengeKind.allCases
    package var chain = ChainKind.right
    /// Orders expire before their certificate is issued.
    package var ordersExpire = false
    package var lifetime: TimeInterval = 90 * 86_400

    package init() {}
  }

  package enum ChainKind: Sendable, CaseIterable {
    case right, otherKey, otherName, expired, wrongIssuer, foreignRoot
  }

  struct Order {
    let account: String
    let names: [String]
    var status = "pending"
    var certificate: String?
  }

  struct Authorization {
    let account: String
    let order: Int
    let name: String
    let token: String
    var status = "pending"
    var problem: String?
    /// Told as pending so many times yet.
    var delays = 1
  }

  struct State {
    var manner = Manner()
    var nonces: Set<String> = []
    var accounts: [String: (id: String, key: JSONObject)] = [:]
    var contacts: [[String]] = []
    var orders: [Order] = []
    var authorizations: [Authorization] = []
    var chains: [String] = []
    var requests: [String] = []
    var serial = 0
  }

  package let origin: String
  let issuer: TestIssuer
  let look: Look
  let now: @Sendable () -> Date
  let state = Mutex(State())

  package init(
    origin: String = "https://ca.test",
    now: @escaping @Sendable () -> Date,
    look: @escaping Look
  ) throws {
    self.origin = origin
    self.now = now
    self.look = look
    issuer = try TestIssuer(at: now())
  }

  package var directory: String { "\(origin)/directory" }
  package var rootPEM: String { issuer.rootPEM }
  package var root: Certificate { issuer.root }
  /// A chain and a key with which somebody serves it.
  package func identity(of host: String) throws -> (chainPEM: String, keyPEM: String) {
    let key = P256.Signing.PrivateKey()
    let chain = try issuer.chain(
      for: Certificate.PrivateKey(key).publicKey,
      [host],
      Manner(),
      at: now()
    )
    return (chain, key.pemRepresentation)
  }

  /// The paths of all requests, in order.
  package var requests: [String] { state.withLock(\.requests) }
  package var accountCount: Int { state.withLock(\.accounts.count) }
  package var contacts: [[String]] { state.withLock(\.contacts) }
  package var issuedCount: Int { state.withLock(\.chains.count) }

  package func behave(_ change: @Sendable (inout Manner) -> Void) {
    state.withLock { change(&$0.manner) }
  }

  // MARK: Answers

  package func answer(_ request: ACMERequest) async -> ACMEResponse {
    let path = String(request.url.dropFirst(origin.count))
    state.withLock { $0.requests.append(path) }
    do throws(TestProblem) {
      guard request.url.hasPrefix(origin) else { throw .missing }
      guard let body = request.body else { return try plain(path) }
      let call = try verified(body, at: request.url)
      return try await answer(call, at: path)
    } catch {
      return withNonce(error.response)
    }
  }

  private func plain(_ path: String) throws(TestProblem) -> ACMEResponse {
    switch path {
    case "/directory":
      let manner = state.withLock(\.manner)
      var meta: [(String, JSON)] = []
      if let terms = manner.terms { meta.append(("termsOfService", .string(terms))) }
      if !manner.externalAccounts.isEmpty { meta.append(("externalAccountRequired", true)) }
      let json: JSON = [
        "newNonce": .string("\(origin)/nonce"), "newAccount": .string("\(origin)/account"),
        "newOrder": .string("\(origin)/order"), "meta": .object(JSONObject(meta)),
      ]
      return ACMEResponse(status: 200, fields: [], body: json.serialized())
    case "/nonce": return withNonce(ACMEResponse(status: 204, fields: [], body: []))
    default: throw .missing
    }
  }

  private func answer(_ call: TestCall, at path: String) async throws(TestProblem) -> ACMEResponse {
    let parts = path.split(separator: "/").map(String.init)
    let number = parts.count > 1 ? Int(parts[1]) ?? -1 : -1
    switch (parts.first ?? "", parts.count) {
    case ("account", 1): return withNonce(try account(call))
    case ("order", 1): return withNonce(try newOrder(call))
    case ("order", 2): return withNonce(try order(number, call))
    case ("order", 3): return withNonce(try finalize(number, call))
    case ("authorization", 2): return withNonce(try authorization(number, call))
    case ("challenge", 3): return withNonce(try await challenge(number, parts[2], call))
    case ("certificate", 2):
      let chain = state.withLock { $0.chains.indices.contains(number) ? $0.chains[number] : nil }
      guard let chain else { throw .missing }
      return withNonce(
        ACMEResponse(
          status: 200,
          fields: [("Content-Type", "application/pem-certificate-chain")],
          body: Array(chain.utf8)
        )
      )
    default: throw .missing
    }
  }

  private func withNonce(_ response: ACMEResponse) -> ACMEResponse {
    let nonce = Base64URL.encode((0..<16).map { _ in UInt8.random(in: .min ... .max) })
    state.withLock { _ = $0.nonces.insert(nonce) }
    return ACMEResponse(
      status: response.status,
      fields: response.fields + [("Replay-Nonce", nonce)],
      body: response.body
    )
  }
}
