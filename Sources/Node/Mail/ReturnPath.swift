import Foundation
import Model
import Storage

/// The address that a letter comes back to when it cannot be delivered, another for each member and day.
///
/// So a report says by its own address whose letter it was, whatever else is in it (VERP); and since the node
/// seals it together with the address that was written to, nobody can have another's address paused
/// (docs/decisions/0038-letters-that-come-back.md).
struct ReturnPath: Sendable {
  /// What comes between the mailbox's name and the seal: what mail servers take for a detail (RFC 5233).
  private static let delimiter: Character = "+"
  /// Ten bytes: who it is and when, then the seal.
  private static let length = (named: 10, seal: 10)
  private static let purpose = "mail return path"
  /// So long a report can come after its letter, in days: servers give up after five.
  private static let life = 14
  /// The longest name of a mailbox for which all of it fits (RFC 5321 §4.5.3.1.1).
  static let longestName = 31

  private let name: Substring
  private let domain: Substring
  private let secrets: SecretBox

  init?(_ mailbox: String, _ secrets: SecretBox) {
    guard let (name, domain) = Self.parts(of: mailbox) else { return nil }
    (self.name, self.domain, self.secrets) = (name, domain, secrets)
  }

  private static func parts(of address: String) -> (name: Substring, domain: Substring)? {
    let parts = address.split(separator: "@")
    guard parts.count == 2, parts[0].utf8.count <= longestName else { return nil }
    return (parts[0], parts[1])
  }

  /// Whether letters can come back to a mailbox.
  static func isPossible(_ mailbox: String) -> Bool {
    MailAddress(mailbox) != nil && parts(of: mailbox) != nil
  }

  /// Where a letter to a member's address comes back to.
  func address(of member: ActorID, at recipient: String, on now: Date) -> MailAddress? {
    let day = UInt16(clamping: Self.day(of: now))
    var named = (0..<8).map { UInt8(truncatingIfNeeded: member.rawValue >> (56 - 8 * $0)) }
    named += [UInt8(day >> 8), UInt8(day & 255)]
    let detail = Base32.encode(named + seal(named, recipient))
    return MailAddress("\(name)\(Self.delimiter)\(detail)@\(domain)")
  }

  /// Whose letter came back to an address, if its seal is that of the address the member has now.
  ///
  /// - Throws: When the database cannot be read.
  func member(returning address: MailAddress, at now: Date, in tx: Transaction) throws -> Member? {
    let parts = address.description.lowercased().split(separator: "@")
    let start = "\(name.lowercased())\(Self.delimiter)"
    guard parts.count == 2, parts[1] == domain.lowercased(), parts[0].hasPrefix(start),
      let bytes = Base32.decode(parts[0].dropFirst(start.count)),
      bytes.count == Self.length.named + Self.length.seal
    else { return nil }
    let named = Array(bytes.prefix(Self.length.named))
    let number = named.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
    let day = Int(named[8]) << 8 | Int(named[9])
    guard (0...Self.life).contains(Self.day(of: now) - day),
      let member = try tx.members.find(ActorID(rawValue: number)), let email = member.email,
      isSame(seal(named, email), bytes.dropFirst(Self.length.named))
    else { return nil }
    return member
  }

  private func seal(_ named: [UInt8], _ recipient: String) -> [UInt8] {
    let text = named + Array(recipient.lowercased().utf8)
    return Array(secrets.authenticator(of: text, for: Self.purpose).prefix(Self.length.seal))
  }

  /// Takes as long whatever differs.
  private func isSame(_ one: [UInt8], _ other: ArraySlice<UInt8>) -> Bool {
    one.count == other.count && zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private static func day(of time: Date) -> Int {
    Int((time.timeIntervalSince1970 / 86_400).rounded(.down))
  }
}
