import HTTPTypes
import Hummingbird
import Model

/// One route of the client API: where it is, what it demands, and what it does.
///
/// All routes are in one table (``ClientAPI``), from which the router is filled, the description is
/// checked and the tests take route and scope.
struct ClientRoute: Sendable {
  /// Who may ask.
  enum Access: Sendable, Hashable {
    /// Anyone; a token makes no difference.
    case open
    /// Anyone, with the eyes of a member if there is a token with the scope.
    case reading(OAuthScope)
    /// Any token, also an application's own.
    case application
    /// A member with the scope.
    case member(OAuthScope)
  }

  typealias Handler = @Sendable (ClientCall) async throws -> ClientReply

  let method: HTTPRequest.Method
  /// With `:name` for what varies.
  let path: String
  let access: Access
  /// The most bytes of a body.
  var largestBody = 256 * 1024
  let handle: Handler
}

/// The routes of one noun.
protocol ClientNoun: Sendable {
  init(_ client: ClientServices)
  var routes: [ClientRoute] { get }
}

extension ClientNoun {
  func get(
    _ path: String,
    _ access: ClientRoute.Access,
    _ handle: @escaping ClientRoute.Handler
  ) -> ClientRoute {
    ClientRoute(method: .get, path: path, access: access, handle: handle)
  }

  func post(
    _ path: String,
    _ access: ClientRoute.Access,
    _ handle: @escaping ClientRoute.Handler
  ) -> ClientRoute {
    ClientRoute(method: .post, path: path, access: access, handle: handle)
  }

  func put(
    _ path: String,
    _ access: ClientRoute.Access,
    _ handle: @escaping ClientRoute.Handler
  ) -> ClientRoute {
    ClientRoute(method: .put, path: path, access: access, handle: handle)
  }

  func patch(
    _ path: String,
    _ access: ClientRoute.Access,
    _ handle: @escaping ClientRoute.Handler
  ) -> ClientRoute {
    ClientRoute(method: .patch, path: path, access: access, handle: handle)
  }

  func delete(
    _ path: String,
    _ access: ClientRoute.Access,
    _ handle: @escaping ClientRoute.Handler
  ) -> ClientRoute {
    ClientRoute(method: .delete, path: path, access: access, handle: handle)
  }
}
