import Foundation
import Testing

@testable import MaillageCLI

@Suite("Consultations and questions on the command line")
struct DecisionCommandTests {
  private func home() async throws -> CommandHome {
    let home = try await CommandHome.make()
    #expect(await home.run("member add lea --password-stdin", input: "long enough").exitCode == 0)
    #expect(await home.run("member add marc").exitCode == 0)
    return home
  }

  @Test("a consultation is opened, shown and voted on by the member itself alone")
  func voting() async throws {
    let home = try await home()
    let line =
      "consultation open marc \"Une navette\" \"Le mardi.\" --choices Oui Non --default Non "
      + "--closes 2d --audience node"
    #expect(await home.run("\(line) --dry-run").exitCode == 0)
    let made = try #require(try await home.json(line) as? [String: Any])
    let uri = try #require(made["uri"] as? String)
    #expect(made["state"] as? String == "open")
    #expect(await home.run(line.replacing("Non --closes", with: "Maybe --closes")).exitCode != 0)

    let vote = "consultation vote lea \(uri) Oui --password-stdin"
    #expect(await home.run(vote, input: "something else").exitCode == 1)
    #expect(await home.run(vote, input: "long enough").exitCode == 0)

    let shown = try #require(
      try await home.json("consultation show \(uri) --as lea") as? [String: Any]
    )
    #expect(shown["ballots"] as? Int == 1 && shown["ownChoice"] as? String == "Oui")
    #expect(shown["outcome"] == nil)
    #expect(await home.run("consultation votes \(uri) --as marc").exitCode == 1)
    let listed = try await home.json("consultation list --as lea --open") as? [Any]
    #expect(listed?.count == 1)
    let told = await home.run("consultation outcome marc \(uri) \"Elle roule.\"")
    #expect(told.exitCode == 0, "\(told.errors)")
    #expect(await home.run("consultation show \(uri) --as lea").output.contains("Elle roule."))
    #expect(await home.run("consultation outcome lea \(uri) Non").exitCode == 3)
    try await home.close()
  }

  @Test("a question is asked, answered and settled")
  func asking() async throws {
    let home = try await home()
    let line = "question ask lea \"Qui a une clé ?\" --audience node"
    let asked = try #require(try await home.json(line) as? [String: Any])
    let uri = try #require(asked["uri"] as? String)
    #expect((try await home.json("question list --as marc --unanswered") as? [Any])?.count == 1)

    let reply = "post marc \"Moi.\" --reply-to \(uri) --audience node"
    let answer = try #require(try await home.json(reply) as? [String: Any])
    let answerURI = try #require(answer["uri"] as? String)
    #expect(
      (try await home.json("question list --as marc --unanswered") as? [Any])?.isEmpty == true
    )
    #expect(await home.run("question answered marc \(uri) \(answerURI)").exitCode == 3)
    #expect(await home.run("question answered lea \(uri) \(answerURI)").exitCode == 0)

    let figures = try #require(try await home.json("question stats --as lea") as? [String: Any])
    #expect(figures["asked"] as? Int == 1 && figures["settled"] as? Int == 1)
    try await home.close()
  }
}
