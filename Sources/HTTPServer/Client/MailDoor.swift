import Foundation
import Model
import Storage

/// What the web server needs of the node's mail.
package protocol MailDoor: Sendable {
  /// Whether the node sends mail at all.
  var sendsMail: Bool { get }

  func mailStanding(of member: ActorID) async throws -> MailStanding

  /// Changes what a member wants to get, and perhaps its address, to which a confirmation goes.
  ///
  /// - Throws: `Refusal.malformed` for what is no address, `Refusal.conflict` for somebody else's.
  func setMail(_ change: MailChange, of member: ActorID) async throws

  /// Sends the confirmation of a member's address again.
  ///
  /// - Throws: `Refusal.conflict` where nothing is to be confirmed or no mail is sent.
  func sendConfirmation(to member: ActorID) async throws

  /// Whose address a link confirms, and which.
  ///
  /// - Throws: `Refusal.absent` when the link does not work.
  func confirmation(_ token: String) async throws -> (name: String, address: String)

  /// - Throws: `Refusal.absent` when the link does not work.
  func confirmAddress(by token: String) async throws

  /// Sends a link for a new password, if there is such a member with a confirmed address.
  func askForPassword(_ typed: String) async throws

  /// - Throws: `Refusal.absent` when the link does not work.
  func member(resettingBy token: String) async throws -> Member

  /// Sets a new password and ends everything that is signed in; the link is spent.
  ///
  /// - Throws: `Refusal.absent` when the link does not work.
  func setPassword(_ password: String, resettingBy token: String) async throws

  /// - Throws: `Refusal.absent` when the invitation does not stand.
  func member(invitedBy token: String) async throws -> Member

  /// - Throws: `Refusal.absent` when the invitation does not stand.
  func accept(invitation token: String, password: String) async throws -> Member

  /// Whose letters a signed link ends.
  ///
  /// - Throws: `Refusal.absent` for what the node did not sign.
  func member(endingLettersBy token: String) async throws -> Member

  /// Ends the letters about what happens to a member (RFC 8058); a second time does nothing.
  ///
  /// - Throws: `Refusal.absent` for what the node did not sign.
  func endLetters(by token: String) async throws

  /// Tells a member by mail that somebody signed in, if it wants to know.
  func tellSignIn(
    of member: Member,
    with browser: String,
    at time: Date,
    in tx: Transaction
  ) throws
}
