import ACME
import Crypto
import Foundation
import Signatures
import StrictJSON
import SwiftASN1
import X509

extension TestAuthority {
  // MARK: Accounts

  func account(_ call: TestCall) throws(TestProblem) -> ACMEResponse {
    guard call.account == nil else { throw .bad("malformed", "an account has no kid yet") }
    let manner = state.withLock(\.manner)
    if manner.terms != nil, call.payload?["termsOfServiceAgreed"]?.bool != true {
      throw .bad("userActionRequired", "agree to the terms")
    }
    if !manner.externalAccounts.isEmpty { try checkBinding(call, manner.externalAccounts) }
    let contact = call.payload?["contact"]?.array?.compactMap(\.string) ?? []
    let (id, isNew) = state.withLock { state in
      let isNew = state.accounts[call.thumbprint] == nil
      let id = state.accounts[call.thumbprint]?.id ?? "\(origin)/account/\(state.accounts.count)"
      state.accounts[call.thumbprint] = (id, call.key)
      state.contacts.append(contact)
      return (id, isNew)
    }
    let json: JSON = ["status": "valid"]
    return ACMEResponse(
      status: isNew ? 201 : 200,
      fields: [("Location", id)],
      body: json.serialized()
    )
  }

  /// RFC 8555 §7.3.4.
  private func checkBinding(
    _ call: TestCall,
    _ accounts: [String: [UInt8]]
  ) throws(TestProblem) {
    guard let binding = call.payload?["externalAccountBinding"],
      let protected = binding["protected"]?.string, let payload = binding["payload"]?.string,
      let header = Base64URL.decode(protected).flatMap({ try? JSON.parse($0) }),
      let code = binding["signature"]?.string.flatMap(Base64URL.decode),
      let secret = header["kid"]?.string.flatMap({ accounts[$0] }),
      header["alg"]?.string == "HS256", header["url"]?.string == "\(origin)/account",
      Base64URL.decode(payload).flatMap({ try? JSON.parse($0) }) == .object(call.key),
      HMAC<SHA256>.isValidAuthenticationCode(
        Data(code),
        authenticating: Data("\(protected).\(payload)".utf8),
        using: SymmetricKey(data: secret)
      )
    else { throw .bad("externalAccountRequired", "no account is bound") }
  }

  // MARK: Orders

  func newOrder(_ call: TestCall) throws(TestProblem) -> ACMEResponse {
    guard let account = call.account else { throw .bad("malformed", "an order needs a kid") }
    if let seconds = state.withLock(\.manner.rateLimit) {
      throw .problem("rateLimited", "too many certificates", status: 429, retryAfter: seconds)
    }
    let names = (call.payload?["identifiers"]?.array ?? []).compactMap { identifier in
      identifier["type"]?.string == "dns" ? identifier["value"]?.string : nil
    }
    guard names.count == 1 else { throw .bad("rejectedIdentifier", "one name, please") }
    let number = state.withLock { state in
      let number = state.orders.count
      state.orders.append(Order(account: account, names: names))
      let token = Base64URL.encode((0..<24).map { _ in UInt8.random(in: .min ... .max) })
      state.authorizations.append(
        Authorization(account: account, order: number, name: names[0], token: token)
      )
      return number
    }
    return try orderResponse(number, status: 201)
  }

  func order(_ number: Int, _ call: TestCall) throws(TestProblem) -> ACMEResponse {
    guard call.payload == nil else { throw .bad("malformed", "POST-as-GET has no payload") }
    try checkOwner(number, call)
    defer {
      state.withLock { state in
        // Issuing takes a moment: it is told as processing once.
        if state.orders[number].status == "processing" { state.orders[number].status = "valid" }
      }
    }
    return try orderResponse(number, status: 200)
  }

  private func checkOwner(_ number: Int, _ call: TestCall) throws(TestProblem) {
    let owner = state.withLock { state in
      state.orders.indices.contains(number) ? state.orders[number].account : nil
    }
    guard let owner, owner == call.account else { throw .missing }
  }

