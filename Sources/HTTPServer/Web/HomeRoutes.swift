import ActivityStreams
import Federation
import HTTPTypes
import Hummingbird
import Model

/// The node's front page, the page of each member and group, and their style sheet.
struct HomeRoutes: Sendable {
  let services: FederationServices
  let presentation: ServerSettings.Presentation

  func add(to router: Router<MaillageRequestContext>) {
    router.get("/") { request, _ in try await home(request) }
    router.get("/@{name}") { request, context in try await profile(context.name(), request) }
    router.get("/style.css") { _, _ in
      let headers: HTTPFields = [
        .contentType: "text/css; charset=utf-8", .cacheControl: "public, max-age=3600",
      ]
      return Response(
        status: .ok,
        headers: headers,
        body: ResponseBody(Array(WebPage.styleSheet.utf8))
      )
    }
  }

  private func home(_ request: Request) async throws -> Response {
    if request.asksForActivityStreams, services.settings.isEnabled {
      return try await ActorRoutes(services: services).node()
    }
    return homePage.response()
  }

  private func profile(_ name: String, _ request: Request) async throws -> Response {
    let addresses = services.addresses
    let (actor, details) = try await services.database.read { tx in
      let actor = try LocalActors(addresses: addresses).find(named: name, in: tx)
      guard actor.kind != .application else { throw Refusal.absent }
      return (actor, try tx.actors.details(of: actor.id))
    }
    if request.asksForActivityStreams, services.settings.isEnabled, let id = AS.IRI(actor.uri) {
      return Answer.redirect(to: id)
    }
    return page(of: actor, details).response()
  }

  private var words: PageWords { PageWords(language: services.settings.language) }

  private var homePage: WebPage {
    let example = "\(words.exampleName)@\(services.addresses.origin.authority)"
    var body = "<h1>\(HTMLText.escape(presentation.name))</h1>\n"
    body += "<p>\(HTMLText.escape(presentation.summary))</p>\n"
    if !presentation.places.isEmpty {
      let places = presentation.places.joined(separator: ", ")
      body += "<p>\(HTMLText.escape(words.places + places))</p>\n"
    }
    body += territories + valves
    if services.settings.isEnabled {
      body +=
        "<p>\(HTMLText.escape(words.aboutFollowing))<code>\(HTMLText.escape(example))</code></p>\n"
    }
    if let contact = presentation.contact {
      body += "<footer>\(HTMLText.escape(words.contact + contact))</footer>\n"
    }
    return WebPage(
      title: presentation.name,
      language: words.language,
      body: body,
      alternate: services.settings.isEnabled ? services.addresses.nodeActor.string : nil
    )
  }

  /// The territories of the node, each with the hash of the charter that binds it.
  private var territories: String {
    let own = services.known.territories.filter { $0.own != nil }
    guard services.settings.isEnabled, !own.isEmpty else { return "" }
    let items = own.map { territory -> String in
      let address = "/territories/\(territory.id.text)/charter"
      return "<li>\(HTMLText.escape(territory.name)): <a href=\"\(address)\">"
        + "\(HTMLText.escape(words.charter))</a> <code>\(territory.state.terms.digest.text)</code></li>\n"
    }
    return "<h2>\(HTMLText.escape(words.territories))</h2>\n<ul>\n\(items.joined())</ul>\n"
  }

  /// The valves of active peerings that are not open, so that members see what does not pass as it
  /// did, and why.
  private var valves: String {
    guard services.settings.isEnabled else { return "" }
    let shown = services.known.throttled(at: services.now())
    guard !shown.isEmpty else { return "" }
    let items = shown.prefix(Self.mostValves).map { peer, valve in
      "<li>\(HTMLText.escape(words.valve(valve, with: peer)))</li>\n"
    }
    let rest = shown.count > Self.mostValves ? "<li>…</li>\n" : ""
    return "<h2>\(HTMLText.escape(words.valves))</h2>\n<ul>\n\(items.joined())\(rest)</ul>\n"
  }

  private static let mostValves = 200

  private func lines(of details: ActorDetails) -> String {
    guard !details.lines.isEmpty else { return "" }
    let lines = details.lines.map { line in
      "<dt>\(HTMLText.escape(line.name))</dt><dd>\(line.value)</dd>\n"
    }
    return "<dl>\n\(lines.joined())</dl>\n"
  }

  private func page(of actor: ActorProfile, _ details: ActorDetails) -> WebPage {
    let name = actor.displayName.isEmpty ? actor.name : actor.displayName
    var body = "<h1>\(HTMLText.escape(name))</h1>\n"
    body += "<p class=\"address\">\(HTMLText.escape(actor.address))</p>\n"
    body += "<div>\(HTMLSanitizer.sanitize(actor.summary).html)</div>\n"
    body += lines(of: details)
    if let target = details.movedTo.flatMap(WebLink.init) {
      body +=
        "<p>→ <a href=\"\(HTMLText.escape(target.text))\">\(HTMLText.escape(target.text))</a></p>\n"
    }
    if services.settings.isEnabled {
      body += "<p>\(HTMLText.escape(words.howToFollow(name)))</p>\n"
    }
    body += "<footer><a href=\"/\">\(HTMLText.escape(presentation.name))</a></footer>\n"
    return WebPage(
      title: "\(name) – \(presentation.name)",
      language: words.language,
      body: body,
      alternate: services.settings.isEnabled ? actor.uri : nil
    )
  }
}
