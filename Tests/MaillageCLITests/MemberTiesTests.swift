import Foundation
import Testing

@testable import MaillageCLI

@Suite("maillage member ties")
struct MemberTiesTests {
  @Test("takes Mastodon's files over line by line, and writes them again")
  func roundTrip() async throws {
    let home = try await CommandHome.make()
    for name in ["alice", "bob", "eve"] { _ = await home.run("member add \(name)") }
    let file = """
      Account address,Show boosts,Notify on new posts,Languages
      bob@atelier.example,true,false,
      @eve@atelier.example,false,true,"fr, en"
      nobody@atelier.example,true,false,
      alice@atelier.example,true,false,
      """

    let trial = await home.run("member ties import alice following - --dry-run", input: file)
    #expect(trial.exitCode == 0)
    #expect(
      await home.run("member ties export alice following").output.split(separator: "\n").count == 1
    )
    let reply = await home.run("member ties import alice following -", input: file)
    let again = try await home.json("member ties import alice following -", input: file)

    #expect(reply.exitCode == 1)
    let outcomes = (again as? [[String: Any]])?.compactMap { $0["outcome"] as? String }
    #expect(outcomes == ["unchanged", "unchanged", "refused", "refused"])
    let text = await home.run("member ties export alice following").output
    #expect(text.hasPrefix("Account address,Show boosts,Notify on new posts,Languages\n"))
    #expect(text.contains("bob@atelier.example,true,false,"))
    #expect(text.contains("eve@atelier.example,false,true,\"fr, en\""))
    try await home.close()
  }

  @Test("blocks, mutes, domains, lists and bookmarks come back as they went")
  func others() async throws {
    let home = try await CommandHome.make()
    for name in ["alice", "bob", "carl"] { _ = await home.run("member add \(name)") }
    let post = try await home.json("post create bob Bonjour --audience node") as? [String: Any]
    let uri = try #require(post?["uri"] as? String)
    let files = [
      ("blocks", "carl@atelier.example"),
      ("mutes", "Account address,Hide notifications\nbob@atelier.example,false"),
      ("domains", "spam.example"), ("bookmarks", uri),
    ]

    for (list, file) in files {
      let reply = await home.run("member ties import alice \(list) -", input: file + "\n")
      #expect(reply.exitCode == 0, "\(list): \(reply.output) \(reply.errors)")
      let text = await home.run("member ties export alice \(list)").output
      #expect(text.trimmingCharacters(in: .newlines) == file)
    }
    // Somebody in a list is followed first.
    _ = await home.run("follow alice @bob@atelier.example")
    let line = "Amis,bob@atelier.example"
    #expect(await home.run("member ties import alice lists -", input: line).exitCode == 0)
    let lists = await home.run("member ties export alice lists").output
    #expect(lists.trimmingCharacters(in: .newlines) == line)
    let bad = await home.run("member ties import alice lists -", input: "Amis\n")
    #expect(bad.exitCode == 1)
    try await home.close()
  }
}
