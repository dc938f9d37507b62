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
}
