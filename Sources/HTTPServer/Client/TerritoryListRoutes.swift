import Federation
import Foundation
import Model
import Storage
import StrictJSON

/// The territories of this node, so that apps can name the one that a post is for.
struct TerritoryListRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  var routes: [ClientRoute] {
    [
      get("/api/maillage/v1/territories", .member(.named("read:accounts")), list)
        .described("[Territory]"),
      post(
        "/api/maillage/v1/territories/:id/accept",
        .member(.named("write:accounts")),
        accept
      ).described("Territory", takes: "terms! string"),
    ]
  }

  /// Those that this node is a member of, and whether who asks has accepted the terms on which one
  /// posts there, as they are now.
  private func list(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let territories = client.services.known.territories.filter { $0.own != nil }
      .sorted { $0.localName < $1.localName }
    let accepted = try await client.database.read { tx in
      try territories.map { territory in
        try tx.acceptances.accepted(member, territory.id) == territory.state.terms.digest
      }
    }
    return ClientReply(.array(zip(territories, accepted).map(Self.json)))
  }

  /// Agrees to the terms that the member has read: those with this digest.
  private func accept(_ call: ClientCall) async throws -> ClientReply {
    let member = try call.member
    let all = client.services.known.territories
    guard let id = Digest(text: try call.text("id")),
      let territory = all.first(where: { $0.id == id && $0.own != nil })
    else { throw Refusal.absent }
    guard let terms = call.parameters.filled("terms").flatMap(Digest.init(text:)) else {
      throw Refusal.malformed("Name the charter that you accept by its digest.")
    }
    try await TerritoryDesk(services: client.services).accept(id, as: terms, by: member)
    return ClientReply(Self.json(territory, true))
  }

  private static func json(_ territory: KnownNodes.Territory, _ isAccepted: Bool) -> JSON {
    let members = territory.state.members.filter { !$0.isSuspended }
    return [
      "id": .string(territory.id.text), "name": .string(territory.name),
      "local_name": .string(territory.localName),
      "terms": .string(territory.state.terms.digest.text),
      "hosts": .array(members.map(\.record.host).sorted().map(JSON.string)),
      "accepted": .bool(isAccepted),
    ]
  }
}
