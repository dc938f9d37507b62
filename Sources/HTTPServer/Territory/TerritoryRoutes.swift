import ActivityStreams
import Federation
import HTTPTypes
import Hummingbird
import Model
import Signatures
import Storage
import StrictJSON

/// Shows a territory as this node has it, and compares it with what other members have.
struct TerritoryRoutes: Sendable {
  let services: FederationServices
  let site: PageSite

  private static let largest = 8 << 20

  func add(to router: Router<MaillageRequestContext>) {
    router.post("/territories/:id/sync") { request, context in
      // Before anything is read: what is no digest is no address.
      let id = try id(context)
      return try await requests.answer(
        request,
        context,
        upTo: Self.largest,
        ifNamed: { try requireConcern($0, id) }
      ) { posted in
        let sync = TerritorySync(services: services)
        let caller = try await sync.caller(
          of: posted.message,
          bringing: posted.json,
          about: id
        )
        return try await sync.answer(try posted.json(), about: id, to: caller)
      }
    }
    router.get("/territories/:id") { request, context in
      if let page = try await page(request, context) { return page }
      let shown = try await shown(context, to: request, onlyIfPublic: false)
      return Answer.activityStreams(.object(try shown.group()), isPublic: shown.isPublic)
    }
    router.get("/territories/:id/charter") { request, context in
      if let page = try await page(request, context) { return page }
      let shown = try await shown(context, to: request, onlyIfPublic: false)
      return Answer.activityStreams(try shown.charter(), isPublic: shown.isPublic)
    }
    router.get("/territories/:id/members") { request, context in
      let shown = try await shown(context, to: request)
      return Answer.activityStreams(.object(shown.members()), isPublic: shown.isPublic)
    }
    router.get("/territories/:id/outbox") { request, context in
      let shown = try await shown(context, to: request, onlyIfPublic: false)
      return Answer.activityStreams(.object(shown.outbox()), isPublic: shown.isPublic)
    }
    router.get("/territories/:id/directory") { request, context in
      if let page = try await page(request, context) { return page }
      let shown = try await shown(context, to: request)
      return Answer.activityStreams(.object(shown.directory()), isPublic: shown.isPublic)
    }
    addLists(to: router)
    router.get("/territories/:id/log/:member/:sequence") { request, context in
      let shown = try await shown(context, to: request)
      let statement = try await statement(context, shown.holding)
      return Answer.activityStreams(statement, isPublic: shown.isPublic)
    }
  }

  /// The members' hosts for other software.
  private func addLists(to router: Router<MaillageRequestContext>) {
    for form in AllowList.Form.allCases {
      router.get("/territories/:id/allows.\(form.rawValue)") { request, context in
        let shown = try await shown(context, to: request)
        let list = AllowList(form: form, hosts: shown.hosts)
        return Answer.discovery(
          Array(list.text.utf8),
          type: list.mediaType,
          isPublic: shown.isPublic
        )
      }
    }
  }

  private var requests: PeerRequests { PeerRequests(services: services) }

  /// What is known before anything is read: a name that is known here, and a territory that is.
  private func requireConcern(_ message: RequestMessage, _ id: Digest) throws {
    try PeerDoor(services: services).requireKnownName(of: message)
    guard services.territories.holding(id) != nil else { throw Refusal.absent }
  }

  /// For browsers: the charter and who is in it.
  private func page(
    _ request: Request,
    _ context: MaillageRequestContext
  ) async throws -> Response? {
    guard request.asksForPage else { return nil }
    return try await site.serve(request, context) { call in
      try await TerritoryPages.show(try id(context), call)
    }
  }

  private func id(_ context: MaillageRequestContext) throws -> Digest {
    guard let digest = Digest(text: context.parameters.get("id") ?? "") else {
      throw Refusal.absent
    }
    return digest
  }

  /// A territory for a reader: what is not public is for its members' signed requests, and looks
  /// absent to all others.
  private func shown(
    _ context: MaillageRequestContext,
    to request: Request,
    onlyIfPublic: Bool = true
  ) async throws -> ShownTerritory {
    let id = try id(context)
    let reader = try await RequestReading(services: services).reader(of: request)
    guard let holding = services.territories.holding(id),
      holding.entry.state != .invited
    else { throw Refusal.absent }
    let isPublic = holding.state.terms.rules.isMembershipPublic
    if !isPublic, onlyIfPublic {
      guard case .remote(let actor, _) = reader,
        let uri = try await services.database.read({ try $0.actors.find(actor)?.uri }),
        services.known.territories(of: uri).contains(holding.id.text)
      else { throw Refusal.absent }
    }
    return ShownTerritory(holding: holding, addresses: services.addresses, isPublic: isPublic)
  }

  /// The entry under a number of a log; where a log says several things, the one with the lowest
  /// digest.
  private func statement(
    _ context: MaillageRequestContext,
    _ holding: TerritoryRegistry.Holding
  ) async throws -> JSON {
    guard let log = Digest(text: context.parameters.get("member") ?? ""),
      let sequence = Int(context.parameters.get("sequence") ?? "")
    else { throw Refusal.absent }
    let entries = try await services.database.read {
      try $0.statements.entries(log, in: holding.id, from: sequence, limit: 100)
    }
    let said = entries.filter { $0.sequence == sequence }
    guard let entry = said.min(by: { $0.digest < $1.digest }) else { throw Refusal.absent }
    return try JSON.parse(entry.body)
  }
}
