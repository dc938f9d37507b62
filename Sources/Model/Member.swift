import Foundation

/// A person with an account on this node.
package struct Member: Sendable, Hashable {
  /// What a member may do on the node.
  package enum Role: String, Sendable, CaseIterable { case member, moderator, admin }

  /// Where an account stands.
  package enum State: String, Sendable, CaseIterable { case pending, active, suspended, deleted }

  /// How long a password is in UTF-8; a longer one is cut off nowhere but refused.
  package static let passwordBytes = 8...1_024

  package var actorID: ActorID
  package var name: String
  package var role: Role
  package var state: State
  package var email: String?
  /// scrypt, in PHC form; nothing until a password is set.
  package var passwordHash: String?
  /// The audience of a post that names none; nothing: the node's setting.
  package var defaultAudience: Audience?
  /// BCP 47.
  package var language: String?
  package var createdAt: Date

  package init(
    actorID: ActorID,
    name: String,
    role: Role,
    state: State,
    email: String? = nil,
    passwordHash: String? = nil,
    defaultAudience: Audience? = nil,
    language: String? = nil,
    createdAt: Date
  ) {
    self.actorID = actorID
    self.name = name
    self.role = role
    self.state = state
    self.email = email
    self.passwordHash = passwordHash
    self.defaultAudience = defaultAudience
    self.language = language
    self.createdAt = createdAt
  }
}

/// The name of a member or group: `[a-z0-9_]`, up to 30, as all of the fediverse accepts.
package struct LocalName: Sendable, Hashable, CustomStringConvertible {
  package let description: String

  /// Checks a name; upper case is taken as lower case.
  package init(_ text: String) throws(Refusal) {
    guard (1...30).contains(text.utf8.count), text.utf8.allSatisfy(Self.isPlain) else {
      throw .malformed("‘\(text.prefix(40))’ is no name: use 1 to 30 of a–z, 0–9 and _.")
    }
    description = text.lowercased()
  }

  /// Looked at before the case is changed: the Kelvin sign has an ASCII lower case.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
    default: false
    }
  }
}
