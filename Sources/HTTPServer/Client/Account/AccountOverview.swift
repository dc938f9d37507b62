import Foundation
import Model

/// What a member's own page shows of it.
struct AccountOverview: Sendable {
  let signedIn: SignedIn
  let sessions: [WebSession]
  let tokens: [(grant: TokenGrant, application: ClientApplication)]
  let factor: SecondFactorStatus

  init(_ signedIn: SignedIn, _ client: ClientServices) async throws {
    self.signedIn = signedIn
    let (member, now) = (signedIn.member.actorID, client.now)
    (sessions, tokens) = try await client.database.read { tx in
      let sessions = try tx.webSessions.all(of: member).filter { $0.isGood(at: now) }
      return (sessions, try tx.clients.tokens(of: member).map { (grant: $0.0, application: $0.1) })
    }
    factor = try await client.accounts.secondFactor(of: member)
  }
}