  private func orderResponse(_ number: Int, status: Int) throws(TestProblem) -> ACMEResponse {
    let order = state.withLock { $0.orders[number] }
    var json: [(String, JSON)] = [
      ("status", .string(order.status)),
      ("identifiers", .array(order.names.map { ["type": "dns", "value": .string($0)] })),
      ("authorizations", [.string("\(origin)/authorization/\(number)")]),
      ("finalize", .string("\(origin)/order/\(number)/finalize")),
    ]
    if order.status == "valid", let certificate = order.certificate {
      json.append(("certificate", .string(certificate)))
    }
    if order.status == "invalid" {
      json.append(
        ("error", ["type": "urn:ietf:params:acme:error:malformed", "detail": "the order expired"])
      )
    }
    return ACMEResponse(
      status: status,
      fields: [("Location", "\(origin)/order/\(number)"), ("Retry-After", "1")],
      body: JSONObject(json).serialized()
    )
  }

  func finalize(_ number: Int, _ call: TestCall) throws(TestProblem) -> ACMEResponse {
    try checkOwner(number, call)
    let (order, manner) = state.withLock { ($0.orders[number], $0.manner) }
    guard order.status == "ready" else { throw .problem("orderNotReady", "not yet", status: 403) }
    if manner.ordersExpire {
      state.withLock { $0.orders[number].status = "invalid" }
      return try orderResponse(number, status: 200)
    }
    guard let der = call.payload?["csr"]?.string.flatMap(Base64URL.decode),
      let request = try? CertificateSigningRequest(derEncoded: der),
      request.publicKey.isValidSignature(request.signature, for: request),
      let names = try? request.attributes.extensionRequest?.extensions.subjectAlternativeNames,
      Array(names) == order.names.map(GeneralName.dnsName)
    else { throw .bad("badCSR", "the request is not for this order") }
    guard let chain = try? issuer.chain(for: request.publicKey, order.names, manner, at: now())
    else { throw .problem("serverInternal", "cannot issue", status: 500) }
    state.withLock { state in
      state.orders[number].status = "processing"
      state.orders[number].certificate = "\(origin)/certificate/\(state.chains.count)"
      state.chains.append(chain)
    }
    return try orderResponse(number, status: 200)
  }

  // MARK: Proofs

  func authorization(_ number: Int, _ call: TestCall) throws(TestProblem) -> ACMEResponse {
    guard call.payload == nil else { throw .bad("malformed", "POST-as-GET has no payload") }
    try checkOwner(number, call)
    let (found, offered) = state.withLock { state in
      var shown = state.authorizations[number]
      if shown.status != "pending", shown.delays > 0 {
        state.authorizations[number].delays -= 1
        shown.status = "pending"
      }
      return (shown, state.manner.offered)
    }
    let challenges = offered.map { kind -> JSON in
      var json: [(String, JSON)] = [
        ("type", .string(kind.rawValue)), ("token", .string(found.token)),
        ("url", .string("\(origin)/challenge/\(number)/\(kind.rawValue)")),
        ("status", .string(found.status)),
      ]
      if found.status == "invalid", let problem = found.problem {
        json.append(
          (
            "error",
            ["type": "urn:ietf:params:acme:error:unauthorized", "detail": .string(problem)]
          )
        )
      }
      return .object(JSONObject(json))
    }
    let json: JSON = [
      "status": .string(found.status),
      "identifier": ["type": "dns", "value": .string(found.name)], "challenges": .array(challenges),
    ]
    return ACMEResponse(status: 200, fields: [("Retry-After", "1")], body: json.serialized())
  }

  func challenge(
    _ number: Int,
    _ kind: String,
    _ call: TestCall
  ) async throws(TestProblem) -> ACMEResponse {
    try checkOwner(number, call)
    guard call.payload?.object != nil, let kind = ChallengeKind(rawValue: kind) else {
      throw .bad("malformed", "an empty object, please")
    }
    let found = state.withLock { $0.authorizations[number] }
    let wanted = "\(found.token).\(call.thumbprint)"
    let problem = await look(kind, found.name, found.token, wanted)
    state.withLock { state in
      state.authorizations[number].status = problem == nil ? "valid" : "invalid"
      state.authorizations[number].problem = problem
      state.orders[found.order].status = problem == nil ? "ready" : "invalid"
    }
    let json: JSON = ["status": "processing"]
    return ACMEResponse(status: 200, fields: [], body: json.serialized())
  }
}
