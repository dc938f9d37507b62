import Foundation
import Mail
import Model
import Storage

/// What a message that came back comes to.
package enum MailReturn: Sendable, Hashable {
  /// An address is of no use, and why.
  case pauses(address: String, reason: String)
  /// Nothing is to be done, and why.
  case changesNothing(String)
}

extension Postbox {
  /// So many of the addresses that a message names are looked at.
  private static let mostAddresses = 20

  /// Looks at a message that came to ``ReturnPath``: whether it says that a member's address failed for good.
  ///
  /// - Parameters:
  ///   - message: The message, a stranger's bytes.
  ///   - addressee: To whom it came; nothing where the message says so itself.
  ///   - now: The time.
  /// - Returns: What follows from it; nothing is changed yet.
  /// - Throws: When the database cannot be read.
  package func judge(
    _ message: [UInt8],
    to addressee: MailAddress?,
    at now: Date
  ) async throws -> MailReturn {
    guard let returnPath else { return .changesNothing("mail.returnPath is not set.") }
    guard let report = DeliveryReport(message) else {
      return .changesNothing("this is no report of a mail server (RFC 3464).")
    }
    let addresses = addressee.map { [$0] } ?? report.addressees
    return try await database.read { tx in
      let members = try addresses.prefix(Self.mostAddresses).compactMap {
        try returnPath.member(returning: $0, at: now, in: tx)
      }
      guard let address = members.first?.email else {
        return .changesNothing("it is about no letter of this node to an address of today.")
      }
      guard let reason = report.failure else {
        return .changesNothing("the letter was late or refused, and its address may be good.")
      }
      guard try tx.mail.pause(of: address) == nil else {
        return .changesNothing("\(address) is paused already.")
      }
      return .pauses(address: address, reason: reason)
    }
  }
}
