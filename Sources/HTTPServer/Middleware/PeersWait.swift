import Federation
import HTTPTypes
import Hummingbird
import Model

/// Asks peers to come again while the node is in maintenance: what they bring waits with them.
///
/// A sender tries again after 503 (`Protocol/FEDERATION.md`), and never after 4xx.
struct PeersWait: RouterMiddleware {
  typealias Context = MaillageRequestContext

  /// Which requests are those of peers.
  enum Scope: Sendable {
    /// Before addresses that people have, too: requests that are signed or ask for documents.
    case shared
    /// Before addresses of federation: all that does not ask for a page.
    case federation
  }

  let services: FederationServices
  let scope: Scope

  func handle(
    _ request: Request,
    context: MaillageRequestContext,
    next: (Request, MaillageRequestContext) async throws -> Response
  ) async throws -> Response {
    guard let maintenance = services.currentMaintenance, isOfPeer(request) else {
      return try await next(request, context)
    }
    throw maintenance.refusal(at: services.now())
  }

  private func isOfPeer(_ request: Request) -> Bool {
    guard !request.uri.path.hasPrefix("/api/") else { return false }
    switch scope {
    case .shared:
      return request.asksForActivityStreams || request.headers.contains(.signature)
    case .federation: return !request.asksForPage
    }
  }
}

extension ClientServices {
  /// Lets a member write, unless the node is in maintenance; admins work on.
  ///
  /// - Parameter member: Who writes; nothing: nobody who is known.
  /// - Throws: `Refusal.maintenance`.
  func requireWriting(_ member: ActorID?) async throws {
    guard let maintenance = services.currentMaintenance else { return }
    let role = try await database.read { tx in try member.flatMap { try tx.members.find($0)?.role }
    }
    guard role != .admin else { return }
    throw maintenance.refusal(at: now)
  }
}
