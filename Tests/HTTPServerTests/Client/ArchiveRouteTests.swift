import Federation
import Foundation
import Model
import Storage
import StrictJSON
import TestSupport
import Testing

@testable import HTTPServer

/// A member's archive, asked for and fetched; and the address of its mail.
@Suite struct ArchiveRouteTests {
  private let node: TestNode
  private let alice: Phone
  private let dave: Phone

  init() async throws {
    node = try await TestNode.make()
    let server = TestServer(node)
    alice = try await Phone(server, of: try await node.member("alice"))
    dave = try await Phone(server, of: try await node.member("dave"))
  }

  private let archives = "/api/maillage/v1/archives"

  @Test(
    "An archive is asked for once a day and fetched by its member alone, until its time is over"
  )
  func archive() async throws {
    let asked = try await alice.post(archives)
    #expect(asked["state"] == "waiting")
    #expect(try await alice.ask(.post, archives).status == 422)
    let id = try required(asked["id"]?.string.flatMap { Int64($0) })
    #expect(try await alice.ask(.get, "\(archives)/\(id)/file").status == 404)
    let end = node.clock.now.addingTimeInterval(7 * 86_400)
    let file = String(repeating: "a", count: 32)
    let isDone = try await node.database.write {
      try $0.memberArchives.finish(id, file: file, bytes: 600_001, endsAt: end)
    }
    #expect(isDone)

    let reply = try await alice.ask(.get, "\(archives)/\(id)/file")

    #expect(reply.status == 200)
    #expect(reply["content-type"] == "application/zip")
    #expect(reply["cache-control"] == "private, no-store")
    #expect(reply.text == String(repeating: "z", count: 600_001))
    #expect(try await dave.ask(.get, "\(archives)/\(id)/file").status == 404)
    #expect(try await dave.get(archives) == [])
    #expect(try await alice.each("state", of: archives) == ["ready"])
    #expect(try await alice.ask(.post, archives).status == 422)
    node.clock.advance(by: 86_401)
    #expect(try await alice.post(archives)["state"] == "waiting")
    node.clock.advance(by: 7 * 86_400)
    #expect(try await alice.ask(.get, "\(archives)/\(id)/file").status == 404)
  }

  @Test("The address of the mail changes only for who says the password; all else needs none")
  func address() async throws {
    let change = { (password: String?) -> JSON in
      var fields: JSONObject = ["address": "alice@nantes.example"]
      if let password { fields["password"] = .string(password) }
      return .object(fields)
    }
    let path = "/api/maillage/v1/mail"

    #expect(try await alice.ask(.patch, path, change(nil)).status == 403)
    #expect(try await alice.ask(.patch, path, change("alice")).status == 403)
    // Somebody else's is as wrong.
    #expect(try await alice.ask(.patch, path, change("evad")).status == 403)
    #expect(try await alice.get(path)["address"] == JSON.null)
    #expect(try await alice.ask(.patch, path, ["pace": "weekly"]).status == 200)
    let done = try await alice.ask(.patch, path, change("ecila"))
    #expect(done.status == 200)
    #expect(try done.json()["address"] == "alice@nantes.example")
    // The same again changes nothing.
    #expect(try await alice.ask(.patch, path, change(nil)).status == 200)
  }
}
