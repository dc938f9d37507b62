import Federation
import Foundation
import HTTPTypes
import Hummingbird
import Model
import Storage

/// The API that Mastodon's clients speak, and what this node adds to it.
struct ClientAPI: Sendable {
  let client: ClientServices
  private let limiter: RateLimiter
  private let cache: ReplyCache
  private let tokens: TokenMemory

  /// Every noun with its routes, one line each.
  static let nouns: [any ClientNoun.Type] = [
    AppRoutes.self, TokenRoutes.self, InstanceRoutes.self, AccountRoutes.self,
    ProfileRoutes.self, StatusRoutes.self, ReactionRoutes.self, TimelineRoutes.self,
    PollRoutes.self,
    ClientMediaRoutes.self, ClientSearchRoutes.self, PushRoutes.self, NotificationRoutes.self,
    NotificationPolicyRoutes.self, TieRoutes.self, PeopleRoutes.self, ListRoutes.self,
    FilterRoutes.self, OldFilterRoutes.self, TagRoutes.self, KeepingRoutes.self,
    ConversationRoutes.self, AccountStatusRoutes.self, TerritoryListRoutes.self,
    TalentRoutes.self, TestimonialRoutes.self, EventRoutes.self, TeamRoutes.self,
    NeedRoutes.self, AgreementRoutes.self, CallRoutes.self, InsightRoutes.self,
    ConsultationRoutes.self, QuestionRoutes.self, MailRoutes.self,
    HoldingRoutes.self, ArchiveRoutes.self, ClientGroupRoutes.self, GroupPeopleRoutes.self,
    ParticipationRoutes.self, AnnouncementRoutes.self,
  ]

  init(_ client: ClientServices) {
    self.client = client
    cache = ReplyCache(client.database)
    tokens = TokenMemory(client.database)
    limiter = RateLimiter(every: ClientAPI.period) { client.settings.limits.clientRequests }
  }

  /// Seconds over which requests of clients are counted, as Mastodon does.
  private static let period: TimeInterval = 300

  /// The one table of routes, with what each demands.
  var routes: [ClientRoute] { Self.table(client) }

  static func table(_ client: ClientServices) -> [ClientRoute] {
    nouns.flatMap { $0.init(client).routes }
  }

  /// Adds the routes, and the description of all that is served, the node's own pages too.
  func add(to router: Router<MaillageRequestContext>, pages: [PageRoute]) {
    for route in routes {
      router.on(RouterPath(route.path), method: route.method) { request, context in
        try await answer(route, request, context)
      }
    }
    for (path, routes) in Dictionary(grouping: routes, by: \.path) {
      router.on(RouterPath(path), method: .options) { _, _ in Self.preflight() }
      let known = routes.map(\.method)
      for method in Self.methods where !known.contains(method) {
        router.on(RouterPath(path), method: method) { request, context in
          try await counted(request, context, Self.notAllowed(but: known))
        }
      }
    }
    let description = OpenAPIDocument(
      routes: routes,
      pages: pages,
      origin: client.services.addresses.origin.string,
      version: client.settings.version
    ).json.serialized()
    // Under this name, too, clients ask whether the node is there.
    router.get("/health") { _, _ in Answer.text("OK") }
    router.get("/api/openapi.json") { _, _ in
      Answer.discovery(description, type: "application/json")
    }
    router.get("/oauth/authorize") { request, context in
      try await AuthorizePage(client).show(request, context)
    }
    router.post("/oauth/authorize") { request, context in
      try await AuthorizePage(client).answer(request, context)
    }
    router.get("/account") { request, context in
      try await AccountPage(client).show(request, context)
    }
    router.post("/account") { request, context in
      try await AccountPage(client).answer(request, context)
    }
  }

  /// What else may be asked; any other word finds nothing.
  private static let methods: [HTTPRequest.Method] =
    [.get, .post, .put, .patch, .delete, .trace] + [HTTPRequest.Method("QUERY")].compactMap(\.self)

  /// There is something, and not for this method (RFC 9110 §15.5.6).
  private static func notAllowed(but known: [HTTPRequest.Method]) -> ClientReply {
    var reply = ClientReply.error("Method not allowed", status: .methodNotAllowed)
    reply.fields[.allow] = (known.map(\.rawValue).sorted() + ["OPTIONS"]).joined(separator: ", ")
    return reply
  }

  /// Answers a request that no route takes: it counts, and hears how much more may be asked.
  func counted(
    _ request: Request,
    _ context: MaillageRequestContext,
    _ reply: ClientReply = Refusal.absent.clientReply
  ) async throws -> Response {
    let now = client.now
    var known: TokenGrant?
    if let token = BearerToken(request.headers) { known = try await tokens.grant(token) }
    let standing = limiter.standing(Self.key(known, context), at: now)
    var reply = reply
    if standing.isExceeded { reply = Refusal.rateLimited(seconds: standing.seconds).clientReply }
    reply.add(standing, at: now)
    return reply.response().open()
  }

