import Federation
import HTTPServer
import Model
import Storage
import TestSupport

/// Accounts whose password is their name backwards: what hashes them is tested where it is.
struct TestAccounts: AccountDoor {
  let node: TestNode

  func signIn(_ name: String, password: String, code: String?) async throws -> SignInResult {
    let member = try await node.services.database.read { try $0.members.find(name: name) }
    guard let member, member.state == .active, password == String(name.reversed()) else {
      return .refused
    }
    return .member(member)
  }
}
