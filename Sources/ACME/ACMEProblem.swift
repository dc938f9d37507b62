import Foundation
import Signatures
import StrictJSON

/// What an authority says went wrong: a problem document (RFC 7807) as ACME uses it (RFC 8555 §6.7).
package struct ACMEProblem: Error, Hashable, Sendable {
  /// The last part of `urn:ietf:params:acme:error:…`, or the whole type when it is another one.
  package let kind: String
  package let detail: String
  package let status: Int
  /// What was wrong with which name, in words.
  package let parts: [String]

  private static let prefix = "urn:ietf:params:acme:error:"
  private static let longest = 500

  package init(kind: String, detail: String, status: Int = 0, parts: [String] = []) {
    self.kind = kind
    self.detail = detail
    self.status = status
    self.parts = parts
  }

  /// Reads the document; of one that is none the status is left.
  init(_ json: JSON?, status: Int) {
    let type = json?["type"]?.string ?? "about:blank"
    let kind = type.hasPrefix(Self.prefix) ? String(type.dropFirst(Self.prefix.count)) : type
    self.kind = Self.line(kind)
    detail = Self.line(json?["detail"]?.string ?? json?["title"]?.string ?? "")
    self.status = status
    parts = (json?["subproblems"]?.array ?? []).prefix(8).map { part in
      let name = part["identifier"]?["value"]?.string.map { "\($0): " } ?? ""
      return Self.line(name + (part["detail"]?.string ?? part["type"]?.string ?? ""))
    }
  }

  /// One line of bounded length: it goes into logs and on terminals.
  private static func line(_ text: String) -> String {
    let shown = text.unicodeScalars.map { scalar -> Character in
      scalar.properties.generalCategory == .control ? " " : Character(scalar)
    }
    return String(shown.prefix(Self.longest))
  }
}

extension ACMEProblem: CustomStringConvertible {
  package var description: String {
    let words = ([detail].filter { !$0.isEmpty } + parts).joined(separator: "; ")
    let name = kind == "about:blank" ? "status \(status)" : kind
    return words.isEmpty ? name : "\(words) (\(name))"
  }
}

/// Why there is no certificate.
package enum ACMEFailure: Error, Hashable, Sendable {
  /// The authority could not be asked.
  case unreachable(reason: String)
  /// The authority refused, perhaps until some time has passed, in seconds.
  case refused(ACMEProblem, retryAfter: TimeInterval?)
  /// The authority did not find at the node what it had asked for.
  case notProven(name: String, ACMEProblem?)
  /// An answer is not what RFC 8555 says.
  case malformed(what: String)
  case termsNotAgreed(url: String)
  case accountNeeded
  case noSuchChallenge(kind: String, offered: [String])
  case tookTooLong(what: String)
  /// The certificate that came is none to be used.
  case unusable(reason: String)
  case cancelled
}

extension ACMEFailure: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreachable(let reason): "the authority cannot be asked: \(reason)"
    case .refused(let problem, let seconds):
      "the authority refuses: \(problem)"
        + (seconds.map { "; it asks to wait \(Int($0)) s" } ?? "")
    case .notProven(let name, let problem):
      "the authority did not find the proof at \(name)"
        + (problem.map { ": \($0)" } ?? ", and does not say why")
    case .malformed(let what): "the authority's answer is not proper ACME: \(what)"
    case .termsNotAgreed(let url):
      "the authority has terms of service that nobody agreed to: \(url)"
    case .accountNeeded: "the authority wants an account that was made there before"
    case .noSuchChallenge(let kind, let offered):
      "the authority does not offer \(kind), only \(offered.joined(separator: ", "))"
    case .tookTooLong(let what): "\(what) is not ready after a long time"
    case .unusable(let reason): "the certificate that came cannot be used: \(reason)"
    case .cancelled: "it was given up"
    }
  }

  /// What an admin can do about it; nothing when waiting is all.
  package var nextStep: String? {
    switch self {
    case .termsNotAgreed: "Read them; then set acme.termsAgreed: true"
    case .accountNeeded: "Set acme.keyID and acme.key to what the authority gave you."
    case .noSuchChallenge: "Choose another acme.challenge."
    case .notProven:
      "Let the authority reach the node: port 80 for http-01, port 443 for tls-alpn-01; and look at DNS."
    case .unreachable: "Look at acme.directory, and at acme.certificateAuthority for a private one."
    case .unusable:
      "For a private authority, name its root in acme.certificateAuthority."
    default: nil
    }
  }

  /// How long the authority asks to be left alone, in seconds.
  package var retryAfter: TimeInterval? {
    if case .refused(_, let seconds) = self { seconds } else { nil }
  }
}

extension ACMEResponse {
  /// `Retry-After` in seconds from now (RFC 9110 §10.2.3), bounded to a week.
  func retryAfter(at now: Date) -> TimeInterval? {
    guard let text = self[field: "retry-after"]?.trimmingCharacters(in: .whitespaces) else {
      return nil
    }
    let seconds =
      Int(text).map { TimeInterval($0) }
      ?? HTTPDate.parse(text).map { $0.timeIntervalSince(now) }
    return seconds.map { min(max($0, 0), 7 * 86_400) }
  }

  func json() throws(ACMEFailure) -> JSON {
    do {
      return try JSON.parse(body)
    } catch {
      throw .malformed(what: "no JSON")
    }
  }

  /// The failure that the answer is.
  func failure(at now: Date) -> ACMEFailure {
    .refused(ACMEProblem(try? JSON.parse(body), status: status), retryAfter: retryAfter(at: now))
  }
}
