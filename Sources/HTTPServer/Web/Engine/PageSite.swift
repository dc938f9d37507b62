import Federation
import Foundation
import HTTPTypes
import Hummingbird
import Model
import Storage

/// The node's own pages: one table of routes, as of the client API, whose handlers the pages ask.
///
/// Everything that matters works without script. A form carries the token of its session, and what it
/// does is a route of the client API or a handler of its page.
struct PageSite: Sendable {
  let client: ClientServices
  let api: InnerAPI
  let languages: Languages
  let look: Look
  let sheets = StatusSheets()
  private let limiter: RateLimiter

  /// Every noun with its pages, one line each.
  static let nouns: [any PageNoun.Type] = [
    SessionPages.self, TimelinePages.self, ThreadPages.self, PostingPages.self,
    ProfilePages.self, NoticePages.self, SearchPages.self, FrontPages.self, SettingsPages.self,
    TalentPages.self, NeedPages.self, TeamPages.self, EventPages.self,
    AdminPages.self, FeedPages.self, InsightPages.self, DecisionPages.self, LetterPages.self,
    PrivacyPages.self, LivePages.self, GroupPages.self, TestimonialPages.self,
    OrganisationPages.self, MessagePages.self,
  ]

  /// - Parameters:
  ///   - client: What the routes of the client API share.
  ///   - routes: The table of the client API.
  init(_ client: ClientServices, routes: [ClientRoute]) {
    self.client = client
    api = InnerAPI(client, routes: routes)
    languages = .shipped
    look = Look(client.settings.presentation)
    // Pages ask more than once for what they show, so they count for themselves.
    limiter = RateLimiter(every: 300) { client.settings.limits.clientRequests }
  }

  var routes: [PageRoute] { Self.nouns.flatMap { $0.init(self).routes } }

  func add(to router: Router<MaillageRequestContext>) {
    for route in routes {
      router.on(RouterPath(route.path), method: route.method) { request, context in
        try await answer(route, request, context)
      }
    }
    PageAssets(look: look).add(to: router)
  }

  // MARK: One request

  /// Answers with a page that anyone may see, at an address that has more than a page.
  func serve(
    _ request: Request,
    _ context: MaillageRequestContext,
    _ handle: @escaping PageRoute.Handler
  ) async throws -> Response {
    let route = PageRoute(method: .get, path: "", access: .anyone, handle: handle)
    return try await answer(route, request, context)
  }

  private func answer(
    _ route: PageRoute,
    _ request: Request,
    _ context: MaillageRequestContext
  ) async throws -> Response {
    let signedIn = try await SignedIn.find(request, client)
    var words = languages.words(for: request, signedIn?.member, client)
    (words.now, words.zone) = (client.now, client.settings.presentation.timeZone)
    let call = PageCall(
      request: request,
      context: context,
      site: self,
      signedIn: signedIn,
      parameters: Parameters(.empty),
      words: words
    )
    do {
      if let signedIn { try limiter.take(.row(signedIn.session.id), at: client.now) }
      if let way = try Self.door(route.access, call) { return way }
      try await holdBack(route, call)
      let parameters = try await Self.parameters(of: request, route, signedIn, client)
      let heard = call.saying(parameters)
      return try await write(try await route.handle(heard), heard)
    } catch let refusal as Refusal {
      return try await refused(refusal, call)
    }
  }

  /// Whom the page does not open to: a visitor is asked who it is, to a member what is for others is not
  /// there.
  ///
  /// - Returns: Where to go instead.
  private static func door(
    _ access: PageRoute.Access,
    _ call: PageCall
  ) throws -> Response? {
    guard access != .anyone else { return nil }
    guard let member = call.signedIn?.member else {
      guard call.request.method == .get else {
        throw Refusal.unauthenticated("Sign in again, then repeat what you did.")
      }
      let address = "/sign-in?" + FormText.encode([("next", call.here)])
      return Response(
        status: .seeOther,
        headers: [.location: address, .cacheControl: "no-store"]
      )
    }
    guard access.includes(member.role) else { throw Refusal.absent }
    return nil
  }

  /// What is done by a form waits for the end of a maintenance, with or without a session; coming in and
  /// leaving do not.
  private func holdBack(_ route: PageRoute, _ call: PageCall) async throws {
    guard route.method != .get, !["/sign-in", "/sign-out"].contains(route.path) else { return }
    try await client.requireWriting(call.viewer)
  }

  private static func parameters(
    of request: Request,
    _ route: PageRoute,
    _ signedIn: SignedIn?,
    _ client: ClientServices
  ) async throws -> Parameters {
    guard request.method != .get else {
      return Parameters(try URLEncodedForm.value(ofQuery: request.uri.query))
    }
    try request.requireOrigin(client.services.addresses.origin.string)
    let parameters = try await Parameters(
      request,
      largestBody: route.largestBody,
      files: Composer.files
    )
    // Of who is not signed in nothing is done but signing in.
    guard let signedIn else { return parameters }
    guard signedIn.isOwnForm(parameters.text("form_token")) else {
      throw Refusal.forbidden("The form is not of this session: go back, load the page anew.")
    }
    return parameters
  }

  // MARK: One answer

  private func write(_ reply: PageReply, _ call: PageCall) async throws -> Response {
    switch reply {
    case .response(let response): return response
    case .seeOther(let address):
      return Response(
        status: .seeOther,
        headers: [.location: address, .cacheControl: "no-store"]
      )
    case .page(let page): return try await PageFrame(call).response(page)
    }
  }

  private func refused(_ refusal: Refusal, _ call: PageCall) async throws -> Response {
    // Programs are told in their own way.
    guard call.request.asksForPage else { throw refusal }
    let problem = refusal.problem
    let said = call.words.isEnglish ? nil : languages.refusals.text("\(refusal)", in: call.words)
    let page = ShownPage(
      template: "refused",
      title: call.words.text(refusal.sentence),
      content: [
        "detail": .string(said ?? refusal.description), "status": .integer(problem.status.code),
        "is_foreign": .bool(said == nil && !call.words.isEnglish),
      ],
      status: problem.status
    )
    // Who asks too much, and a node that cannot, are not made to read more.
    let isHeldBack = [.tooManyRequests, .serviceUnavailable].contains(problem.status)
    var response = try await PageFrame(isHeldBack ? call.visitor : call).response(page)
    response.headers[.retryAfter] = problem.fields[.retryAfter]
    response.headers[.cacheControl] = "no-store"
    return response
  }
}

extension Refusal {
  /// The sentence of a language that says in general what is wrong.
  var sentence: String {
    switch self {
    case .malformed, .unreadable: "refused-malformed"
    case .tooLarge: "refused-too-large"
    case .unauthenticated: "refused-signed-out"
    case .forbidden, .foreignOrigin, .againstPolicy: "refused-forbidden"
    case .absent, .gone: "refused-absent"
    case .conflict: "refused-conflict"
    case .rateLimited: "refused-too-often"
    case .unreachable: "refused-unreachable"
    case .storageFull, .unavailable: "refused-unavailable"
    case .maintenance: "maintenance"
    }
  }
}
