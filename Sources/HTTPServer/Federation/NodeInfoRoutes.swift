import ActivityStreams
import Federation
import Foundation
import Hummingbird
import Model
import StrictJSON

/// Tells directories what the node is (NodeInfo 2.0 and 2.1) and where its actor is (FEP-2677).
struct NodeInfoRoutes: Sendable {
  let services: FederationServices
  let current: Current<ServerSettings>
  private var settings: ServerSettings { current.value }

  private static let day: TimeInterval = 86_400

  func add(to router: Router<MaillageRequestContext>) {
    router.get("/.well-known/nodeinfo") { _, _ in links() }
    for edition in AS.NodeInfo.Version.allCases {
      router.get("/nodeinfo/\(edition.rawValue)") { _, _ in try await info(edition) }
    }
  }

  private func links() -> Response {
    let origin = services.addresses.origin
    let links = AS.NodeInfoLinks(
      editions: AS.NodeInfo.Version.allCases.map {
        ($0, origin.address("nodeinfo", $0.rawValue))
      },
      actor: services.addresses.nodeActor
    )
    return Answer.discovery(links.json.serialized(), type: "application/json")
  }

  private func info(_ edition: AS.NodeInfo.Version) async throws -> Response {
    let software = AS.NodeInfo.Software(name: "maillage", version: settings.version)
    var info = AS.NodeInfo(version: edition, software: software, openRegistrations: false)
    info.usage = try await usage()
    info.metadata = metadata
    let type = "application/json; profile=\"\(edition.schema)#\""
    return Answer.discovery(info.json.serialized(), type: type)
  }

  private func usage() async throws -> AS.NodeInfo.Usage {
    let now = services.now()
    return try await services.database.read { tx in
      var usage = AS.NodeInfo.Usage(
        total: try tx.members.count(in: .active),
        localPosts: try tx.posts.countLocal()
      )
      usage.activeMonth = try tx.members.countActive(since: now - 30 * Self.day)
      usage.activeHalfyear = try tx.members.countActive(since: now - 180 * Self.day)
      return usage
    }
  }

  private var metadata: JSONObject {
    let node = settings.presentation
    var metadata: JSONObject = [
      "nodeName": .string(node.name), "nodeDescription": .string(node.summary),
      "places": .array(node.places.map(JSON.string)),
      "languages": [.string(services.settings.language)],
    ]
    metadata["contact"] = node.contact.map(JSON.string)
    return metadata
  }
}
