import Foundation
import StrictJSON

/// Where an authority takes what (RFC 8555 §7.1.1).
struct ACMEDirectory: Sendable {
  let newNonce: String
  let newAccount: String
  let newOrder: String
  let terms: String?
  let needsExternalAccount: Bool

  init(_ json: JSON) throws(ACMEFailure) {
    newNonce = try json.url("newNonce")
    newAccount = try json.url("newAccount")
    newOrder = try json.url("newOrder")
    terms = json["meta"]?["termsOfService"]?.string.map { String($0.prefix(500)) }
    needsExternalAccount = json["meta"]?["externalAccountRequired"]?.bool ?? false
  }
}

/// A request for one certificate (RFC 8555 §7.1.3).
struct ACMEOrder: Sendable {
  enum Status: String {
    case pending, ready, processing, valid, invalid
  }

  let status: Status
  let authorizations: [String]
  let finalize: String
  let certificate: String?
  let problem: ACMEProblem?

  /// No order of ours has more names than one; a few more are what an authority may add.
  private static let mostAuthorizations = 10

  init(_ json: JSON) throws(ACMEFailure) {
    guard let status = json["status"]?.string.flatMap(Status.init) else {
      throw .malformed(what: "an order without a status")
    }
    self.status = status
    let found = (json["authorizations"]?.array ?? []).compactMap(\.webAddress)
    guard (1...Self.mostAuthorizations).contains(found.count) else {
      throw .malformed(what: "an order with \(found.count) authorizations")
    }
    authorizations = found
    finalize = try json.url("finalize")
    certificate = json["certificate"]?.webAddress
    problem = json["error"].map { ACMEProblem($0, status: 0) }
  }
}

/// Whether a name was shown to be the node's (RFC 8555 §7.1.4).
struct ACMEAuthorization: Sendable {
  enum Status: String {
    case pending, valid, invalid, deactivated, expired, revoked
  }

  let status: Status
  let name: String
  let challenges: [ACMEChallenge]

  init(_ json: JSON) throws(ACMEFailure) {
    guard let status = json["status"]?.string.flatMap(Status.init),
      let name = json["identifier"]?["value"]?.string
    else { throw .malformed(what: "an authorization without status or name") }
    self.status = status
    self.name = String(name.prefix(300))
    challenges = (json["challenges"]?.array ?? []).prefix(20).compactMap(ACMEChallenge.init)
  }

  /// What the authority found wrong, when it says so.
  var problem: ACMEProblem? { challenges.lazy.compactMap(\.problem).first }
}

/// One way to show that a name is the node's (RFC 8555 §8).
struct ACMEChallenge: Sendable {
  let kind: String
  let url: String
  let token: String
  let problem: ACMEProblem?

  /// Nothing for a challenge without a token, of which there are some that are not ours.
  init?(_ json: JSON) {
    guard let kind = json["type"]?.string, let url = json["url"]?.webAddress,
      let token = json["token"]?.string, Self.isToken(token)
    else { return nil }
    self.kind = String(kind.prefix(40))
    self.url = url
    self.token = token
    problem = json["error"].map { ACMEProblem($0, status: 0) }
  }

  /// Base64 for URLs and nothing else: it becomes part of a path (RFC 8555 §8.3).
  private static func isToken(_ text: String) -> Bool {
    (16...200).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
  }
}

extension JSON {
  /// An address that can be asked; how far it may lead is the outbound client's to say.
  fileprivate var webAddress: String? {
    guard let string, (8...2_000).contains(string.utf8.count),
      string.hasPrefix("https://") || string.hasPrefix("http://")
    else { return nil }
    return string
  }

  fileprivate func url(_ key: String) throws(ACMEFailure) -> String {
    guard let url = self[key]?.webAddress else { throw .malformed(what: "no address `\(key)`") }
    return url
  }
}
