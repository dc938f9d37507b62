import Hummingbird
import Model

/// What the pages of signing in say.
struct SignInWords: Sendable {
  let words: Words

  init(_ words: Words) { self.words = words }

  /// In the language that an address or a form names, else in that in which this browser gets any page.
  init(asked language: String?, by request: Request, _ client: ClientServices) {
    let languages = Languages.shipped
    words = language.flatMap(languages.words) ?? languages.words(for: request, nil, client)
  }

  var language: String { words.language }
  var signIn: String { words.text("sign-in") }
  var authorize: String { words.text("oauth-authorize") }
  var name: String { words.text("sign-in-name") }
  var password: String { words.text("password") }
  var code: String { words.text("sign-in-code") }
  var allow: String { words.text("oauth-allow") }
  var deny: String { words.text("oauth-deny") }
  var otherAccount: String { words.text("oauth-other-account") }
  var denied: String { words.text("oauth-denied") }
  var notPossible: String { words.text("not-possible") }
  var copyCode: String { words.text("oauth-copy-code") }
  var shownCode: String { words.text("oauth-code") }
  var account: String { words.text("oauth-to-account") }

  /// What is said of a try that failed; nothing of one that did not.
  func failure(_ attempt: SignInAttempt) -> String? {
    switch attempt {
    case .member: nil
    case .needsCode: words.text("sign-in-needs-code")
    case .wrong: words.text("sign-in-wrong")
    case .tooOften: words.text("sign-in-too-often")
    }
  }

  func wants(_ application: String) -> String {
    words.text("oauth-wants", ["application": application])
  }

  func signedInAs(_ name: String) -> String { words.text("oauth-signed-in", ["name": name]) }

  /// What a scope allows, in a few words.
  func meaning(of scope: OAuthScope) -> String {
    let parts = scope.description.split(separator: ":").map(String.init)
    switch (parts[0], parts.dropFirst().first) {
    case ("read", nil): return words.text("oauth-scope-read")
    case ("write", nil): return words.text("oauth-scope-write")
    case ("follow", _): return words.text("oauth-scope-follow")
    case ("push", _): return words.text("oauth-scope-push")
    case ("profile", _): return words.text("oauth-scope-profile")
    case ("read", let noun?): return words.text("oauth-scope-read-part", ["what": thing(noun)])
    case (_, let noun): return words.text("oauth-scope-write-part", ["what": thing(noun ?? "")])
    }
  }

  /// What the second word of a scope is called.
  private func thing(_ noun: String) -> String { words.text("scope-\(noun)") }

  /// What went wrong, for people; programs read the reason.
  func explain(_ refusal: Refusal) -> String {
    if case .forbidden = refusal { return words.text("oauth-foreign-form") }
    return words.text(refusal.sentence)
  }

  /// What is wrong with the question of an application.
  func explain(_ error: OAuthError) -> String {
    switch (error.code, error.detail) {
    case (_, .redirect): words.text("oauth-error-redirect")
    case (_, .state): words.text("oauth-error-state")
    case (_, .challenge): words.text("oauth-error-challenge")
    case (.invalidClient, _): words.text("oauth-error-client")
    case (.invalidScope, _): words.text("oauth-error-scope")
    case (.unsupportedResponseType, _): words.text("oauth-error-response")
    case (.invalidRequest, _), (.invalidGrant, _), (.unsupportedGrantType, _):
      words.text("oauth-error-request")
    }
  }
}
