import HTTPTypes
import Hummingbird
import Model
import StrictJSON

/// The client API as the node's own pages ask it: the same handlers, in the same process, with the eyes
/// and the rights of who is signed in (docs/decisions/0023-pages.md).
struct InnerAPI: Sendable {
  let client: ClientServices
  private let routes: [String: ClientRoute]

  init(_ client: ClientServices, routes: [ClientRoute]) {
    self.client = client
    let named = routes.map { (Self.name($0.method, $0.path), $0) }
    self.routes = Dictionary(named) { first, _ in first }
  }

  private static func name(_ method: HTTPRequest.Method, _ path: String) -> String {
    "\(method.rawValue) \(path)"
  }

  /// The routes that a form of a page may call.
  var forms: [ClientRoute] {
    routes.values.filter { route in
      guard case .member = route.access else { return false }
      return route.method != .get
    }
  }

  func route(_ method: HTTPRequest.Method, _ path: String) -> ClientRoute? {
    routes[Self.name(method, path)]
  }

  /// What is asked of the API.
  struct Question: Sendable {
    var method = HTTPRequest.Method.get
    /// As it is in the table, with `:name` for what varies.
    var path: String
    var named: [String: String] = [:]
    var value = FormValue.empty
    /// By which a form that is sent twice is known again (`Idempotency-Key`).
    var key: String?
  }

  /// Asks as a member, or as anybody.
  ///
  /// - Throws: `Refusal`, as the handler does; `.unauthenticated` where only a member may ask.
  func ask(
    _ question: Question,
    as member: ActorID?,
    _ request: Request,
    _ context: MaillageRequestContext
  ) async throws -> ClientReply {
    guard let route = route(question.method, question.path) else {
      // A mistake in the program, which no test that opens the page lets be; a page is no reason to end.
      assertionFailure("‘\(question.method) \(question.path)’ is no route of the client API")
      throw Refusal.absent
    }
    switch route.access {
    case .open, .reading: break
    case .member where member != nil: break
    case .member: throw Refusal.unauthenticated("Sign in first.")
    case .application: throw Refusal.absent
    }
    var head = request.head
    head.headerFields[.idempotencyKey] = question.key
    return try await route.handle(
      ClientCall(
        request: Request(head: head, body: request.body),
        context: context,
        client: client,
        grant: member.map(grant),
        parameters: Parameters(question.value).described(by: route.takes),
        named: question.named
      )
    )
  }

  /// What stands for a browser session: all that the member may.
  private func grant(of member: ActorID) -> TokenGrant {
    TokenGrant(
      id: 0,
      applicationID: 0,
      member: member,
      scopes: .everything,
      createdAt: client.now
    )
  }
}

extension ClientReply {
  /// The answer as a value.
  var json: JSON {
    get throws { try JSON.parse(body) }
  }
}