  /// A token that nobody was given counts for nothing: whoever sends it is known by the address.
  private static func key(
    _ grant: TokenGrant?,
    _ context: MaillageRequestContext
  ) -> RateLimiter.Key {
    grant.map { .row($0.id) } ?? .address(of: context.clientAddress)
  }

  private func answer(
    _ route: ClientRoute,
    _ request: Request,
    _ context: MaillageRequestContext
  ) async throws -> Response {
    let now = client.now
    let token = route.access == .open ? nil : BearerToken(request.headers)
    var known: TokenGrant?
    if let token { known = try await tokens.grant(token) }
    let standing = limiter.standing(Self.key(known, context), at: now)
    var reply: ClientReply
    do {
      guard !standing.isExceeded else { throw Refusal.rateLimited(seconds: standing.seconds) }
      let grant = try await grant(for: route.access, token, known, at: now)
      if route.isWriting { try await client.requireWriting(grant?.member) }
      reply = try await take(route, request, context, of: grant)
    } catch let refusal as Refusal {
      reply = refusal.clientReply
    } catch let error as OAuthError {
      reply = error.reply
    }
    reply.add(standing, at: now)
    return reply.response().open()
  }

  private func take(
    _ route: ClientRoute,
    _ request: Request,
    _ context: MaillageRequestContext,
    of grant: TokenGrant?
  ) async throws -> ClientReply {
    let now = client.now
    let question = ReplyCache.Key(viewer: grant?.member, path: request.head.path ?? "")
    let number = client.database.freshness
    let isRepeatable = route.isRepeatable && !Parameters.hasBody(request)
    var reply: ClientReply
    if isRepeatable, let known = cache.reply(question, at: now) {
      reply = known
    } else {
      let parameters = try await Parameters(request, largestBody: route.largestBody)
        .described(by: route.takes)
      reply = try await route.handle(
        ClientCall(
          request: request,
          context: context,
          client: client,
          grant: grant,
          parameters: parameters
        )
      )
      if route.isTagged { reply.addTag() }
      if isRepeatable { cache.keep(reply, as: question, number: number, at: now) }
    }
    return reply.isKnown(by: request) ? .notModified(reply) : reply
  }

  // MARK: Who asks

  private func grant(
    for access: ClientRoute.Access,
    _ token: BearerToken?,
    _ known: TokenGrant?,
    at now: Date
  ) async throws -> TokenGrant? {
    guard access != .open else { return nil }
    guard let token else {
      if case .reading = access { return nil }
      throw Refusal.unauthenticated("The access token is missing.")
    }
    guard let grant = known else {
      throw Refusal.unauthenticated("The access token is invalid.")
    }
    switch access {
    case .open, .application: break
    case .reading(let scope): try require(scope, of: grant)
    case .member(let scope):
      guard grant.member != nil else {
        // The token is good: 401 would make apps throw it away.
        throw Refusal.malformed("This method requires an authenticated user.")
      }
      try require(scope, of: grant)
    }
    if grant.isUseToBeNoted(at: now) {
      try await tokens.markUsed(grant, token, at: now)
    }
    return grant
  }

  private func require(_ scope: OAuthScope, of grant: TokenGrant) throws(Refusal) {
    guard grant.scopes.covers(scope) else {
      throw .forbidden("This action is outside the authorized scopes: it needs \(scope).")
    }
  }

  /// What a browser asks before it lets a page of another origin ask (Fetch standard §3.2.2).
  static func preflight() -> Response {
    let headers: HTTPFields = [
      .anyOrigin: "*", .allowedMethods: "GET, POST, PUT, PATCH, DELETE, OPTIONS",
      // A star covers all but the first one, and old browsers do not know it.
      .allowedHeaders: "Authorization, Content-Type, Idempotency-Key, If-None-Match, *",
      .allowedAge: "86400",
    ]
    return Response(status: .noContent, headers: headers)
  }
}

extension Response {
  /// Lets pages of any origin read it, as clients in browsers are.
  func open() -> Response {
    var response = self
    response.headers[.anyOrigin] = "*"
    response.headers[.exposedHeaders] =
      "ETag, Link, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, "
      + "X-Request-Id"
    return response
  }
}

extension ClientReply {
  /// Says how much more may be asked, in Mastodon's words.
  fileprivate mutating func add(_ standing: RateLimiter.Standing, at now: Date) {
    fields[.rateLimit] = String(standing.limit)
    fields[.rateRemaining] = String(standing.remaining)
    fields[.rateReset] = now.addingTimeInterval(TimeInterval(standing.seconds))
      .formatted(.iso8601)
  }
}
