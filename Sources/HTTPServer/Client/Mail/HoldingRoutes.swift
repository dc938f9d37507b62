import Hummingbird
import Model
import StrictJSON

/// What is stored about a member, for itself.
struct HoldingRoutes: ClientNoun {
  let client: ClientServices

  init(_ client: ClientServices) { self.client = client }

  var routes: [ClientRoute] {
    [
      get("/api/maillage/v1/holdings", .member(.named("read:accounts"))) { call in
        let member = try call.member
        let held = try await client.database.read { try $0.holdings.all(of: member) }
        return ClientReply(
          .array(
            held.map { holding in
              [
                "kind": .string(holding.kind.rawValue), "count": .integer(holding.count),
                "reach": .string(holding.kind.reach.rawValue),
              ]
            }
          )
        )
      }
      .described("[Holding]")
    ]
  }
}
