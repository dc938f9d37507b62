import Foundation
import HTTPServer
import Model
import Storage

/// The mail of a node that sends none, and keeps no archives: what the web server's tests do not ask for.
package protocol NoMail: MailDoor, ArchiveDoor {}

extension NoMail {
  package var sendsMail: Bool { false }

  package func mailStanding(of member: ActorID) async throws -> MailStanding {
    MailStanding(
      address: nil,
      preference: MailPreference(digestedAt: .distantPast),
      pausedBecause: nil
    )
  }

  package func setMail(_ change: MailChange, of member: ActorID) async throws {}

  package func sendConfirmation(to member: ActorID) async throws {}

  package func confirmation(_ token: String) async throws -> (name: String, address: String) {
    throw Refusal.absent
  }

  package func confirmAddress(by token: String) async throws { throw Refusal.absent }

  package func askForPassword(_ typed: String) async throws {}

  package func member(resettingBy token: String) async throws -> Member { throw Refusal.absent }

  package func setPassword(_ password: String, resettingBy token: String) async throws {
    throw Refusal.absent
  }

  package func member(invitedBy token: String) async throws -> Member { throw Refusal.absent }

  package func accept(invitation token: String, password: String) async throws -> Member {
    throw Refusal.absent
  }

  package func member(endingLettersBy token: String) async throws -> Member {
    throw Refusal.absent
  }

  package func endLetters(by token: String) async throws { throw Refusal.absent }

  package func tellSignIn(
    of member: Member,
    with browser: String,
    at time: Date,
    in tx: Transaction
  ) throws {}

  package func readArchive(
    _ id: Int64,
    of member: ActorID,
    _ range: Range<Int>
  ) async throws -> [UInt8] { throw Refusal.absent }
}
