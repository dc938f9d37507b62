import Federation
import Foundation
import HTTPServer
import Model
import Storage

extension Accounts: AccountDoor {
  package func signIn(
    _ name: String,
    password: String,
    code: String?
  ) async throws -> SignInResult {
    let typed = name.trimmingCharacters(in: .whitespaces)
    let member = try await node.database.read { tx -> Member? in
      if typed.contains("@"), let found = try tx.members.find(email: typed) { return found }
      // People write `@name` and `@name@host` too.
      let parts = typed.drop { $0 == "@" }.split(separator: "@")
      guard let first = parts.first, let local = try? LocalName(String(first)),
        parts.count == 1 || parts[1] == node.services.addresses.origin.authority
      else { return nil }
      return try tx.members.find(name: local.description)
    }
    guard await node.passwords.verifies(password, against: member?.passwordHash), let member,
      member.state == .active
    else { return .refused }
    let answer = try await node.twoFactors.check(
      member: member.actorID,
      code: code,
      at: node.services.now()
    )
    if answer == .needed { return .needsCode }
    return answer.isPassed ? .member(member) : .refused
  }

  package func changePassword(
    of member: ActorID,
    from old: String,
    to new: String
  ) async throws {
    let found = try await node.database.read { try $0.members.find(member) }
    guard let found, await node.passwords.verifies(old, against: found.passwordHash) else {
      throw Refusal.unauthenticated("The password is wrong.")
    }
    try await setPassword(new, of: try LocalName(found.name))
  }
}
