import HTTPTypes
import Metrics
import Model

/// What came of one try to show that one is a member.
enum SignInAttempt: Sendable {
  case member(Member)
  /// The password is right; a code of the second factor is needed.
  case needsCode
  case wrong
  /// Not even looked at: there were too many before.
  case tooOften

  /// Whether a code is what is missing.
  var asksForCode: Bool {
    if case .needsCode = self { true } else { false }
  }

  /// Why it failed, as it is counted; nothing when it did not.
  var failure: String? {
    switch self {
    case .member, .needsCode: nil
    case .wrong: "wrong"
    case .tooOften: "tooOften"
    }
  }

  var status: HTTPResponse.Status {
    switch self {
    case .member, .needsCode: .ok
    case .wrong: .unauthorized
    case .tooOften: .tooManyRequests
    }
  }
}

extension ClientServices {
  /// Checks name, password and code; who guesses is held back (threat 34).
  func attempt(
    _ name: String,
    password: String,
    code: String?,
    from address: IPAddress?
  ) async throws -> SignInAttempt {
    let attempt = try await judge(name, password: password, code: code, from: address)
    if let reason = attempt.failure {
      let dimensions = [("reason", reason)]
      Counter(label: "maillage_sign_in_failures_total", dimensions: dimensions).increment()
    }
    return attempt
  }

  private func judge(
    _ name: String,
    password: String,
    code: String?,
    from address: IPAddress?
  ) async throws -> SignInAttempt {
    let authority = services.addresses.origin.authority
    let meant = try await database.read { try $0.members.find(typed: name, at: authority) }
    guard signInLimits.allow(meant?.actorID, from: address, at: now) else { return .tooOften }
    return switch try await accounts.signIn(name, password: password, code: code) {
    case .member(let member): .member(member)
    case .needsCode: .needsCode
    case .refused: .wrong
    }
  }

  /// Checks the name, password and code of a form.
  func attempt(_ form: Parameters, from address: IPAddress?) async throws -> SignInAttempt {
    try await attempt(
      form.text("name") ?? "",
      password: form.text("password") ?? "",
      code: form.filled("code"),
      from: address
    )
  }
}
