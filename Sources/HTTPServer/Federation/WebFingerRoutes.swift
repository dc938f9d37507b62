import ActivityStreams
import Federation
import Hummingbird
import Model
import Storage

/// Tells who is behind `acct:name@host` or an address of this node (RFC 7033, FEP-d556), and where
/// that is asked (RFC 6415).
struct WebFingerRoutes: Sendable {
  let services: FederationServices

  func add(to router: Router<MaillageRequestContext>) {
    router.get("/.well-known/webfinger") { request, _ in
      guard let resource = request.uri.queryParameters["resource"] else {
        throw Refusal.malformed("‘resource’ is missing (RFC 7033 §4.1).")
      }
      return try await answer(String(resource))
    }
    router.get("/.well-known/host-meta") { _, _ in
      let xml = AS.HostMeta(origin: services.addresses.origin).xml
      return Answer.discovery(Array(xml.utf8), type: AS.MediaType.hostMeta)
    }
  }

  private func answer(_ resource: String) async throws -> Response {
    let addresses = services.addresses
    let actor = try await services.database.read { tx in
      try LocalActors(addresses: addresses).named(resource, in: tx)
    }
    let document = descriptor(of: actor)
    return Answer.discovery(document.json.serialized(), type: AS.MediaType.webFinger)
  }

  private func descriptor(of actor: ActorProfile) -> AS.WebFingerDocument {
    let origin = services.addresses.origin
    var links = [AS.Descriptor(rel: "self", type: AS.MediaType.activity, href: actor.uri)]
    var aliases = [actor.uri]
    if actor.kind == .application {
      let service = AS.Descriptor.service
      links.append(AS.Descriptor(rel: service, type: AS.MediaType.activity, href: actor.uri))
      aliases.append("\(origin.string)/")
    }
    if let page = actor.endpoints.page {
      links.append(AS.Descriptor(rel: AS.Descriptor.profilePage, type: "text/html", href: page))
      if !aliases.contains(page) { aliases.append(page) }
    }
    return AS.WebFingerDocument(
      subject: "acct:\(actor.name)@\(origin.authority)",
      aliases: aliases,
      links: links
    )
  }
}

extension LocalActors {
  /// The actor that a WebFinger resource names; a deleted one is absent here.
  func named(_ resource: String, in tx: Transaction) throws -> ActorProfile {
    do {
      if let account = AS.AccountAddress(resource) { return try find(account, in: tx) }
      guard let address = AS.IRI(resource), address.origin == addresses.origin else {
        throw Refusal.absent
      }
      return try find(address, in: tx)
    } catch Refusal.gone {
      throw Refusal.absent
    }
  }

  private func find(_ account: AS.AccountAddress, in tx: Transaction) throws -> ActorProfile {
    guard account.authority == addresses.origin.authority else { throw Refusal.absent }
    let node = try node(in: tx)
    // The node is called by its host, with its port or without.
    let origin = addresses.origin
    if [origin.authority, origin.host, node.name].contains(account.name.lowercased()) {
      return node
    }
    return try find(named: account.name.lowercased(), in: tx)
  }

  private func find(_ address: AS.IRI, in tx: Transaction) throws -> ActorProfile {
    if address == addresses.origin.address("") || address == addresses.nodeActor {
      return try node(in: tx)
    }
    if let actor = try tx.actors.find(uri: address.string) { return try shown(actor, in: tx) }
    guard address.path.hasPrefix("/@"), address.query == nil else { throw Refusal.absent }
    return try find(named: String(address.path.dropFirst(2)), in: tx)
  }
}
