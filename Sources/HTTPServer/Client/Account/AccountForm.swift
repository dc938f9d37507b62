import Federation
import HTTPTypes
import Hummingbird
import Model
import Storage

/// One form of a member's own page, sent by the browser session that it was made for.
struct AccountForm: Sendable {
  let client: ClientServices
  let signedIn: SignedIn
  let parameters: Parameters
  let address: IPAddress?
  let view: AccountView

  /// What a form asks for.
  enum Step: String, Sendable {
    case endSession = "end-session"
    case endToken = "end-token"
    case endOthers = "end-others"
    case signOut = "sign-out"
    case changePassword = "password"
    case beginFactor = "begin-factor"
    case confirmFactor = "confirm-factor"
    case endFactor = "end-factor"
    case renewCodes = "renew-codes"
  }

  private var member: ActorID { signedIn.member.actorID }

  func take(_ step: Step) async throws -> Response {
    switch step {
    case .endSession: try await endSession()
    case .endToken: try await endToken()
    case .endOthers: try await endOthers()
    case .signOut: try await end(signedIn.session.id)
    case .changePassword: try await changePassword()
    case .beginFactor: try await beginFactor()
    case .confirmFactor: try await confirmFactor()
    case .endFactor: try await endFactor()
    case .renewCodes: try await renewCodes()
    }
  }

  /// Does what the audit log is to name, with its entry in the transaction of its effect.
  private func audited<Value: Sendable>(
    _ body: @Sendable () async throws -> Value
  ) async throws -> Value {
    let name = signedIn.member.name
    let what = "account \(parameters.text("step") ?? "")"
    let entry = AuditEntry(at: client.now, who: name, what: what, target: name, why: "")
    return try await PendingAudit.$current.withValue(PendingAudit(entry), operation: body)
  }

  // MARK: Browsers and applications

  /// The number of what is meant; whatever is none is nothing that there is.
  private func number() throws(Refusal) -> Int64 {
    guard let number = parameters.text("id").flatMap(Int64.init) else { throw .absent }
    return number
  }

  private func endSession() async throws -> Response { try await end(try number()) }

  private func end(_ session: Int64) async throws -> Response {
    let member = member
    try await audited {
      try await client.database.write { tx in
        // A session of another member is none here.
        guard try tx.webSessions.end(session, of: member) else { throw Refusal.absent }
      }
    }
    guard session == signedIn.session.id else { return view.back(after: .ended) }
    var response = view.back()
    response.headers[.setCookie] = SignedIn.expiredCookie
    return response
  }

  private func endToken() async throws -> Response {
    let (member, token) = (member, try number())
    try await audited {
      try await client.database.write { tx in
        guard try tx.clients.revoke(token: token, of: member) else { throw Refusal.absent }
      }
    }
    return view.back(after: .ended)
  }

  private func endOthers() async throws -> Response {
    let (member, session, live) = (member, signedIn.session.id, client.services.live)
    try await audited {
      try await client.database.write { tx in
        _ = try tx.clients.revokeAll(of: member, exceptSession: session)
        tx.afterCommit { live.end(member: member) }
      }
    }
    return view.back(after: .endedOthers)
  }

  // MARK: The password

  private func changePassword() async throws -> Response {
    let new = parameters.text("new") ?? ""
    // Looked at first, since a code of the second factor is good once.
    guard Member.passwordBytes.contains(new.utf8.count) else {
      return try await again(view.words.unsuitable)
    }
    guard new == parameters.text("again") else { return try await again(view.words.notTheSame) }
    return try await proven { member in
      try await audited {
        try await client.accounts.setPassword(new, of: member, keeping: signedIn.session.id)
      }
      return view.back(after: .changedPassword)
    }
  }

  /// Goes on only if the form carries the password, and a code where the member has a second factor.
  private func proven(_ body: (Member) async throws -> Response) async throws -> Response {
    let attempt = try await client.attempt(
      signedIn.member.name,
      password: parameters.text("password") ?? "",
      code: parameters.filled("code"),
      from: address
    )
    guard case .member(let member) = attempt, member.actorID == self.member else {
      let status = attempt.asksForCode ? .unauthorized : attempt.status
      return try await again(view.words.failure(attempt), status: status)
    }
    return try await body(member)
  }

  /// Shows the page again, with what was wrong.
  private func again(
    _ failure: String?,
    status: HTTPResponse.Status = .badRequest
  ) async throws -> Response {
    view.account(try await AccountOverview(signedIn, client), failure: failure, status: status)
  }

  // MARK: The second factor

  private func beginFactor() async throws -> Response {
    try await proven { member in
      view.factor(try await client.accounts.beginSecondFactor(of: member), signedIn)
    }
  }

  private func confirmFactor() async throws -> Response {
    let confirmation = try await audited {
      try await client.accounts.confirmSecondFactor(
        of: signedIn.member,
        secret: parameters.text("secret") ?? "",
        code: parameters.text("code") ?? ""
      )
    }
    switch confirmation {
    case .confirmed(let codes): return view.recovery(codes)
    case .wrongCode(let setup):
      return view.factor(setup, signedIn, failure: view.words.wrongCode, status: .badRequest)
    }
  }

  private func endFactor() async throws -> Response {
    try await proven { member in
      try await audited { try await client.accounts.endSecondFactor(of: member) }
      return view.back(after: .switchedOff)
    }
  }

  private func renewCodes() async throws -> Response {
    try await proven { member in
      view.recovery(
        try await audited { try await client.accounts.renewRecoveryCodes(of: member) }
      )
    }
  }
}
