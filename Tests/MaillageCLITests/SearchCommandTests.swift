import Foundation
import Model
import Testing

@testable import MaillageCLI
@testable import Storage

@Suite("Search on a real home")
struct SearchCommandTests {
  @Test("what a member lets be found is found, and no longer when it takes that back")
  func findable() async throws {
    let home = try await CommandHome.make()
    for line in [
      "member add alice", "member add bob", "group create jardin --display-name Jardin",
      "post alice \"Une remorque pour l'été #Été\" --audience node",
    ] {
      #expect(await home.run(line).exitCode == 0, "\(line)")
    }
    #expect(await home.run("search bob remorque").output == "Nothing found.")
    #expect(await home.run("search alice remorque --posts").output.contains("remorque"))

    #expect(await home.run("member findable alice --posts yes --profile yes").exitCode == 0)

    let found = try await home.json("search bob ete") as? [String: Any]
    #expect((found?["posts"] as? [Any])?.count == 1)
    let tags = found?["tags"] as? [[String: Any]]
    #expect(tags?.map { $0["name"] as? String } == ["été"])
    #expect(await home.run("search bob alice --people").output.contains("@alice@atelier.example"))
    #expect(await home.run("search bob jard").output.contains("Organisations"))
    #expect(await home.run("search bob @alice@atelier.example --resolve").exitCode == 0)
    #expect(await home.run("search bob \"***\"").exitCode == 1)
    #expect(await home.run("search rebuild").exitCode == 0)
    #expect(await home.run("search bob remorque --posts").output.contains("remorque"))
    _ = await home.run("member findable alice --posts no")
    #expect(await home.run("search bob remorque").output == "Nothing found.")
    #expect(await home.run("member findable alice").exitCode == 2)
    try await home.close()
  }

  @Test("the URL of what is known here finds it, and the network is not asked")
  func knownURL() async throws {
    let home = try await CommandHome.make()
    for line in ["member add alice", "member add bob"] {
      #expect(await home.run(line).exitCode == 0, "\(line)")
    }
    let post = try await home.json("post alice \"Une remorque\" --audience node") as? [String: Any]
    let uri = try #require(post?["uri"] as? String)

    #expect(await home.run("search bob \(uri)").output.contains("remorque"))
    #expect(await home.run("search bob \(uri) --posts").output.contains("remorque"))
    #expect(await home.run("search bob \(uri) --people").output == "Nothing found.")
    for url in ["https://atelier.example/users/alice", "https://atelier.example/@alice"] {
      let people = try await home.json("search bob \(url)")
      #expect(((people as? [String: Any])?["people"] as? [Any])?.count == 1, "\(url)")
    }
    let unknown = await home.run("search bob https://far.example/posts/1")
    #expect(unknown.exitCode == 0)
    #expect(unknown.output == "Nothing found. It is not known here: --resolve asks its node.")

    let secret =
      try await home.json("post alice \"Pour moi\" --audience followers") as? [String: Any]
    let hidden = try #require(secret?["uri"] as? String)
    #expect(await !home.run("search bob \(hidden)").output.contains("Pour moi"))
    try await home.close()
  }

  @Test("doctor looks at the index and says how to mend it")
  func doctor() async throws {
    let home = try await CommandHome.make()
    for line in ["member add alice", "post alice \"Une remorque\" --audience node"] {
      #expect(await home.run(line).exitCode == 0, "\(line)")
    }
    #expect(
      await home.run("doctor inside").output.contains("search: the index holds what is stored")
    )

    try await home.node.database.write { try $0.db.run("UPDATE searchPost SET words = 'autre'") }
    let damaged = await home.run("doctor inside").output
    #expect(damaged.contains("search: the index is not what was stored"))
    #expect(damaged.contains("maillage search rebuild"))
    #expect(await home.run("search rebuild").exitCode == 0)
    #expect(
      await home.run("doctor inside").output.contains("search: the index holds what is stored")
    )
    try await home.close()
  }
}
