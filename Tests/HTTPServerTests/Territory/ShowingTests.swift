import Foundation
import Model
import StrictJSON
import TestSupport
import Testing

@testable import Federation

/// What a node shows of its territory, and to whom.
@Suite struct ShowingTests {
  private func founded(isPublic: Bool) async throws -> Founded {
    var rules = Rules()
    rules.isMembershipPublic = isPublic
    return try await Founded("a.example", "b.example", rules: rules)
  }

  private func get(
    _ path: String,
    from founded: Founded,
    as reader: TestNode? = nil
  ) async throws -> TestServer.Reply {
    let host = founded.nodes[0].host
    let server = try required(founded.network.server(host), host)
    let target = "/territories/\(founded.id.text)\(path)"
    guard let reader else {
      return try await server.send(
        .get,
        target,
        [("accept", "application/activity+json")],
        route: .init(host: host)
      )
    }
    let response = try await reader.signedGet("https://\(host)\(target)")
    return TestServer.Reply(status: response.status, fields: [:], body: response.body)
  }

  @Test func `Everybody reads who belongs to a public territory`() async throws {
    let founded = try await founded(isPublic: true)

    let members = try await get("/members", from: founded).json()
    #expect(members["items"] == ["https://a.example/actor", "https://b.example/actor"])
    #expect(members["totalItems"]?.int == 2)
    #expect(try await get("/allows.txt", from: founded).text == "a.example\nb.example\n")
    #expect(try await get("/allows.csv", from: founded).text == "#domain\na.example\nb.example\n")
    let list = try await get("/allows.json", from: founded).json()
    #expect(list == [["domain": "a.example"], ["domain": "b.example"]])
    let log = try founded.nodes[0].memberID(in: founded.id).text
    let join = try await get("/log/\(log)/0", from: founded).json()
    #expect(join["type"]?.string == "Join")
  }

  @Test func `Only members read who belongs to another`() async throws {
    let founded = try await founded(isPublic: false)
    let stranger = try await founded.network.node("z.example")
    let log = try founded.nodes[0].memberID(in: founded.id).text

    for path in ["/members", "/allows.txt", "/allows.csv", "/allows.json", "/log/\(log)/0"] {
      let absent = try await get("/nothing", from: founded).status
      #expect(absent == 404)
      #expect(try await get(path, from: founded).status == 404)
      #expect(try await get(path, from: founded, as: stranger).status == 404)
      #expect(try await get(path, from: founded, as: founded.nodes[1]).status == 200)
    }
  }

  @Test func `A list that only members read is kept by no cache in between`() async throws {
    let founded = try await founded(isPublic: false)
    let server = try required(founded.network.server("a.example"))
    let question = try await founded.nodes[1].signed(
      "https://a.example/territories/\(founded.id.text)/allows.txt"
    )

    let reply = try await server.send(
      .get,
      "/territories/\(founded.id.text)/allows.txt",
      question,
      route: .init(host: "a.example")
    )

    #expect(reply.status == 200)
    #expect(reply["cache-control"] == "private, no-store")
  }

  @Test func `The charter is the one that names the territory`() async throws {
    for isPublic in [true, false] {
      let founded = try await founded(isPublic: isPublic)

      let charter = try await get("/charter", from: founded).json()

      #expect(try Charter(json: charter).id == founded.id)
    }
  }

  @Test func `A replica is a group that names its territory`() async throws {
    let founded = try await founded(isPublic: true)

    let group = try await get("", from: founded).json()

    #expect(group["type"]?.string == "Group")
    #expect(group["id"]?.string == "https://a.example/territories/\(founded.id.text)")
  }

  @Test func `A territory into which the node was only invited is shown to nobody`() async throws {
    let founded = try await founded(isPublic: true)
    let third = try await founded.network.node("c.example")
    try await third.join(founded.nodes[0], into: founded.id)
    let server = try required(founded.network.server("c.example"))

    #expect(third.services.territories.holding(founded.id) != nil)
    let reply = try await server.send(
      .get,
      "/territories/\(founded.id.text)",
      route: .init(host: "c.example")
    )
    #expect(reply.status == 404)
  }
}

extension TestNode {
  /// Fields that sign a GET as this node.
  func signed(_ url: String) async throws -> [(String, String)] {
    let question = try FarSide.Question(signing: signedRequest(url))
    return question.fields + [("accept", "application/activity+json")]
  }

  func signedGet(_ url: String) async throws -> OutboundResponse {
    try await services.fetcher.send(signedRequest(url))
  }

  private func signedRequest(_ url: String) throws -> OutboundRequest {
    let signer = try services.keys.nodeSigner(.rsa)
    let now = services.now
    return OutboundRequest(
      .get,
      url,
      sign: { hop in try signer.fields(for: hop, by: .draftCavage, now: now()) }
    )
  }
}
